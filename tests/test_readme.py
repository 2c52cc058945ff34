"""What the README tells people to type works as it stands, after `start.py` and with nothing set."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BLOCK = re.search(r"## Commands others rely on\n+```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
COMMANDS = [line.split("#")[0].strip() for line in BLOCK[1].splitlines()] if BLOCK else []
OURS = [command for command in COMMANDS if " manage.py " in command]
# Ten thousand cases take ten minutes; a handful go the same way.
SMALLER = {"10000": "3"}


def bare(folder: Path) -> dict[str, str]:
    """What a shell has that nobody has prepared: no settings of this product."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"VAR_DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def answer(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [SMALLER.get(word, word) for word in shlex.split(command)]
    return subprocess.run([sys.executable, *words[1:]], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A folder as `start.py` leaves it, as far as these commands look: migrated, and marked as the demonstration's."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "demo-accounts.json").write_text("{}")
    environment = bare(folder)
    made = answer(".venv/bin/python manage.py migrate --verbosity 0", environment)
    assert made.returncode == 0, made.stderr
    return environment


def test_the_readme_lists_commands() -> None:
    assert len(OURS) >= 5
    assert all(command.startswith(".venv/bin/python ") for command in COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("command", OURS)
def test_each_listed_command_works_by_copy_and_paste(command: str, prepared: dict[str, str]) -> None:
    done = answer(command, prepared)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("said", ["SECRET_KEY", "SECRET_KEY_FILE", "ALLOWED_HOSTS"])
def test_a_deployment_never_takes_the_demonstrations_settings(said: str, tmp_path: Path) -> None:
    (tmp_path / "demo-accounts.json").write_text("{}")
    refused = answer(
        ".venv/bin/python manage.py check", bare(tmp_path) | {said: "" if said != "ALLOWED_HOSTS" else "a.example"}
    )

    assert refused.returncode != 0
