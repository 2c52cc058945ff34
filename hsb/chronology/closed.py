"""What is not recorded on a record that is closed: work. Who may see it, a mistake put right and a new referral are. Pure."""

from hsb.chronology.declare import Declaration

WORK = frozenset(
    {
        *("notes", "close_notes", "child_words", "assessment", "section_47", "child_plan", "safety_plan", "consent"),
        *("aim_working", "intervention_plan", "engagement", "support"),
    }
)
"""Classes of record that are written only while somebody works with the child."""
ASKED = frozenset({"task.set", "task.asked_again"})


def is_work(declared: Declaration) -> bool:
    """Answer whether an event is work, which a closed record does not take."""
    return not declared.takes_away and (declared.record_class in WORK or declared.code in ASKED)
