"""Consent of the demonstration: refused and to be offered again, withdrawn, found able at fifteen, sixteen, work agreed before trial."""

from datetime import timedelta
from typing import Any

from aim2.agreements import actions as agreements
from aim2.agreements.forms import PROVISO
from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.proceedings import events as proceedings
from aim2.proceedings.actions import record_occasion
from aim2.requests import actions as requests
from hsb import clock
from hsb.cases.models import Person
from hsb.demonstration.story_telling import Step, Telling
from referrals.models import Allegation

TOLD = ("explicit", "private", "disclosed", "stop")


def admitted(how: str = "full") -> Step:
    """The police confirm what was admitted in interview."""

    def step(telling: Telling) -> None:
        ids = [str(pk) for pk in Allegation.objects.filter(case=telling.young).values_list("pk", flat=True)]
        at = telling.later(days=1)
        said = proceedings.AdmissionRecorded(allegations=ids, admission=how)
        record_occasion(case=telling.young, entries=[said], occurred=at, by=telling.people["amy"], at=at)

    return step


def police_ask(telling: Telling) -> None:
    case, tom = telling.young, telling.people["tom"]
    words = "He is on bail. What would help, and at what risk, before the decision on charge?"
    asked = requests.ask(case=case, asks=words, by=telling.people["amy"], at=telling.later(hours=2))
    text = "It may help the decision. It begins once consent is complete."
    requests.answer(request=asked, to="accepted", text=text, by=tom, at=telling.later(days=1))


def says(reply: str, relationship: str = "", **more: Any) -> Step:
    """The young person, or the parent of that relationship, answers; a day passes."""

    def step(telling: Telling) -> None:
        case = telling.young
        at = telling.later(days=1)
        person = Person.objects.get(case=case, relationship__iexact=relationship) if relationship else None
        given: dict[str, Any] = {
            "purpose": "take_part",
            "giver": "parent" if person else "young_person",
            "person": person,
            "reply": reply,
            "answered_on": clock.local_date(at),
            "method": "in_person",
            "interpreter": "not_needed",
            "told": (*TOLD, "parents") if person else TOLD,
        }
        if person is not None:
            given["responsibility"] = "birth_mother" if relationship == "mother" else "birth_certificate"
        else:
            given |= {"able": False, "reasoning": "Could say what it is about; asked his mother to decide with him."}
        if reply in ("refuses", "withdraws"):
            given |= {"reasons": "“It’s over. If I talk about it, it starts again.”"}
            given |= {"next_offer_on": clock.local_date(at) + timedelta(days=28)}
        consent.record_answer(case=case, answer=Answered(**given | more), by=telling.people["ruth"], at=at)

    return step


def decide_instead(telling: Telling) -> None:
    at = telling.later(days=2)
    consent.decide_after_refusal(
        case=telling.young,
        safety_plan="Stays as agreed; the school looks at it each week.",
        other_help="Three meetings with his mother, without him.",
        social_care="Asked whether the plan is enough; it is, for now.",
        next_offer_on=clock.local_date(at) + timedelta(days=26),
        by=telling.people["tom"],
        at=at,
    )


def lead(telling: Telling) -> None:
    """Ruth Adeyemi is accredited and leads; the social worker works it with her."""
    people, at = telling.people, telling.later(hours=2)
    today = clock.local_date(telling.now)
    requests.accredit(
        user=people["ruth"],
        edition="2012",
        accredited_on=today - timedelta(days=500),
        expires_on=today + timedelta(days=290),
        certificate="Number 0412, seen.",
        by=people["tom"],
        at=at,
    )
    requests.name_lead(
        case=telling.young, lead=people["ruth"], co_worker=people["daniel"], reason="", by=people["tom"], at=at
    )


def agree_before_trial(telling: Telling) -> None:
    at = telling.later(days=1)
    day = clock.local_date(at)
    ruth = telling.people["ruth"]
    asked = agreements.ask(
        case=telling.young,
        topics="Relationships, consent in general, safety online.",
        proviso=PROVISO,
        young_person_told="With his mother, in the office: notes may be read by police and court.",
        review_on=day + timedelta(days=60),
        by=ruth,
        at=at,
    )
    for party, name in (("police", "DC Amy Sorrell"), ("cps", "R. Hale, prosecutor")):
        at = telling.later(days=1)
        agreements.answer(agreement=asked, party=party, name=name, on=clock.local_date(at), by=ruth, at=at)


ABLE = {"able": True, "reasoning": "He put it in his own words and named one reason for and one against."}
OWN = {"able": None, "reasoning": "", "parent_told": "His mother, the same day."}

BOTH: tuple[Step, ...] = (says("agrees"), says("agrees", "mother"))
ASKED: tuple[Step, ...] = (admitted(), police_ask)
TO_BE_ASKED: tuple[Step, ...] = (*ASKED, lead)
REFUSED: tuple[Step, ...] = (*ASKED, says("agrees", "mother"), says("refuses"), decide_instead)
WITHDRAWN: tuple[Step, ...] = (*ASKED, lead, *BOTH, says("withdraws"))
ABLE_AT_FIFTEEN: tuple[Step, ...] = (
    *ASKED,
    lead,
    says("agrees", **ABLE, parent_told="Not yet: he fears his father. His aunt knows."),
)
SIXTEEN: tuple[Step, ...] = (
    *ASKED,
    lead,
    says("agrees", **OWN),
    says("refuses", purpose="share", share_with="School", **OWN),
)
BEFORE_TRIAL: tuple[Step, ...] = (*ASKED, lead, agree_before_trial, *BOTH)
