"""What a referrer is told, for each outcome: what was decided, and nothing of what is on record. Pure."""

from hsb.agencies.profile import Profile
from referrals.models.mash import Outcome, Planning

_SAID: dict[str, str] = {
    Outcome.NO_FURTHER_ACTION: "{mash} has decided that children’s social care will take no further action on {child} now.",
    Outcome.EARLY_HELP: "{mash} has decided that {child} will be offered early help.",
    Outcome.ASSESSMENT: "{mash} has decided that a social worker will assess what {child} needs.",
    Outcome.STRATEGY_MEETING: "{mash} has decided to hold a strategy meeting about {child}. You may be asked to come.",
    Outcome.SECTION_47: "{mash} has decided that children’s social care will make enquiries about the safety of {child}.",
}
_THEN: dict[str, str] = {
    Outcome.NO_FURTHER_ACTION: "If anything new is said or seen, refer again. Ring {mash} if you disagree.",
    Outcome.EARLY_HELP: "Somebody will get in touch with you about it.",
    Outcome.ASSESSMENT: "The social worker may ring you. Keep what you have put in place to keep children apart and safe.",
    Outcome.STRATEGY_MEETING: "Keep what you have put in place, and do not question the children about it.",
    Outcome.SECTION_47: "Keep what you have put in place, and do not question the children or their families about it.",
}


def feedback(outcome: str, planning: str, message: str, *, child: str, profile: Profile) -> str:
    """Answer the words the referrer reads about one child, with what the decider adds."""
    mash = profile.name("mash")
    said = [_SAID[outcome].format(mash=mash, child=child)]
    if planning == Planning.HOLD:
        said.append("The agencies will hold a planning meeting; you may be asked to come.")
    said.append(_THEN[outcome].format(mash=mash, child=child))
    words = " ".join(said)
    return f"{words}\n\n{message.strip()}" if message.strip() else words
