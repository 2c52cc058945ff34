"""An AIM2 assessment: started by its first session, two views, agreed, signed by another, shared, replaced."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from aim2.assessments import actions, evidence, queries, signing, writing
from aim2.assessments.rules import Standing
from aim2.assessments.states import State
from aim2.models import Assessment, EarlierText, Tool
from hsb import clock
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.ready import agrees, ready
from tests.factories.cases import young_person
from tests.factories.referrals import harmed_cases, sent

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
KEY = "family.concerns_dynamic"


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, aim_supervisor):
    made = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    builders.on_the_case(made, AT, aim_supervisor=aim_supervisor)
    return made


@pytest.fixture
def assessment(case, yos_officer, social_worker):
    return builders.begun(case, yos_officer, social_worker, AT)


MINE = ("aim.started", "aim.co_worker_agreed", "aim.returned", "aim.report_signed_off")


def codes(case):
    return list(CaseEvent.objects.filter(case=case, code__in=MINE).order_by("number").values_list("code", flat=True))


@pytest.mark.policy("P5.10")
def test_an_opened_form_starts_nothing_and_the_first_session_that_took_place_does(case, yos_officer):
    assessment = actions.open_assessment(
        case=case, lead=yos_officer, co_worker=None, alone_because="No colleague is trained.", by=yos_officer, at=AT
    )
    missed = {"whom": "parent", "attended": False, "by": yos_officer}
    actions.record_session(assessment=assessment, held_on=date(2026, 12, 14), at=AT, **missed)
    assessment.refresh_from_db()
    assert (assessment.started_on, codes(case)) == (None, [])

    held = {"whom": "young_person", "attended": True, "by": yos_officer}
    actions.record_session(assessment=assessment, held_on=date(2026, 12, 15), at=AT + timedelta(minutes=1), **held)
    actions.record_session(assessment=assessment, held_on=date(2026, 12, 15), at=AT + timedelta(minutes=1), **held)

    assessment.refresh_from_db()
    assert assessment.started_on == date(2026, 12, 15)
    assert codes(case) == ["aim.started"]
    assert assessment.sessions.count() == 2


def test_a_session_to_come_is_refused(assessment, yos_officer):
    with pytest.raises(ActionNotAllowed, match="not in the future"):
        actions.record_session(
            assessment=assessment, held_on=date(2026, 12, 16), whom="parent", attended=True, by=yos_officer, at=AT
        )


def test_one_assessment_at_a_time_and_by_a_tool_for_the_age(case, assessment, yos_officer):
    with pytest.raises(ActionNotAllowed, match="open already"):
        actions.open_assessment(
            case=case, lead=yos_officer, co_worker=None, by=yos_officer, at=AT + timedelta(minutes=1)
        )
    young = young_person(AT)
    young.born_on = date(2017, 1, 1)
    given = {"case": young, "lead": yos_officer, "co_worker": None, "by": yos_officer, "at": AT}
    with pytest.raises(ActionNotAllowed, match="younger children"):
        actions.open_assessment(**given)
    with pytest.raises(ActionNotAllowed, match="Name the tool"):
        actions.open_assessment(tool=Tool.ALTERNATIVE, **given)
    assert actions.open_assessment(tool=Tool.UNDER_12, **given).narrative_only


@pytest.mark.policy("P2.2")
def test_an_alternative_tool_runs_as_a_narrative_under_its_own_name_without_numbers(case, yos_officer, social_worker):
    assessment = actions.open_assessment(
        case=case, lead=yos_officer, co_worker=social_worker, tool=Tool.ALTERNATIVE, tool_name="Pictures framework",
        by=yos_officer, at=AT,
    )  # fmt: skip
    assert (assessment.called, assessment.narrative_only) == ("Pictures framework", True)
    total = {"kind": "concerns_static", "total": 3, "band": "low", "none_because": "", "version": 0}
    with pytest.raises(ActionNotAllowed, match="narrative only"):
        actions.enter_total(assessment=assessment, by=yos_officer, at=AT, **total)
    with pytest.raises(ActionNotAllowed, match="narrative only"):
        actions.judge(assessment=assessment, level="low", reason="", by=yos_officer, at=AT)


def test_each_writes_their_own_view_first_and_both_are_read_when_both_are_finished(
    assessment, yos_officer, social_worker
):
    def written():
        return queries.whole(assessment, locks=[]).domains[KEY]

    assert written().standing == Standing.NOT_STARTED
    writing.save(assessment=assessment, key=KEY, text="Evenings.", version=0, by=yos_officer, at=AT)
    writing.finish(assessment=assessment, key=KEY, by=yos_officer, at=AT)
    assert (written().standing, written().both_shown) == (Standing.LEAD_FINISHED, False)
    with pytest.raises(ActionNotAllowed, match="Write your view first"):
        writing.finish(assessment=assessment, key=KEY, by=social_worker, at=AT)
    with pytest.raises(ActionNotAllowed, match="Both views have to be finished"):
        writing.settle(assessment=assessment, key=KEY, text="Evenings.", by=yos_officer, at=AT)

    writing.save(assessment=assessment, key=KEY, text="The aunt helps.", version=0, by=social_worker, at=AT)
    writing.finish(assessment=assessment, key=KEY, by=social_worker, at=AT)

    assert (written().standing, written().both_shown) == (Standing.BOTH_FINISHED, True)
    with pytest.raises(ActionNotAllowed, match="finished"):
        writing.save(assessment=assessment, key=KEY, text="No.", version=1, by=social_worker, at=AT)


def test_a_difference_is_settled_or_kept_with_its_reason(assessment, yos_officer, social_worker):
    for key in (KEY, "family.strengths_static"):
        for by in (yos_officer, social_worker):
            writing.save(assessment=assessment, key=key, text=f"View of {by.full_name}.", version=0, by=by, at=AT)
            writing.finish(assessment=assessment, key=key, by=by, at=AT)
    with pytest.raises(ActionNotAllowed, match="Say why both"):
        writing.keep_both(assessment=assessment, key=KEY, because=" ", by=yos_officer, at=AT)

    writing.keep_both(assessment=assessment, key=KEY, because="We weigh the aunt apart.", by=social_worker, at=AT)
    writing.settle(assessment=assessment, key="family.strengths_static", text="Both.", by=social_worker, at=AT)

    found = queries.whole(assessment, locks=[]).domains
    assert (found[KEY].standing, found[KEY].other_view) == (Standing.KEPT, "View of Priya Shah.")
    assert found["family.strengths_static"].text == "Both."


def test_two_officers_who_write_the_same_text_lose_nothing(assessment, yos_officer, social_worker):
    writing.save(assessment=assessment, key="formulation", text="Alone at school.", version=0, by=yos_officer, at=AT)

    with pytest.raises(StaleVersion) as stale:
        writing.save(assessment=assessment, key="formulation", text="Lonely.", version=0, by=social_worker, at=AT)
    assert stale.value.current.text == "Alone at school."

    later = AT + timedelta(minutes=1)
    writing.save(assessment=assessment, key="formulation", text="Both.", version=1, by=social_worker, at=later)
    assert EarlierText.objects.get().text == "Alone at school."


def test_a_narrative_of_a_hundred_thousand_letters_is_kept_whole(assessment, yos_officer):
    long = "word " * 20_000
    row = writing.save(assessment=assessment, key="formulation", text=long, version=0, by=yos_officer, at=AT)
    row.refresh_from_db()
    assert row.text == long


def test_nobody_but_lead_and_co_worker_writes(assessment, yos_manager):
    with pytest.raises(AccessDenied, match="lead and the co-worker"):
        writing.save(assessment=assessment, key=KEY, text="Mine.", version=0, by=yos_manager, at=AT)
    with pytest.raises(AccessDenied):
        actions.judge(assessment=assessment, level="low", reason="", by=yos_manager, at=AT)


def test_a_total_needs_its_band_and_the_edition_of_the_manual_or_a_reason(assessment, yos_officer):
    def enter(total, band, because=""):
        return actions.enter_total(
            assessment=assessment, kind="strengths_static", total=total, band=band, none_because=because, version=0,
            by=yos_officer, at=AT,
        )  # fmt: skip

    for total, band, sentence in ((3, "", "band"), (3, "low", "edition"), (None, "low", "belongs"), (None, "", "why")):
        with pytest.raises(ActionNotAllowed, match=sentence):
            enter(total, band)
    assert enter(None, "", "Two items not known.").total is None
    actions.say_edition(assessment=assessment, edition=builders.EDITION, by=yos_officer)
    with pytest.raises(StaleVersion):
        enter(3, "low")


def test_it_goes_to_quality_assurance_by_the_co_workers_word_with_nothing_missing(
    assessment, yos_officer, social_worker
):
    with pytest.raises(ActionNotAllowed, match="co-worker says"):
        signing.agree(assessment=assessment, by=yos_officer, at=AT)
    with pytest.raises(ActionNotAllowed, match="Say who was seen"):
        signing.agree(assessment=assessment, by=social_worker, at=AT)
    builders.written(assessment, AT)

    signing.agree(assessment=assessment, by=social_worker, at=AT)

    assessment.refresh_from_db()
    assert assessment.state == State.AGREED
    with pytest.raises(ActionNotAllowed, match="waits for quality assurance"):
        writing.save(assessment=assessment, key="school", text="More.", version=1, by=yos_officer, at=AT)


@pytest.fixture
def waiting(assessment):
    builders.written(assessment, AT)
    return builders.agreed(assessment, AT)


def test_quality_assurance_returns_with_comments_and_signs_what_was_read(waiting, case, yos_manager, social_worker):
    manager = builders.opened(yos_manager, case)
    with pytest.raises(ActionNotAllowed, match="what has to change"):
        signing.send_back(assessment=waiting, opened=manager, comment="", version=waiting.version, at=AT)
    signing.send_back(assessment=waiting, opened=manager, comment="Say more on school.", version=waiting.version, at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.return_comment) == (State.RETURNED, "Say more on school.")

    builders.agreed(waiting, AT)
    with pytest.raises(ActionNotAllowed, match="changed since"):
        signing.sign(assessment=waiting, opened=manager, version=1, at=AT)
    signing.sign(assessment=waiting, opened=manager, version=waiting.version, at=AT)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.signed_by) == (State.SIGNED, yos_manager)
    assert codes(case) == [
        "aim.started", "aim.co_worker_agreed", "aim.returned", "aim.co_worker_agreed", "aim.report_signed_off",
    ]  # fmt: skip


def test_neither_author_nor_co_worker_nor_anybody_else_signs(waiting, case, yos_officer, social_worker, csws_manager):
    builders.on_the_case(case, AT, csws_manager=csws_manager)
    for user in (yos_officer, social_worker):
        with pytest.raises(ActionNotAllowed, match="Somebody else signs"):
            signing.sign(assessment=waiting, opened=builders.opened(user, case), version=waiting.version, at=AT)
    with pytest.raises(AccessDenied, match="YOS manager or an AIM supervisor"):
        signing.sign(assessment=waiting, opened=builders.opened(csws_manager, case), version=waiting.version, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=waiting.pk).update(signed_at=AT, signed_by=yos_officer)


def test_the_family_is_answered_for_once_signed(waiting, case, yos_officer, aim_supervisor):
    given = {"assessment": waiting, "by": yos_officer, "at": AT}
    with pytest.raises(ActionNotAllowed, match="cannot be done now"):
        signing.share(on=date(2026, 12, 15), shared_with="Mother", because="", **given)
    signing.sign(assessment=waiting, opened=builders.opened(aim_supervisor, case), version=waiting.version, at=AT)
    with pytest.raises(ActionNotAllowed, match="or why it was not"):
        signing.share(on=None, shared_with="", because="", **given)
    with pytest.raises(ActionNotAllowed, match="to come"):
        signing.share(on=date(2026, 12, 16), shared_with="Mother", because="", **given)

    signing.share(on=date(2026, 12, 15), shared_with="Mother and the young person", because="", **given)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.shared_on) == (State.SHARED, date(2026, 12, 15))


def test_the_next_version_begins_with_history_settled_and_replaces_the_one_before_when_signed(
    waiting, case, yos_officer, social_worker, yos_manager
):
    manager = builders.opened(yos_manager, case)
    signing.sign(assessment=waiting, opened=manager, version=waiting.version, at=AT)
    later = AT + timedelta(days=100)
    waiting.refresh_from_db()

    second = signing.rate_again(assessment=waiting, opened=builders.opened(yos_officer, case), at=later)

    domains = queries.whole(second, locks=[]).domains
    assert domains["family.concerns_static"].standing == Standing.SETTLED
    assert domains["family.concerns_dynamic"].standing == Standing.WRITING
    assert sorted(second.sub_totals.values_list("kind", flat=True)) == ["concerns_static", "strengths_static"]
    actions.record_session(
        assessment=second, held_on=clock.local_date(later), whom="both", attended=True, by=yos_officer, at=later
    )
    builders.written(second, later)
    builders.agreed(second, later)
    signing.sign(assessment=second, opened=manager, version=second.version, at=later)
    waiting.refresh_from_db()
    assert waiting.state == State.SUPERSEDED
    assert queries.in_force(case) == second


def test_a_signed_assessment_is_kept_by_a_reason(waiting, case, yos_manager):
    with pytest.raises(ActionNotAllowed, match="Only a signed"):
        signing.keep(assessment=waiting, because="Nothing changed.", by=yos_manager, at=AT)
    signing.sign(assessment=waiting, opened=builders.opened(yos_manager, case), version=waiting.version, at=AT)
    signing.keep(assessment=waiting, because="Nothing changed.", by=yos_manager, at=AT)
    waiting.refresh_from_db()
    assert waiting.kept_because == "Nothing changed."


def test_evidence_comes_from_this_childs_own_record_with_where_it_is_from(case, assessment, dsl, yos_officer):
    young, other = case, harmed_cases(sent(dsl, AT))[0]
    offers, _ = evidence.offers(young, assessment, locked=False)
    assert any(one.title.startswith("Referral") for one in offers)
    found = next(one for one in offers if one.title.startswith("Session 1"))

    actions.attach(assessment=assessment, key=KEY, source=found.source, by=yos_officer, at=AT)
    actions.attach(assessment=assessment, key=KEY, source=found.source, by=yos_officer, at=AT)

    row = assessment.evidence.get()
    assert (row.words, row.who, row.nature) == ("Rules about the phone in each home.", "Ruth Adeyemi", "said")
    theirs, _ = evidence.offers(other, assessment, locked=False)
    foreign = next(
        one for one in theirs if one.source.startswith("referral") and one.source not in {o.source for o in offers}
    )
    with pytest.raises(ActionNotAllowed, match="not on this young person"):
        actions.attach(assessment=assessment, key=KEY, source=foreign.source, by=yos_officer, at=AT)
    actions.detach(assessment=assessment, key=KEY, source=found.source, by=yos_officer, at=AT)
    assert not assessment.evidence.exists()


@pytest.mark.policy("P5.6")
def test_a_specialist_opinion_is_asked_by_a_day_chased_and_is_attached_or_does_not_come(assessment, case, yos_officer):
    given = {"by": yos_officer, "at": AT}
    asked = {"assessment": assessment, "kind": "opinion_asked", "what": "Speech and language", **given}
    with pytest.raises(ActionNotAllowed, match="day by which the opinion is needed"):
        actions.add_source(on=None, note="How he follows.", **asked)
    with pytest.raises(ActionNotAllowed, match="what you need an opinion on"):
        actions.add_source(on=date(2027, 1, 8), note="", **asked)
    came, not_come = (actions.add_source(on=date(2027, 1, 8), note="How he follows.", **asked) for _ in range(2))
    clocks = Deadline.objects.filter(case=case, standard_code="OPINION", due_on=date(2027, 1, 8))
    assert [one.owner_person for one in clocks] == [yos_officer, yos_officer]

    actions.chase_opinion(source=came, note="Rang; next week.", **given)
    with pytest.raises(ActionNotAllowed, match="Choose the file"):
        actions.answer_opinion(source=came, came=True, note="With pictures.", **given)
    file = ContentFile(b"With pictures.", "opinion.txt")
    actions.answer_opinion(source=came, came=True, note="With pictures.", file=file, **given)
    actions.answer_opinion(source=not_come, came=False, note="No clinic before March.", **given)

    assert {one.state for one in clocks.all()} == {"met", "cancelled"}
    came.refresh_from_db()
    assert (came.opinion.chased, came.opinion.document.case) == (1, case)
    first, second = queries.whole(assessment, locks=[]).sources
    assert (first.kind, second.kind) == ("opinion_came", "opinion_not_come")
    with pytest.raises(ActionNotAllowed, match="already"):
        actions.answer_opinion(source=not_come, came=True, note="", **given)


def test_it_may_end_without_a_report_and_says_why(assessment, yos_manager):
    with pytest.raises(ActionNotAllowed, match="Say why"):
        signing.end(assessment=assessment, because="", by=yos_manager, at=AT)
    signing.end(assessment=assessment, because="Consent was withdrawn.", by=yos_manager, at=AT)
    assessment.refresh_from_db()
    assert assessment.state == State.ENDED


def test_consent_withdrawn_stops_the_work_and_what_was_written_stays(assessment, case, yos_officer):
    writing.save(assessment=assessment, key="formulation", text="Alone.", version=0, by=yos_officer, at=AT)
    later = AT + timedelta(hours=1)
    agrees(case, yos_officer, later, reply="withdraws")

    with pytest.raises(ActionNotAllowed, match="withdrew"):
        writing.save(assessment=assessment, key="formulation", text="More.", version=1, by=yos_officer, at=later)
    with pytest.raises(ActionNotAllowed, match="withdrew"):
        actions.record_session(
            assessment=assessment, held_on=clock.local_date(later), whom="both", attended=True, by=yos_officer, at=later
        )
    assert assessment.texts.get().text == "Alone."


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, False)])
def test_the_lead_is_accredited_on_the_day_of_signing(days, may, dsl, yos_officer, social_worker, yos_manager):
    case = ready(dsl, yos_officer, social_worker, yos_manager, AT, lasts=10)
    assessment = builders.begun(case, yos_officer, social_worker, AT)
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    day = AT + timedelta(days=10 + days)

    if may:
        signing.sign(
            assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=day
        )
    else:
        with pytest.raises(ActionNotAllowed, match="not accredited"):
            signing.sign(
                assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=day
            )
    assessment.refresh_from_db()
    assert (assessment.signed_at is not None) is may
