"""The PDFs: what they say, how they are laid out, what they can reach, and that none takes longer than its time."""

import base64
import io
import os
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from hsb.documents import cell, pdf
from tests.hsb.documents import examples, payloads, reading

GOLDEN = Path(__file__).parent / "golden"
REFERRAL, PLAN = "pdf/referral.html", "pdf/safety_plan.html"


def page(body: str) -> str:
    return f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head><body><h1>T</h1>{body}</body></html>'


def long_text(size: int) -> str:
    return (" ".join(f"word{n}" for n in range(size // 5)))[:size]


def with_answer(value: str, **row: Any) -> dict[str, Any]:
    section = {
        "number": 1,
        "title": "What was said",
        "rows": [{"label": "Account", "value": value, **row}],
        "groups": [],
    }
    return examples.referral(sections=[section])


# -- what they say ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def referral() -> bytes:
    return pdf.render(REFERRAL, examples.referral())


@pytest.fixture(scope="module")
def plan() -> bytes:
    return pdf.render(PLAN, examples.safety_plan())


@pytest.mark.parametrize("name", ["referral", "plan"])
def test_the_text_is_as_agreed_page_by_page(name: str, request: pytest.FixtureRequest) -> None:
    pages = reading.pages_of(request.getfixturevalue(name))

    text = "\n--- next page ---\n".join("\n".join(line.strip() for line in one.strip().split("\n")) for one in pages)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == golden.read_text(encoding="utf-8"), "If this is meant: RENEW_GOLDEN=1, and look at the pages."


def test_a_safety_plan_is_one_page(plan: bytes) -> None:
    assert len(reading.pages_of(plan)) == 1


def test_every_page_is_marked_top_and_bottom_and_says_whose_copy_it_is(referral: bytes) -> None:
    pages = reading.pages_of(referral)

    assert len(pages) == 2
    for number, text in enumerate(pages, start=1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "Copy for Aldermere MASH\nHSB-26-0417 · referral, version 1.0" in text
        assert f"Page {number} of 2" in text


def test_sections_are_bookmarked(referral: bytes) -> None:
    assert reading.bookmarks_of(referral)[:3] == [
        "Referral: harmful sexual behaviour",
        "Conditions in force",
        "1. Danger now",
    ]
    assert "Alder (a chosen name)" in reading.bookmarks_of(referral)


@pytest.mark.parametrize("name", ["referral", "plan"])
def test_a_screen_reader_can_read_it(name: str, request: pytest.FixtureRequest) -> None:
    assert reading.accessibility_faults(request.getfixturevalue(name)) == []


def test_the_check_itself_finds_faults() -> None:
    untidy = pdf.render_html("<!doctype html><html><body><h3>Skipped</h3><p>x</p></body></html>")

    assert {"no language", "skipped heading level", "metadata without dc:title"} <= set(
        reading.accessibility_faults(untidy)
    )


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize("name", ["referral", "plan"])
def test_qpdf_finds_nothing_wrong(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(request.getfixturevalue(name))

    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_same_document_is_the_same_bytes_and_its_stamp_says_so(referral: bytes) -> None:
    at = datetime(2026, 11, 20, 10, 4, tzinfo=UTC)

    again = pdf.render(REFERRAL, examples.referral())

    assert again == referral
    assert pdf.stamp(again, rendered_at=at) == pdf.stamp(referral, rendered_at=at)
    assert pdf.stamp(referral, rendered_at=at).size == len(referral)
    assert (
        pdf.stamp(pdf.render(REFERRAL, examples.referral(version="1.1")), rendered_at=at).sha256
        != pdf.stamp(referral, rendered_at=at).sha256
    )


def test_no_initials_no_conditions_and_no_sections_still_make_a_page() -> None:
    text = reading.text_of(
        pdf.render(REFERRAL, examples.referral(initials_and_age="", conditions=[], sections=[], masked_note=""))
    )

    assert "Conditions in force" not in text
    assert "HSB-26-0417 · Friday 20 November 2026" in text


def test_what_was_added_later_follows() -> None:
    added = [
        {"at": datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "by": "Priya Nairn", "text": "Alder spoke again.\nSee below."}
    ]

    text = reading.text_of(pdf.render(REFERRAL, examples.referral(addenda=added)))

    assert "Saturday 21 November 2026, 9:05am: Priya Nairn\nAlder spoke again.\nSee below." in text


# -- long, odd and many words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quote", [True, False])
def test_a_hundred_thousand_letters_are_all_there(quote: bool) -> None:
    account = long_text(100_000)

    text = reading.squeezed(reading.text_of(pdf.render(REFERRAL, with_answer(account, quote=quote))))

    words = reading.squeezed(account)
    pages = [reading.squeezed(one) for one in (words[i : i + 200] for i in range(0, len(words) - 200, 997))]
    lost = [one for one in pages if one[:20] not in text]
    assert lost == []
    assert len(text) > len(words)


def test_line_breaks_of_an_account_are_kept() -> None:
    text = reading.text_of(pdf.render(REFERRAL, with_answer("First line\nsecond line\r\n\r\nafter a gap", quote=True)))

    assert "First line\nsecond line\nafter a gap" in text


@pytest.mark.parametrize(
    "text",
    [
        "O’Néill-Ż̇ółć",
        "<b>not bold</b> & \"quoted\" 'so'",
        "{{ reference }} {% include 'pdf/base.html' %}",
        "before\0after \x1b[31m \x08",
        "قال إنه سر",
        "漢字かな",
        "\ud800 half a character",
    ],
)
def test_odd_words_make_a_page(text: str) -> None:
    made = pdf.render(REFERRAL, with_answer(text))

    assert reading.accessibility_faults(made) == []
    if "<b>" in text or "{{" in text:
        assert reading.squeezed(text) in reading.squeezed(reading.text_of(made))


def test_a_word_of_a_hundred_thousand_letters_takes_no_time() -> None:
    text = reading.squeezed(reading.text_of(pdf.render(REFERRAL, with_answer("x" * 100_000))))

    assert text.count("x") >= 100_000


def test_places_to_break_never_split_a_character_reference() -> None:
    made = pdf.render(REFERRAL, with_answer("&" * 3000))

    assert reading.text_of(made).count("&") == 3000


# -- what they can reach (targets.md S19) --------------------------------------------------------------------------------------


@pytest.fixture
def listener() -> Iterator[Any]:
    """Counts who knocks, on this computer's own network."""

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.server.knocks += 1  # type: ignore[attr-defined]
            self.request.sendall(b"HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads = True
        server.knocks = 0  # type: ignore[attr-defined]
        server.address = f"http://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>CANARY-7731</title><text>CANARY-7731</text></svg>')
    return file


def everywhere(value: Any, word: str) -> Any:
    """Answer the context with `word` after every text in it: labels, titles, answers, names, references."""
    if isinstance(value, str):
        return f"{value} {word}"
    if isinstance(value, list):
        return [everywhere(one, word) for one in value]
    if isinstance(value, dict):
        return {key: everywhere(one, word) for key, one in value.items()}
    return value


@pytest.mark.parametrize(("template", "example"), [(REFERRAL, examples.referral), (PLAN, examples.safety_plan)])
def test_nothing_written_in_any_field_reaches_anything(
    template: str, example: Any, listener: Any, secret: Path
) -> None:
    attempts = payloads.generated(listener.address, secret)
    assert len(attempts) >= 60
    together = " ".join(attempts.values())

    made = pdf.render(template, everywhere(example(), "<img src=x>"))
    account = with_answer(together, quote=True) if template == REFERRAL else example(known=together)
    with_all = pdf.render(template, account)

    assert listener.knocks == 0
    assert b"CANARY-7731" not in made + with_all
    assert reading.text_of(made).count("<img src=x>") >= 15  # shown as what was written
    assert reading.squeezed("@font-face{font-family:f;") in reading.squeezed(reading.text_of(with_all))


@pytest.mark.slow
def test_not_even_markup_that_got_through_reaches_anything(listener: Any, secret: Path) -> None:
    """The wall behind the escaping: the maker itself has no way out, whatever it is asked to fetch."""
    attempts = payloads.generated(listener.address, secret, few=True)
    assert len(attempts) >= 60

    def attempt(markup: str) -> bytes:
        try:
            return pdf.render_html(page(markup))
        except pdf.RenderingFailed:
            return b""

    with ThreadPoolExecutor(3) as several:
        made = dict(zip(attempts, several.map(attempt, attempts.values()), strict=True))

    assert listener.knocks == 0
    told = [name for name, content in made.items() if content and "CANARY" in reading.text_of(content)]
    embedded = [name for name, content in made.items() if b"EmbeddedFile" in content]
    assert (told, embedded) == ([], [])
    assert sum(not content for content in made.values()) >= 40  # refused outright; the rest asks for nothing we follow


def test_the_listener_would_have_heard(listener: Any) -> None:
    import urllib.request

    with pytest.raises(OSError, match=r".*"):
        urllib.request.urlopen(listener.address)
    assert listener.knocks == 1


def test_asking_for_a_picture_says_why_there_is_no_pdf() -> None:
    with pytest.raises(pdf.RenderingFailed, match="outside the document"):
        pdf.render_html(page('<img src="http://127.0.0.1:9/x.png">'))


# -- time, memory and what is missing --------------------------------------------------------------------------------------------


def at_work() -> list[str]:
    """Answer which processes the warm cells of this one have at work."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    processes = [line.split(maxsplit=2) for line in listed.splitlines()]
    warm = {pid for pid, parent, words in processes if parent == str(os.getpid()) and "warm_cell" in words}
    return [words for _, parent, words in processes if parent in warm]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td colspan=100000>x</td></tr></table>",
        "<p style='overflow-wrap:anywhere'>" + "e" + "\u0301" * 400_000 + "</p>",
        "<div>" * 300 + "<table><tr><td rowspan=60000>x</td></tr></table>",
    ],
)
def test_what_takes_too_long_is_stopped_and_leaves_no_process(body: str) -> None:
    with pytest.raises(pdf.RenderingFailed) as stopped:
        pdf.render_html(page(body), seconds=3)

    assert "Nothing is lost" in stopped.value.sentence
    assert at_work() == []
    assert reading.text_of(pdf.render_html(page("<p>the next</p>"))).endswith("the next")


def test_thousands_of_boxes_inside_each_other_are_refused_not_fatal() -> None:
    with pytest.raises(pdf.RenderingFailed, match="too large"):
        pdf.render_html(page("<div>" * 3000 + "x"))


MEASURE = """
import resource, sys
from contextlib import suppress
from hsb.documents import cell, pdf
with suppress(pdf.RenderingFailed):  # without the picture, or not at all
    pdf.render_html(sys.stdin.read())
cell.put_away()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_memory_has_a_limit() -> None:
    flood = io.BytesIO()
    Image.new("P", (16000, 16000)).save(flood, "GIF")  # 256 million dots, 300 kB
    address = "data:image/gif;base64," + base64.b64encode(flood.getvalue()).decode()
    html = page(f'<p><img src="{address}" alt="x" style="image-orientation: 90deg"></p>')

    # From a process of its own: what a child of this one is said to have used includes this one, before the child began.
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE], input=html, text=True, capture_output=True, check=True, cwd=settings.BASE_DIR
    )

    peak = int(measured.stdout)
    assert peak <= 600, f"{peak:.0f} MB: 512 of data, and the libraries themselves"


@pytest.mark.skipif(not Path("/proc").exists(), reason="libraries are found differently here")
def test_without_pango_the_sentence_offers_the_print_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("libpango-1.0.so.0", "libgobject-2.0.so.0"):
        (tmp_path / library).write_bytes(b"not a library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))

    with pytest.raises(pdf.RenderingFailed, match="Pango library is not installed.*Print button"):
        pdf.render_html(page("<p>x</p>"))


def test_who_asks_a_hundred_times_gets_a_process_of_its_own_each_time(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        made = list(several.map(lambda n: _cell_sees(tmp_path, given=f"page {n}".encode()), range(100)))

    assert [f"was given page {n}" in said for n, said in enumerate(made)] == [True] * 100
    assert len({said.partition("process ")[2].split()[0] for said in made}) == 100
    assert {said.partition("read before ")[2].split()[0] for said in made} == {"0"}


def test_a_warm_cell_that_was_killed_is_replaced_unseen() -> None:
    pdf.render_html(page("<p>before</p>"))
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    for pid, parent, words in (line.split(maxsplit=2) for line in listed.splitlines()):
        if parent == str(os.getpid()) and "warm_cell hsb.documents.render" in words:
            os.kill(int(pid), signal.SIGKILL)

    assert reading.text_of(pdf.render_html(page("<p>after</p>"))).endswith("after")


def test_a_copy_of_a_process_has_a_warm_cell_of_its_own() -> None:
    pdf.render_html(page("<p>x</p>"))
    copy = os.fork()
    if not copy:
        made = pdf.render_html(page("<p>in the copy</p>"))
        cell.put_away()
        os._exit(0 if made.startswith(b"%PDF") else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    assert reading.text_of(pdf.render_html(page("<p>in the first</p>"))).endswith("in the first")


def _cell_sees(cache: Path, given: bytes = b"") -> str:
    return cell.run("tests.hsb.documents.what_a_cell_sees", given=given, seconds=60, cache=cache).output.decode()


def test_the_maker_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SECRET_KEY", "FIELD_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_HOST_PASSWORD"):
        monkeypatch.setenv(name, "canary-of-secrets")

    seen = _cell_sees(tmp_path)

    assert "canary-of-secrets" not in seen
    assert "django" not in seen
    assert f"niceness {min(os.nice(0) + 10, 19)}" in seen  # on top of whatever this run has itself
    for attempt in ("read /etc/passwd", "read the settings", "listen", "connect", "run a program", "fork"):
        assert f"{attempt}: refused" in seen
