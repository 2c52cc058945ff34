import pytest

from hsb.documents import rules
from hsb.documents.states import TRANSITIONS, State


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("C:\\Users\\me\\letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..", "document"),
        ("", "document"),
        (".pdf", "pdf"),
        ("letter.pdf\0.exe", "letter.pdf.exe"),
        ("codfdp\u202exe.pdf", "codfdpxe.pdf"),
        ("a\u200b\ufeff\u2066b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("a  \t b.pdf", "a b.pdf"),
        (" .hidden.txt. ", "hidden.txt"),
        ("Zoe\u0301’s room.pdf", "Zoé’s room.pdf"),
    ],
)
def test_a_name_is_shown_without_tricks(given: str, shown: str) -> None:
    assert rules.clean_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = rules.clean_name("n" * 400 + ".docx")

    assert len(shown) == rules.LONGEST_NAME
    assert shown.endswith("n.docx")


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.Docx", "a.jpeg", "a.b.txt"])
def test_names_of_kinds_we_take(name: str) -> None:
    assert rules.why_not_by_name(name) == ""


@pytest.mark.parametrize("name", ["a", "a.exe", "a.pdf.exe", "a.svg", "a.docm", "a.zip", "a.eml", "a." + "x" * 140])
def test_every_other_name_is_refused_with_what_to_do(name: str) -> None:
    sentence = rules.why_not_by_name(name)

    assert sentence.endswith(".")
    assert any(word in sentence for word in ("Upload", "Save", "save", "Print", "upload"))
    assert len(sentence) < 200


def test_a_document_leaves_under_its_reference_and_number() -> None:
    assert rules.download_name("HSB-26-0417", 3, "application/pdf") == "HSB-26-0417-document-3.pdf"
    assert rules.download_name("HSB-26-0417", 1, "image/jpeg") == "HSB-26-0417-document-1.jpg"


def test_every_state_says_where_it_may_go() -> None:
    assert set(TRANSITIONS) == set(State)
    assert all(state.label for state in State)
