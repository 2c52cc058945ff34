"""The steps stories are made of: each plays one thing somebody does, through the action people press."""

import uuid
from datetime import date, timedelta
from typing import Any

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.cases.models import Case
from hsb.demonstration.story_telling import Step, Telling
from hsb.timeliness.queries import working_day_by
from referrals.allocation import actions as allocation
from referrals.assessment import actions as assessment
from referrals.checks import actions as checks
from referrals.engagement import actions as engagement
from referrals.inbox import claims
from referrals.mash import actions as mash
from referrals.models import AgencyCheck, CfAssessment, Draft, DraftSection, MashDecision, Receipt
from referrals.submission.actions import submit
from referrals.submission.addenda import add_addendum
from referrals.yos import actions as yos
from referrals.yos import queries as yos_queries
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import actions as plans


def write_draft(telling: Telling) -> Draft:
    """The referral is written and not sent."""
    owner = telling.people[telling.family.sender]
    held = agencies.memberships(owner)
    draft = Draft.objects.create(
        id=uuid.uuid4(),
        owner=owner,
        agency=held[0].agency if held else None,
        danger_now=telling.family.danger,
        danger_at=telling.at,
        created_at=telling.at,
        updated_at=telling.at,
    )
    for key, answers in telling.family.typed(clock.local_date(telling.at)).items():
        DraftSection.objects.create(draft=draft, key=key, answers=answers, version=1, saved_at=telling.at)
    return draft


def send(telling: Telling) -> None:
    draft = write_draft(telling)
    telling.referral = submit(draft=draft, by=draft.owner, at=telling.later(hours=0))


def claim(telling: Telling) -> None:
    receipts = list(Receipt.objects.filter(referral=telling.referral, destination="mash").select_related("case"))
    for receipt in receipts:
        claims.open_first(receipt=receipt, by=telling.people["omar"], at=telling.later(hours=0))
    claims.claim(receipts=receipts, by=telling.people["omar"], at=telling.later())


def ask_checks(telling: Telling) -> None:
    for kind, question in (
        (AgencyKind.HEALTH, "What is known to health?"),
        (AgencyKind.POLICE, "Any earlier reports?"),
    ):
        agency = Agency.objects.filter(kind=kind).order_by("pk").first()
        assert agency is not None
        due = clock.local_date(telling.at) + timedelta(days=3)
        checks.ask_check(
            case=telling.young,
            agency=agency,
            question=question,
            due_on=due,
            by=telling.people["omar"],
            at=telling.later(hours=0),
        )


def answer_check(telling: Telling) -> None:
    check = AgencyCheck.objects.filter(case=telling.young, agency__kind=AgencyKind.HEALTH).first()
    assert check is not None
    checks.reply_to_check(
        check=check, known="yes", text="Known to school nursing. No earlier concerns.", key=str(check.pk), by=telling.people["joan"], at=telling.later(hours=3)
    )  # fmt: skip


def propose(outcome: str) -> Step:
    def step(telling: Telling) -> None:
        written = []
        for case in telling.records:
            fields = {
                "outcome": outcome,
                "reasons": "The account is clear and first hand; a younger child needs protecting.",
            }
            if not case.is_harmed and outcome not in ("strategy_meeting", "section_47"):
                fields |= {"planning": "hold"}
            written.append(mash.Written(case, 0, fields))
        assert telling.referral is not None
        mash.propose(referral=telling.referral, written=written, by=telling.people["omar"], at=telling.later())

    return step


def approve(telling: Telling) -> None:
    decisions = list(MashDecision.objects.filter(referral=telling.referral))
    mash.approve(decisions=decisions, by=telling.people["helen"], at=telling.later())


def send_back(telling: Telling) -> None:
    decisions = list(MashDecision.objects.filter(referral=telling.referral))
    mash.send_back(
        decisions=decisions,
        comment="Ask school what they have put in place first.",
        by=telling.people["helen"],
        at=telling.later(),
    )


def give_to(worker: str, other: str = "priya") -> Step:
    def step(telling: Telling) -> None:
        for case in telling.records:
            key = other if case.is_harmed else worker
            allocation.allocate(
                case=case, worker=telling.people[key], by=telling.people["grace"], at=telling.later(days=1)
            )

    return step


def assess(telling: Telling) -> None:
    for case in telling.records:
        found = CfAssessment.objects.get(case=case)
        for key, text in (
            (
                "analysis",
                "The behaviour was not mutual and went on after adults stepped in. Help is likely to be taken up.",
            ),
            ("strengths", "Attends school, trusts one teacher, plays football."),
            ("child_views", "“I want it to stop being talked about.” Seen alone at school."),
            ("risk", "Younger children met without an adult near; lower while somebody watches."),
        ):
            if key == "risk" and case.is_harmed:
                continue  # asked of the young person alone
            assessment.save_section(
                assessment=found, key=key, text=text, version=0, by=telling.people["priya"], at=telling.later(days=2)
            )


def authorise(recommendation: str = "child_in_need") -> Step:
    def step(telling: Telling) -> None:
        assess(telling)
        for case in telling.records:
            found = CfAssessment.objects.get(case=case)
            known = telling.family.own_harm if not case.is_harmed else "known"
            fields = {
                "own_harm": known,
                "own_harm_detail": "As told in the referral.",
                "conference": "no" if known != "none_known" else "",
                "conference_reasons": "The family works with us; a conference would add nothing now." if known != "none_known" else "",
                "finding": "" if case.is_harmed else "abusive",
                "finding_basis": "" if case.is_harmed else "probabilities",
                "finding_reasons": "" if case.is_harmed else "The account is consistent and was supported by what staff saw.",
                "recommendation": recommendation,
                "left_out": "What was not asked yet is asked when the plan is looked at.",
            }  # fmt: skip
            author = telling.people["priya"]
            version = CfAssessment.objects.values_list("version", flat=True).get(pk=found.pk)
            assessment.save_judgements(
                assessment=found, fields=fields, version=version, by=author, at=telling.later(days=3)
            )
            assessment.submit(assessment=found, by=author, at=telling.later(days=1))
            found.refresh_from_db()
            assessment.authorise(
                assessment=found, decision=recommendation, reasons="Agreed with the worker in supervision.",
                by=telling.people["grace"], at=telling.later(days=1),
            )  # fmt: skip

    return step


def end_enquiry(telling: Telling) -> None:
    engagement.end_investigation(
        case=telling.young, kind="criminal" if telling.family.criminal else "s47", ended_on=clock.local_date(telling.later(days=4)),
        outcome="Concluded; no further police action." if telling.family.criminal else "Concerns substantiated.",
        by=telling.people["daniel"], at=telling.later(hours=2),
    )  # fmt: skip


def offer(response: str = "accepted", stance: str = "partly") -> Step:
    def step(telling: Telling) -> None:
        case, worker = telling.young, telling.people["daniel"]
        engagement.decide_to_engage(
            case=case,
            engage=True,
            reasons="The family may be ready to talk; help should not wait.",
            by=worker,
            at=telling.later(days=1),
        )
        engagement.record_stance(
            case=case,
            whose="young_person",
            stance=stance,
            on=clock.local_date(telling.at),
            words="Says some of it is true.",
            by=worker,
            at=telling.at,
        )
        engagement.record_offer(
            case=case, made_by_name="", made_on=clock.local_date(telling.later(days=1)), made_to="both",
            framing="A chance to understand how things came to be as they are.", response=response, response_words="They asked what would be talked about.",
            what_next="Safety plan stays; offer again after half term." if response == "refused" else "", by=worker, at=telling.later(hours=2),
        )  # fmt: skip

    return step


def refer_to_yos(telling: Telling) -> None:
    """On the child protection route YOS has nothing until it is decided to engage (P5.10)."""
    case, by = telling.young, telling.people["helen"]
    why = "The family wants help now, and waiting loses it."
    engagement.decide_to_engage(case=case, engage=True, reasons=why, by=by, at=telling.later())
    asks = "AIM2, and advice on what can begin before it."
    engagement.refer_to_yos(case=case, asks=asks, by=by, at=telling.later())


def yos_claim(telling: Telling) -> None:
    if not Receipt.objects.filter(referral=telling.referral, destination="yos").exists():
        refer_to_yos(telling)
    receipt = Receipt.objects.select_related("case", "referral").get(referral=telling.referral, destination="yos")
    yos.open_first(receipt=receipt, by=telling.people["tom"], at=telling.later(hours=0))
    yos.claim(receipt=receipt, by=telling.people["tom"], at=telling.later())


def yos_screen(outcome: str) -> Step:
    def step(telling: Telling) -> None:
        receipt = Receipt.objects.select_related("case", "referral").get(referral=telling.referral, destination="yos")
        yos.screen(
            receipt=receipt,
            outcome=outcome,
            reasons="Aged for AIM2 and the behaviour is abusive." if outcome == "accepted" else "See the criteria.",
            criteria=yos_queries.screening_criteria(receipt, on=clock.local_date(telling.at)),
            pathway="younger_children" if outcome == "declined" else "",
            alternative="Advice to school and an assessment for younger children." if outcome == "declined" else "",
            question="Has an assessment of learning needs been made?" if outcome == "more_asked" else "",
            by=telling.people["tom"],
            at=telling.later(days=1),
        )

    return step


def yos_allocate(officer: str) -> Step:
    def step(telling: Telling) -> None:
        yos.allocate(
            case=telling.young, officer=telling.people[officer], by=telling.people["tom"], at=telling.later(days=1)
        )

    return step


def safety_plan(telling: Telling) -> None:
    """Every child of the story has a plan of their own, agreed the same day."""
    for case in telling.records:
        _agree_plan(telling, case, telling.people["omar" if case.is_harmed else telling.family.sender])


def _agree_plan(telling: Telling, case: Case, by: User) -> None:
    at = telling.later(hours=1)
    plan = plans.draft_of(case=case, by=by, at=at)
    written: dict[str, Any] = {
        "what_is_known": "An allegation is being looked into. Nothing has been decided.",
        "at_school": "Separate breaks, supervised changing, adult at the back of the bus queue.",
        "trusted_adults": "Ms Iqbal, pastoral office; Mr Abara, form tutor.",
        "supports": "Football club goes on with a coach who knows.",
        "if_this_happens": "If he is worried or something happens: pastoral office at once, who ring MASH.",
        "childs_views": "Wants to keep his friends and go on with football.",
        "review_on": working_day_by(clock.local_date(at) + timedelta(days=7)),
    }
    plan = plans.save(plan=plan, written=written, version=plan.version, by=by, at=at)
    plans.agree(plan=plan, by=by, at=at)


def review_plans(telling: Telling) -> None:
    """Every plan was looked at again in time, the last time not long ago."""
    last: date | None = None
    for day in (5, 26, 24, 26):
        at = telling.later(days=day)
        if clock.local_date(at) == last:
            break  # the story has come to today
        last = clock.local_date(at)
        ahead = working_day_by(clock.local_date(at) + timedelta(days=28))
        for plan in SafetyPlan.objects.filter(case__in=telling.records, state="agreed").select_related("case"):
            by = telling.people["omar" if plan.case.is_harmed else telling.family.sender]
            plans.keep(plan=plan, review_on=ahead, by=by, at=at)


def addendum(telling: Telling) -> None:
    assert telling.referral is not None
    add_addendum(
        referral=telling.referral, text="The mother has now been told by school and is supportive.", key="demo-1",
        by=telling.people[telling.family.sender], at=telling.later(hours=2),
    )  # fmt: skip
