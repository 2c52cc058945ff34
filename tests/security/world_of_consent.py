"""What the police asked, who agreed and did not, and what was agreed before trial, on the young person's record of the world."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.http import QueryDict

from aim2.agreements import actions as agreements
from aim2.consent import actions as consent
from aim2.consent import drafts
from aim2.consent.forms import LocalAuthorityForm
from aim2.consent.policies import Answered
from aim2.proceedings import events as proceedings
from aim2.proceedings.actions import record_occasion
from aim2.requests import actions as requests
from hsb.accounts.models import User
from hsb.agencies.permissions import RecordClass, Role
from hsb.cases.models import Case
from referrals.models import Allegation

C = RecordClass


def consent_and_gates(
    word: Callable[..., str], crew: dict[Role, User], police: User, young: Case, at: datetime
) -> None:
    """A request that was declined, a refusal with what is done instead, a lead, a judgement of the tool, half an agreement."""
    officer, manager = crew[Role.YOS_OFFICER], crew[Role.YOS_MANAGER]
    today: date = at.date()
    allegation = Allegation.objects.filter(case=young).first()
    assert allegation is not None
    admitted = proceedings.AdmissionRecorded(allegations=[str(allegation.pk)], admission="full")
    record_occasion(case=young, entries=[admitted], occurred=at, by=police, at=at)
    young.refresh_from_db()
    asked = requests.ask(case=young, asks=word("what the police ask AIM2 for", C.CRIMINAL), by=police, at=at)
    requests.answer(
        request=asked,
        to="declined",
        text=word("why YOS declines the police", C.CRIMINAL),
        alternative=word("what YOS offers the police instead", C.CRIMINAL),
        by=manager,
        at=at,
    )
    answer = Answered(
        purpose="take_part",
        giver="young_person",
        reply="refuses",
        answered_on=today,
        method="in_person",
        interpreter="used",
        interpreter_who=word("who interpreted", C.CONSENT),
        told=("explicit",),
        able=True,
        reasoning=word("whether able to decide", C.CONSENT),
        parent_told=word("whether a parent was told", C.CONSENT),
        reasons=word("reasons for saying no", C.CONSENT),
        next_offer_on=today + timedelta(days=28),
    )
    consent.record_answer(case=young, answer=answer, by=officer, at=at)
    typed = QueryDict("changed=parents_consulted&parents_consulted=Being+typed.")
    drafts.keep(case=young, who="local_authority", form=LocalAuthorityForm, posted=typed, version=0, by=officer, at=at)
    consent.decide_after_refusal(
        case=young,
        safety_plan=word("safety plan after a refusal", C.CONSENT),
        other_help=word("other help after a refusal", C.CONSENT),
        social_care=word("social care after a refusal", C.CONSENT),
        next_offer_on=today + timedelta(days=28),
        by=manager,
        at=at,
    )
    requests.accredit(
        user=officer,
        edition="2012",
        accredited_on=date(2025, 1, 6),
        expires_on=date(2027, 9, 14),
        certificate="Number 41, seen.",
        by=manager,
        at=at,
    )
    requests.name_lead(
        case=young, lead=officer, co_worker=None, reason=word("why this lead", C.SCREENING), by=manager, at=at
    )
    requests.judge_tool(
        case=young,
        suits="with_changes",
        learning_disability=True,
        reasons=word("how he learns", C.SCREENING, C.CONSENT),
        changes=word("what is changed for him", C.SCREENING, C.CONSENT),
        alternative="",
        by=officer,
        at=at,
    )
    requests.let_narrative_begin(
        case=young,
        why="learning_disability",
        reasons=word("why a narrative", C.SCREENING, C.CONSENT),
        by=manager,
        at=at,
    )
    agreement = agreements.ask(
        case=young,
        topics=word("topics before trial", C.CRIMINAL, C.CONSENT),
        proviso=word("proviso before trial", C.CRIMINAL),
        young_person_told=word("how told of disclosure", C.CRIMINAL),
        review_on=today + timedelta(days=60),
        by=officer,
        at=at,
    )
    name = word("who agreed for the police", C.CRIMINAL)
    agreements.answer(agreement=agreement, party="police", name=name, on=today, by=police, at=at)
