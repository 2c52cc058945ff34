"""What can happen on the two routes in, one module a noun. Importing this package declares them all."""

from referrals.events import submission

__all__ = ["submission"]
