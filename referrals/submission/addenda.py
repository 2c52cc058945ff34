"""What the sender adds later."""

import hashlib
from datetime import datetime, time

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import masking, sealing
from hsb.cases.models import IdentityDetails
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed
from referrals.events import submission as events
from referrals.models import (
    Addendum,
    Referral,
    ReferralCase,
    ReferralOriginal,
)
from referrals.submission.child import Answers, Child, read_day
from referrals.submission.copies import hidden_from


@transaction.atomic
def add_addendum(*, referral: Referral, text: str, key: str, by: User, at: datetime) -> None:
    """The sender's words stand beside the referral, dated, on every child's record and masked for each. Never changed after.

    `key` comes with the form, so that pressing twice adds once. Raises ActionNotAllowed for an empty text or another sender.
    """
    if referral.submitted_by_id != by.pk:
        raise ActionNotAllowed("Only the person who sent a referral can add to it. Write a note on the case instead.")
    if not text.strip():
        raise ActionNotAllowed("Write what you want to add.")
    answers = sealing.unseal(bytes(ReferralOriginal.objects.get(referral=referral).sealed))
    children = _children_of(referral, answers)
    lock(*(child.case for child in children))
    said = {child.number: masking.mask_text(text, hidden_from(child, children, answers)) for child in children}
    for child in children:
        shown, masked = said[child.number]
        before = Addendum.objects.filter(case=child.case, referral=referral, key=key).first()
        if before is not None and before.text != shown:  # pressed again with other words: they stand as well
            add_addendum(referral=referral, text=text, key=_key_of(key, text), by=by, at=at)
            return
        if before is not None:
            continue
        Addendum(case=child.case, referral=referral, key=key, text=shown, masked=masked, at=at, by=by).save(
            force_insert=True
        )
        record(events.AddendumAdded(reference=referral.reference), case=child.case, by=by, at=at)


def _key_of(key: str, text: str) -> str:
    """Answer the name of a press that came with other words than the first of its name: the same for the same words."""
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()[:64]


def _children_of(referral: Referral, answers: Answers) -> list[Child]:
    """Answer the children of a sent referral, from its original, with what each is called.

    The sender is on none of their records, so each is opened to this one transaction first.
    """
    for case_id in ReferralCase.objects.filter(referral=referral).values_list("case_id", flat=True):
        opening(case_id)
    called = {row.number: row for row in ReferralCase.objects.filter(referral=referral).select_related("case")}
    young = answers["young-person"]
    names = [(0, young["given_name"], young["family_name"], young["known_as"])]
    # An original sealed before a harmed person's nickname was asked has none.
    names += [
        (p["n"], p["given_name"], p["family_name"], p.get("known_as", ""))
        for p in answers["harmed"]["people"]
        if p["kind"] != "self"
    ]
    return [
        Child(
            number,
            IdentityDetails(given_name=given, family_name=family, known_as=known_as),
            called[number].called,
            called[number].case,
        )
        for number, given, family, known_as in names
        if number in called
    ]


def said_at(account: Answers, *, at: datetime) -> datetime:
    """Answer the instant the first account was given, as far as known: its time, else the day's noon, else the sending.

    Never after `at`: an account said to be given later today was given by now.
    """
    day = read_day(account["said_on"])
    if day is None:
        return at
    if not account["said_time"]:
        return clock.instant_on(day, at=at)
    return min(datetime.combine(day, time.fromisoformat(account["said_time"]), tzinfo=clock.LONDON), at)
