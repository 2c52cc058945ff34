"""Somebody who refers, with referrals ready to be sent. `python -m tests.faults.drafts PASSWORD COUNT` answers their ids."""

import sys

import django

django.setup()

from hsb import clock  # noqa: E402
from hsb.accounts.models import User  # noqa: E402
from hsb.agencies import actions as agencies  # noqa: E402
from hsb.agencies.models import Agency, AgencyKind  # noqa: E402
from hsb.agencies.permissions import Role  # noqa: E402
from tests.factories.referrals import draft, partnership  # noqa: E402

user = User.objects.create_user("someone@example.invalid", "Someone Invented", password=sys.argv[1])
partnership()
school = Agency.objects.get(kind=AgencyKind.SCHOOL)
agencies.give_role(user=user, agency=school, role=Role.DSL, by=None, at=clock.now(), from_on=clock.today())
for _ in range(int(sys.argv[2])):
    sys.stdout.write(f"{draft(user, clock.now()).pk}\n")
