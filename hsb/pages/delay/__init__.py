"""The delay dashboard (P5.10): where the days go between a first account and help, for those who can do something about it."""
