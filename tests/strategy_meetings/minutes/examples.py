"""What a strategy meeting wrote about one invented boy: a meeting long enough to show how its minutes look."""

from typing import Any

from strategy_meetings.meetings.parts import PARTS
from strategy_meetings.minutes.record import (
    Decided,
    IfThen,
    OneChild,
    Present,
    Said,
    Shut,
    Tell,
    ToDo,
    Written,
)

RESTRICTED = "K.D.’s phone will be asked for at this afternoon’s home visit."
OTHERS_WORDS = "Low mood since the move in June."


def written(key: str, text: str, answer: str = "") -> Written:
    part = PARTS[key]
    return Written(key, part.group, part.title, part.words_of(answer), text)


def one_child(**more: Any) -> OneChild:
    """The whole record about K.D."""
    values: dict[str, Any] = {
        "child": "K.D.",
        "age": ", 14",
        "reference": "HSB-26-0417",
        "title": "Strategy meeting",
        "on": "Wednesday 2 December 2026",
        "facts": (
            ("Held", "10:04am to 11:09am, by video"),
            ("Chair", "Helen Brandreth, CSWS team manager"),
            ("Minutes by", "Sam Okoye"),
            ("Approved", "Helen Brandreth, Wednesday 2 December 2026, 3:20pm"),
        ),
        "opening": ("A section 47 enquiry begins, joint with police.", "The behaviour is alleged."),
        "happened": "What is alleged",
        "quorum": "Met: social care, police and health took part.",
        "present": (
            Present("Social care", "Helen Brandreth", is_chair=True),
            Present("Social care", "Priya Shah"),
            Present("Police", "DC Amy Sorrell"),
            Present("Health", "Dr Joan Pryce"),
            Present("Youth offending", "Ruth Adeyemi"),
            Present("School", "Nadia Iqbal"),
            Present("Housing", "Lee Marsh", took_part=False, because="no reply to the invitation"),
        ),
        "said": (
            Said("said:1", "csws", "Social care", "Not known before. He came from his father’s in June."),
            Said("said:2", "police", "Police", "No previous record. A crime is recorded."),
            Said("said:3", "police", "Police", RESTRICTED, restricted=True),
            Said("said:4", "health", "Health", OTHERS_WORDS, is_opinion=True),
            Said("said:5", "school", "School", "Attendance 94%. A named adult meets K.D. on arrival."),
            Said("said:6", "yos", "Youth offending", "Nothing rules out AIM2 later.", is_opinion=True),
        ),
        "written": (
            written("what_happened", "Sexual touching of a younger child, more than once, on Sunday visits."),
            written("family_context", "K.D. lives with his mother and his sister M.D. His grandmother helps."),
            written("own_harm", "Hit and locked out by his father until June.", "suspected"),
            written("stance", "Not known. He has not been spoken to."),
            written("legal_status", "No order. His mother has parental responsibility."),
            written("protection", "No other child is known to be involved. K.D. goes to two youth settings."),
            written("needs", "Words need to be short and checked. An opinion on how to interview him is asked for."),
            written("roles", "Social care leads. Police decide the order and timing of interviews."),
            written("safety", "Safety plan, version 1, in force from today. No contact with the child harmed."),
            written("threshold", "What happened at his father’s has not been explored.", "likely"),
            written("section_47", "Joint, because a crime is recorded.", "joint"),
            written("seen_by", "Seen today, alone, by Priya Shah, after his mother is told."),
            written("medical", "No injury is described.", "none"),
            written("interview", "By police, with an intermediary and an appropriate adult."),
            written("conference", "The enquiry asks first what happened there.", "later"),
            written("mappa", "", "not_eligible"),
        ),
        "decided": (
            Decided("decision:1", 1, "A section 47 enquiry about K.D. begins today, joint with police."),
            Decided(
                "decision:2",
                2,
                "K.D. stays at home and at school, under the safety plan.",
                "Police",
                "Too early to say.",
            ),
        ),
        "to_do": (
            ToDo("action:1", 1, "Tell K.D.’s mother, with police", "Priya Shah", "Wednesday 2 December 2026", "csws"),
            ToDo(
                "action:2",
                2,
                "Sign the school part of the safety plan",
                "Nadia Iqbal",
                "Wednesday 2 December 2026",
                "school",
            ),
            ToDo("action:3", 3, "Decide the order of interviews", "DC Amy Sorrell", "Friday 4 December 2026", "police"),
            ToDo("action:4", 4, "Advise what the assessment asks", "Ruth Adeyemi", "Wednesday 9 December 2026", "yos"),
        ),
        "if_then": (
            IfThen("if:1", "his mother cannot supervise", "M.D. stays with her grandmother", "Priya Shah"),
            IfThen("if:2", "another child is named", "Ring the chair that day", "Whoever hears first"),
        ),
        "told": (
            Tell("told:1", "K.D.’s mother", "That enquiries begin.", "Priya Shah", "today", "Who said what."),
            Tell("told:2", "K.D.", "The same, in short words.", "Priya Shah"),
        ),
        "shut": (Shut("shut:1", "What is alleged.", "DC Amy Sorrell, police. ", "K.D. has been interviewed"),),
        "next_steps": (
            ("This meeting again", "Monday 14 December 2026"),
            ("Conference", "If one is called, due by Wednesday 23 December 2026. Meeting again does not move it."),
            ("Something wrong?", "Say what is not accurate by Wednesday 16 December 2026."),
        ),
    }
    return OneChild(**(values | more))
