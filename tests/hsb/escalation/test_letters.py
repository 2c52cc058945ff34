"""Letters to the parent or child: plain words, one family, no address that must stay secret, kept with their digest."""

import hashlib
import uuid

import pytest
from django.urls import reverse

from hsb.cases.models import CaseLink, IdentityDetails, PersonPart
from hsb.cases.visible import may_see
from hsb.documents import pdf, store
from hsb.errors import ActionNotAllowed
from hsb.escalation import actions, letters, on_behalf, queries
from hsb.escalation.letters import Said
from hsb.escalation.models import Letter, LetterKind
from tests.factories.referrals import harmed_cases
from tests.hsb.documents.reading import text_of
from tests.hsb.escalation.conftest import AT, LATER, answer, now, opened, raise_one, to_the_board

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P7")]

SAID = Said(said="We should have told you sooner.", then="Daniel rings you.", ring="Daniel Frost on 01632 960422")
GRANDMOTHER = IdentityDetails(
    given_name="Agnes", family_name="Orme", address="4 Quay Street\nAldermere", postcode="AL1 1AA"
)


@pytest.fixture
def drawn(monkeypatch):
    """What the letter says, without drawing it."""
    monkeypatch.setattr(pdf, "render_html", lambda html, **_: html.encode())


def for_grandmother(case, by, **more):
    given = {"hear_by": "handed", "details": GRANDMOTHER, "relationship": "grandmother"}
    return raise_one(case, by, on_behalf=on_behalf.OnBehalf(**{**given, **more}))


def settled(escalation, raiser, manager):
    answer(escalation, manager, jointly=True)
    actions.resolve(escalation=escalation, how="Agreed.", version=now(escalation).version, by=raiser, at=LATER)
    return now(escalation)


def write(case, escalation, by, kind=LetterKind.OUTCOME, said=SAID, press=None):
    there = opened(case, by)
    held = queries.escalation_of(there, escalation.number)
    letters.write(opened=there, escalation=held, kind=kind, said=said, by=by, at=LATER, press=press)
    return Letter.objects.get()


def test_the_board_sees_that_a_letter_was_made_and_opens_none_because_it_names_somebody(
    case, dsl, csws_manager, lscb_officer, drawn, client_for
):
    raised = for_grandmother(case, dsl)
    to_the_board(raised, dsl, csws_manager)
    actions.close(
        escalation=raised,
        outcome="upheld",
        text="Assess this child.",
        version=now(raised).version,
        by=lscb_officer,
        at=LATER,
    )
    letter = write(case, now(raised), csws_manager)
    address = reverse("escalation:letter", args=[case.reference, raised.number, letter.pk])

    assert "Agnes Orme" in store.read(letter.document.stored_name, sha256=letter.document.sha256).decode()
    assert client_for(csws_manager).get(address).status_code == 200
    board = client_for(lscb_officer)
    page = board.get(reverse("escalation:show", args=[case.reference, raised.number]))
    assert page.status_code == 200 and "Outcome" in page.text and address not in page.text
    refused = board.get(address)
    assert refused.status_code == 403 and "carries a name" in refused.text
    assert board.get(reverse("documents:download", args=[letter.document.pk])).status_code in (403, 404)
    assert "Agnes" not in page.text + refused.text


def test_the_outcome_goes_out_in_plain_words_once_it_has_ended(case, dsl, csws_manager, drawn):
    raised = for_grandmother(case, dsl)
    with pytest.raises(ActionNotAllowed, match="has not ended"):
        write(case, raised, csws_manager)
    settled(raised, dsl, csws_manager)

    letter = write(case, raised, csws_manager)

    kept = store.read(letter.document.stored_name, sha256=letter.document.sha256)
    assert hashlib.sha256(kept).hexdigest() == letter.document.sha256
    said = kept.decode()
    assert "Dear Agnes Orme" in said and "We should have told you sooner." in said
    for word in ("MASH", "CSWS", "YOS", "LSCB", "AIM", "threshold", "escalation", "perpetrator", "victim"):
        assert word not in said.split("</style>")[1].replace(case.reference, "")


def test_the_pdf_is_marked_and_counts_its_pages(case, dsl, csws_manager):
    letter = write(case, for_grandmother(case, dsl), csws_manager, LetterKind.ACKNOWLEDGEMENT)

    content = store.read(letter.document.stored_name, sha256=letter.document.sha256)
    text = text_of(content)
    assert content.startswith(b"%PDF-")
    assert "OFFICIAL-SENSITIVE" in text and "Page 1 of 1" in text
    assert "should answer by Tuesday 24 November 2026" in " ".join(text.split())


@pytest.mark.parametrize(("hear_by", "there"), [("post", True), ("handed", False), ("read", False)])
def test_the_address_stands_only_in_a_letter_that_is_posted(case, dsl, csws_manager, drawn, hear_by, there):
    letter = write(case, for_grandmother(case, dsl, hear_by=hear_by), csws_manager, LetterKind.ACKNOWLEDGEMENT)

    said = store.read(letter.document.stored_name, sha256=letter.document.sha256).decode()
    assert ("4 Quay Street" in said) is there


def test_nothing_is_posted_once_the_record_says_the_address_must_stay_secret(case, dsl, csws_manager, drawn):
    raised = for_grandmother(case, dsl, hear_by="post")
    person = raised.on_behalf_of
    type(person).objects.filter(pk=person.pk).update(address_confidential=True)

    with pytest.raises(ActionNotAllowed, match="must not be disclosed, so nothing can be posted"):
        write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)
    type(person).objects.filter(pk=person.pk).update(address_confidential=False)

    assert write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)


def test_nothing_is_posted_where_no_address_is_known(case, dsl, csws_manager, drawn):
    nameless = for_grandmother(case, dsl, hear_by="post", details=IdentityDetails(given_name="Ag", family_name="Orme"))

    with pytest.raises(ActionNotAllowed, match="No address"):
        write(case, nameless, csws_manager, LetterKind.ACKNOWLEDGEMENT)


def test_a_letter_to_one_family_never_names_the_other_child(case, referral, dsl, csws_manager, drawn):
    """Neither by what we put in, nor by what the writer types."""
    raised = for_grandmother(case, dsl)
    harmed = harmed_cases(referral)[0]
    theirs = harmed.people.get(part=PersonPart.SUBJECT).identity.details()
    called = CaseLink.objects.filter(case=case).values_list("called", flat=True)[0]
    with pytest.raises(ActionNotAllowed, match=f"Take out “{called}”"):
        write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT, Said(then=f"We keep {called} apart.", ring="x"))

    letter = write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)

    said = store.read(letter.document.stored_name, sha256=letter.document.sha256).decode()
    for name in (theirs.given_name, theirs.family_name, called, harmed.reference):
        assert not name or name not in said


def test_who_may_not_read_an_address_makes_no_letter_but_reads_the_one_that_was_made(case, dsl, csws_manager, drawn):
    raised = for_grandmother(case, dsl)

    with pytest.raises(ActionNotAllowed, match="does not let you read"):
        write(case, raised, dsl, LetterKind.ACKNOWLEDGEMENT)

    made = write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)
    assert list(queries.escalation_of(opened(case, dsl), raised.number).letters.all()) == [made]


def test_one_press_makes_one_letter(case, dsl, csws_manager, drawn):
    raised, press = for_grandmother(case, dsl), uuid.uuid4()

    for _ in range(2):
        write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT, press=press)

    assert Letter.objects.count() == 1


def test_a_disagreement_of_an_agency_has_no_letter(case, raised, csws_manager, drawn):
    with pytest.raises(ActionNotAllowed, match="nobody gets a letter"):
        write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)


def test_a_letter_is_a_document_for_those_who_read_disagreements_only(
    case, dsl, csws_manager, social_worker, client_for, drawn, time_machine
):
    from hsb.agencies.permissions import Role
    from tests.factories.cases import put_on

    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    raised = for_grandmother(case, dsl)
    letter = write(case, raised, csws_manager, LetterKind.ACKNOWLEDGEMENT)
    file, document = (
        f"/cases/{case.reference}/disagreements/{raised.number}/letters/{letter.pk}/file/",
        f"/documents/{letter.document.pk}/",
    )

    saved = client_for(csws_manager).get(file)
    assert (
        saved["Content-Disposition"] == f'attachment; filename="{case.reference}-document-{letter.document.number}.pdf"'
    )
    assert client_for(csws_manager).get(document).status_code == 200
    assert client_for(dsl).get(file).status_code == 200
    for address in (file, document):
        assert client_for(social_worker).get(address).status_code == 403
    assert may_see(social_worker, case.pk)
