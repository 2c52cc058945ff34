"""A case in a social worker's hands: assessment, engagement, safety plan; and the Youth Offending Service."""

import datetime

from hsb.timeliness.calendar import known_holidays, previous_working_day
from tests.journeys.browsing import Visitor


def today(by: Visitor, name: str, *, days: int = 0) -> Visitor:
    day = datetime.date.today() + datetime.timedelta(days=days)
    return by.write_date(name, day.day, day.month, day.year)


def assess(by: Visitor, case: str) -> None:
    """The analysis, the question about the young person's own harm, the finding and what is recommended."""
    assessment = f"/cases/{case}/assessment/"
    by.open(f"{assessment}analysis/").write("text", "It was not mutual and went on after adults stepped in.")
    by.press("Save and go back to contents")
    by.open(f"{assessment}child_views/").write("text", "“I did not know how to stop.” Seen alone at school.")
    by.press("Save and go back to contents")
    by.open(f"{assessment}risk/").write("text", "Younger children, where no adult is near.")
    by.press("Save and go back to contents")
    by.open(f"{assessment}judgement/own-harm/").choose("own_harm", "none_known").press("Save")
    by.open(f"{assessment}judgement/finding/").choose("finding", "abusive").choose("finding_basis", "probabilities")
    by.write("finding_reasons", "The account is first-hand and staff saw part of it.").press("Save")
    by.open(f"{assessment}judgement/recommendation/").choose("recommendation", "child_in_need")
    by.write("left_out", "They are asked when the plan is looked at.").press("Save")
    by.press("Send to a manager").sees("Waiting for a manager")


def authorise(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/assessment/").press("Read it and decide").sees("Judgement and decision")
    by.choose("decision", "child_in_need").press("Authorise the assessment").sees("The assessment is authorised")


def end_enquiry(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/engagement/ended/").choose("kind", "criminal").write(
        "outcome", "The police take no further action."
    )
    today(by, "ended_on").press("Record the end").sees("Now decide whether to engage")


def engage(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/engagement/decide/").choose("engage", "yes")
    by.write("reasons", "The family may be ready to talk.").press("Record decision").sees("The decision is recorded")


def offer(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/engagement/offer/").choose("made_to", "both").choose("response", "accepted")
    by.write("framing", "A chance to understand how things came to be as they are.")
    today(by, "made_on").press("Record offer").sees("The offer is recorded")


def stance(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/engagement/stance/").choose("who", "young_person").choose("stance", "partly")
    by.write("words", "Says some of it is true.")
    today(by, "on").press("Record").sees("Accepts part of it")


def safety_plan(by: Visitor, case: str) -> None:
    by.open(f"/cases/{case}/safety-plan/write/").write("what_is_known", "An allegation is being looked into.")
    by.write("trusted_adults", "Ms Iqbal, pastoral office.").write("if_this_happens", "Pastoral office at once.")
    by.write("childs_views", "Wants to go on with football.")
    soon = datetime.date.today() + datetime.timedelta(days=7)
    day = previous_working_day(soon, known_holidays(soon - datetime.timedelta(days=7), soon))
    by.write_date("review_on", day.day, day.month, day.year)
    by.press("Agree the plan").sees("Safety plan, version 1")


def screen(by: Visitor, outcome: str, reasons: str, *, question: str = "") -> Visitor:
    """On a referral in the YOS inbox: the decision."""
    by.choose("outcome", outcome).write("reasons", reasons)
    if question:
        by.write("question", question)
    return by.press("Record decision")


def allocate_officer(by: Visitor, case: str, officer: str) -> None:
    by.open(f"/cases/{case}/yos/allocate/").page.get_by_label(officer).check()
    by.press_first().sees("holds this case for YOS now")
