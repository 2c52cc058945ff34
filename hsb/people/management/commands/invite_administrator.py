"""`manage.py invite_administrator`: the first people of a new partnership have a link; everybody after is invited on the screen.

They are its administrator, and the first managers of children's social work and of the youth offending service: whoever proposes a
role on the screen needs somebody who agrees. Nobody is named a manager here once there is one.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.database import as_worker
from hsb.errors import ActionNotAllowed
from hsb.people import actions, links, policies, queries

FIRST = (Role.ADMINISTRATOR, *queries.MANAGERS)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument(
            "--agency", required=True, help="the agency's full name; made if there is none of that name"
        )
        parser.add_argument("--role", choices=[str(role) for role in FIRST], default=str(Role.ADMINISTRATOR))
        parser.add_argument("--kind", choices=AgencyKind.values, default=AgencyKind.LSCB)

    def handle(self, *args: Any, **options: Any) -> None:
        validate_email(options["email"])
        role = Role(options["role"])
        with as_worker():
            if role in queries.MANAGERS and queries.holders(role, clock.today()):
                raise CommandError(
                    f"There is a {role.label} already, who agrees to what an administrator proposes on the screen."
                )
            agency, _ = Agency.objects.get_or_create(
                name=options["agency"], defaults={"kind": options["kind"], "short_name": options["agency"][:40]}
            )
            if role not in policies.roles_at(agency):
                raise CommandError(f"An agency of the kind {agency.kind} has no {role.label}: say its --kind.")
            try:
                invitation = actions.invite(
                    email=options["email"],
                    full_name=options["full_name"],
                    agency=agency,
                    role=role,
                    by=None,
                    at=clock.now(),
                )
            except ActionNotAllowed as refusal:
                raise CommandError(refusal.sentence) from refusal
        self.stdout.write("The link was sent by e-mail. It works once, for seven days:")
        self.stdout.write(links.invitation_link(invitation))
