"""start.py says in one sentence what is missing, installs it where it may, and does nothing twice."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py as a module, in a folder of its own, unable to run anything."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENV", tmp_path)
    monkeypatch.setattr(module, "ROOT", tmp_path)

    def refuse(*command: object, **_: object) -> None:
        raise AssertionError(f"would have run {command}")

    for name in ("call", "run", "check_call", "check_output"):
        monkeypatch.setattr(subprocess, name, refuse)
    return module


def lacking(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool, apt: bool = True, essential: bool = True
) -> list:
    """A machine without one package; answers what apt is asked for."""
    need = start.Need("Pango (for PDFs)", lambda: bool(asked), "libpangoft2-1.0-0", "pango", essential=essential)
    asked: list = []
    monkeypatch.setattr(start, "needs", lambda mode: [need])
    monkeypatch.setattr(start, "apt_install", asked.append)
    monkeypatch.setattr(start.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(start.shutil, "which", lambda name: "/usr/bin/" + name if apt else None)
    return asked


def test_old_pythons_can_read_it_and_say_what_is_needed() -> None:
    source = (ROOT / "start.py").read_text()

    ast.parse(source, feature_version=(3, 7))


def test_needs_only_the_standard_library() -> None:
    tree = ast.parse((ROOT / "start.py").read_text())
    names = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }

    assert names <= sys.stdlib_module_names


def test_services_can_be_asked_before_anything_is_installed() -> None:
    tree = ast.parse((ROOT / "tests" / "services.py").read_text())
    names = {alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names}

    assert names <= sys.stdlib_module_names
    beside = ROOT / "tests" / "__init__.py"
    assert not beside.exists() or not beside.read_text().strip()


def test_root_on_debian_gets_it_installed_after_it_is_named(start, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "MAC", False)
    asked = lacking(start, monkeypatch, root=True)

    start.have_system_packages("run")

    assert asked == [["libpangoft2-1.0-0"]]
    assert capsys.readouterr().out.startswith(
        "This machine lacks Pango (for PDFs). Installing with apt: libpangoft2-1.0-0"
    )


def test_others_on_debian_get_the_one_line(start, monkeypatch) -> None:
    monkeypatch.setattr(start, "MAC", False)
    asked = lacking(start, monkeypatch, root=False)

    with pytest.raises(SystemExit, match="sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0"):
        start.have_system_packages("run")

    assert asked == []


def test_what_only_pdfs_need_does_not_stop_the_product(start, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "MAC", False)
    lacking(start, monkeypatch, root=False, essential=False)

    start.have_system_packages("run")

    assert "everything works but PDFs" in capsys.readouterr().out


def test_macos_gets_the_brew_line(start, monkeypatch) -> None:
    monkeypatch.setattr(start, "MAC", True)
    lacking(start, monkeypatch, root=False, apt=False)

    with pytest.raises(SystemExit, match="brew install pango"):
        start.have_system_packages("run")


def test_full_tests_need_the_services_and_the_quick_ones_do_not(start, monkeypatch) -> None:
    monkeypatch.setattr(start, "ROOT", ROOT)

    def apt(mode: str) -> set[str]:
        return {need.apt for need in start.needs(mode)}

    assert (
        apt("run") == apt("quick") == {"python3-venv", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation"}
    )
    assert apt("full") - apt("run") == {"chromium", "postgresql", "redis-server", "poppler-utils", "qpdf"}


def test_packages_are_installed_once(start, monkeypatch, tmp_path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.19")
    commands: list = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: commands.append(command) or 0)

    start.have_packages(lock)
    installed = [command for command in commands if "install" in command]
    commands.clear()
    start.have_packages(lock)

    assert len(installed) == 1
    assert "--require-hashes" in installed[0]
    assert commands == []


def test_a_changed_lock_is_installed_again(start, monkeypatch, tmp_path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.19")
    commands: list = []
    monkeypatch.setattr(subprocess, "call", lambda command, **_: commands.append(command) or 0)
    start.have_packages(lock)
    commands.clear()

    lock.write_text("django==5.2.20")
    start.have_packages(lock)

    assert [command for command in commands if "install" in command]


def test_a_failed_install_says_so_and_is_tried_again(start, monkeypatch, tmp_path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.19")
    monkeypatch.setattr(subprocess, "call", lambda command, **_: int("install" in command))

    with pytest.raises(SystemExit, match=r"pip could not install requirements\.txt"):
        start.have_packages(lock)

    assert not list(tmp_path.glob(".installed-*"))


@pytest.mark.parametrize(("version", "expected"), [("v24.1.0", "npm"), ("v18.0.0", "npm"), ("v12.22.9", None)])
def test_npm_is_the_machines_when_new_enough(start, monkeypatch, version, expected) -> None:
    wheels: list = []
    monkeypatch.setattr(subprocess, "check_output", lambda *_, **__: version)
    monkeypatch.setattr(start.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(start, "have_packages", wheels.append)

    program = start.npm()

    assert program == (expected or str(start.ENV / "bin" / "npm"))
    assert bool(wheels) == (expected is None)


def test_npm_comes_from_a_package_when_the_machine_has_none(start, monkeypatch) -> None:
    def absent(*_: object, **__: object) -> None:
        raise FileNotFoundError("node")

    wheels: list = []
    monkeypatch.setattr(subprocess, "check_output", absent)
    monkeypatch.setattr(start, "have_packages", wheels.append)

    assert start.npm() == str(start.ENV / "bin" / "npm")
    assert [lock.name for lock in wheels] == ["requirements-node.txt"]


@pytest.mark.parametrize(
    ("words", "what", "rest"),
    [
        ([], "run", []),
        (["--port", "9000"], "run", []),
        (["setup"], "setup", []),
        (["test", "--quick"], "test", []),
        (["test", "--quick", "-k", "referral"], "test", ["-k", "referral"]),
        (["test", "-x", "tests/referrals"], "test", ["-x", "tests/referrals"]),
    ],
)
def test_words_after_the_command(start, monkeypatch, words, what, rest) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", *words])

    given, further = start.arguments()

    assert (given.what, further) == (what, rest)


def test_unknown_words_are_refused_except_for_pytest(start, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", "--prot"])

    with pytest.raises(SystemExit):
        start.arguments()

    assert "unknown: --prot" in capsys.readouterr().err
