"""Nothing ends otherwise: every way a strand goes from open to ended, with the record of why."""

import pytest

from aim2.closures.states import CLOSED, CLOSES_FROM
from hsb.cases.states import ENDS, OPEN_STATES, TRANSITIONS, Strand
from hsb.chronology.declare import DECLARED

ENDS_LISTED = {
    # A referral that was never accepted ends with MASH's reasons and a second person's approval, and no closure.
    ("safeguarding", "decision_proposed", "closed"): ("mash.decided", "mash.decision_approved"),
    # What became work, whatever an assessment, a discussion or an enquiry decided of it, ends by a closure.
    ("safeguarding", "child_in_need", "closed"): ("strand.closed",),
    ("safeguarding", "early_help", "closed"): ("strand.closed",),
    ("safeguarding", "to_close", "closed"): ("strand.closed",),
    ("youth_offending", "referred", "declined"): ("yos.screened", "yos.declined"),
    ("youth_offending", "screening", "declined"): ("yos.screened", "yos.declined"),
    ("youth_offending", "more_asked", "declined"): ("yos.screened", "yos.declined"),
    ("youth_offending", "accepted", "closed"): ("strand.closed",),
    ("youth_offending", "allocated", "closed"): ("strand.closed",),
}


def _ways(strand: Strand) -> set[tuple[str, str, str]]:
    return {
        (strand.value, str(before), str(after))
        for before in OPEN_STATES[strand]
        for after in TRANSITIONS[strand][before]
        if after not in OPEN_STATES[strand]
    }


def test_every_way_to_an_end_is_listed_with_what_says_why() -> None:
    ways = _ways(Strand.SAFEGUARDING) | _ways(Strand.YOUTH_OFFENDING)

    assert ways == set(ENDS_LISTED)
    assert all(ENDS[Strand(strand)][before].said_by == ENDS_LISTED[strand, before, to] for strand, before, to in ways)


def test_the_police_and_the_courts_end_theirs_and_nobody_closes_it() -> None:
    ways = _ways(Strand.CRIMINAL_JUSTICE)

    assert {after for _, _, after in ways} == {"ended"} and Strand.CRIMINAL_JUSTICE not in CLOSED
    assert {before for _, before, _ in ways} <= set(ENDS[Strand.CRIMINAL_JUSTICE])


@pytest.mark.parametrize("strand", list(ENDS))
def test_what_says_why_is_an_event_and_a_closure_starts_from_where_one_is_asked(strand: Strand) -> None:
    ends = ENDS[strand]

    assert all(code in DECLARED for end in ends.values() for code in end.said_by)
    by_closure = {state for state, end in ends.items() if "strand.closed" in end.said_by}
    assert by_closure == set(CLOSES_FROM.get(strand, ()))
