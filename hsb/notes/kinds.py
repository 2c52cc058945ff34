"""What a note can be of, and who reads it unless its writer says otherwise: a table. Pure."""

from django.db.models import TextChoices

from hsb.agencies.permissions import RecordClass, Role


class Kind(TextChoices):
    NOTE = "note", "Note"
    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    HOME_VISIT = "home_visit", "Home visit"
    SCHOOL_VISIT = "school_visit", "School visit"
    PROTECTION_VISIT = "protection_visit", "Statutory visit under the protection plan"
    PLACEMENT_VISIT = "placement_visit", "Statutory visit in placement"


VISITS = frozenset({Kind.HOME_VISIT, Kind.SCHOOL_VISIT, Kind.PROTECTION_VISIT, Kind.PLACEMENT_VISIT})

CLOCK_EVENT: dict[Kind, str] = {Kind.PROTECTION_VISIT: "cp_visit.made", Kind.PLACEMENT_VISIT: "lac_visit.made"}
"""What a statutory visit is to the clocks: the event it leaves besides the note, when the child was seen."""

STATUTORY_VISITORS = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER})


class Seen(TextChoices):
    ALONE = "alone", "Yes, and seen alone"
    WITH_OTHERS = "with_others", "Yes, but not alone"
    NO = "no", "No"


class Audience(TextChoices):
    """Who reads a note: those who read its class of record on this case (docs/permissions.md)."""

    EVERYBODY = str(RecordClass.NOTES), "Everybody on the record who reads notes"
    CLOSE = str(RecordClass.CLOSE_NOTES), "Only those who work with the child, and their managers"


USUAL: dict[Kind, Audience] = {
    **dict.fromkeys(Kind, Audience.EVERYBODY),
    **dict.fromkeys((Kind.HOME_VISIT, Kind.PROTECTION_VISIT, Kind.PLACEMENT_VISIT), Audience.CLOSE),
}
"""The default of each kind. A child's own words have an event and a class of their own, the narrowest, whatever the kind."""

NOTE_CODES = ("note.added", "note.kept_close")


def meets_a_clock(kind: Kind, seen: str) -> bool:
    """Answer whether a visit counts for its clock: it is one of the statutory ones, and the child was seen."""
    return kind in CLOCK_EVENT and seen in (Seen.ALONE, Seen.WITH_OTHERS)
