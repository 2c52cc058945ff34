"""Changes to who can sign in and as what. Each is recorded in the audit, in the same transaction.

Over 300 lines: one action for each change of an account, with what it tells.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from hsb import clock, outbox
from hsb.accounts import sessions
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, EscalationContact, Membership
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed
from hsb.notifications import mail
from hsb.people import feeds, policies
from hsb.people.models import Invitation

INVITATION_DAYS = 7
# Worked by `hsb/tasks/left_behind.py`, which knows what people leave.
LEFT = "people.left"
# Somebody invited has an account: worked by whoever called them by their address alone (`strategy_meetings/meetings/partners.py`).
JOINED = "people.joined"


@transaction.atomic
def invite(
    *,
    email: str,
    full_name: str,
    agency: Agency,
    role: Role,
    by: User | None,
    at: datetime,
    agreed_by: User | None = None,
) -> Invitation:
    """The person has a link by e-mail that makes their account. The same words and rows whether or not they have one already.

    `by` is nobody only for the first people, invited from the command line. `agreed_by` is the second person of a role that opens
    records (`appointments.agree`).
    """
    email = email.strip().lower()
    if by is not None:
        policies.check_can_appoint(by, email, agency, role)
        policies.check_two_people(role, by, agreed_by)
    if (
        Membership.objects.current(clock.local_date(at))
        .filter(user__email=email, agency_role__agency=agency, agency_role__role=role)
        .exists()
    ):
        raise ActionNotAllowed(f"{full_name} already is {Role(role).label} at {agency.name}.")
    return write_invitation(email=email, full_name=full_name, agency=agency, role=role, by=by, at=at)


def write_invitation(
    *, email: str, full_name: str, agency: Agency, role: Role, by: User | None, at: datetime
) -> Invitation:
    """The invitation stands and its link is on its way. The caller has asked who may invite to this role, in the same transaction."""
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                full_name=full_name,
                agency=agency,
                role=role,
                invited_by=by,
                invited_at=at,
                sent_at=at,
                expires_at=at + timedelta(days=INVITATION_DAYS),
            )
    except IntegrityError:
        raise ActionNotAllowed(f"{full_name} is invited already. Send that invitation again instead.") from None
    audit.record(AuditKind.INVITED, by=by, at=at, facts=_facts(invitation))
    _send_link(invitation)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The person has a new link; the one before stops working."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_withdraw(by, locked)
    renew(locked, by=by, at=at)


def renew(locked: Invitation, *, by: User, at: datetime) -> None:
    """The invitation runs anew, with a new link on its way. The caller has locked it and asked who may."""
    locked.sends += 1
    locked.sent_at = at
    locked.expires_at = at + timedelta(days=INVITATION_DAYS)
    locked.save(update_fields=["sends", "sent_at", "expires_at"])
    audit.record(AuditKind.INVITED, by=by, at=at, facts={**_facts(locked), "sends": locked.sends})
    _send_link(locked)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link stops working."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_withdraw(by, locked)
    revoke(locked, by=by, at=at)


@transaction.atomic
def accept(*, invitation: Invitation, at: datetime, user: User | None = None, password: str | None = None) -> User:
    """The invited person has the role, and an account if they had none. The link is used up: of two clicks, one succeeds."""
    locked = Invitation.objects.select_for_update().select_related("agency").get(pk=invitation.pk)
    if not Invitation.objects.usable(at).filter(pk=locked.pk).exists():
        raise ActionNotAllowed(
            "This link has been used, withdrawn or has run out. Ask your administrator for a new one."
        )
    if user is None:
        if not password or User.objects.filter(email=locked.email).exists():
            raise ActionNotAllowed("You have an account already. Sign in, then open the link again.")
        user = User.objects.create_user(locked.email, locked.full_name, password)
    elif user.email != locked.email:
        raise ActionNotAllowed("This invitation is for another e-mail address. Sign out, then open the link again.")
    locked.accepted_at, locked.accepted_by = at, user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(AuditKind.INVITATION_ACCEPTED, by=user, at=at, facts=_facts(locked))
    agencies.give_role(
        user=user,
        agency=locked.agency,
        role=Role(locked.role),
        by=locked.invited_by,
        at=at,
        from_on=clock.local_date(at),
    )
    outbox.put(JOINED, {"user": user.pk}, key=f"{JOINED}:{locked.pk}")
    return user


@transaction.atomic
def give_role(
    *, person: User, agency: Agency, role: Role, by: User, at: datetime, agreed_by: User | None = None
) -> Membership:
    """The person holds one more role from today. They sign in again to use it, as a role never changes under an open page.

    `agreed_by` is the second person of a role that opens records (`appointments.agree`)."""
    policies.check_can_appoint(by, person.email, agency, role)
    policies.check_two_people(role, by, agreed_by)
    membership = agencies.give_role(user=person, agency=agency, role=role, by=by, at=at, from_on=clock.local_date(at))
    sessions.end_sessions(person)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> None:
    """The person no longer holds the role, from this moment; their sessions are over."""
    today = clock.local_date(at)
    policies.check_can_end_role(by, membership, today)
    agencies.end_role(membership=membership, by=by, at=at, until_on=today)
    sessions.end_sessions(membership.user)
    _leaves(membership.user, at)


@transaction.atomic
def name_contact(*, person: User, agency: Agency, by: User, at: datetime) -> EscalationContact:
    """Work at the agency that stays late is brought to this person from today, as are issues raised with it (P7)."""
    today = clock.local_date(at)
    policies.check_can_name_contact(by, person, agency, today)
    try:
        with transaction.atomic():
            contact = EscalationContact.objects.create(agency=agency, user=person, from_on=today)
    except IntegrityError:
        raise ActionNotAllowed(f"{person.full_name} is named for {agency.name} already.") from None
    audit.record(
        AuditKind.SETTING_CHANGED,
        by=by,
        at=at,
        what="contact for late work named",
        facts={"user": person.pk, "agency": agency.pk},
    )
    return contact


@transaction.atomic
def end_contact(*, contact: EscalationContact, by: User, at: datetime) -> None:
    """Nothing is brought to this person any more as the agency's contact; a second press changes nothing."""
    policies.check_looks_after(by, contact.agency)
    if EscalationContact.objects.filter(pk=contact.pk, until_on=None).update(until_on=clock.local_date(at)):
        audit.record(
            AuditKind.SETTING_CHANGED,
            by=by,
            at=at,
            what="contact for late work ended",
            facts={"user": contact.user_id, "agency": contact.agency_id},
        )


@transaction.atomic
def close_account(*, person: User, by: User, at: datetime) -> None:
    """The person has left: no role, no session, no way in. What they did stays in their name."""
    today = clock.local_date(at)
    locked = User.objects.select_for_update().get(pk=person.pk)
    policies.check_can_close(by, locked, today)
    for membership in Membership.objects.current(today).filter(user=locked):
        agencies.end_role(membership=membership, by=by, at=at, until_on=today)
    # Nobody comes in on the word of somebody who has left.
    for invitation in Invitation.objects.select_for_update().open().filter(invited_by=locked):
        revoke(invitation, by=by, at=at)
    locked.is_active, locked.left_at = False, at
    locked.save(update_fields=["is_active", "left_at"])
    ended = sessions.end_sessions(locked)
    feeds.stop(person=locked, by=by, at=at)
    _leaves(locked, at)
    audit.record(AuditKind.DEACTIVATED, by=by, at=at, facts={"user": locked.pk, "signed_out": ended})


def _leaves(person: User, at: datetime) -> None:
    outbox.put(LEFT, {"user": person.pk, "at": at.isoformat()}, key=f"{LEFT}:{person.pk}:{at.isoformat()}")


@transaction.atomic
def reopen_account(*, person: User, by: User, at: datetime) -> None:
    """The person can sign in again, with the roles that are given to them now; the old ones do not come back."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    policies.check_looks_after_all(by, locked, [])
    if locked.is_active:
        raise ActionNotAllowed("This account is open already.")
    locked.is_active, locked.left_at = True, None
    locked.save(update_fields=["is_active", "left_at"])
    audit.record(AuditKind.REACTIVATED, by=by, at=at, facts={"user": locked.pk})


@transaction.atomic
def sign_out_everywhere(*, person: User, by: User, at: datetime, keep: str | None = None) -> int:
    """The person is signed out at once (but in the session named `keep`); the answer is in how many places."""
    if by.pk != person.pk:
        policies.check_looks_after_all(by, person, _current(person, at))
    ended = sessions.end_sessions(person, keep=keep)
    audit.record(AuditKind.SESSION_ENDED, by=by, at=at, facts={"user": person.pk, "places": ended})
    return ended


@transaction.atomic
def end_session(*, place: UserSession, by: User, at: datetime) -> None:
    """One of the person's own sessions is over."""
    sessions.end_place(place)
    audit.record(AuditKind.SESSION_ENDED, by=by, at=at, facts={"user": by.pk, "places": 1})


@transaction.atomic
def remove_second_step(*, person: User, by: User, at: datetime) -> None:
    """Somebody who lost their phone and their codes can sign in with the password alone, and sets up a new second step."""
    policies.check_looks_after_all(by, person, _current(person, at))
    if by.pk == person.pk:
        raise ActionNotAllowed("Change your own second step on your account page.")
    Authenticator.objects.filter(user=person).delete()
    sessions.end_sessions(person)
    audit.record(
        AuditKind.SECOND_FACTOR_CHANGED, by=by, at=at, facts={"what": "removed by administrator", "user": person.pk}
    )
    tell(person, "account_second_step_removed")


@transaction.atomic
def ask_recovery(*, email: str, at: datetime) -> None:
    """Somebody wants a new password. The page does the same work for every address, and keeps no address: the worker is told whose
    account and which invitations, if any, and does the rest."""
    audit.record(AuditKind.RECOVERY_ASKED, by=None, at=at)
    email = email.strip().lower()
    whose = {
        "user": User.objects.active().filter(email=email).values_list("pk", flat=True).first(),
        "invitations": [
            str(pk) for pk in Invitation.objects.usable(at).filter(email=email).values_list("pk", flat=True)
        ],
    }
    outbox.put("people.recovery", whose, key=f"people.recovery:{uuid.uuid4()}")


def send_recovery(user_id: int | None, invitations: Sequence[str], at: datetime) -> None:
    """A person with an account has a link that works once, for four hours; an invited person has their invitation; others nothing."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None and user.has_usable_password():
        mail.send(to=user, template="account_recovery", context={}, key=f"people.recovery:{uuid.uuid4()}")
        return
    for invitation in Invitation.objects.usable(at).filter(pk__in=invitations):
        _send_link(invitation)


def tell(person: User, template: str) -> None:
    """The person has an e-mail that something about their account changed."""
    with transaction.atomic():
        mail.send(to=person, template=template, context={}, key=f"people.{template}:{uuid.uuid4()}")


def revoke(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The link stops working. The caller has locked the invitation and asked who may."""
    invitation.revoked_at, invitation.revoked_by = at, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(AuditKind.INVITATION_REVOKED, by=by, at=at, facts=_facts(invitation))


def _send_link(invitation: Invitation) -> None:
    # The link itself is made when the e-mail leaves (outbox_handlers.py): it is stored nowhere.
    mail.send(
        to=invitation.email,
        template="invitation",
        context={"invitation": str(invitation.pk), "days": str(INVITATION_DAYS)},
        key=f"people.invitation:{invitation.pk}:{uuid.uuid4()}",
    )


def _current(person: User, at: datetime) -> list[Membership]:
    return list(
        Membership.objects.current(clock.local_date(at)).filter(user=person).select_related("agency_role__agency")
    )


def _facts(invitation: Invitation) -> dict[str, object]:
    return {"invitation": str(invitation.pk), "agency": invitation.agency_id, "role": str(invitation.role)}
