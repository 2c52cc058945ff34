"""Consent to take part in AIM2, as the YOS officer writes down what was answered."""

import re

from tests.journeys.browsing import Visitor


def answer(by: Visitor, reply: str) -> Visitor:
    """On the form of somebody's answer: everything was told, in person, and this was the reply."""
    by.choose("purpose", "take_part").choose("told", "explicit", "private", "disclosed", "stop")
    return by.choose("method", "in_person").choose("interpreter", "not_needed").choose("reply", reply)


def the_young_person_agrees(by: Visitor, case: str) -> None:
    """Not able to decide alone, so that a parent has to agree too."""
    by.open(f"/cases/{case}/aim2/consent/young_person/").sees("Begin with the young person’s future and safety")
    answer(by, "agrees").choose("able", "no").press("Record answer").sees("what they said and did")
    by.write("reasoning", "He could say what it is, and wants his mother to decide with him.")
    by.press("Record answer").sees("The answer is recorded")


def the_mother_agrees(by: Visitor, case: str) -> None:
    """Refused without responsibility, then recorded by the right she has."""
    by.open(f"/cases/{case}/aim2/consent/").follow(re.compile("mother", re.I))
    answer(by, "agrees").choose("responsibility", "none").press("Record answer").sees("no parental responsibility")
    by.choose("responsibility", "birth_mother").press("Record answer").sees("Enough to begin, since")
