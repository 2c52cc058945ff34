"""Cases of the demonstration as somebody works them between the stages, and as the work on one of them ends."""

from datetime import timedelta

from aim2.closures import actions as closures
from aim2.models import Closure
from hsb import clock
from hsb.cases import access
from hsb.cases.states import Strand
from hsb.demonstration.story_telling import Telling
from hsb.notes import actions as notes
from hsb.tasks import actions as tasks

WRITTEN = {
    "reason": "achieved",
    "achieved": "Twelve sessions. He names what leads up to it, tells his mother first, and has kept to the plan for two months.",
    "remaining_risk": "Time alone with younger children when an adult he trusts is away.",
    "watched_by": "His mother at home; the pastoral lead at school, who rings children’s social care.",
    "safety_plan": "The school keeps it; it is looked at again at the end of term.",
    "family_told": "He and his mother, together at the last session; a letter followed.",
}


def worked(telling: Telling) -> None:
    """A week of the social worker: a call, a letter, a visit at home with what the child said."""
    case, by = telling.young, telling.people["daniel"]
    opened = access.get_case(by, case.reference, look="demonstration")
    for kind, text, who, minutes in (
        ("call", "School: he is in class every day, sits in front, no further incident.", "The pastoral lead", 10),
        ("letter", "Wrote to the parents: what was agreed on Monday, in plain words.", "", None),
        ("email", "Asked the youth club who runs the Friday group, and whether they know whom to ring.", "", None),
    ):
        notes.add_note(
            case=case,
            text=text,
            by=by,
            at=telling.later(days=1),
            kind=kind,
            who=who,
            minutes=minutes,
            roles=opened.roles,
        )
    notes.add_note(
        case=case,
        text="Home tidy, supper on the stove. Father joined later. The bedroom doors have chimes now; they work.",
        by=by,
        at=telling.later(days=1),
        kind="home_visit",
        who="His mother; his father from five",
        minutes=55,
        seen="alone",
        childs_words="I do not like the chime, but Mum sleeps better.",
        roles=opened.roles,
    )


def closing_asked(telling: Telling) -> None:
    """The youth offending officer proposes to close their work; an action of theirs goes to the social worker."""
    case, officer, worker = telling.young, telling.people["jamie"], telling.people["daniel"]
    at = telling.later(days=2)
    task = tasks.set_task(
        case=case,
        kind="task",
        what="Ask the youth club for its code of conduct",
        due_on=clock.local_date(telling.now) + timedelta(days=6),
        to=f"person:{officer.pk}",
        by=worker,
        at=at,
    )
    at = telling.later(days=1)
    closures.propose(
        case=case,
        strand=Strand.YOUTH_OFFENDING,
        written=WRITTEN,
        rehomed={str(task.pk): f"person:{worker.pk}"},
        opened=access.get_case(officer, case.reference, look="demonstration"),
        at=at,
    )


def closed(telling: Telling) -> None:
    """The manager approves: that work is closed, children's social care goes on."""
    closing_asked(telling)
    case, manager = telling.young, telling.people["tom"]
    closures.approve(
        closure=Closure.objects.select_related("case").get(case=case),
        opened=access.get_case(manager, case.reference, look="demonstration"),
        at=telling.later(days=1),
    )
