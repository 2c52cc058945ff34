"""What each entry does to what stands: one small function an entry, in one table. Pure; nothing here refuses anything."""

from aim2.proceedings.effects import court, custody, police
from aim2.proceedings.effects.base import EFFECTS, Entry, concerned, day_of, text_of

__all__ = ["EFFECTS", "Entry", "concerned", "court", "custody", "day_of", "police", "text_of"]
