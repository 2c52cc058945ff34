"""The stories of the demonstration: each is played through the same actions people press, at instants before now."""

import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.cases import access, clock_policies, clocks
from hsb.cases.models import Case
from hsb.pages.demonstration import disagreements
from hsb.pages.demonstration.families import Family
from hsb.pages.demonstration.telling import Step, Telling
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.models import Deadline
from referrals.assessment import actions as assessment
from referrals.engagement import actions as engagement
from referrals.mash import actions as mash
from referrals.mash import allocation
from referrals.models import AgencyCheck, CfAssessment, Draft, DraftSection, MashDecision, Receipt
from referrals.submission import add_addendum, submit
from referrals.yos import actions as yos
from referrals.yos import queries as yos_queries
from strategy_meetings import actions as plans
from strategy_meetings.models import SafetyPlan


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
        mash.open_first(receipt=receipt, by=telling.people["omar"], at=telling.later(hours=0))
    mash.claim(receipts=receipts, by=telling.people["omar"], at=telling.later())


def ask_checks(telling: Telling) -> None:
    for kind, question in (
        (AgencyKind.HEALTH, "What is known to health?"),
        (AgencyKind.POLICE, "Any earlier reports?"),
    ):
        agency = Agency.objects.filter(kind=kind).order_by("pk").first()
        assert agency is not None
        due = clock.local_date(telling.at) + timedelta(days=3)
        mash.ask_check(
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
    mash.reply_to_check(
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
        ):
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
            }  # fmt: skip
            author = telling.people["priya"]
            version = CfAssessment.objects.values_list("version", flat=True).get(pk=found.pk)
            assessment.save_judgements(
                assessment=found, fields=fields, version=version, by=author, at=telling.later(days=3)
            )
            assessment.submit(assessment=found, by=author, at=telling.later(days=1))
            found.refresh_from_db()
            assessment.authorise(assessment=found, by=telling.people["grace"], at=telling.later(days=1))

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


def yos_claim(telling: Telling) -> None:
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
        "review_on": clock.local_date(at) + timedelta(days=7),
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
        ahead = clock.local_date(at) + timedelta(days=28)
        for plan in SafetyPlan.objects.filter(case__in=telling.records, state="agreed").select_related("case"):
            by = telling.people["omar" if plan.case.is_harmed else telling.family.sender]
            plans.keep(plan=plan, review_on=ahead, by=by, at=at)


def addendum(telling: Telling) -> None:
    assert telling.referral is not None
    add_addendum(
        referral=telling.referral, text="The mother has now been told by school and is supportive.", key="demo-1",
        by=telling.people[telling.family.sender], at=telling.later(hours=2),
    )  # fmt: skip


DECIDED: tuple[Step, ...] = (send, safety_plan, claim, propose("assessment"), approve)
WITH_WORKER_NO_PLAN: tuple[Step, ...] = (*DECIDED, give_to("marek"))
WITH_WORKER: tuple[Step, ...] = (*DECIDED, give_to("daniel"))
ACCEPTED: tuple[Step, ...] = (yos_claim, yos_screen("accepted"))
NOT_FOR_US: tuple[Step, ...] = (yos_claim, yos_screen("declined"))
ASSESSED: tuple[Step, ...] = (*WITH_WORKER, authorise(), end_enquiry, offer())

# (days ago, family, steps). Every state this release has is somewhere in here.
STORIES: tuple[tuple[int, Family, tuple[Step, ...]], ...] = (
    (0, Family(0, danger="yes", sender="priya_n", same_school=True), (send,)),
    (0, Family(1, age=15, sender="amy", criminal="bail", admission="partial"), (send,)),
    (0, Family(2, age=11, sender="sean", hackett="problematic"), (send, claim)),
    (1, Family(3, age=13, sender="joan"), (send, safety_plan)),
    (2, Family(4, age=16, sender="nadia", criminal="investigation"), (send, safety_plan)),
    (1, Family(5, sender="nadia", harmed=2), (send, safety_plan, claim, ask_checks)),
    (3, Family(6, sender="priya_n", learning="known"), (send, safety_plan, claim, ask_checks, answer_check, propose("assessment"))),
    (1, Family(7, sender="nadia", own_harm="suspected"), (send, safety_plan, claim, propose("strategy_meeting"))),
    (2, Family(8, sender="priya_n"), (send, claim, propose("early_help"), send_back)),
    (9, Family(9, sender="nadia", hackett="inappropriate"), (send, safety_plan, claim, propose("no_further_action"), approve, *NOT_FOR_US, *disagreements.AT_FIRST)),
    (14, Family(10, sender="priya_n", hackett="problematic"), (send, safety_plan, claim, propose("early_help"), approve, *NOT_FOR_US, *disagreements.NOT_ANSWERED, review_plans)),
    (16, Family(11, age=10, sender="sean", hackett="problematic"), (send, safety_plan, claim, propose("early_help"), approve, *NOT_FOR_US, review_plans)),
    (6, Family(12, sender="nadia", criminal="rui"), (send, claim, propose("section_47"), approve, safety_plan, yos_claim)),
    (8, Family(13, sender="priya_n", same_school=True), (send, claim, propose("strategy_meeting"), approve, safety_plan, give_to("marek"))),
    (12, Family(14, sender="nadia", learning="suspected"), (*WITH_WORKER, yos_claim, yos_screen("more_asked"), review_plans)),
    (18, Family(15, age=12, sender="joan"), (*WITH_WORKER_NO_PLAN, yos_claim, review_plans)),
    (25, Family(16, sender="amy", criminal="bail", admission="full"), (*DECIDED, give_to("daniel"), *ACCEPTED, yos_allocate("ruth"), review_plans)),
    (30, Family(17, sender="nadia", harmed=2), (*WITH_WORKER, yos_claim, yos_screen("more_asked"), review_plans, assess)),
    (40, Family(18, sender="priya_n"), (*WITH_WORKER, *ACCEPTED, review_plans, assess)),
    (70, Family(19, sender="nadia"), (*WITH_WORKER, *ACCEPTED, yos_allocate("ruth"), authorise(), end_enquiry, offer(), review_plans)),
    (75, Family(20, sender="priya_n", sibling=True, own_harm="known"), (*WITH_WORKER, *ACCEPTED, yos_allocate("jamie"), authorise(), review_plans)),
    (80, Family(21, sender="nadia", age=16), (*ASSESSED, *ACCEPTED, review_plans)),
    (85, Family(22, sender="priya_n", learning="known"), (*ASSESSED, *ACCEPTED, yos_allocate("ruth"), *disagreements.SETTLED, review_plans)),
    (90, Family(23, sender="nadia", age=17), (*ASSESSED, *ACCEPTED, yos_allocate("jamie"), review_plans)),
    (95, Family(24, sender="joan", age=13), (*WITH_WORKER_NO_PLAN, *NOT_FOR_US, authorise("early_help"), end_enquiry, offer("refused", "denies"), *disagreements.AT_THE_BOARD, review_plans)),
    (100, Family(25, sender="amy", criminal="charged", admission="none"), (*DECIDED, give_to("daniel"), yos_claim, yos_screen("more_asked"), authorise(), review_plans)),
    (60, Family(26, sender="amy", criminal="court_order", admission="full", age=16, looked_after=True), (*DECIDED, give_to("daniel"), *ACCEPTED, yos_allocate("jamie"), authorise(), review_plans)),
    (55, Family(27, sender="nadia", harmed=0), (*DECIDED, give_to("marek"), addendum, *ACCEPTED, yos_allocate("ruth"), review_plans)),
    (110, Family(28, sender="priya_n", criminal="nfa"), (*WITH_WORKER, *NOT_FOR_US, authorise("close"), review_plans)),
    (50, Family(29, sender="nadia"), (*WITH_WORKER, end_enquiry, offer("thinking", "unsure"), *ACCEPTED, review_plans)),
    (4, Family(30, sender="sean", age=9, hackett="inappropriate"), (send, claim)),
    (1, Family(19, sender="joan"), (send, safety_plan)),  # the child of story 19 again, from another agency: MASH compares
)  # fmt: skip


def tell_all(people: dict[str, User], *, now: datetime, say: Callable[[str], None]) -> int:
    """Every story has been told; answers how many."""
    for number, (days, family, steps) in enumerate(sorted(STORIES, key=lambda story: -story[0]), start=1):
        telling = Telling(people, now, days, family)
        for step in steps:
            step(telling)
        say(f"{number} of {len(STORIES)}")
    for sender, number in (("nadia", 31), ("priya_n", 32)):
        write_draft(Telling(people, now, 1, Family(number, sender=sender)))
    return len(STORIES)


def explain_some(people: dict[str, User], *, now: datetime) -> None:
    """Of what ran late in the stories, a part was explained by whoever answers for it; the rest is still to be asked about."""
    said = itertools.cycle((Reason.PEOPLE_MISSING, Reason.CHILD_UNWELL, Reason.INFORMATION, Reason.FAMILY))
    by_role = {"dsl": ("nadia", "priya_n"), "yos_manager": ("tom",)}
    broken = Deadline.objects.filter(
        broken_on__lt=now - timedelta(days=12), owner_role__in=by_role, case__closed_at=None
    )
    for deadline in broken.select_related("case").order_by("pk")[:16]:
        for key in by_role[deadline.owner_role]:
            if not access.may_see(people[key], deadline.case_id):
                continue
            opened = access.get_case_by_id(people[key], deadline.case_id, look="why this date")
            if clock_policies.answers_for(opened, deadline):
                clocks.explain_delay(opened=opened, deadline=deadline, reason=next(said), text="", at=now)
                break


def since(now: datetime) -> date:
    """Answer the day from which everybody has worked in the partnership."""
    return clock.local_date(now) - timedelta(days=900)
