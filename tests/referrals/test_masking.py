"""Nobody reads one child's name on the other child's record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.masking import hidden, mask, mask_text

TAMSIN = hidden(given_name="Tamsin", family_name="Quell", known_as="Tam", called="Heron")


@pytest.mark.policy("P3.7")
@pytest.mark.parametrize(
    "said",
    [
        "He told Tamsin to be quiet.",
        "tamsin said no",
        "TAMSIN!",
        "Tamsin’s coat and Quell's bag",
        "It was Tamsin Quell.",
        "(Tam) was there",
        "Tamsin-Quell",
    ],
)
def test_the_other_childs_name_is_replaced_however_it_is_typed(said):
    shown, changed = mask_text(said, [TAMSIN])

    assert changed
    assert "tam" not in shown.casefold() and "quell" not in shown.casefold()
    assert "[Heron]" in shown


@pytest.mark.policy("P3.7")
@pytest.mark.parametrize(
    "said",
    [
        "he wrote to tamsin_quell09",
        "TamsinQuell on Snapchat",
        "tamsin.quell@example.invalid",
        "Tamsin09",
        "_Tamsin_",
        "Tamsins coat",
        "Tam\u200bsin and T\u00adam",
        "\u202eTamsin\u202c",
    ],
)
def test_a_name_is_found_in_an_online_name_in_haste_and_behind_what_cannot_be_seen(said):
    seen = "".join(c for c in mask_text(said, [TAMSIN])[0].casefold() if c.isalpha())

    assert "heron" in seen
    assert "tam" not in seen and "quell" not in seen


@pytest.mark.policy("P3.7")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Łukasz", "lukasz, LUKASZ, Łukasz"),
        ("Søren", "Soren, soeren, Sören"),
        ("Đorđe", "Dorde, Djordje"),
        ("Mæve", "Maeve, MAEVE"),
        ("Groß", "gross, Gross"),
        ("Gross", "Groß"),
        ("Jürgen", "Jurgen, Juergen, Ju\u0308rgen"),
        ("Ås", "Aas, as"),
        ("Þóra", "Thora, thora"),
        ("Işık", "isik, Işik"),
        ("Şahin", "sahin"),
        ("O’Brien", "O Brien, obrien, O'Brien"),
    ],
)
def test_a_letter_the_keyboard_lacks_is_found_however_it_was_typed_instead(name, said):
    shown, _ = mask_text(said, [hidden(given_name=name, called="Heron")])

    assert shown == ", ".join(["[Heron]"] * len(said.split(", ")))


@pytest.mark.policy("P3.7")
def test_a_name_of_one_letter_is_replaced_where_it_is_a_capital_and_the_english_words_a_and_i_stay():
    people = [hidden(given_name="Y", family_name="I", called="Heron")]

    assert mask_text("Y told me. I saw Y I with a toy", people)[0] == "[Heron] told me. I saw [Heron] with a toy"


def test_words_that_only_contain_the_name_stay():
    assert mask_text("Tamsinia and the stamp", [TAMSIN]) == ("Tamsinia and the stamp", False)


def test_a_name_that_is_an_everyday_word_is_replaced_only_with_its_capital():
    will = hidden(given_name="Will", called="Heron")

    assert mask_text("Will said he will go", [will])[0] == "[Heron] said he will go"


def test_a_shared_family_name_stays_because_it_is_the_readers_own_childs_too():
    sister = hidden(given_name="Zoë", family_name="O'Brien", called="Wren", shared=["Liam", "O'Brien"])

    assert mask_text("Zoe O’Brien and Liam O'Brien", [sister])[0] == "[Wren] and Liam O'Brien"


def test_accents_and_apostrophes_do_not_hide_a_name():
    assert mask_text("zoe, ZOË, Zoë", [hidden(given_name="Zoë", called="Wren")])[0].count("[Wren]") == 3
    assert "Brien" not in mask_text("OBrien o’brien", [hidden(family_name="O'Brien", called="Wren")])[0]


def test_every_text_of_a_structure_is_masked_and_codes_stay():
    answers = {"words": "Tamsin cried", "people": [{"n": 1, "text": "Quell"}], "kind": "child", "n": 3, "when": None}

    shown, changed = mask(answers, [TAMSIN])

    assert changed
    assert shown == {
        "words": "[Heron] cried",
        "people": [{"n": 1, "text": "[Heron]"}],
        "kind": "child",
        "n": 3,
        "when": None,
    }


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_a_name_standing_alone_never_survives(before, after):
    shown, _ = mask_text(f"{before} Tamsin {after}", [TAMSIN])

    assert " Tamsin " not in shown
