"""Words for people who are not professionals: what a letter says, without a term of the trade."""

from hsb.escalation.models import About

# "You were not happy about …"
PLAIN_ABOUT: dict[str, str] = {
    About.THRESHOLD: "what was decided after somebody told us they were worried",
    About.DELAY: "how long things are taking",
    About.AIM: "the assessment, or what it found",
    About.INFORMATION: "information that was not passed on",
    About.PLAN: "the plan",
    About.OTHER: "something about how we are working with you",
}
