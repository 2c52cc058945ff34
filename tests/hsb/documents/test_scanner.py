import pytest

from hsb.documents import scanner
from tests.hsb.documents.conftest import PretendClamd
from tests.hsb.documents.files import EICAR


def test_a_clean_file_is_clean_and_arrives_whole(clamd: PretendClamd) -> None:
    content = bytes(range(256)) * 1024  # four pieces

    assert scanner.scan(content) == scanner.Verdict(clean=True)
    assert clamd.seen == [content]


def test_the_test_virus_is_found_and_named(clamd: PretendClamd) -> None:
    assert scanner.scan(b"Dear all\n" + EICAR) == scanner.Verdict(clean=False, found="Eicar-Test-Signature")


def test_a_file_too_large_for_the_scanner_is_refused(clamd: PretendClamd) -> None:
    clamd.limit = 100_000

    verdict = scanner.scan(b"a" * 8_000_000)

    assert verdict == scanner.Verdict(clean=False, found="too large for the scanner")


@pytest.mark.parametrize("mood", ["hangs up", "talks nonsense"])
def test_no_clear_answer_is_no_answer(clamd: PretendClamd, mood: str) -> None:
    clamd.mood = mood

    with pytest.raises(scanner.ScannerUnavailable):
        scanner.scan(b"hello")


def test_a_scanner_that_is_away_gives_no_answer(clamd: PretendClamd) -> None:
    clamd.stop()

    with pytest.raises(scanner.ScannerUnavailable, match="did not answer"):
        scanner.scan(b"hello")


def test_no_scanner_set_up_says_what_to_set() -> None:
    with pytest.raises(scanner.ScannerUnavailable, match="CLAMD_SOCKET"):
        scanner.scan(b"hello")


def test_a_scanner_can_be_reached_by_host_and_port(settings: pytest.FixtureRequest) -> None:
    settings.CLAMD_SOCKET = "127.0.0.1:9"

    with pytest.raises(scanner.ScannerUnavailable, match="did not answer"):
        scanner.scan(b"hello")
