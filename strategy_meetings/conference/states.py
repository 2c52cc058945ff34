"""Words of a conference: who of the family is asked, how letters reach them, what an agency says."""

from django.db.models import TextChoices


class Attending(TextChoices):
    INVITED = "invited", "Invited"
    EXCLUDED = "excluded", "Not invited"


class Hand(TextChoices):
    POST = "post", "By post, to their address on the record"
    HAND = "hand", "Handed over in person"


class View(TextChoices):
    PLAN = "plan", "Protection plan"
    NO_PLAN = "no_plan", "No protection plan"
    NOT_ASKED = "not_asked", "Does not know this child: not asked"


class LetterKind(TextChoices):
    INVITATION = "invitation", "Invitation"
    EXCLUSION = "exclusion", "Why they are not invited"
    DECISION = "decision", "Decision and outline plan"
    PLAN_ENDED = "plan_ended", "The protection plan has ended"
