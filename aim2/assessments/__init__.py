"""The AIM2 assessment without a pack: narrative per domain, totals entered from the manual, sign-off."""
