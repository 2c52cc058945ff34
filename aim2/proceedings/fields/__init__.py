"""The boxes of each kind of entry, and the entry they make. One pair a kind; names begin with the kind, so that several fit one form."""

from aim2.proceedings.fields import court, custody, police
from aim2.proceedings.fields.base import BOXES, MAKERS, Given

__all__ = ["BOXES", "MAKERS", "Given", "court", "custody", "police"]
