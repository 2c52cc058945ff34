"""One family, everybody who may have to do with it, and a canary in every word: what S1, S3, S4 and S7 are run against.

Built once for each process of a run, inside a transaction that is rolled back at its end; each module of tests and each request
runs in a savepoint of its own. `tests/conftest.py` puts the tests that use it last, and lets it go before any other test.
Who is on which record, and how far that reaches, is written down here by hand as the involvements are made (`Actor.on`), so
that the tests have an opinion that does not come from the door they test.
"""

import copy
import itertools
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from aim2.models import Bail, CourtOrder, HeardOf, Hearing, OutcomeToTell, ReportAsked
from aim2.proceedings import rows
from aim2.proceedings.consequences import WelfareDecisionAsked
from aim2.proceedings.events import ArrestMade
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import NOT_LENT, PERMISSIONS, POWERS, REFERRER_LEVELS, Level, Power, RecordClass, Role
from hsb.cases import access, barring
from hsb.cases.involvement import involve, withdraw
from hsb.cases.models import Case, IdentityDetails, MatchSuggestion, Part
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.clocks import actions as clocks
from hsb.database import count_rows
from hsb.documents import actions as documents
from hsb.documents.models import Document
from hsb.escalation import actions as escalation
from hsb.escalation import on_behalf
from hsb.escalation.models import Escalation, Letter
from hsb.notes import actions as notes
from hsb.notifications.models import Notice
from hsb.people.models import Invitation, RoleProposal
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task
from hsb.timeliness import calendar_actions
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.models import Deadline, DelayReason
from referrals.assessment import actions as assessments
from referrals.checks import actions as checks
from referrals.engagement import actions as engagement
from referrals.mash import actions as mash
from referrals.models import AgencyCheck, Allegation, CfAssessment, Draft, Offer, Receipt, Referral
from referrals.submission.actions import submit
from referrals.submission.addenda import add_addendum
from referrals.yos import actions as yos
from strategy_meetings.models import Meeting, MinutesObjection, SafetyPlan, SpecialistOpinion
from strategy_meetings.safety_plans import actions as plans
from tests.conftest import AGENCIES, CAST, LONG_AGO
from tests.factories import cases as case_factory
from tests.factories.referrals import draft, harmed_cases, young_persons_case
from tests.kept import Kept
from tests.referrals.typed import FULL
from tests.security import aim2_world, living_world, matrix_conference, matrix_meeting, matrix_minutes
from tests.security.world_of_consent import consent_and_gates

SENT = datetime(2026, 11, 19, 9, 42, tzinfo=clock.LONDON)  # a Thursday
NOW = datetime(2026, 11, 20, 14, 5, tzinfo=clock.LONDON)
YESTERDAY = NOW - timedelta(days=1)

READERS = frozenset({RecordClass.REFERRAL, RecordClass.IDENTITY, RecordClass.ASSESSMENT})
Levels = dict[RecordClass, Level]
ADMINISTERS_ALL = (AgencyKind.CSWS, AgencyKind.LSCB)  # as the demonstration's profile says
RELATIONS = (
    "allocated",  # on the case by name
    "own_role",  # the role at this agency is on the case
    "other_team",  # another role of the same agency is
    "other_agency",  # the same role, at an agency that has nothing to do with it
    "denied",  # on the case by name and by role, and denied
    "withdrawn",  # was on the case by name until yesterday
    "expired",  # emergency access, over since yesterday
    "other_child",  # on the harmed child's record only
    "referrer",  # sees that it arrived and what became of it
    "acting",  # in another job at this agency, acting for a colleague who is away and on the case by name
    "acting_for_denied",  # the same, but that colleague is denied
)
STAND_IN = Role.VICTIM_WORKER  # the other job: its group at the second agency of each kind is on no case


@dataclass
class Actor:
    """Somebody, how they stand to the young person's record, and a browser signed in as them."""

    name: str
    role: Role | None
    relation: str
    user: User | None
    client: Client
    on: dict[UUID, Levels] = field(default_factory=dict)
    powers: frozenset[Power] = frozenset()
    agency: Agency | None = None
    is_sender: bool = False
    signed_in: bool = True

    def __str__(self) -> str:
        return self.name

    def reaches(self, case: Case, record_class: RecordClass, level: Level) -> bool:
        return self.on.get(case.pk, {}).get(record_class, Level.NONE) >= level


@dataclass(frozen=True)
class Canary:
    """A word that stands nowhere else, with who may read it: on one of these cases, one of these classes that far."""

    token: str
    what: str
    cases: frozenset[UUID]
    classes: frozenset[RecordClass]
    level: Level = Level.READ
    sender: bool = False  # whoever sent the referral wrote it and reads it in their own copy
    administrators: bool = False
    asked: bool = False  # health is asked, and reads what it is asked
    every: bool = False  # only for somebody who may read it on every one of the cases


@dataclass
class World:
    """The cases, what hangs on them, and everybody."""

    young: Case
    proceedings: dict[str, dict[str, Any]]
    assessed: dict[str, dict[str, Any]] = field(default_factory=dict, init=False)
    living: dict[str, dict[str, Any]] = field(default_factory=dict, init=False)
    harmed: Case
    adult: Case
    twin: Case
    referral: Referral
    receipts: dict[str, Receipt]
    unsent: Draft
    check: AgencyCheck
    task: Task
    note: CaseEvent
    offer: Offer
    plan: SafetyPlan
    meeting: Meeting
    conference: Meeting
    opinion: SpecialistOpinion
    objection: MinutesObjection
    document: Document
    harmed_document: Document
    suggestion: MatchSuggestion
    invitation: Invitation
    proposal: RoleProposal
    notice: Notice
    person: User
    contact: EscalationContact
    absence: Absence
    letter: Letter
    actors: list[Actor] = field(default_factory=list)
    sessions: dict[str, int] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)

    def forbidden(self, actor: Actor, text: str) -> list[Canary]:
        """The canaries in a text that this person may not read."""
        found = {token for token in TOKEN.findall(text.casefold()) if token in self.canaries}
        return [self.canaries[token] for token in sorted(found) if not self.may_read(actor, self.canaries[token])]

    def may_read(self, actor: Actor, canary: Canary) -> bool:
        if canary.sender and actor.is_sender:
            return True
        if canary.asked and actor.role == Role.HEALTH_PRACTITIONER and actor.agency == self.task.to_agency:
            return self.young.pk in actor.on
        if canary.administrators and self.administers(actor):
            return True
        enough = all if canary.every and canary.cases else any
        return enough(
            any(actor.on.get(case, {}).get(one, Level.NONE) >= canary.level for one in canary.classes)
            for case in canary.cases
        )

    def administers(self, actor: Actor) -> bool:
        """Whether they look after the people of the first CSWS agency: its own administrators, and the partnership's."""
        return Power.ADMINISTER in actor.powers and (
            actor.agency == self.invitation.agency or actor.agency.kind in ADMINISTERS_ALL
        )

    def administers_school(self, actor: Actor) -> bool:
        """Whether they look after the people of the sender's school: its own administrators, and the partnership's."""
        return Power.ADMINISTER in actor.powers and (
            actor.agency == self.referral.agency or actor.agency.kind in ADMINISTERS_ALL
        )


# -- canaries ----------------------------------------------------------------------------------------------------------
TOKEN = re.compile(r"zq[a-z]{4}qz")
_LETTERS = "bcdfghjklmnpqrstvw"
_WORD = re.compile(r"[A-Z ]|[^\x00-\x7f]")
NAMES = {"given_name", "family_name", "known_as"}
IDENTIFYING = NAMES | {"address", "phone", "email"}
# Typed values that are read as dates or codes, or shown to the other side on purpose.
LEFT_ALONE = re.compile(r"(_day|_month|_year|_time|postcode|nhs_number|upn|pseudonym|phone|crime_number|best_time)$")


class Canaries:
    """Hands out words and writes down who may read each."""

    def __init__(self) -> None:
        self.given: dict[str, tuple[str, set[str], set[RecordClass], dict[str, Any]]] = {}
        self._words = ("zq" + "".join(four) + "qz" for four in itertools.product(_LETTERS, repeat=4))

    def word(self, what: str, on: set[str], *classes: RecordClass, **more: Any) -> str:
        """Answer a new word for readers of these classes on these cases (young, harmed, adult, twin; empty: nobody)."""
        token = next(self._words)
        self.given[token] = (what, on, set(classes), more)
        return token

    def settled(self, cases_by_name: dict[str, Case]) -> dict[str, Canary]:
        return {
            token: Canary(token, what, frozenset(cases_by_name[one].pk for one in on), frozenset(classes), **more)
            for token, (what, on, classes, more) in self.given.items()
        }


def _referral_typed(canaries: Canaries) -> dict[str, Any]:
    """FULL, with a canary in every free text, owned by the records whose readers have a copy of it."""
    typed = copy.deepcopy(FULL)
    everyone = {"young", "harmed", "adult"}

    def visit(value: Any, section: str, path: str, on: set[str]) -> Any:
        if isinstance(value, list):
            return [visit(one, section, path, _owners(section, one, on)) for one in value]
        if isinstance(value, dict):
            return {key: visit(one, section, f"{path}.{key}", on) for key, one in value.items()}
        name = path.rpartition(".")[2]
        if not isinstance(value, str) or LEFT_ALONE.search(name) or not _WORD.search(value):
            return value
        classes = {RecordClass.IDENTITY} if section == "young-person" and name in IDENTIFYING else set(READERS)
        if section == "harmed" and name in IDENTIFYING:
            classes = {RecordClass.IDENTITY}
        if name in ("received_by_name", "received_by_job"):
            classes |= {RecordClass.INCIDENT}
        if section == "account":
            classes |= {RecordClass.INCIDENT}
        if section == "police":
            classes |= {RecordClass.CRIMINAL}
        if section == "behaviour" or section == "analysis":
            classes |= {RecordClass.SCREENING}
        if section == "needs":
            classes |= {RecordClass.SCREENING}
        # Who is asked for a check must know whose records to search.
        asked = section == "young-person" and name in ("given_name", "family_name", "address", "school")
        word = canaries.word(f"referral {path}", on, *classes, sender=True, asked=asked)
        if name in NAMES:
            return word.capitalize()
        return f"{value} {word}"

    def _owners(section: str, one: Any, on: set[str]) -> set[str]:
        if section == "harmed" and isinstance(one, dict):
            return {"harmed"} if one["n"] == 1 else {"adult"}
        if section == "behaviour" and isinstance(one, dict) and one.get("involved"):
            return {"young", "harmed"}
        return on

    shared = {"account", "behaviour"}
    for section, answers in typed.items():
        on = everyone if section in shared else {"young"}
        for key, value in answers.items():
            own = everyone if (section, key) == ("request", "wants_why") else on
            answers[key] = visit(value, section, f"{section}.{key}", own)
    return typed


# -- building ----------------------------------------------------------------------------------------------------------


@contextmanager
def the_world(canaries: bool = True) -> Iterator[World]:
    """The world, until the end of the block: everything is then as it was."""
    with time_machine.travel(SENT, tick=False) as time, transaction.atomic():
        made = build(time)
        # Once, outside every savepoint: else PostgreSQL holds each row of the world against its keys again after every test.
        connection.check_constraints()
        # What nobody commits, the database counts only when told: without, it plans as if every table were empty.
        count_rows()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(kept: Kept, django_db_blocker: Any) -> Iterator[World]:
    """The world of a test module, whose changes end with it. Its tests must not ask for `db`: they share this transaction."""
    with django_db_blocker.unblock(), kept.lend(the_world()) as made, transaction.atomic():
        yield made
        transaction.set_rollback(True)


def build(time: Any) -> World:
    words = Canaries()
    people = {kind: _agency(AGENCIES[kind][0], kind) for kind in AGENCIES}
    crew = {
        role: _worker(f"crew {role}", people[kind], role)
        for _, kind, role in CAST.values()
        if role in (Role.MASH_WORKER, Role.CSWS_MANAGER, Role.SOCIAL_WORKER, Role.YOS_MANAGER, Role.YOS_OFFICER)
    }
    sender = _worker("sender", people[AgencyKind.SCHOOL], Role.DSL)
    nurse = _worker("crew health", people[AgencyKind.HEALTH], Role.HEALTH_PRACTITIONER)
    everyone = {"young", "harmed", "adult"}
    about_all = {"sender": True, "every": True}
    sending = draft(sender, SENT, _referral_typed(words))
    documents.store_upload(
        file=ContentFile(words.word("attachment", everyone, RecordClass.DOCUMENTS, **about_all).encode(), "a.txt"),
        title=words.word("title of the attachment", everyone, RecordClass.DOCUMENTS, **about_all),
        draft=sending.pk,
        by=sender,
        at=SENT,
    )
    referral = submit(draft=sending, by=sender, at=SENT)
    sent_draft = Draft.objects.get(pk=referral.pk)
    young, (harmed, adult) = young_persons_case(referral), harmed_cases(referral)
    twin = case_factory.young_person(
        SENT,
        IdentityDetails(
            given_name=words.word("name of the twin", {"twin"}, RecordClass.IDENTITY).capitalize(),
            family_name=words.word("family name of the twin", {"twin"}, RecordClass.IDENTITY).capitalize(),
            born_on="2012-05-04",
        ),
    )
    time.move_to(NOW)
    unsent = draft(
        sender,
        NOW,
        {
            "account": {"words": words.word("unsent words", set(), sender=True)},
            "young-person": {"given_name": words.word("unsent name", set(), sender=True).capitalize()},
        },
    )
    made = _work(words, crew, nurse, young, harmed, referral)
    constable = _worker("crew police", people[AgencyKind.POLICE], Role.POLICE_OFFICER)

    def word(what: str, *classes: RecordClass) -> str:
        return words.word(what, {"young"}, *classes)

    consent_and_gates(word, crew, constable, young, NOW)
    # After what is recorded as people record it: that rewrites the rows from the entries, and would take these away.
    made["proceedings"] = _proceedings(words, crew[Role.YOS_MANAGER], young)
    add_addendum(
        referral=referral,
        text=words.word("addendum", {"young", "harmed", "adult"}, RecordClass.REFERRAL, sender=True),
        key="one",
        by=sender,
        at=NOW,
    )
    letter = _disagreements(words, sender, crew[Role.CSWS_MANAGER], young)
    suggestion = MatchSuggestion.objects.create(
        case=young, other_case=twin, agreeing="given name, date of birth", at=NOW
    )
    invitation = Invitation.objects.create(
        email="invited@example.invalid",
        full_name=words.word("invited person", set(), administrators=True).capitalize(),
        agency=people[AgencyKind.CSWS],
        role=Role.SOCIAL_WORKER,
        invited_at=NOW,
        sent_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    proposal = RoleProposal.objects.create(
        email="proposed@example.invalid",
        full_name="Proposed Person",
        agency=people[AgencyKind.CSWS],
        role=Role.SOCIAL_WORKER,
        proposed_by=User.objects.create_user("proposer@example.invalid", "Proposing Administrator"),
        proposed_at=NOW,
    )
    world = World(
        young=young,
        harmed=harmed,
        adult=adult,
        twin=twin,
        referral=referral,
        unsent=unsent,
        suggestion=suggestion,
        invitation=invitation,
        proposal=proposal,
        person=crew[Role.SOCIAL_WORKER],
        letter=letter,
        contact=EscalationContact.objects.create(
            agency=people[AgencyKind.CSWS], user=crew[Role.CSWS_MANAGER], from_on=NOW.date()
        ),
        absence=Absence.objects.create(
            person=sender,
            from_on=NOW.date() + timedelta(days=7),
            until_on=NOW.date() + timedelta(days=14),
            recorded_at=NOW,
            recorded_by=sender,
        ),
        receipts={one.destination: one for one in Receipt.objects.filter(case=young)},
        **made,
    )
    world.notice = Notice.objects.create(
        user=sender, case=young, kind="mash.claimed", at=NOW, key="a notice", facts={}, url_name="", url_args={}
    )
    del sent_draft
    _everybody(world, words, sender, people)
    lead, co = world.actor("yos_officer allocated").user, world.actor("social_worker allocated").user
    assert lead is not None and co is not None
    world.assessed = aim2_world.assessed(word, lead, co, crew[Role.YOS_MANAGER], young, NOW)
    world.living = living_world.living(
        word,
        young=young,
        social=crew[Role.SOCIAL_WORKER],
        officer=crew[Role.YOS_OFFICER],
        manager=crew[Role.CSWS_MANAGER],
        at=NOW,
    )
    world.living |= living_world.supported(
        lambda what, *classes: words.word(what, {"harmed"}, *classes),
        harmed=harmed,
        manager=crew[Role.CSWS_MANAGER],
        at=NOW,
    )
    world.canaries = words.settled({"young": young, "harmed": harmed, "adult": adult, "twin": twin})
    return world


def _work(
    words: Canaries, crew: dict[Role, User], nurse: User, young: Case, harmed: Case, referral: Referral
) -> dict[str, Any]:
    """Everything the two inboxes, the social worker and the YOS officer do, in order, each text a canary of its class."""
    C = RecordClass
    worker, manager, social = crew[Role.MASH_WORKER], crew[Role.CSWS_MANAGER], crew[Role.SOCIAL_WORKER]
    screener, officer = crew[Role.YOS_MANAGER], crew[Role.YOS_OFFICER]
    names = {young.pk: "young", harmed.pk: "harmed"}

    def word(what: str, *classes: RecordClass, case: Case = young, **more: Any) -> str:
        return words.word(what, {names[case.pk]}, *classes, **more)

    notes.add_note(case=young, text=word("note", C.NOTES), by=worker, at=NOW)
    notes.add_note(case=harmed, text=word("note", C.NOTES, case=harmed), by=worker, at=NOW)
    check = checks.ask_check(
        case=young,
        agency=Agency.objects.get(name=AGENCIES[AgencyKind.HEALTH][0]),
        question=word("question to health", C.CHECKS),
        due_on=date(2026, 11, 23),
        by=worker,
        at=NOW,
    )
    checks.reply_to_check(check=check, known="known", text=word("reply of health", C.CHECKS), key="k", by=nurse, at=NOW)
    health = f"agency:{nurse.memberships.get().agency.pk}"
    given: dict[str, Any] = {"due_on": date(2026, 11, 24), "by": worker, "at": NOW}
    task = tasks.set_task(
        case=young, kind="question", what=word("question of a colleague", C.TASKS, asked=True), to=health, **given
    )
    tasks.reply(task=task, text=word("reply to a colleague", C.TASKS, asked=True), by=nurse, at=NOW)
    front_door = f"agency:{worker.memberships.get().agency.pk}"
    tasks.set_task(case=harmed, kind="task", what=word("task", C.TASKS, case=harmed), to=front_door, **given)
    children = [
        one.case for one in Receipt.objects.filter(referral=referral, destination="mash").select_related("case")
    ]
    written = [
        mash.Written(
            case,
            0,
            {
                "outcome": "section_47" if case.pk in names else "no_further_action",
                "reasons": word("reasons of MASH", C.DECISION, case=case) if case.pk in names else "None.",
                "message_to_referrer": (
                    word("message to the referrer", C.DECISION, case=case, sender=True) if case.pk in names else ""
                ),
            },
        )
        for case in children
    ]
    decisions = mash.propose(referral=referral, written=written, by=worker, at=NOW)
    mash.approve(decisions=decisions, by=manager, at=NOW)
    for case in (young, harmed):
        assessment = CfAssessment.objects.get(case=case)
        for key in ("needs", "analysis") if case == young else ("analysis",):
            text = word(f"assessment {key}", C.ASSESSMENT, case=case)
            assessments.save_section(assessment=assessment, key=key, text=text, version=0, by=social, at=NOW)
    judged = {
        "own_harm": "suspected",
        "own_harm_detail": word("own harm", C.ASSESSMENT),
        "finding": "abusive",
        "finding_basis": "probabilities",
        "finding_reasons": word("finding", C.ASSESSMENT),
    }
    assessment = CfAssessment.objects.get(case=young)
    assessments.save_judgements(assessment=assessment, fields=judged, version=assessment.version, by=social, at=NOW)
    young.refresh_from_db()
    harmed.refresh_from_db()
    engagement.end_investigation(
        case=young,
        kind="s47",
        ended_on=date(2026, 11, 20),
        outcome=word("how the enquiry ended", C.HEADER, C.ENGAGEMENT, C.CRIMINAL, level=Level.SUMMARY),
        by=social,
        at=NOW,
    )
    engagement.decide_to_engage(
        case=young, engage=True, reasons=word("reasons to engage", C.ENGAGEMENT), by=social, at=NOW
    )
    offer = engagement.record_offer(
        case=young,
        made_by_name="A worker",
        made_on=date(2026, 11, 20),
        made_to="both",
        framing=word("how the offer was put", C.ENGAGEMENT),
        response="thinking",
        response_words=word("what they said", C.ENGAGEMENT),
        what_next="",
        by=social,
        at=NOW,
    )
    engagement.record_stance(
        case=young,
        whose="young_person",
        stance="denies",
        on=date(2026, 11, 20),
        words=word("stance", C.ENGAGEMENT),
        by=social,
        at=NOW,
    )
    receipt = Receipt.objects.get(case=young, destination="yos")
    yos.claim(receipt=receipt, by=screener, at=NOW)
    for n in (1, 2):
        yos.screen(
            receipt=receipt,
            outcome="more_asked",
            reasons=word(f"reasons of YOS {n}", C.SCREENING, C.ENGAGEMENT),
            criteria=[],
            question=word(f"question of YOS {n}", C.SCREENING, C.ENGAGEMENT),
            by=screener,
            at=NOW,
        )
        if n == 1:
            yos.answer(case=young, text=word("answer to YOS", C.SCREENING, C.ENGAGEMENT), by=social, at=NOW)
    del officer
    plan = plans.draft_of(case=young, by=social, at=NOW)
    texts = {name: word(f"plan {name}", C.SAFETY_PLAN) for name in plans.TEXTS}
    plans.save(plan=plan, written=texts | {"review_on": date(2026, 12, 1)}, version=1, by=social, at=NOW)
    plans.agree(plan=plan, by=social, at=NOW)
    second = plans.draft_of(case=young, by=social, at=NOW)
    plans.save(plan=second, written={"online": word("plan, draft", C.SAFETY_PLAN)}, version=1, by=social, at=NOW)
    theirs = plans.draft_of(case=harmed, by=social, at=NOW)
    plans.save(plan=theirs, written={"online": word("plan", C.SAFETY_PLAN, case=harmed)}, version=1, by=social, at=NOW)
    assessed = Deadline.objects.get(case=young, standard_code="T5")
    clocks.extend(
        opened=access.get_case(manager, young.reference, look="test"),
        deadline=assessed,
        until=date(2027, 3, 1),
        reason=ExtensionReason.LEARNING_NEEDS,
        text=word("what was agreed of a later date", C.HEADER),
        at=NOW,
    )
    DelayReason.objects.create(
        case=young,
        standard_code="T5",
        root_event=assessed.root_event,
        fell_due_on=date(2026, 11, 18),
        reason="other",
        text=word("why it was late", C.HEADER),
        given_by=manager,
        given_at=NOW,
    )
    document, harmed_document = (
        documents.store_upload(
            file=ContentFile(word("document text", C.DOCUMENTS, case=case).encode(), "b.txt"),
            title=word("document title", C.DOCUMENTS, case=case),
            case=case,
            by=social,
            at=NOW,
        )
        for case in (young, harmed)
    )
    meeting = matrix_meeting.held_now(
        lambda what, *classes, case=young, **more: words.word(
            what, {names[case.pk]} if classes else set(), *classes, **more
        ),
        chair=manager,
        nurse=nurse,
        social=social,
        young=young,
        harmed=harmed,
        at=NOW,
    )
    conference = matrix_conference.held_now(
        lambda what, *classes, **more: words.word(what, {"young"} if classes else set(), *classes, **more),
        chair=manager,
        social=social,
        young=young,
        at=NOW,
    )
    opinion = matrix_minutes.enquiry_and_opinion(word, young=young, social=social, manager=manager, at=NOW)
    objection = matrix_minutes.copy_for(
        lambda what, *classes, **more: words.word(what, {"young"} if classes else set(), *classes, **more),
        meeting=meeting,
        young=young,
        sender=referral.submitted_by,
        chair=manager,
        at=NOW,
    )
    return {
        "meeting": meeting,
        "conference": conference,
        "opinion": opinion,
        "objection": objection,
        "check": check,
        "task": task,
        "note": CaseEvent.objects.get(case=young, code="note.added"),
        "offer": offer,
        "plan": SafetyPlan.objects.get(pk=plan.pk),
        "document": document,
        "harmed_document": harmed_document,
        "notice": None,
    }


def _proceedings(words: Canaries, police: User, young: Case) -> dict[str, dict[str, Any]]:
    """One of everything that criminal proceedings have a page of; answers the ids that their addresses name."""

    def word(what: str, **more: Any) -> str:
        return words.word(what, {"young"}, RecordClass.CRIMINAL, **more)

    rows.number(young)
    ids = [str(one.pk) for one in Allegation.objects.filter(case=young)]
    arrest = record(ArrestMade(allegations=ids, note=word("remark on an arrest")), case=young, by=police, at=NOW)
    step = str(uuid.uuid4())
    record(WelfareDecisionAsked(step=step, because="nfa"), case=young, by=police, at=NOW)
    hearing = Hearing.objects.create(
        case=young, allegations=ids, hearing_on=date(2026, 12, 14), purpose="trial", court=word("court")
    )
    report = ReportAsked.objects.create(
        case=young, hearing=hearing.pk, hearing_on=hearing.hearing_on, asked_on=date(2026, 11, 20)
    )
    heard = HeardOf.objects.create(
        case=young, what=word("what was heard"), told_by=word("who told it"), confirmed_by="police", heard_on=NOW.date()
    )
    outcome = OutcomeToTell.objects.create(
        case=young, kind="nfa", what=word("outcome"), to_role="mash_worker", reached_on=NOW.date()
    )
    Bail.objects.create(
        case=young, allegations=ids, by_court=True, started_on=NOW.date(), conditions=word("bail conditions")
    )
    CourtOrder.objects.create(case=young, kind="shpo", made_on=NOW.date(), terms=word("terms of an order"))
    return {
        "hearing_result": {"hearing_id": hearing.pk},
        "record_proceedings": {"code": "arrest.made"},
        "answer_heard": {"heard_id": heard.pk},
        "strike_out": {"event_id": arrest.pk},
        "acknowledge_outcome": {"outcome_id": outcome.pk},
        "tell_outcome": {"outcome_id": outcome.pk},
        "decide_welfare": {"step": step},
        "choose_for_report": {"report_id": report.pk},
        "family_told": {"step": step},
    }


def _disagreements(words: Canaries, sender: User, manager: User, young: Case) -> Letter:
    """One at its first level, raised for a grandmother and with a letter; one that reached the board."""
    theirs = {"sender": True}

    def word(what: str, *classes: RecordClass) -> str:
        return words.word(what, {"young"}, *(classes or (RecordClass.ESCALATION,)), **theirs)

    def raise_one(**more: Any) -> Escalation:
        opened = access.get_case(sender, young.reference, look="a test", needs=(RecordClass.ESCALATION, Level.SUMMARY))
        given = {"about": "plan", "wanted": "A plan.", "arose_on": NOW.date(), "by": sender, "at": NOW}
        return escalation.raise_with_agencies(opened=opened, **{"words": "Nothing is done.", **given, **more})

    first = raise_one(
        words=word("what is disagreed with"),
        wanted=word("what is wanted"),
        on_behalf=on_behalf.OnBehalf(
            hear_by="handed",
            details=IdentityDetails(
                given_name=word("name of the grandmother", RecordClass.IDENTITY).capitalize(), family_name="Orme"
            ),
            relationship="grandmother",
        ),
    )
    document = documents.issue(
        content=f"%PDF-1.7 {word('text of the letter')}".encode(),
        title=f"Letter {word('title of the letter')}",
        case=young,
        kind="letter",
        record_class=RecordClass.ESCALATION,
        by=manager,
        at=NOW,
    )
    letter = Letter.objects.create(
        case=young, escalation=first, kind="acknowledgement", document=document, at=NOW, by=manager
    )
    second = raise_one(about="delay")
    for level in (2, 3, 4):
        more = {"escalation": second, "at": NOW}
        version = Escalation.objects.get(pk=second.pk).version
        escalation.answer(text="It stands.", jointly=True, version=version, by=manager, **more)
        escalation.take_further(to=level, reason="It is not enough.", version=version + 1, by=sender, **more)
    return letter


def _agency(name: str, kind: AgencyKind) -> Agency:
    return Agency.objects.get_or_create(name=name, defaults={"kind": kind, "short_name": kind.value})[0]


def _person(name: str) -> User:
    email = f"{name.replace(' ', '.').replace('_', '-')}@example.invalid"
    return User.objects.create_user(email, name.replace("_", " ").title(), password="correct-horse-battery")


def _worker(name: str, agency: Agency, role: Role) -> User:
    user = _person(name)
    agencies.give_role(user=user, agency=agency, role=role, by=None, at=SENT, from_on=LONG_AGO)
    return user


def _browser(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="hsb.agencies.backends.PartnershipBackend")
    return client


def _absent_colleague(acting: User, place: Agency, role: Role) -> User:
    """Somebody of that role who is away this week, and for whom this person acts."""
    person = _worker(f"{acting.full_name} absent", place, role)
    week = {"from_on": NOW.date(), "until_on": NOW.date() + timedelta(days=7)}
    Absence.objects.create(person=person, acting=acting, recorded_at=NOW, recorded_by=person, **week)
    return person


def _everybody(world: World, words: Canaries, sender: User, first: dict[AgencyKind, Agency]) -> None:
    """Every role in every relation, and those without one."""
    young, harmed = world.young, world.harmed
    # Made after the referral was sent: an agency that is there then is on the case.
    second = {kind: _agency(f"Second {AGENCIES[kind][0]}", kind) for kind in AGENCIES}
    third = {kind: _agency(f"Third {AGENCIES[kind][0]}", kind) for kind in AGENCIES}
    # At the third agency of each kind somebody else's role is on the case.
    for agency in third.values():
        case_factory.put_role_on(young, agency, Role.INFORMATION_GOVERNANCE, NOW)
    front_door = (Role.MASH_WORKER, Role.CSWS_MANAGER)
    for _, kind, role in CAST.values():
        case_factory.put_role_on(young, first[kind], role, NOW)
        if role in front_door:
            case_factory.put_role_on(world.twin, first[kind], role, NOW)
        for relation in RELATIONS:
            if role == Role.INFORMATION_GOVERNANCE and relation == "other_team":
                continue  # at that agency it is their role that is on the case
            in_first = relation in ("own_role", "denied")
            place = (
                first[kind] if in_first else third[kind] if relation in ("other_team", "allocated") else second[kind]
            )
            if role == Role.INFORMATION_GOVERNANCE and relation == "allocated":
                place = second[kind]
            name = f"{role} {relation}"
            stands_in = relation in ("acting", "acting_for_denied")
            user = _worker(name, place, STAND_IN if stands_in else role)
            powers = POWERS[STAND_IN] | (POWERS[role] - NOT_LENT) if stands_in else POWERS[role]
            actor = Actor(name, role, relation, user, _browser(user), powers=powers, agency=place)
            world.actors.append(actor)
            levels = PERMISSIONS[role]
            on_it = _absent_colleague(user, place, role) if stands_in else user
            if relation in ("allocated", "acting"):
                case_factory.put_on(young, on_it, role, NOW)
                actor.on[young.pk] = levels
                if role in front_door:
                    case_factory.put_on(world.twin, on_it, role, NOW)
                    actor.on[world.twin.pk] = levels
            elif relation == "own_role":
                actor.on[young.pk] = levels
            elif relation in ("denied", "acting_for_denied"):
                case_factory.put_on(young, on_it, role, NOW)
                barring.deny(
                    case=young,
                    user=on_it,
                    by=sender,
                    at=NOW,
                    reason=words.word("why somebody is denied", {"young"}, RecordClass.DECISION, level=Level.APPROVE),
                )
            elif relation == "withdrawn":
                involvement = involve(
                    case=young, part=Part.ALLOCATED, user=user, role=role, by=None, at=YESTERDAY, tell=False
                )
                withdraw(involvement=involvement, by=None, at=YESTERDAY, reason="Moved to another team.")
            elif relation == "expired":
                involve(
                    case=young,
                    part=Part.BREAK_GLASS,
                    user=user,
                    role=role,
                    by=user,
                    at=SENT,
                    expires_at=YESTERDAY,
                    tell=False,
                )
            elif relation == "other_child":
                case_factory.put_on(harmed, user, role, NOW)
                actor.on[harmed.pk] = levels
            elif relation == "referrer":
                involve(case=young, part=Part.REFERRER, user=user, by=None, at=NOW, tell=False)
                actor.on[young.pk] = REFERRER_LEVELS
            if in_first and role in front_door:  # MASH has every record of a referral
                actor.on[harmed.pk] = actor.on[world.adult.pk] = levels
                actor.on[world.twin.pk] = levels
    both = {c: max(PERMISSIONS[Role.DSL][c], REFERRER_LEVELS[c]) for c in RecordClass}
    world.actors.append(
        Actor(
            "sender",
            Role.DSL,
            "sender",
            sender,
            _browser(sender),
            on={young.pk: both},
            powers=POWERS[Role.DSL],
            agency=first[AgencyKind.SCHOOL],
            is_sender=True,
        )
    )
    place = UserSession.objects.create(
        user=sender, ip="127.0.0.1", user_agent="another", session_key="another", data={}, created_at=NOW
    )
    world.sessions["sender"] = place.pk
    elsewhere = _worker("school_administrator", second[AgencyKind.SCHOOL], Role.ADMINISTRATOR)
    world.actors.append(
        Actor(
            "school_administrator",
            Role.ADMINISTRATOR,
            "elsewhere",
            elsewhere,
            _browser(elsewhere),
            powers=POWERS[Role.ADMINISTRATOR],
            agency=second[AgencyKind.SCHOOL],
        )
    )
    proclaimed = [DayOff(date(2027, 5, 5), "Proclaimed holiday")]
    calendar_actions.add_days_off(days=proclaimed, by=elsewhere, at=NOW)
    superuser = _person("superuser")
    User.objects.filter(pk=superuser.pk).update(is_superuser=True)
    superuser.refresh_from_db()
    world.actors.append(Actor("superuser", None, "superuser", superuser, _browser(superuser)))
    leaver = _worker("leaver", first[AgencyKind.CSWS], Role.SOCIAL_WORKER)
    case_factory.put_on(young, leaver, Role.SOCIAL_WORKER, NOW)
    world.actors.append(Actor("leaver", None, "leaver", leaver, _browser(leaver), signed_in=False))
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    past = _worker("without_role", first[AgencyKind.CSWS], Role.MASH_WORKER)
    past.memberships.update(until_on=clock.local_date(NOW))
    world.actors.append(Actor("without_role", None, "without_role", past, _browser(past)))
    world.actors.append(Actor("logged_out", None, "logged_out", None, _browser(None), signed_in=False))


# -- asking ------------------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    """What came back, with what was written down meanwhile. Everything the request did has been undone."""

    status: int
    location: str
    text: str
    headers: str
    looks: int = 0
    refusals: int = 0
    response: HttpResponse | None = None


def ask(
    actor: Actor,
    method: str,
    path: str,
    data: dict[str, Any] | None = None,
    *,
    inspect: Any = None,
    audit: bool = False,
) -> Answer:
    """One request in a savepoint of its own; `inspect()` runs before it is undone."""
    from hsb.audit.events import AuditKind
    from hsb.audit.models import AuditEvent

    cookies = copy.deepcopy(actor.client.cookies)
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 if audit else 0
        call = getattr(actor.client, method.lower())
        response = call(path, data or {}) if method in ("GET", "POST", "HEAD") else call(path)
        answer = Answer(
            response.status_code,
            response.headers.get("Location", ""),
            _text_of(response),
            "\n".join(f"{name}: {value}" for name, value in response.items()),
            response=response,
        )
        if audit:
            kinds = list(AuditEvent.objects.filter(pk__gt=last).values_list("kind", flat=True))
            answer.looks = kinds.count(AuditKind.CASE_LOOKED_AT)
            answer.refusals = kinds.count(AuditKind.REFUSED)
        if inspect is not None:
            inspect()
        transaction.set_rollback(True)
    actor.client.cookies = cookies
    return answer


def _text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


@pytest.fixture
def quick_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a PDF says, without drawing it: its template, which is where a leak would stand. The drawing has tests of its own."""
    draw_no_pdfs(monkeypatch)


def draw_no_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a fixture that lasts longer than a test."""
    monkeypatch.setattr("hsb.documents.pdf.render_html", lambda html, **_: html.encode())
