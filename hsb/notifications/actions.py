"""Telling people, and reading what one was told. `tell*` and `mail_*` run in the transaction that marks the outbox row done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.models import CaseEvent
from hsb.notifications import closing, mail, queries, quiet
from hsb.notifications.models import MailRecord, MailState, Notice
from hsb.notifications.recipients import TELLINGS
from hsb.outbox.models import Message

WAITING = "something_is_waiting"


def tell(*, event_id: int, code: str, at: datetime) -> None:
    """Everyone whom a `telling.py` names for this event has one notice, and an e-mail where it says so.

    Repeating it tells nobody twice. The actor is not told; a correction goes to those who are on the case now, and renews no
    receipt. Of somebody who is away, whoever acts for them is told as well; a receipt is its sender's own.
    """
    telling = TELLINGS.get(code)
    if telling is None:
        return
    event = CaseEvent.objects.select_related("case").get(pk=event_id)
    people: dict[int, User] = {}
    noticed: dict[int, bool] = {}  # user id -> by e-mail too
    receipts: set[tuple[int, str]] = set()
    in_person: set[int] = set()
    for user, somebody in queries.on_case(event.case, at=at, on=clock.local_date(at)):
        people[user.pk] = user
        for line in telling.recipients:
            if not line.includes(somebody, event.facts):
                continue
            if line.receipt:
                if not somebody.by_acting:
                    receipts.add((user.pk, line.receipt))
            elif user.pk != event.by_id:
                noticed[user.pk] = noticed.get(user.pk, False) or line.mail
                if not somebody.by_acting:
                    in_person.add(user.pk)
    for user_id, by_mail in noticed.items():
        _notice(
            people[user_id],
            kind=event.code,
            key=f"event:{event.pk}:{user_id}",
            at=event.recorded_at,
            now=at,
            case_id=event.case_id,
            facts={"event": event.pk, **({"corrects": event.corrects_id} if event.corrects_id else {})},
            link=telling.leads_to(event, in_person=user_id in in_person),
            by_mail=by_mail,
        )
    if event.corrects_id is None:
        for user_id, template in receipts:
            # One referral, one receipt, however many children and destinations it has.
            reference = event.facts["reference"]
            mail.send(
                to=people[user_id],
                template=template,
                context={"reference": reference},
                key=f"{template}:{reference}:{user_id}",
            )


def close_reminders(*, event_id: int, at: datetime) -> None:
    """What somebody was reminded of and is done by this event, or by one before it, is read."""
    case_id = CaseEvent.objects.values_list("case_id", flat=True).get(pk=event_id)
    closing.close_done(case_id, at=at)


def tell_nobody_before(at: datetime) -> int:
    """Nobody will be told of what was recorded before `at`; answers how many events that is. For loading an invented history."""
    events = CaseEvent.objects.filter(recorded_at__lt=at).values_list("pk", flat=True).iterator(chunk_size=500)
    forgotten = 0
    while some := [f"chronology.event:{pk}" for pk in islice(events, 500)]:
        forgotten += Message.objects.open().filter(key__in=some).update(done_at=at)
    return forgotten


def tell_administrators(*, message_id: int, kind: str, at: datetime) -> None:
    """Every administrator has a notice and an e-mail that a piece of work was given up."""
    for user in queries.administrators(clock.local_date(at)):
        _notice(
            user,
            kind="outbox.failed",
            key=f"outbox.failed:{message_id}:{user.pk}",
            at=at,
            now=at,
            facts={"message": message_id, "kind": kind},
        )
        # Its own e-mail, once a day however much fails: when mail is what fails, a hundred e-mails about it would not help.
        mail.send(
            to=user, template="work_has_failed", context={}, key=f"work_has_failed:{clock.local_date(at)}:{user.pk}"
        )


def tell_of_emergencies(*, user_id: int, day: str, at: datetime) -> None:
    """The managers of this person and information governance have one notice for the day, by e-mail too."""
    for user in queries.who_answers_for_emergencies(user_id, clock.local_date(at)):
        _notice(
            user,
            kind="emergency.often",
            key=f"emergency.often:{user_id}:{day}:{user.pk}",
            at=at,
            now=at,
            facts={"user": user_id},
            link=("cases:emergency", {}),
            by_mail=True,
        )


def tell_of_role(*, proposal_id: UUID, kind: str, whom: Iterable[User], at: datetime) -> None:
    """Each of these people has one notice of a role proposed, given or refused, by e-mail too. It names nobody: the page does."""
    link = ("people:proposal", {"pk": str(proposal_id)}) if kind in ("role.proposed", "role.refused") else ("", {})
    for user in whom:
        _notice(
            user, kind=kind, key=f"{kind}:{proposal_id}:{user.pk}", at=at, now=at, facts={}, link=link, by_mail=True
        )


def tell_who_gives_on(*, user_id: int, occasion: str, cases: Iterable[Case], at: datetime) -> None:
    """Every manager on one of these cases, which somebody left behind, has one notice of it, by e-mail too."""
    on = clock.local_date(at)
    managers = {one.pk: one for case in cases for one in queries.who_gives_on(case, on=on)}
    for pk, manager in sorted(managers.items()):
        if pk != user_id:
            _notice(
                manager,
                kind="people.left",
                key=f"people.left:{occasion}:{pk}",
                at=at,
                now=at,
                facts={"user": user_id},
                link=("pages:team", {}),
                by_mail=True,
            )


def _notice(
    user: User,
    *,
    kind: str,
    key: str,
    at: datetime,
    now: datetime,
    case_id: UUID | None = None,
    facts: Mapping[str, Any],
    link: tuple[str, dict[str, Any]] = ("", {}),
    by_mail: bool = False,
) -> None:
    """The person has this notice, once, dated when it happened; by e-mail they hear of it at most once a day until they look."""
    if Notice.objects.filter(key=key).exists():
        return
    notice = Notice(
        user=user, kind=kind, key=key, at=at, case_id=case_id, facts=dict(facts), url_name=link[0], url_args=link[1]
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if by_mail and not _will_hear_today(user, now):
        mail.send(
            to=user,
            template=WAITING,
            context={},
            key=f"{WAITING}:{key}",
            at=now,
            not_before=quiet.may_leave_at(user, now),
        )


def _will_hear_today(user: User, now: datetime) -> bool:
    """Answer whether an e-mail that something is waiting is held for a later day, or was sent today and nothing read since."""
    last = MailRecord.objects.filter(to=user, template=WAITING).order_by("-created_at").first()
    if last is None:
        return False
    if last.state == MailState.QUEUED and Message.objects.open().filter(
        key=mail.outbox_key(last.pk), not_before__gt=now
    ):
        return True
    if last.created_at < clock.start_of(clock.local_date(now)):
        return False
    return not Notice.objects.of(user).filter(read_at__gte=last.created_at).exists()


def read(*, user: User, notice_id: UUID, at: datetime, with_record: bool = False) -> int:
    """The notice is read, if it is the person's own and they may see it; with it everything told up to now about its record, if
    `with_record`. Reading it again changes nothing. Answers how many were unread."""
    unread = queries.notices(user).order_by().unread()
    case = queries.notices(user).order_by().filter(pk=notice_id).values_list("case_id", flat=True).first()
    if with_record and case is not None:
        return unread.filter(case_id=case, at__lte=at).update(read_at=at)
    return unread.filter(pk=notice_id).update(read_at=at)


def read_all(*, user: User, at: datetime) -> int:
    """Everything the person was told up to now is read; answers how many notices that was."""
    return queries.notices(user).order_by().unread().filter(at__lte=at).update(read_at=at)


def read_about(*, user: User, case_id: UUID, at: datetime) -> None:
    """Having opened the case, the person has seen what they were told about it. For the case page to call."""
    Notice.objects.of(user).unread().filter(case_id=case_id, at__lte=at).update(read_at=at)


# -- e-mail ---------------------------------------------------------------------------------------------------------------


def mail_attempted(mail_id: UUID) -> MailRecord | None:
    """One more attempt is counted; answers the e-mail, or None when there is nothing left to send.

    One that was given up is sent after all when somebody had its outbox row tried again.
    """
    found = MailRecord.objects.filter(pk=mail_id, state__in=[MailState.QUEUED, MailState.FAILED])
    if not found.update(attempts=F("attempts") + 1, state=MailState.QUEUED):
        return None
    return MailRecord.objects.select_related("to").get(pk=mail_id)


def mail_sent(mail_id: UUID, *, at: datetime, provider_id: str = "") -> None:
    """The e-mail counts as sent; where whoever took it gave it an id, what becomes of it will be asked."""
    MailRecord.objects.filter(pk=mail_id, state=MailState.QUEUED).update(
        state=MailState.SENT, sent_at=at, provider_id=provider_id, last_error=""
    )


def mail_asked_after(mail_id: UUID, *, at: datetime) -> None:
    """What became of the e-mail was asked now: others are asked after before it is again."""
    MailRecord.objects.filter(pk=mail_id).update(asked_at=at)


def mail_delivered(mail_id: UUID, *, at: datetime) -> bool:
    """The e-mail counts as delivered; False when it had come to an end already."""
    under_way = MailRecord.objects.filter(pk=mail_id, state=MailState.SENT)
    return bool(under_way.update(state=MailState.DELIVERED, delivered_at=at))


def mail_not_delivered(mail_id: UUID, *, reason: str) -> bool:
    """The e-mail left and counts as not delivered; False when it had come to an end already."""
    under_way = MailRecord.objects.filter(pk=mail_id, state=MailState.SENT)
    return bool(under_way.update(state=MailState.FAILED, last_error=reason[:200]))


def mail_given_up(mail_id: UUID, *, reason: str) -> None:
    """The e-mail counts as not sent."""
    MailRecord.objects.filter(pk=mail_id, state=MailState.QUEUED).update(
        state=MailState.FAILED, last_error=reason[:200]
    )


def mail_bounced(mail_id: UUID, *, reason: str, at: datetime) -> bool:
    """The e-mail counts as refused by its address, at once or later, and every administrator is told whose, once; False when it
    counted so already."""
    open_states = [MailState.QUEUED, MailState.SENT]
    if not MailRecord.objects.filter(pk=mail_id, state__in=open_states).update(
        state=MailState.BOUNCED, last_error=reason[:200]
    ):
        return False
    whose, current, invited = MailRecord.objects.values_list("to_id", "to__email", "address").get(pk=mail_id)
    address = uuid5(NAMESPACE_URL, current or invited)  # an address that refuses every day is told of once
    for user in queries.administrators(clock.local_date(at)):
        _notice(
            user,
            kind="mail.bounced",
            key=f"mail.bounced:{address}:{user.pk}",
            at=at,
            now=at,
            facts={"mail": str(mail_id)},
            link=("people:person", {"pk": whose}) if whose else ("people:list", {}),
        )
    return True
