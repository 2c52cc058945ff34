"""What people of the demonstration ask of each other: a few tasks and questions for each account, some late, some answered."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import NARROW_PARTS, Case, Involvement
from hsb.tasks import actions
from hsb.timeliness.queries import working_days_on


@dataclass(frozen=True)
class Asking:
    """One task or question: on a case that both are on, so many working days ago, needed so many from today."""

    by: str
    to: str
    kind: str
    what: str
    asked: int
    due: int  # below nothing: late
    nth: int = 0  # of the cases they share, the oldest first
    said: str = ""
    answer: str = ""


ASKED: tuple[Asking, ...] = (
    Asking("ruth", "daniel", "question", "Does the mother’s partner live at home again?", 8, -2),
    Asking("daniel", "ruth", "task", "Send the dates of the first three sessions to the family.", 3, 1),
    Asking("daniel", "ruth", "question", "Did he come to the first session?", 12, -4, answer="Yes, with his mother. Both want to go on."),
    Asking("tom", "ruth", "task", "Write up Monday’s home visit.", 2, 0),
    Asking("tom", "ruth", "task", "Agree the room at school with the safeguarding lead.", 4, -1, 1),
    Asking("tom", "jamie", "task", "Ring the solicitor about the date of the hearing.", 6, -3),
    Asking("tom", "jamie", "question", "Is the interpreter booked for the second visit?", 2, 2, 1),
    Asking("jamie", "daniel", "question", "Which of the parents signs for the consent?", 5, -1, said="I am asking the legal team.", answer="Both do; the order gives each of them responsibility."),
    Asking("jamie", "daniel", "task", "Send the last core assessment of the brother.", 2, 3, 1),
    Asking("daniel", "amy", "question", "Does bail allow the school minibus?", 3, 1),
    Asking("ruth", "amy", "question", "When is the next bail date?", 7, -1, said="With the officer in the case; I will know on Friday."),
    Asking("daniel", "nadia", "question", "Who sits with him at lunch since the plan changed?", 2, 1),
    Asking("daniel", "priya_n", "question", "How has his attendance been since half term?", 9, -2, 1),
    Asking("helen", "daniel", "task", "Bring the chronology of the family to supervision.", 3, 0, 1),
    Asking("grace", "daniel", "task", "See the child alone before the assessment is finished.", 4, 4, 2),
    Asking("grace", "priya", "task", "Tell the family who their new worker is.", 5, 1),
    Asking("helen", "marek", "question", "Has the school answered about the timetable?", 6, -1),
    Asking("marek", "joan", "question", "Was he seen by the school nurse this term?", 2, 1),
    Asking("daniel", "tom", "question", "Can the same officer work with both brothers?", 4, 2, 1),
    Asking("daniel", "grace", "question", "May I extend the assessment by a week? The father is in hospital.", 1, 1),
)  # fmt: skip


def ask_all(people: dict[str, User], *, now: datetime) -> int:
    """Everything is asked, and some of it answered; answers how many were asked."""
    made = 0
    for asking in ASKED:
        cases = list(_shared(people[asking.by], people[asking.to]))
        if not cases:
            continue
        _ask(asking, cases[asking.nth % len(cases)], people, now)
        made += 1
    return made


def _shared(one: User, other: User) -> list[Case]:
    """Answer the cases that both are on, by name or by role, young people's and the oldest first."""

    def of(user: User) -> set[object]:
        groups = [
            user.personal_group_id,
            *(m.agency_role.group_id for m in user.memberships.select_related("agency_role")),
        ]
        on_it = Involvement.objects.open().filter(group__in=groups).exclude(part__in=NARROW_PARTS)
        return set(on_it.values_list("case_id", flat=True))

    return list(Case.objects.filter(pk__in=of(one) & of(other), merged_into=None).order_by("kind", "opened_at", "pk"))


def _ask(asking: Asking, case: Case, people: dict[str, User], now: datetime) -> None:
    today = clock.local_date(now)
    day = working_days_on(today, -asking.asked)
    at = min(datetime.combine(day, time(10, 20), tzinfo=clock.LONDON), now - timedelta(minutes=5))
    at = max(at, case.opened_at + timedelta(hours=4))
    due = max(working_days_on(today, asking.due), clock.local_date(at))
    task = actions.set_task(
        case=case,
        kind=asking.kind,
        what=asking.what,
        due_on=due,
        to=f"person:{people[asking.to].pk}",
        by=people[asking.by],
        at=at,
    )
    later = min(at + timedelta(hours=20), now - timedelta(minutes=3))
    if asking.said:
        actions.reply(task=task, text=asking.said, by=people[asking.to], at=later)
    if asking.answer:
        actions.answer(task=task, text=asking.answer, by=people[asking.to], at=min(later + timedelta(hours=5), now))
