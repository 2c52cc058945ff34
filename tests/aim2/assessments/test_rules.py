"""How two views of one text become one: every combination, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from aim2.assessments import parts
from aim2.assessments.rules import Standing, View, is_stale, sees_both, standing
from aim2.assessments.states import FINAL, OPEN, OWNER, TRANSITIONS, WRITABLE, State
from aim2.disclosures import kinds

views = some.builds(View, text=some.sampled_from(["", " ", "a", "b"]), finished=some.booleans(), kept=some.booleans())


@given(lead=views, co=some.none() | views, common=some.none() | views)
def test_what_is_locked_is_locked_whatever_was_written(lead, co, common):
    assert standing(lead=lead, co=co, common=common, locked=True) == Standing.LOCKED


@given(lead=views, co=views)
def test_nobody_reads_the_others_view_before_both_are_finished(lead, co):
    found = standing(lead=lead, co=co, common=None, locked=False)
    assert sees_both(found) == (lead.finished and co.finished)


@given(lead=views, co=views)
def test_two_finished_views_are_done_only_by_agreement_or_a_reason(lead, co):
    found = standing(lead=lead, co=co, common=None, locked=False)
    if lead.finished and co.finished and lead.text.strip() != co.text.strip() and not lead.kept:
        assert found == Standing.BOTH_FINISHED and not found.is_done
    if found.is_done:
        assert lead.finished and co.finished


@given(lead=views)
def test_one_who_works_alone_is_done_when_finished(lead):
    assert standing(lead=lead, co=None, common=None, locked=False).is_done == lead.finished


@given(signed=some.dates(date(2020, 1, 1), date(2035, 1, 1)), months=some.integers(1, 12), later=some.integers(0, 800))
def test_an_assessment_is_stale_after_its_months_and_stays_so(signed, months, later):
    day = signed + timedelta(days=later)
    stale = is_stale(signed_on=signed, today=day, months=months)
    assert not is_stale(signed_on=signed, today=signed, months=months)
    if stale:
        assert is_stale(signed_on=signed, today=day + timedelta(days=1), months=months)
    if later > months * 31:
        assert stale


def test_every_state_is_reached_and_has_an_owner_while_it_is_open():
    for table, first in ((TRANSITIONS, State.WRITING), (kinds.TRANSITIONS, kinds.State.DRAFT)):
        reached = {first}
        while more := {to for state in reached for to in table[state]} - reached:
            reached |= more
        assert reached == set(table) - ({State.RETURNED} - reached)
    assert all(OWNER[state] for state in OPEN | FINAL)
    assert WRITABLE < OPEN and not OPEN & FINAL


def test_every_audience_has_a_gateway_and_only_the_court_gets_something_before_sign_off():
    assert set(kinds.AUDIENCES) == set(kinds.Kind)
    assert all(one.gateways for one in kinds.AUDIENCES.values())
    assert [kind for kind, one in kinds.AUDIENCES.items() if one.before_sign_off] == [kinds.Kind.COURT]
    assert all(one.countersigned for one in kinds.AUDIENCES.values() if one.before_sign_off)


def test_every_page_of_texts_has_an_address_of_its_own():
    pages = [*parts.Domain.values, *parts.PAGES]

    assert len(set(pages)) == len(pages)
    assert {part.page for part in parts.WHOLE} == set(parts.PAGES)
