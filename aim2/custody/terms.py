"""Words of custody."""

from django.db.models import TextChoices


class Left(TextChoices):
    MOVED = "moved", "Moved to another establishment"
    RELEASED = "released", "Released"
    MISTAKEN = "mistaken", "Recorded by mistake"


class RiskKind(TextChoices):
    ROOM = "room", "Room, landing, bathroom"
    PEERS = "peers", "Others who live there"
    CONTACT = "contact", "Visits, calls, letters"
    ONLINE = "online", "Screens and the internet"
    SELF = "self", "To the young person"
    OTHER = "other", "Something else"


DETENTION = frozenset({"youth_detention", "sentence"})
"""Kinds of custody in which somebody is held in an establishment."""
