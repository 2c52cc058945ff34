"""Cases of the demonstration that go on living: a new incident, a move between authorities, MAPPA, a plan that is signed and shared."""

from datetime import timedelta

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind
from hsb.demonstration.story_telling import Telling
from hsb.timeliness.queries import working_day_by
from strategy_meetings.incidents import actions as incidents
from strategy_meetings.incidents.states import State
from strategy_meetings.mappa import actions as mappa
from strategy_meetings.mappa import states as mappa_states
from strategy_meetings.mappa.rules import Ground
from strategy_meetings.models import NewIncident, SafetyPlan
from strategy_meetings.safety_plans import actions as plans
from strategy_meetings.safety_plans import sharing
from strategy_meetings.transfers import actions as transfers
from strategy_meetings.transfers.states import State as Answer
from strategy_meetings.transfers.states import Way

LINES = (
    ("school", "Younger pupils", "Breaks and the lunch queue", "An adult in sight; separate tables", "Pastoral lead"),
    ("journey", "Anybody on the bus", "To and from school", "Front seat, beside the driver", "School transport"),
    ("home", "Brothers and sisters", "Evenings and nights", "Own bedroom, doors open, an adult awake first", "Mother"),
    ("community", "Younger children", "Football club", "The coach knows; changes at home", "Mother and the coach"),
    ("online", "Anybody", "After school", "Phone in the kitchen from eight", "Mother"),
)


def plan_shared(telling: Telling) -> None:
    """A new version of the young person's plan, risk by risk; kept by the school, signed by the child, given to both."""
    case, by = telling.young, telling.people[telling.family.sender]
    at = telling.later(days=1)
    plan = plans.draft_of(case=case, by=by, at=at)
    for setting, people, time, control, owner in LINES:
        line = {"setting": setting, "people": people, "time": time, "control": control, "owner": owner}
        plans.add_line(plan=plan, written=line, by=by, at=at)
    written = {
        "in_the_community": "Football goes on.",
        "stop_when": "School, family and social worker agree at a review that it is not needed any more.",
        "review_on": working_day_by(clock.local_date(at) + timedelta(days=14)),
    }
    plan = plans.save(plan=plan, written=written, version=plan.version, by=by, at=at)
    plans.agree(plan=plan, by=by, at=at)
    plan = SafetyPlan.objects.select_related("case").get(pk=plan.pk)
    school = Agency.objects.filter(kind=AgencyKind.SCHOOL, agency_roles__memberships__user=by).first()
    if school is not None:
        sharing.own(plan=plan, agency=school, by=by, at=at)
    today = clock.local_date(at)
    sharing.sign(plan=plan, who="child", signed_on=today, why_not="", by=by, at=at)
    sharing.sign(
        plan=plan, who="parent", signed_on=None, why_not="Father wants to read it with his sister first.", by=by, at=at
    )
    for which, whom in (("family", "Mother"), ("school", "Form tutor and pastoral office")):
        sharing.give(plan=plan, which=which, to_whom=whom, how="By hand", given_on=today, by=by, at=at)


def new_incident(telling: Telling) -> None:
    """Something more happened today; a manager has still to decide."""
    at = telling.later(days=1)
    incidents.tell(
        case=telling.young,
        happened_on=clock.local_date(at),
        what="Alleged: followed a younger pupil to the changing room after the match. An adult stepped in.",
        told_by="The coach, to the safeguarding lead",
        done_at_once="Taken home by his mother; does not change at school until the plan has been looked at.",
        by=telling.people[telling.family.sender],
        at=at,
    )


def incident_goes_on(telling: Telling) -> None:
    """Decided: no discussion, the plan covers it; and the plan was looked at the same day."""
    new_incident(telling)
    at = telling.later(hours=2)
    incident = NewIncident.objects.select_related("case").get(case=telling.young)
    incidents.decide(
        incident=incident,
        to=State.GOES_ON,
        reasons="Nobody was touched, adults acted as the plan says, and police agree.",
        by=telling.people["grace"],
        at=at,
    )
    look_again(telling)


def look_again(telling: Telling) -> None:
    """The plan in force is looked at the same day, and stays."""
    at = telling.later(hours=1)
    ahead = working_day_by(clock.local_date(at) + timedelta(days=28))
    for plan in SafetyPlan.objects.filter(case=telling.young, state="agreed").select_related("case"):
        plans.keep(plan=plan, review_on=ahead, by=telling.people[telling.family.sender], at=at)


def _moved(telling: Telling, way: Way, *, on_plan: bool) -> None:
    at = telling.later(days=2)
    today = clock.local_date(at)
    transfers.notify(
        case=telling.young,
        way=way,
        authority="Eastmere County Council",
        contact="Pat Moss, safeguarding team, 01632 960999",
        moved_on=today - timedelta(days=2),
        told_on=today,
        on_plan=on_plan,
        what_runs="The assessment of last month, the safety plan, and a club that knows. No court.",
        by=telling.people["grace"],
        at=at,
    )
    look_again(telling)


def moved_in(telling: Telling) -> None:
    """Moved here on a child protection plan: a transfer-in conference is due, and we have still to accept."""
    _moved(telling, Way.IN, on_plan=True)


def moved_out(telling: Telling) -> None:
    """Moved away; the authority there wants a chronology before it accepts, so the child is still ours."""
    _moved(telling, Way.OUT, on_plan=False)
    transfer = telling.young.transfers.select_related("case").get()
    at = telling.later(days=3)
    transfers.answer(
        transfer=transfer,
        to=Answer.DECLINED,
        answered_on=clock.local_date(at),
        there="Pat Moss, Eastmere",
        answer="They want the chronology and the plan first.",
        by=telling.people["grace"],
        at=at,
    )


def _ground(telling: Telling, ground: Ground, what: str) -> None:
    at = telling.later(days=2)
    mappa.record_eligibility(
        case=telling.young,
        ground=ground,
        what=what,
        decided_on=clock.local_date(at),
        source="police",
        source_detail="DC Amy Sorrell",
        by=telling.people["amy"],
        at=at,
    )


def not_eligible(telling: Telling) -> None:
    """A youth caution without notification: no MAPPA, a risk panel instead."""
    _ground(telling, Ground("caution"), "Youth caution, no notification")


def level_two(telling: Telling) -> None:
    """Eligible, accepted at level 2; one meeting held, the next to come without anybody of children's services named."""
    officer, people = telling.people["ruth"], telling.people
    _ground(telling, Ground("conviction", must_notify=True), "Conviction with notification; youth rehabilitation order")
    at = telling.later(days=1)
    referral = mappa.refer(case=telling.young, level=2, sent_on=clock.local_date(at), by=officer, at=at)
    at = telling.later(days=5)
    replied = {"level": 2, "replied_on": clock.local_date(at), "reply": "", "by": officer, "at": at}
    mappa.reply(referral=referral, to=mappa_states.State.ACCEPTED, **replied)
    meeting = mappa.set_meeting(referral=referral, held_on=clock.local_date(at) + timedelta(days=7), by=officer, at=at)
    mappa.attend(meeting=meeting, who="Daniel Okafor, social worker", by=people["daniel"], at=telling.later(hours=2))
    at = telling.later(days=8)
    mappa.record_meeting(
        meeting=meeting,
        to=mappa_states.Held.HELD,
        held_on=clock.local_date(at),
        who_went="YOS officer and manager, social worker, police",
        told="Mother is told of the level and the next date, by the YOS officer.",
        next_on=clock.local_date(telling.now) + timedelta(days=21),
        by=officer,
        at=at,
    )
    mappa.set_action(
        referral=referral,
        what="Ask the football club who supervises changing, and write the answer into the safety plan.",
        to=f"person:{people['daniel'].pk}",
        due_on=clock.local_date(telling.now) + timedelta(days=5),
        by=officer,
        at=telling.later(hours=1),
    )
