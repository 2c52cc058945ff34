"""What a web process does: puts work down, a few rows a transaction. `python -m tests.faults.put KIND COUNT SECONDS PREFIX`."""

import sys

import django
from django.db import transaction

django.setup()

from hsb import clock, outbox  # noqa: E402
from hsb.accounts.models import User  # noqa: E402
from hsb.notifications import mail  # noqa: E402

A_TRANSACTION = 5


def put(kind: str, n: int, seconds: float, prefix: str) -> None:
    if kind == "mail":
        mail.send(to=User.objects.get(), template="work_has_failed", context={}, key=f"{prefix}:{n}")
    else:
        outbox.put(kind, {"seconds": seconds}, key=f"{prefix}:{n}")


def main(kind: str, count: int, seconds: float, prefix: str) -> None:
    if kind == "mail" and not User.objects.exists():
        User.objects.create_user(email="someone@example.invalid", full_name="Someone Invented")
    for first in range(0, count, A_TRANSACTION):
        started = clock.now()
        with transaction.atomic():
            for n in range(first, min(first + A_TRANSACTION, count)):
                put(kind, n, seconds, prefix)
        # The slowest commit tells whether a broker that is away slows the page.
        sys.stdout.write(f"{(clock.now() - started).total_seconds()}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
