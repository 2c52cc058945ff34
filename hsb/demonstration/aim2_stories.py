"""AIM2 in the demonstration: consent and lead, an assessment at each of its stages, what left it, the plan that follows.

Over 300 lines: one story after the other, told in the order they happen.
"""

import re
from datetime import date, timedelta

from aim2.assessments import actions as assessing
from aim2.assessments import parts, signing, writing
from aim2.assessments import queries as written
from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.disclosures import actions as disclosing
from aim2.disclosures.kinds import AUDIENCES, Kind
from aim2.instruments import loading
from aim2.instruments import queries as instruments
from aim2.instruments.pack import Pack
from aim2.models import Assessment, Tool
from aim2.plans import actions as planning
from aim2.ratings import actions as rating
from aim2.requests import actions as requests
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.involvement import involve
from hsb.cases.models import Part
from hsb.demonstration.story_telling import Step, Telling

CO_WORKER = "daniel"
RESTS_ON = (
    "School's account of the term, and his own.",
    "Told by his mother at the second session.",
    "The safety plan's review says the same.",
)
EDITION = "AIM2 manual, revised November 2012, licence of Aldermere YOS"

# Invented; nothing of it is the instrument's.
SAID: dict[str, str] = {
    "behaviours.concerns_static": "One incident is known, in the autumn, in a room without an adult.",
    "behaviours.concerns_dynamic": "He does not yet find words for how it was for the other child.",
    "behaviours.strengths_static": "No earlier incident is known to school, police or social care.",
    "behaviours.strengths_dynamic": "He stopped when he was told to, and has kept to the safety plan since.",
    "developmental.concerns_static": "Two moves of school before he was ten.",
    "developmental.concerns_dynamic": "Alone at breaks since his friends left.",
    "developmental.strengths_static": "Early years without worries, as the health visitor's notes have it.",
    "developmental.strengths_dynamic": "Asks questions when something is explained with pictures.",
    "family.concerns_static": "A separation before he was ten, of which nobody spoke with him.",
    "family.concerns_dynamic": "Evenings are often unsupervised since the mother's shifts changed.",
    "family.strengths_static": "Grandparents nearby who have always been part of his week.",
    "family.strengths_dynamic": "His mother comes to every appointment and rings when she is unsure.",
    "environment.concerns_static": "Much unstructured time on the bus in the last two years.",
    "environment.concerns_dynamic": "His phone is not looked at by anybody at night.",
    "environment.strengths_static": "Football since he was seven, with the same coach.",
    "environment.strengths_dynamic": "School has put an adult at the back of the bus queue.",
    "limits": "An early assessment: it does not predict. Health has not answered yet.",
    "child_account": "He says that it happened once and that it was wrong.",
    "parent_account": "His mother believes that it happened and wants to know what to say to him.",
    "formulation": "Loneliness after his friends left, knowledge from older boys online, and evenings alone come together. "
    "What protects him is a mother who asks for help.",
    "risk_whom": "To children somewhat younger than he is.",
    "risk_where": "Where no adult is near: the bus, evenings at home with visitors.",
    "risk_soon": "When he has been shut out by others that day.",
    "supervision": "An adult on the bus and at unstructured times; evenings with an adult until the review.",
    "needs": "Words for feelings, with pictures; what is private; a way back into a group.",
    "school": "One adult whom he can go to, who needs to know no more than the safety plan says.",
    "online": "The phone stays downstairs at night.",
    "safety_plan": "The bus, evenings, the phone.",
    "review": "In three months, or when something significant happens.",
    "for_young_person": "We met and talked. You told us what evenings are like.\n\nNext we meet every Tuesday and work with pictures.",
    "for_parents": "Thank you for coming each time.\n\nNext we work on what to say, and on evenings with an adult.",
}


def ready(lead: str) -> Step:
    """The lead is accredited and named, the young person has agreed to take part."""

    def step(telling: Telling) -> None:
        case, at = telling.young, telling.later(days=1)
        officer, manager = telling.people[lead], telling.people["tom"]
        requests.accredit(
            user=officer,
            edition="2012",
            accredited_on=date(2024, 9, 2),
            expires_on=clock.local_date(telling.now) + timedelta(days=400),
            certificate=f"A-{officer.pk}",
            by=manager,
            at=at,
        )
        _on_the_case(telling, CO_WORKER, Role.SOCIAL_WORKER)
        requests.name_lead(case=case, lead=officer, co_worker=telling.people[CO_WORKER], reason="", by=manager, at=at)
        _agrees(telling, officer)

    return step


def agrees(who: str) -> Step:
    """The young person has agreed to take part, as this colleague wrote down."""

    def step(telling: Telling) -> None:
        telling.later(days=1)
        _agrees(telling, telling.people[who])

    return step


def _agrees(telling: Telling, by: User) -> None:
    answer = Answered(
        purpose="take_part",
        giver="young_person",
        reply="agrees",
        answered_on=clock.local_date(telling.at),
        method="in_person",
        interpreter="not_needed",
        told=("explicit", "private", "disclosed", "stop"),
        able=True,
        reasoning="He said in his own words what we would talk about and that he may stop.",
        parent_told="His mother was told the same day.",
    )
    consent.record_answer(case=telling.young, answer=answer, by=by, at=telling.at)


def _on_the_case(telling: Telling, key: str, role: Role) -> None:
    case, user = telling.young, telling.people[key]
    if not case.involvements.open().filter(user=user).exists():
        involve(case=case, part=Part.ALLOCATED, user=user, role=role, by=None, at=telling.at)


def learns_otherwise(telling: Telling) -> None:
    """AIM2 does not suit how this young person learns: another tool takes its place."""
    requests.judge_tool(
        case=telling.young,
        suits="no",
        learning_disability=True,
        reasons="He follows pictures, not sentences.",
        changes="",
        alternative="Pictures framework",
        by=telling.people["tom"],
        at=telling.later(days=1),
    )


def begin(lead: str, tool: str = Tool.AIM2) -> Step:
    """It is opened, and two sessions have been held."""
    return begin_with(lead, CO_WORKER, tool)


def begin_with(lead: str, co_worker: str, tool: str, *, narrative_only: bool = False) -> Step:
    """The same, with this co-worker."""

    def step(telling: Telling) -> None:
        officer = telling.people[lead]
        at = telling.later(days=2)
        assessment = assessing.open_assessment(
            case=telling.young,
            lead=officer,
            co_worker=telling.people[co_worker],
            tool=tool,
            tool_name="Pictures framework" if tool == Tool.ALTERNATIVE else "",
            narrative_only=narrative_only,
            by=officer,
            at=at,
        )
        for whom, notes in (
            ("young_person", "What a week looks like.\n\nRules about the phone in each home."),
            ("parent", "The mother asks what to say when he asks about it."),
        ):
            at = telling.later(days=3)
            assessing.record_session(
                assessment=assessment,
                held_on=clock.local_date(at),
                whom=whom,
                attended=True,
                how="At the office, with pictures.",
                notes=notes,
                by=officer,
                at=at,
            )
        assessing.add_source(
            assessment=assessment,
            kind="seen",
            what="The young person and his mother",
            on=None,
            note="",
            by=officer,
            at=at,
        )
        assessing.add_source(
            assessment=assessment,
            kind="not_available",
            what="School nurse",
            on=None,
            note="Not answered yet.",
            by=officer,
            at=at,
        )

    return step


def _rates(telling: Telling, by: User, answers: dict[str, str]) -> None:
    assessment = _current(telling)
    for n, (item, typed) in enumerate(answers.items()):
        rating.rate(
            assessment=assessment,
            item=item,
            typed=typed,
            why=RESTS_ON[n % len(RESTS_ON)],
            number=0,
            by=by,
            at=telling.at,
        )


def _with(telling: Telling, code: str) -> Pack:
    """The invented instruments are loaded, and this one is chosen."""
    at = telling.later(days=1)
    packs = {one.code: one for one in loading.load_shipped(by=telling.people["tom"], at=at)}
    assessment = _current(telling)
    rating.choose(assessment=assessment, pack=packs[code], by=assessment.lead, at=at)
    return instruments.pack_of(packs[code])


def half_rate(telling: Telling) -> None:
    """The first domain is rated by both, with one point otherwise and one not known; the second is begun."""
    pack = _with(telling, "demonstration_across")
    assessment, co = _current(telling), telling.people[CO_WORKER]
    first = [one.code for one in pack.items_of("D1")]
    said = {code: {5: "n", 9: "x"}.get(n) or str((n * 7) % 3) for n, code in enumerate(first)}
    _rates(telling, assessment.lead, said)
    _rates(telling, co, {**said, first[2]: "2", first[7]: "0"})
    second = [one.code for one in pack.items_of("D2")]
    _rates(telling, assessment.lead, dict.fromkeys(second[:4], "1"))
    _rates(telling, co, dict.fromkeys(second[2:6], "1"))


def rate_all(telling: Telling) -> None:
    """Every item is rated by both; the one they saw otherwise is settled with the reason, and one stays not known."""
    pack = _with(telling, "demonstration_by_domain")
    assessment, co = _current(telling), telling.people[CO_WORKER]
    said = {one.code: str((n * 2) % 6) for n, one in enumerate(pack.items)} | {"3.2": "n"}
    _rates(telling, assessment.lead, said)
    _rates(telling, co, {**said, "1.2": "0" if said["1.2"] != "0" else "2"})
    rating.settle(
        assessment=assessment,
        item="1.2",
        typed="2",
        because="The school's log bears out the earlier count.",
        number=0,
        by=co,
        at=telling.later(days=1),
    )


def _current(telling: Telling) -> Assessment:
    return Assessment.objects.select_related("case", "lead", "co_worker").filter(case=telling.young).latest("number")


def differ(telling: Telling) -> None:
    """Some of it is written; the two see one point otherwise, and one part only the co-worker has finished."""
    assessment, at = _current(telling), telling.later(days=2)
    lead, co = assessment.lead, telling.people[CO_WORKER]
    for key in ("developmental.concerns_static", "developmental.strengths_static", "family.concerns_static"):
        for writer in (lead, co):
            _write(assessment, key, SAID[key], writer, telling)
            writing.finish(assessment=assessment, key=key, by=writer, at=at)
    other = "The cousin was spoken of: his mother moved them away because of it. I count that as protection too."
    _write(assessment, "family.strengths_dynamic", SAID["family.strengths_dynamic"], lead, telling)
    _write(assessment, "family.strengths_dynamic", other, co, telling)
    for writer in (lead, co):
        writing.finish(assessment=assessment, key="family.strengths_dynamic", by=writer, at=at)
    _write(assessment, "family.concerns_dynamic", SAID["family.concerns_dynamic"], co, telling)
    writing.finish(assessment=assessment, key="family.concerns_dynamic", by=co, at=at)
    _write(assessment, "formulation", SAID["formulation"], lead, telling)
    assessing.add_source(
        assessment=assessment,
        kind="opinion_asked",
        what="Speech and language therapist",
        on=clock.local_date(telling.now) + timedelta(days=12),
        note="How much he follows without pictures.",
        by=lead,
        at=telling.at,
    )
    assessing.add_to_timeline(
        assessment=assessment,
        when="Autumn, two years ago",
        sorted_on=None,
        what="Kept looking at younger children in the changing room, as school noted.",
        source="School record",
        allegation=None,
        by=lead,
        at=telling.at,
    )


def _write(assessment: Assessment, key: str, text: str, by: User, telling: Telling) -> None:
    held = assessment.texts.filter(key=key, writer=by if key in parts.DOMAIN_KEYS else None).first()
    version = held.version if held else 0
    writing.save(assessment=assessment, key=key, text=text, version=version, by=by, at=telling.at)


def write_under_12(co_worker: str) -> Step:
    """The narrative for younger children is written by the two, and waits for a social care manager."""

    def step(telling: Telling) -> None:
        _write_all(telling, co_worker)

    return step


def write_all(telling: Telling) -> None:
    """Every text is written, the totals are entered from the manual, and the co-worker agrees."""
    _write_all(telling, CO_WORKER)


def _write_all(telling: Telling, co_worker: str, *, again: bool = False) -> None:
    """Every text is written, or, where it is rated `again`, those of what can change."""
    assessment = _current(telling)
    said = _of_a_girl(SAID) if telling.family.extra.get("young-person", {}).get("sex") == "female" else SAID
    telling.later(days=4)
    for key in parts.DOMAIN_KEYS:
        if again and not parts.is_dynamic(key):
            continue
        for writer in (assessment.lead, telling.people[co_worker]):
            _write(assessment, key, said[key], writer, telling)
            writing.finish(assessment=assessment, key=key, by=writer, at=telling.at)
    for part in parts.WHOLE:
        if part.key in said:
            _write(assessment, part.key, said[part.key], assessment.lead, telling)
    if not assessment.narrative_only and not written.is_rated(assessment):
        assessing.say_edition(assessment=assessment, edition=EDITION, by=assessment.lead)
        for kind in parts.Kind.values:
            assessing.enter_total(
                assessment=assessment,
                kind=kind,
                total=None,
                band="",
                none_because="Invented partnership: no manual is at hand.",
                version=0,
                by=assessment.lead,
                at=telling.at,
            )
    if not assessment.narrative_only:
        assessing.judge(
            assessment=assessment, level="medium", reason="Evenings and the bus.", by=assessment.lead, at=telling.at
        )
    signing.agree(assessment=_current(telling), by=telling.people[co_worker], at=telling.later(days=1))


_HER = {"He": "She", "he": "she", "His": "Her", "his": "her", "him": "her", "himself": "herself"}


def _of_a_girl(said: dict[str, str]) -> dict[str, str]:
    return {
        key: re.sub(r"\b(himself|He|he|His|his|him)\b", lambda found: _HER[found[0]], text)
        for key, text in said.items()
    }


def narrative_only(telling: Telling) -> None:
    """AIM2 was made for boys: of a girl there is a narrative, by the manager's word, without rating, total, band or level."""
    requests.let_narrative_begin(
        case=telling.young,
        why="girl",
        reasons="Her needs are known well enough for a narrative; nothing is rated.",
        by=telling.people["tom"],
        at=telling.later(days=1),
    )


def rated_again(telling: Telling) -> None:
    """What can change was rated again: the next version is signed, and replaces the one before."""
    at = telling.later(days=6)
    signing.rate_again(assessment=_current(telling), opened=_opened(telling, "jamie"), at=at)
    at = telling.later(days=2)
    assessing.record_session(
        assessment=_current(telling),
        held_on=clock.local_date(at),
        whom="both",
        attended=True,
        notes="What is different since the summer.",
        by=telling.people["jamie"],
        at=at,
    )
    _write_all(telling, CO_WORKER, again=True)
    sign_and_share(telling)


def interim_extract(telling: Telling) -> None:
    """The court sits before the assessment is finished: an interim extract waits for the manager's name."""
    assessment, at = _current(telling), telling.later(days=1)
    lead = access.get_case(assessment.lead, telling.young.reference, look="AIM report")
    disclosure = disclosing.prepare(
        assessment=assessment,
        opened=lead,
        kind=Kind.COURT,
        to="Aldermere Youth Court",
        hearing_on=clock.local_date(telling.now) + timedelta(days=12),
        at=at,
    )
    given = disclosing.offered_for(disclosure, at=at)
    disclosure = disclosing.save(
        disclosure=disclosure,
        opened=lead,
        picked={one.name for one in given},
        ties={one.name: "none" for one in given if not one.fixed},
        values={"gateway": "pre_sentence", "why": "What the court needs before the report.", "own_words": ""},
        version=disclosure.version,
        at=at,
    )
    disclosing.send(disclosure=disclosure, opened=lead, at=telling.later(hours=1))


def _opened(telling: Telling, key: str) -> access.OpenCase:
    return access.get_case(telling.people[key], telling.young.reference, look="AIM assessment")


def return_it(telling: Telling) -> None:
    assessment = _current(telling)
    signing.send_back(
        assessment=assessment,
        opened=_opened(telling, "tom"),
        comment="Say more on how soon, and whom the school told.",
        version=assessment.version,
        at=telling.later(days=2),
    )


def sign_and_share(telling: Telling) -> None:
    assessment = _current(telling)
    manager = _opened(telling, "tom")
    signing.sign(assessment=assessment, opened=manager, version=assessment.version, at=telling.later(days=2))
    at = telling.later(days=3)
    signing.share(
        assessment=assessment,
        on=clock.local_date(at),
        shared_with="The young person and his mother, read out",
        because="",
        by=assessment.lead,
        at=at,
    )


def disclose(kind: Kind, to: str) -> Step:
    """A document has left: everything under its headings, tied to no allegation."""

    def step(telling: Telling) -> None:
        assessment = _current(telling)
        at = telling.later(days=1)
        lead = access.get_case(assessment.lead, telling.young.reference, look="AIM report")
        disclosure = disclosing.prepare(assessment=assessment, opened=lead, kind=kind, to=to, at=at)
        given = disclosing.offered_for(disclosure, at=at)
        disclosure = disclosing.save(
            disclosure=disclosure,
            opened=lead,
            picked={one.name for one in given},
            ties={one.name: "none" for one in given},
            values={
                "gateway": str(AUDIENCES[kind].gateways[0]),
                "why": "What this reader needs to act.",
                "own_words": "",
            },
            version=disclosure.version,
            at=at,
        )
        disclosing.leave(disclosure=disclosure, opened=lead, version=disclosure.version, at=at)

    return step


def intervene(telling: Telling) -> None:
    """The plan is agreed and runs, with a missed session and a review."""
    assessment = _current(telling)
    lead = assessment.lead
    opened = access.get_case(lead, telling.young.reference, look="intervention plan")
    plan = planning.open_plan(
        case=telling.young, basis="aim2", lead=lead, proviso="", opened=opened, at=telling.later(days=1)
    )
    for strand, comes_from, goal, measure in (
        (
            "young_person",
            "developmental",
            "He names what he feels, with pictures.",
            "He does so unasked in three sessions.",
        ),
        ("parents", "family", "Evenings with an adult.", "Four weeks without an evening alone."),
        ("school", "environment", "One adult he goes to.", "He has gone twice by himself."),
    ):
        planning.add_goal(
            plan=plan,
            strand=strand,
            comes_from=comes_from,
            goal=goal,
            measure=measure,
            method="",
            practitioner="",
            by=lead,
            at=telling.at,
        )
    planning.agree(plan=plan, opened=_opened(telling, "tom"), at=telling.later(days=1))
    for attendance in ("came", "came", "cancelled", "came"):
        at = telling.later(days=4)
        planning.record_session(
            plan=plan,
            on=clock.local_date(at),
            strand="young_person",
            attendance=attendance,
            engagement="Talked more than last time." if attendance == "came" else "His mother rang: ill.",
            notes="",
            by=lead,
            at=at,
        )
    at = telling.later(days=3)
    planning.review(
        plan=plan,
        held_on=clock.local_date(at),
        result="Evenings have an adult. Words for feelings go on; the school's part is reached.",
        rated_again=None,
        because="What can change was rated less than three months ago.",
        by=lead,
        at=at,
    )


BEGUN: tuple[Step, ...] = (ready("ruth"), begin("ruth"), differ, half_rate)
RETURNED: tuple[Step, ...] = (ready("jamie"), begin("jamie"), write_all, return_it)
OTHER_TOOL: tuple[Step, ...] = (learns_otherwise, ready("ruth"), begin("ruth", Tool.ALTERNATIVE), write_all)
GIRL: tuple[Step, ...] = (
    narrative_only,
    ready("ruth"),
    begin_with("ruth", CO_WORKER, Tool.AIM2, narrative_only=True),
    write_all,
    sign_and_share,
)
RATED_AGAIN: tuple[Step, ...] = (ready("jamie"), begin("jamie"), write_all, sign_and_share, rated_again)
BEFORE_THE_HEARING: tuple[Step, ...] = (ready("ruth"), begin("ruth"), differ, interim_extract)
SIGNED: tuple[Step, ...] = (
    ready("jamie"),
    begin("jamie"),
    rate_all,
    write_all,
    sign_and_share,
    disclose(Kind.YOUNG_PERSON, "The young person"),
    disclose(Kind.CARE_PLAN, "The social worker, for the plan"),
    intervene,
)
