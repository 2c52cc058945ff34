"""What can happen on the two routes in, one module a noun. Importing this package declares them all."""

from referrals.events import assessment, engagement, mash, submission, yos

__all__ = ["assessment", "engagement", "mash", "submission", "yos"]
