"""Rating: one's own, the other's, what both stand by; and everything that refuses it."""

from datetime import datetime, timedelta

import pytest

from aim2.assessments import actions as assessing
from aim2.assessments import policies as assessments
from aim2.assessments import queries as written
from aim2.assessments import signing
from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.instruments import loading
from aim2.instruments.settling import Standing
from aim2.models import Assessment, Evidence, Rating, Resolution, SubTotal
from aim2.ratings import actions
from hsb import clock
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from tests.aim2.assessments import builders
from tests.aim2.ratings import sheets
from tests.aim2.ratings.conftest import AT

pytestmark = pytest.mark.django_db


def rate(assessment, by, item="1.1", typed="2", number=0, **more):
    return actions.rate(
        assessment=assessment, item=item, typed=typed, number=number, by=by, at=more.pop("at", AT), **more
    )


def settle(assessment, by, item="1.1", typed="2", because="The log bears it out.", number=0):
    return actions.settle(assessment=assessment, item=item, typed=typed, because=because, number=number, by=by, at=AT)


def test_a_rating_stands_with_its_author_and_what_it_rests_on(rated, yos_officer) -> None:
    from aim2.assessments import evidence

    offer = evidence.offers(rated.case, rated, locked=False)[0][0]
    row = rate(rated, yos_officer, why="Two of them say so.", sources=[offer.source])

    assert (row.by, row.value, row.why) == (yos_officer, 2, "Two of them say so.")
    assert row.evidence[0]["words"] == offer.words and row.evidence[0]["title"] == offer.title


def test_what_was_said_before_is_kept(rated, yos_officer) -> None:
    rate(rated, yos_officer, typed="2")
    rate(rated, yos_officer, typed="4", number=1)
    rate(rated, yos_officer, typed="same", why="Said at the second session.", number=2)

    assert list(Rating.objects.order_by("number").values_list("value", "why")) == [
        (2, ""),
        (4, ""),
        (4, "Said at the second session."),
    ]


def test_the_same_again_is_once(rated, yos_officer) -> None:
    first = rate(rated, yos_officer)

    assert rate(rated, yos_officer).pk == first.pk


def test_two_windows_of_one_officer_do_not_write_over_each_other(rated, yos_officer) -> None:
    rate(rated, yos_officer, typed="2")
    with pytest.raises(StaleVersion, match="another window"):
        rate(rated, yos_officer, typed="4", number=0)


def test_two_officers_at_one_item_each_have_their_own(rated, yos_officer, social_worker) -> None:
    rate(rated, yos_officer, typed="2")
    rate(rated, social_worker, typed="4")

    line = sheets.sheet(rated).lines["1.1"]
    assert line.standing == Standing.DIFFER and (line.lead.value, line.co.value) == (2, 4)


def test_nobody_changes_their_own_having_seen_the_others(rated, yos_officer, social_worker) -> None:
    rate(rated, yos_officer, typed="2")
    rate(rated, yos_officer, typed="4", number=1)
    rate(rated, social_worker, typed="2")
    with pytest.raises(ActionNotAllowed, match="record the one you both stand by"):
        rate(rated, yos_officer, typed="2", number=2)

    rate(rated, yos_officer, typed="same", why="More to rest on.", number=2)
    with pytest.raises(ActionNotAllowed, match="why you settled"):
        settle(rated, yos_officer, because=" ")
    settle(rated, yos_officer)

    line = sheets.sheet(rated).lines["1.1"]
    assert line.standing == Standing.AGREED and line.counts.value == 2
    assert (line.lead.value, line.co.value, line.resolution.because) == (4, 2, "The log bears it out.")


def test_two_who_settle_at_once_see_what_the_other_settled(rated, yos_officer, social_worker) -> None:
    rate(rated, yos_officer, typed="2")
    rate(rated, social_worker, typed="4")
    with pytest.raises(ActionNotAllowed, match="Both of you rate"):
        settle(rated, yos_officer, item="1.2")
    settle(rated, yos_officer, typed="2")
    with pytest.raises(StaleVersion, match="Your colleague settled"):
        settle(rated, social_worker, typed="4", because="I saw more.")

    settle(rated, social_worker, typed="4", because="We talked again.", number=1)
    assert [one.value for one in Resolution.objects.order_by("number")] == [2, 4]


@pytest.mark.parametrize("typed", ["1", "3", "6", "-2", "two", "²", "9999999999"])
def test_a_rating_outside_the_scale_is_refused(rated, yos_officer, typed) -> None:
    with pytest.raises(ActionNotAllowed, match="its scale has nothing else"):
        rate(rated, yos_officer, typed=typed)
    assert not Rating.objects.exists()


def test_an_item_the_pack_does_not_have_is_refused(rated, yos_officer) -> None:
    with pytest.raises(ActionNotAllowed, match="has no item 9.9"):
        rate(rated, yos_officer, item="9.9")


def test_an_entry_of_another_record_is_no_evidence(rated, yos_officer) -> None:
    with pytest.raises(ActionNotAllowed, match="not on this young person’s record"):
        rate(rated, yos_officer, sources=["csws:needs:0123456789ab"])
    assert not Evidence.objects.exists()


def test_only_the_two_who_assess_rate(rated, yos_manager, police_officer) -> None:
    for by in (yos_manager, police_officer):
        with pytest.raises(AccessDenied):
            rate(rated, by)


def withdraws(case, by, at) -> None:
    said = Answered(
        purpose="take_part",
        giver="young_person",
        reply="withdraws",
        answered_on=clock.local_date(at),
        method="in_person",
        interpreter="not_needed",
        told=("explicit", "private", "disclosed", "stop"),
        able=True,
        reasoning="He said so himself.",
        reasons="“I have had enough.”",
        next_offer_on=clock.local_date(at) + timedelta(days=28),
    )
    consent.record_answer(case=case, answer=said, by=by, at=at)


def test_consent_withdrawn_refuses_the_next_rating_from_that_second(rated, case, yos_officer, social_worker) -> None:
    rate(rated, yos_officer, typed="2")
    rate(rated, social_worker, typed="4")
    withdraws(case, yos_officer, AT)

    for act in (lambda: rate(rated, yos_officer, item="1.2"), lambda: settle(rated, yos_officer)):
        with pytest.raises(ActionNotAllowed, match="cannot go on now"):
            act()
    assert Rating.objects.count() == 2


def test_a_pack_withdrawn_by_its_holder_mid_assessment_is_rated_with_no_longer(
    rated, packs, yos_officer, yos_manager
) -> None:
    rate(rated, yos_officer)
    loading.withdraw(pack=packs[sheets.BY_DOMAIN], because="The licence ended.", by=yos_manager, at=AT)
    with pytest.raises(ActionNotAllowed, match="withdrawn by its holder"):
        rate(rated, yos_officer, item="1.2")

    held = sheets.sheet(rated)
    assert held.totals == [] and held.lines["1.1"].lead.value == 2
    assert held.called(held.pack.items[0]) == "Item 1.1"
    actions.choose(assessment=rated, pack=packs[sheets.ACROSS], by=yos_officer, at=AT)
    rate(rated, yos_officer, typed="1")
    assert Rating.objects.count() == 2


def test_those_who_rate_are_told_that_the_holder_took_it_back_and_nobody_else(
    rated, packs, case, yos_officer, social_worker, yos_manager, police_officer, client_for
) -> None:
    other = sheets.loaded(sheets.BY_DOMAIN, yos_manager, AT)
    rate(rated, yos_officer)
    loading.withdraw(pack=packs[sheets.ACROSS], because="Not ours.", by=yos_manager, at=AT)
    outbox.work()
    assert not Notice.objects.filter(kind="aim.instrument_withdrawn").exists()

    loading.withdraw(pack=other, because="The licence ended.", by=yos_manager, at=AT)
    outbox.work()

    told = Notice.objects.filter(kind="aim.instrument_withdrawn", case=case)
    assert {one.user for one in told} == {yos_officer, social_worker}
    assert "withdrawn by its holder" in client_for(social_worker).get("/notices/").text
    assert client_for(yos_officer).get(told.get(user=yos_officer).url).status_code == 200
    assert client_for(police_officer).get("/notices/").text.count("withdrawn by its holder") == 0


def test_whose_assessment_is_over_is_not_told(rated, packs, case, yos_officer, yos_manager) -> None:
    signing.end(assessment=rated, because="Moved away.", by=yos_officer, at=AT)
    loading.withdraw(pack=packs[sheets.BY_DOMAIN], because="The licence ended.", by=yos_manager, at=AT)
    outbox.work()

    assert not Notice.objects.filter(kind="aim.instrument_withdrawn").exists()


def test_an_assessment_that_has_begun_stays_on_its_version(rated, packs, yos_officer) -> None:
    actions.choose(assessment=rated, pack=packs[sheets.ACROSS], by=yos_officer, at=AT)
    actions.choose(assessment=rated, pack=packs[sheets.BY_DOMAIN], by=yos_officer, at=AT)
    rate(rated, yos_officer)
    with pytest.raises(ActionNotAllowed, match="stays on that version"):
        actions.choose(assessment=rated, pack=packs[sheets.ACROSS], by=yos_officer, at=AT)


def test_an_invented_pack_is_refused_outside_a_demonstration_also_where_it_was_begun(
    rated, packs, yos_officer, settings
) -> None:
    settings.DEMO = False
    with pytest.raises(ActionNotAllowed, match="nobody is assessed with it"):
        rate(rated, yos_officer)
    with pytest.raises(ActionNotAllowed, match="nobody is assessed with it"):
        actions.choose(assessment=rated, pack=packs[sheets.ACROSS], by=yos_officer, at=AT)


def test_a_pack_for_another_age_or_framework_is_refused(assessment, packs, yos_officer) -> None:
    with pytest.raises(ActionNotAllowed, match="not offered"):
        actions.choose(assessment=assessment, pack=packs[sheets.UNDER_12], by=yos_officer, at=AT)


def test_a_narrative_stays_one(case, packs, yos_officer, social_worker) -> None:
    narrative = builders.begun(case, yos_officer, social_worker, AT, narrative_only=True)
    with pytest.raises(ActionNotAllowed, match="narrative only"):
        actions.choose(assessment=narrative, pack=packs[sheets.ACROSS], by=yos_officer, at=AT)


def test_totals_by_hand_and_from_ratings_do_not_stand_side_by_side(rated, yos_officer) -> None:
    entered = {"kind": "concerns_static", "total": 7, "band": "low", "none_because": "", "version": 0}
    assessing.say_edition(assessment=rated, edition=builders.EDITION, by=yos_officer)
    with pytest.raises(ActionNotAllowed, match="come from its ratings"):
        assessing.enter_total(assessment=rated, by=yos_officer, at=AT, **entered)
    assert not SubTotal.objects.exists()


def everything(assessment, lead, co, typed="2", pack_items=None) -> None:
    """Both rate every item alike."""
    for code in pack_items or sheets.sheet(assessment).lines:
        for by in (lead, co):
            rate(assessment, by, item=code, typed=typed, why="Seen by both.")


def test_what_is_missing_is_said_before_quality_assurance(rated, yos_officer, social_worker) -> None:
    for by, typed in ((yos_officer, "2"), (social_worker, "4")):
        rate(rated, by, item="1.1", typed=typed)
        rate(rated, by, item="1.2", typed="2")
    missing = assessments.missing(written.whole(Assessment.objects.get(), locks=[]))

    assert "Settle where you rate otherwise than your colleague: 1.1." in missing
    assert "Say what these ratings rest on: 1.2." in missing
    assert any(one.startswith("Rate what is left, or say that it is not known: 1.3, 1.4") for one in missing)
    assert not any("four sub-totals" in one for one in missing)


def test_history_is_taken_over_into_the_next_version_and_the_rest_is_rated_again(
    rated, case, packs, yos_officer, social_worker, yos_manager, client_for, address
) -> None:
    everything(rated, yos_officer, social_worker)
    builders.written(rated, AT)
    builders.agreed(rated, AT)
    signing.sign(assessment=rated, opened=builders.opened(yos_manager, case), version=rated.version, at=AT)
    rated.refresh_from_db()
    again = signing.rate_again(assessment=rated, opened=builders.opened(yos_officer, case), at=AT)
    actions.choose(assessment=again, pack=packs[sheets.BY_DOMAIN], by=yos_officer, at=AT)

    held = sheets.sheet(again)
    carried = [line for line in held.lines.values() if line.resolution and line.resolution.carried]
    assert {line.item.nature for line in carried} == {"static"} and len(carried) == 10
    assert held.lines["1.3"].counts is None
    with pytest.raises(ActionNotAllowed, match="record the one you both stand by"):
        rate(again, yos_officer, item="1.1", typed="4")
    settle(again, yos_officer, item="1.1", typed="4", because="A report has come.", number=1)
    shown = client_for(yos_officer).get(address.replace("/1/", "/2/")).text
    assert "Beside earlier versions" in shown and "<td>10, Middle, invented</td>" in shown


def test_another_instrument_on_the_same_record_after_the_first(
    assessment, case, packs, yos_officer, social_worker, yos_manager, client_for, address
) -> None:
    sheets.rated_with(assessment, packs[sheets.ACROSS], yos_officer, AT)
    everything(assessment, yos_officer, social_worker, typed="1")
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    signing.sign(assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=AT)
    assessment.refresh_from_db()
    later: datetime = AT + timedelta(minutes=1)
    again = signing.rate_again(assessment=assessment, opened=builders.opened(yos_officer, case), at=later)
    actions.choose(assessment=again, pack=packs[sheets.BY_DOMAIN], by=yos_officer, at=later)
    everything(again, yos_officer, social_worker, typed="4")

    assert [one.number for one in sheets.sheet(assessment).totals] == [26, 25, 6, 18]
    assert [one.number for one in sheets.sheet(again).totals] == [20] * 5
    shown = client_for(yos_officer).get(address.replace("/1/", "/2/")).text
    assert "20, Deep, invented" in shown and "26, Middle band, invented" in shown


def test_a_child_under_twelve_is_rated_with_the_published_scale(
    dsl, yos_officer, social_worker, yos_manager, packs, time_machine
) -> None:
    from tests.aim2.ready import ready

    time_machine.move_to(AT)
    typed = {"young_person": {"born_on_day": "1", "born_on_month": "5", "born_on_year": "2016"}}
    case = ready(dsl, yos_officer, social_worker, yos_manager, AT, **typed)
    young = builders.begun(case, yos_officer, social_worker, AT, tool="under_12")
    actions.choose(assessment=young, pack=packs[sheets.UNDER_12], by=yos_officer, at=AT)
    for item in ("1.1", "1.2", "1.3", "1.4", "1.5"):
        for by in (yos_officer, social_worker):
            rate(young, by, item=item, typed="4")

    first, second = sheets.sheet(young).totals[:2]
    assert (first.number, first.band.label, second.number) == (20, "Red", None)
