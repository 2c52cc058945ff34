"""Somebody who may sign in. `python -m tests.faults.person PASSWORD`."""

import sys

import django

django.setup()

from hsb import clock  # noqa: E402
from hsb.accounts.models import User  # noqa: E402
from hsb.agencies import actions as agencies  # noqa: E402
from hsb.agencies.models import Agency, AgencyKind  # noqa: E402
from hsb.agencies.permissions import Role  # noqa: E402

user = User.objects.create_user("someone@example.invalid", "Someone Invented", password=sys.argv[1])
agency = Agency.objects.create(
    name="Aldermere Children's Social Work Services", kind=AgencyKind.CSWS, short_name="CSWS"
)
agencies.give_role(user=user, agency=agency, role=Role.SOCIAL_WORKER, by=None, at=clock.now(), from_on=clock.today())
