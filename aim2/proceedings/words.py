"""Codes of proceedings and what they are called. Pure."""

from datetime import date

from hsb.timeliness.english import long_date


def lower_first(words: str) -> str:
    """Answer the words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


RANKS = {
    "inspector": "an inspector",
    "superintendent": "a superintendent",
    "designated": "an assistant chief constable, in a case that a prosecutor has designated",
    "court": "a magistrates’ court",
}
PERIODS = {"inspector": 2, "superintendent": 3, "designated": 4, "court": 5}
BAIL_ENDS = {
    "charged": "charged",
    "released": "released under investigation",
    "no_further_action": "no further action",
    "out_of_court": "dealt with out of court",
    "ended": "police ended it",
}
CPS = {
    "charge": "charge",
    "no_further_action": "no further action",
    "out_of_court": "an outcome out of court",
    "more": "more is needed before a decision",
}
OUTCOMES = {
    "community_resolution": "Community resolution",
    "outcome_22": "Outcome 22: no prosecution, work is done instead",
    "youth_caution": "Youth caution",
    "conditional_caution": "Youth conditional caution",
}
CAUTIONS = frozenset({"youth_caution", "conditional_caution"})
SENTENCES = {
    "referral_order": "referral order",
    "yro": "youth rehabilitation order",
    "custody": "detention",
    "conditional_discharge": "conditional discharge",
    "absolute_discharge": "absolute discharge",
    "other": "another sentence",
}
RUNNING_SENTENCES = frozenset({"referral_order", "yro", "custody", "conditional_discharge"})
"""Sentences that run for a time: an order stands until it has ended."""
ORDERS = {
    "shpo": "Sexual harm prevention order",
    "interim_shpo": "Interim sexual harm prevention order",
    "sro": "Sexual risk order",
    "interim_sro": "Interim sexual risk order",
    "restraining": "Restraining order",
    "other": "Another order",
}
LICENCE, NOTIFICATION = "licence", "notification"
CALLED = ORDERS | SENTENCES | {LICENCE: "licence", NOTIFICATION: "duty to notify the police"}
"""What everything is called that binds for a time: orders, sentences that run, a licence, the duty to notify."""
BROKEN = CALLED | {"court_bail": "bail by the court", "remand": "the remand"}
PURPOSES = {
    "first_hearing": "First hearing",
    "plea": "Plea hearing",
    "trial": "Trial",
    "review": "Trial review",
    "sentence": "Sentence",
    "other": "Hearing",
}


def day(iso: str) -> str:
    """Answer a stored date in words, or nothing."""
    return long_date(date.fromisoformat(iso)) if iso else ""


def joined(*parts: str) -> str:
    """Answer the sentences that say something, one after the other."""
    return " ".join(part.strip() for part in parts if part and part.strip())
