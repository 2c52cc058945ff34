"""What every table owes: its fields declared, its instants with a person, its rows made by a factory, its history unchangeable."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from hsb import guards
from hsb.agencies import queries as agencies
from hsb.cases import grants
from hsb.database import as_principals
from tests.architecture.sensitivity import PLAIN, PLAIN_TEXTS, levels
from tests.security.matrix_world import World, world  # noqa: F401  (fixture)

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def models_of_ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in settings.OUR_PACKAGES]


def test_every_field_says_how_sensitive_it_is() -> None:
    stored = {f"{m._meta.label}.{f.name}" for m in models_of_ours() for f in m._meta.concrete_fields}
    declared = set(levels())

    assert sorted(stored - declared) == [], "say in tests/architecture/sensitivity.py how much this says about somebody"
    assert sorted(declared - stored) == [], "declared, but there is no such field"


def test_a_text_somebody_types_is_never_plain() -> None:
    boxes = (models.TextField, models.JSONField, models.BinaryField)
    plain = {
        f"{m._meta.label}.{f.name}"
        for m in models_of_ours()
        for f in m._meta.concrete_fields
        if isinstance(f, boxes) and levels()[f"{m._meta.label}.{f.name}"] == PLAIN
    }

    assert plain == set(PLAIN_TEXTS)


# An instant without a person beside it, and why.
AT_WITHOUT_BY = {
    "agencies.Press.at": "its user pressed",
    "notes.NoteDraft.saved_at": "its owner typed",
    "aim2.HeardOf.answered_at": "proceedings.heard_answered says by whom",
    "aim2.OutcomeToTell.known_at": "proceedings.outcome_known says by whom",
    "aim2.OutcomeToTell.told_at": "proceedings.outcome_told says by whom",
    "accounts.GuessAllowance.counted_at": "counting",
    "accounts.User.joined_at": "the membership's audit entry says by whom",
    "accounts.User.left_at": "the audit entry says by whom",
    "audit.AuditSeal.sealed_at": "the sealer is a program",
    "cases.Case.opened_at": "case.opened says by whom",
    "cases.Case.closed_at": "strand.moved says by whom",
    "cases.CaseAccess.opened_at": "the case's own, kept here to sort by",
    "cases.CaseAccess.expires_at": "the involvement's",
    "cases.Involvement.expires_at": "set when it was opened, by whoever opened it",
    "cases.MatchSuggestion.at": "found by a program",
    "cases.Person.added_at": "the event of the referral says by whom",
    "chronology.CaseEvent.occurred_at": "when it happened; `by` recorded it",
    "chronology.CaseEvent.recorded_at": "recorded `by`",
    "documents.Document.checked_at": "the scanner is a program",
    "notifications.MailRecord.created_at": "a program writes mail",
    "notifications.MailRecord.sent_at": "a program sends mail",
    "notifications.MailRecord.asked_at": "a program asks what became of it",
    "notifications.MailRecord.delivered_at": "the service that took it said so",
    "notifications.Notice.at": "a program tells people",
    "notifications.Notice.read_at": "only `user` can read it",
    "outbox.Message.created_at": "a program's list of work",
    "outbox.Message.done_at": "a program's list of work",
    "outbox.Message.failed_at": "a program's list of work",
    "people.CalendarFeed.made_at": "only `user` can make it",
    "people.CalendarFeed.ended_at": "the audit entry says by whom",
    "people.Invitation.sent_at": "sent by `invited_by`, or the audit says by whom again",
    "people.Invitation.expires_at": "follows from when it was sent",
    "referrals.Draft.danger_at": "a draft has one writer, its owner",
    "referrals.Draft.created_at": "a draft has one writer, its owner",
    "referrals.Draft.updated_at": "a draft has one writer, its owner",
    "referrals.Draft.submitted_at": "a draft has one writer, its owner",
    "referrals.Draft.discarded_at": "a draft has one writer, its owner",
    "referrals.DraftSection.saved_at": "a draft has one writer, its owner",
    "referrals.Rating.recorded_at": "the referral says by whom",
    "referrals.Receipt.received_at": "sent by the referral's sender",
    "referrals.Receipt.closed_at": "the decision says by whom",
    "strategy_meetings.Attendance.joined_at": "the person who joined; written down with the row",
    "strategy_meetings.ConferenceChild.opening_read_at": "the chair reads it out",
    "strategy_meetings.ConferenceChild.core_group_at": "when it is to be, not when somebody said so",
    "strategy_meetings.ConferenceChild.review_at": "when it is to be, not when somebody said so",
    "strategy_meetings.FamilyMember.joined_at": "the person who joined; written down with the row",
    "strategy_meetings.WithoutFamily.began_at": "when the part was; `by` wrote it down",
    "strategy_meetings.WithoutFamily.ended_at": "when the part was; `by` wrote it down",
    "strategy_meetings.Invitation.report_at": "only the invited `user` sends it",
    "strategy_meetings.Invitation.sent_at": "a program sends mail",
    "strategy_meetings.Invitation.answered_at": "only the invited `user` answers",
    "strategy_meetings.Meeting.starts_at": "when it is, not when somebody said so",
    "strategy_meetings.MinutesCopy.acknowledged_at": "only its `recipient` acknowledges it",
    "strategy_meetings.MinutesCopy.opened_at": "by its `recipient`",
    "strategy_meetings.Told.due_at": "when it is to be done",
    "strategy_meetings.Writing.at": "only `user` writes",
    "timeliness.Breach.recorded_at": "found by the sweep",
    "timeliness.CalendarDay.ends_at": "when a day ends",
    "timeliness.Recount.finished_at": "a program's work, asked for by `asked_by`",
    "timeliness.Deadline.started_at": "the stored result of the fold",
    "timeliness.Deadline.due_at": "the stored result of the fold",
    "timeliness.Deadline.late_at": "the stored result of the fold",
    "timeliness.Deadline.met_at": "the stored result of the fold",
    "timeliness.Deadline.cancelled_at": "the stored result of the fold",
}


def test_every_instant_says_whose_it_was() -> None:
    alone = set()
    for model in models_of_ours():
        fields = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.DateTimeField) or not (field.name == "at" or field.name.endswith("_at")):
                continue
            by = field.name.removesuffix("at") + "by"
            if by not in fields and f"{by}_id" not in fields:
                alone.add(f"{model._meta.label}.{field.name}")

    assert alone == set(AT_WITHOUT_BY)


# Rows that the world of the security tests does not make, and where they are made instead.
NOT_IN_THE_WORLD = {
    "aim2.HoldStanding": "tests/aim2/proceedings",
    "accounts.GuessAllowance": "tests/hsb/accounts/test_guesses.py",
    "agencies.Press": "tests/hsb/agencies/test_presses.py",
    "cases.EmergencyAttempt": "tests/hsb/cases/views/test_emergency.py",
    "audit.AuditSeal": "tests/hsb/audit",
    "notes.NoteDraft": "tests/hsb/notes/test_notes.py",
    "notifications.MailRecord": "tests/hsb/notifications",
    "people.CalendarFeed": "tests/hsb/people/test_calendar_feed.py",
    "notifications.QuietSpell": "tests/hsb/notifications/test_quiet.py",
    "notifications.QuietWeekday": "tests/hsb/notifications/test_quiet.py",
    "referrals.Merge": "tests/referrals/mash/test_actions.py",
    "strategy_meetings.MinutesAmendment": "tests/strategy_meetings/minutes/test_copies.py",
    "timeliness.Breach": "tests/hsb/timeliness/test_keeping.py",
    "timeliness.StandardVersion": "tests/hsb/timeliness",
    "timeliness.CalendarDay": "tests/hsb/timeliness",
    "timeliness.ClockMove": "tests/hsb/chronology/test_recounting.py",
}


def test_factories_make_a_row_of_every_model(world: World) -> None:  # noqa: F811
    empty = {model._meta.label for model in models_of_ours() if not model._default_manager.exists()}

    assert sorted(empty - set(NOT_IN_THE_WORLD)) == [], "give it a factory in tests/factories, or say where it is made"


def test_grants_are_what_open_involvements_imply_after_everything_that_happened(world: World) -> None:  # noqa: F811
    assert grants.differences() == 0


def test_every_append_only_table_refuses_change(world: World) -> None:  # noqa: F811
    untried = []
    for model in models_of_ours():
        if not getattr(model, "append_only", False):
            continue
        row = model._default_manager.first()
        if row is None:
            untried.append(model._meta.label)
            continue
        some = next(f.name for f in model._meta.local_concrete_fields if not f.primary_key)
        rows = model._default_manager.filter(pk=row.pk)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**{some: models.F(some)})
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows._raw_delete(rows.db)

    assert set(untried) <= set(NOT_IN_THE_WORLD)


@pytest.mark.postgres
def test_no_policy_calls_a_function_for_every_row(world: World) -> None:  # noqa: F811
    """Settings are read once a statement, in an InitPlan; in a filter they would be read once a row (targets.md)."""
    actor = world.actor("social_worker allocated")
    slow = []
    for model in guards.project_models():
        if guards.row_rule(model) is None:
            continue
        with as_principals(agencies.principals(actor.user), actor.user.pk), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN SELECT * FROM {model._meta.db_table}")
            plan = [line for (line,) in cursor.fetchall()]
        slow += [
            f"{model._meta.label}: {line.strip()}" for line in plan if "Filter:" in line and "current_setting" in line
        ]

    assert slow == []


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_generated_documents_say_what_the_code_says() -> None:
    call_command("generate_docs", check=True, verbosity=0)
