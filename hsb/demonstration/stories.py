"""The stories of the demonstration: each is played through the same actions people press, at instants before now."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import access
from hsb.cases.visible import may_see
from hsb.clocks import actions as clocks
from hsb.clocks import policies as clock_policies
from hsb.demonstration import (
    aim2_stories,
    conferences,
    consents,
    disagreements,
    edges,
    endings,
    enquiries,
    living,
    meetings,
    proceedings,
)
from hsb.demonstration.families import Family, Typed
from hsb.demonstration.story_steps import (
    addendum,
    answer_check,
    approve,
    ask_checks,
    assess,
    authorise,
    claim,
    end_enquiry,
    give_to,
    offer,
    propose,
    review_plans,
    safety_plan,
    send,
    send_back,
    write_draft,
    yos_allocate,
    yos_claim,
    yos_screen,
)
from hsb.demonstration.story_telling import Step, Telling
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.models import Deadline

DECIDED: tuple[Step, ...] = (send, safety_plan, claim, propose("assessment"), approve)
WITH_WORKER_NO_PLAN: tuple[Step, ...] = (*DECIDED, give_to("marek"))
WITH_WORKER: tuple[Step, ...] = (*DECIDED, give_to("daniel"))
STRATEGY: tuple[Step, ...] = (send, safety_plan, claim, propose("strategy_meeting"), approve, give_to("daniel"))
ACCEPTED: tuple[Step, ...] = (yos_claim, yos_screen("accepted"))
NOT_FOR_US: tuple[Step, ...] = (yos_claim, yos_screen("declined"))
ASSESSED: tuple[Step, ...] = (*WITH_WORKER, authorise(), end_enquiry, offer())

# (days ago, family, steps). Every state this release has is somewhere in here.
GIRL: Typed = {
    "young-person": {"sex": "female", "given_name": "Carys"},
    "account": {"words": "“She kept asking and asking till I did it. She said it was a secret.”"},
}

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
    (70, Family(19, sender="nadia"), (*WITH_WORKER, *ACCEPTED, yos_allocate("ruth"), authorise(), end_enquiry, offer(), *aim2_stories.BEGUN, review_plans)),
    (75, Family(20, sender="priya_n", sibling=True, own_harm="known"), (*WITH_WORKER, *ACCEPTED, yos_allocate("jamie"), authorise(), *aim2_stories.RETURNED, review_plans)),
    (80, Family(21, sender="nadia", age=16), (*ASSESSED, *ACCEPTED, review_plans)),
    (85, Family(22, sender="priya_n", learning="known"), (*ASSESSED, *ACCEPTED, yos_allocate("ruth"), *disagreements.SETTLED, *aim2_stories.OTHER_TOOL, review_plans)),
    (90, Family(23, sender="nadia", age=17), (*ASSESSED, *ACCEPTED, yos_allocate("jamie"), *aim2_stories.SIGNED, edges.towards_18, review_plans)),
    (95, Family(24, sender="joan", age=13), (*WITH_WORKER_NO_PLAN, *NOT_FOR_US, authorise("early_help"), end_enquiry, offer("refused", "denies"), *disagreements.AT_THE_BOARD, review_plans)),
    (100, Family(25, sender="amy", criminal="charged", admission="none"), (*DECIDED, give_to("daniel"), yos_claim, yos_screen("more_asked"), authorise(), review_plans)),
    (60, Family(26, sender="amy", criminal="court_order", admission="full", age=16, looked_after=True), (*DECIDED, give_to("daniel"), *ACCEPTED, yos_allocate("jamie"), authorise(), edges.looked_after, review_plans)),
    (45, Family(67, age=10, sender="sean"), (*WITH_WORKER, authorise(), *edges.YOUNGER, review_plans)),
    (55, Family(27, sender="nadia", harmed=0), (*DECIDED, give_to("marek"), addendum, *ACCEPTED, yos_allocate("ruth"), review_plans)),
    (110, Family(28, sender="priya_n", criminal="nfa"), (*WITH_WORKER, *NOT_FOR_US, authorise("close"), review_plans)),
    (50, Family(29, sender="nadia"), (*WITH_WORKER, end_enquiry, offer("thinking", "unsure"), *ACCEPTED, review_plans)),
    (4, Family(30, sender="sean", age=9, hackett="inappropriate"), (send, claim)),
    (3, Family(31, sender="nadia"), (*STRATEGY, meetings.called)),
    (4, Family(32, sender="priya_n"), (send, safety_plan, claim, propose("strategy_meeting"), approve, meetings.by_telephone)),
    (5, Family(33, sender="nadia"), (*STRATEGY, meetings.not_quorate)),
    (6, Family(34, sender="priya_n"), (*STRATEGY, meetings.waiting)),
    (7, Family(35, sender="nadia"), (*STRATEGY, meetings.approved)),
    (20, Family(36, sender="nadia"), (*STRATEGY, meetings.sent, meetings.reconvened, review_plans)),
    (9, Family(37, sender="priya_n"), (*WITH_WORKER, meetings.planned)),
    (35, Family(38, sender="nadia"), (*WITH_WORKER, *ACCEPTED, yos_allocate("ruth"), meetings.risk_panel, review_plans)),
    (1, Family(91, sender="nadia"), (*WITH_WORKER, living.new_incident)),
    (20, Family(92, sender="priya_n"), (*WITH_WORKER, living.plan_shared, living.incident_goes_on, review_plans)),
    (8, Family(93, sender="nadia"), (*WITH_WORKER, living.moved_in)),
    (15, Family(94, sender="priya_n"), (*WITH_WORKER, living.moved_out, review_plans)),
    (62, Family(95, sender="nadia", criminal="court_order", admission="full", age=16), (*WITH_WORKER, *ACCEPTED, yos_allocate("ruth"), living.level_two, review_plans)),
    (48, Family(96, sender="priya_n", criminal="bail", admission="full", age=15), (*WITH_WORKER, *ACCEPTED, yos_allocate("ruth"), living.not_eligible, review_plans)),
    (105, Family(97, sender="nadia"), (*WITH_WORKER, *ACCEPTED, yos_allocate("jamie"), authorise(), endings.worked, endings.closed, review_plans)),
    (65, Family(98, sender="priya_n"), (*WITH_WORKER, *ACCEPTED, yos_allocate("jamie"), authorise(), endings.worked, endings.closing_asked, review_plans)),
    (88, Family(99, sender="priya_n", extra=GIRL), (*ASSESSED, *ACCEPTED, yos_allocate("ruth"), *aim2_stories.GIRL, review_plans)),
    (115, Family(100, sender="nadia", age=15), (*ASSESSED, *ACCEPTED, yos_allocate("jamie"), *aim2_stories.RATED_AGAIN, review_plans)),
    *((days, Family(number, sender="nadia", own_harm="suspected"), (*STRATEGY, *steps, review_plans)) for days, number, steps in conferences.STORIES),
    *((days, Family(number, sender="priya_n", own_harm="suspected"), (*STRATEGY, *steps, review_plans)) for days, number, steps in enquiries.STORIES),
    *proceedings.stories((*DECIDED, give_to("daniel"))),
    *edges.stories((*DECIDED, give_to("daniel"), *ACCEPTED, yos_allocate("ruth"))),
    *((days, Family(number, sender="amy", criminal="bail", admission="full", age=age), (*DECIDED, give_to("daniel"), *ACCEPTED, yos_allocate("ruth"), *steps)) for days, number, age, steps in (
        (24, 74, 14, consents.REFUSED),
        (28, 75, 15, consents.WITHDRAWN),
        (22, 76, 15, consents.ABLE_AT_FIFTEEN),
        (21, 77, 16, consents.SIXTEEN),
        (26, 78, 15, consents.BEFORE_TRIAL),
        (23, 79, 14, consents.TO_BE_ASKED),
    )),
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
            if not may_see(people[key], deadline.case_id):
                continue
            opened = access.get_case_by_id(people[key], deadline.case_id, look="why this date")
            if clock_policies.answers_for(opened, deadline):
                clocks.explain_delay(opened=opened, deadline=deadline, reason=next(said), text="", at=now)
                break


def since(now: datetime) -> date:
    """Answer the day from which everybody has worked in the partnership."""
    return clock.local_date(now) - timedelta(days=900)
