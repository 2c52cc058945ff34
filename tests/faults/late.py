"""A partnership with many late clocks, and the key of every notice that chasing them must leave. `python -m tests.faults.late CASES`."""

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from hsb import clock  # noqa: E402
from hsb.accounts.models import User  # noqa: E402
from hsb.agencies import actions as agencies  # noqa: E402
from hsb.agencies.models import Agency, AgencyKind, EscalationContact  # noqa: E402
from hsb.agencies.permissions import Role  # noqa: E402
from hsb.cases import grants  # noqa: E402
from hsb.cases.models import Case, CaseKind, Involvement, Part  # noqa: E402
from hsb.timeliness.models import Deadline  # noqa: E402

CODES = ("T1", "T4", "T5", "T8")  # every one with the usual last rungs: +1 owner and manager, +3 manager, +5 contact
SINCE = date(2020, 1, 1)


def main(cases: int) -> None:
    """Print the keys as a JSON list."""
    now = clock.now()
    due = clock.local_date(now) - timedelta(days=30)
    csws = Agency.objects.create(kind=AgencyKind.CSWS, name="Invented service", short_name="CSWS")
    crew: dict[Role, list[User]] = {Role.SOCIAL_WORKER: [], Role.CSWS_MANAGER: [], Role.IRO: []}
    for role, people in crew.items():
        for n in range(2):
            user = User.objects.create_user(f"{role}{n}@example.invalid", f"{role.label} {n}")
            agencies.give_role(user=user, agency=csws, role=role, by=None, at=now, from_on=SINCE)
            people.append(user)
    contact = crew[Role.IRO][0]
    EscalationContact.objects.create(agency=csws, user=contact, from_on=SINCE)
    team, managers = crew[Role.SOCIAL_WORKER], crew[Role.CSWS_MANAGER]
    expected = []
    for n in range(cases):
        case = Case.objects.create(reference=f"HSB-26-{n:05}", kind=CaseKind.DISPLAYED, opened_at=now)
        _join(case, csws, Role.CSWS_MANAGER)
        owners = [[team[0]], team, [], [team[1]]][n % 4]  # by name, as a team, nobody, one person's move
        if len(owners) == 1:
            _join(case, csws, Role.SOCIAL_WORKER, owners[0])
        elif owners:
            _join(case, csws, Role.SOCIAL_WORKER)
        grants.sync(case.pk)
        for place, code in enumerate(CODES):
            root = 1_000_000 + n * len(CODES) + place
            _late(case, code, root, due, owners[0] if n % 4 == 3 else None)
            told = [(1, user) for user in owners] + [(3, user) for user in managers] + [(5, contact)]
            expected += [f"chase:{code}:{root}:{due}:{days}:{user.pk}" for days, user in told]
    sys.stdout.write(json.dumps(expected))


def _join(case: Case, agency: Agency, role: Role, user: User | None = None) -> None:
    Involvement.objects.create(
        case=case,
        part=Part.ALLOCATED if user else Part.INVOLVED,
        role=role,
        user=user,
        agency=None if user else agency,
        group_id=user.personal_group_id if user else agencies.agency_role(agency, role).group_id,
        opened_at=case.opened_at,
    )


def _late(case: Case, code: str, root: int, due: date, person: User | None) -> None:
    Deadline.objects.create(
        case=case,
        standard_code=code,
        standard_version=1,
        root_event=root,
        title="Something",
        action="Do something",
        basis="statutory guidance",
        adopted=True,
        owner_kind="csws",
        owner_role=Role.SOCIAL_WORKER,
        owner_person=person,
        started_at=clock.start_of(due),
        started_on=due,
        due_on=due,
        judged_on=due,
        late_at=clock.end_of(due),
        state="open",
        next_chase_on=due,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
