"""What no single file can promise alone: compose, settings, locks and recipes agree, and nothing names the machine they were made on."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.db.backends.postgresql.features import DatabaseFeatures
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements", "requirements-dev", "requirements-node")
APP_SERVICES = ("migrate", "web", "worker", "beat")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
INTERPOLATED = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")
READ = re.compile(r"""\benv(?:_bool|_secret)?\(\s*f?"([A-Z_{}a-z]+)\"""")
# What a deployment puts into .env.
FILLED = {
    "SECRET_KEY": "s" * 20 + "3cr3t-k3y-for-the-test-of-compose-with-many-different-letters",
    "FIELD_KEY": "f13ld-k3y-for-the-test-of-compose-with-many-different-letters",
    "ALLOWED_HOSTS": "casework.example.org",
    "PUBLIC_URL": "https://casework.example.org",
    "DATABASE_SUPERUSER_PASSWORD": "superuser",
    "DATABASE_OWNER_PASSWORD": "owner",
    "REDIS_PASSWORD": "redis",
    "DATABASE_WEB_PASSWORD": "web",
    "DATABASE_WORKER_PASSWORD": "worker",
}


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def interpolated(text: str) -> str:
    return INTERPOLATED.sub(lambda match: FILLED.get(match[1], match[2] or ""), text)


def environment_of(service: str) -> dict[str, str]:
    return {name: interpolated(str(value)) for name, value in SERVICES[service]["environment"].items()}


def command_of(service: str) -> str:
    command = SERVICES[service]["command"]
    return interpolated(command[2] if command[:2] == ["sh", "-c"] else " ".join(command))


def owner_statements() -> list[str]:
    """Answer what compose has the postgres image run once, as a client without psql's own words would send it."""
    content = COMPOSE["configs"]["owner"]["content"].partition("<<'SQL'\n")[2].partition("SQL\n")[0]
    return content.replace(":'password'", f"'{FILLED['DATABASE_OWNER_PASSWORD']}'").strip().split("\n")


def variables_read() -> set[str]:
    """Every variable the code reads, with `database prepare`'s spelled out."""
    code = "\n".join(path.read_text() for path in (ROOT / "hsb").rglob("*.py"))
    names = set(READ.findall(code))
    assert {name for name in names if "{" in name} == {"DATABASE_{login}_LOGIN", "DATABASE_{login}_PASSWORD"}
    spelled = {name.format(login=login) for name in names if "{" in name for login in ("WEB", "WORKER")}
    return {name for name in names if "{" not in name} | spelled


def sample_variables() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / "dotenv-sample").read_text(), re.MULTILINE))


def locked(name: str) -> dict[str, Version]:
    pinned = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE
    )
    return {package.lower(): Version(version) for package, version in pinned}


def wanted(name: str) -> list[Requirement]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


# -- the deployment -----------------------------------------------------------------------------------------------


def test_compose_has_the_five_parts_and_the_migrate_step() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "postgres", "redis", "migrate"}


def test_compose_databases_are_versions_the_product_supports() -> None:
    postgres = SERVICES["postgres"]["image"].removeprefix("postgres:")
    redis = SERVICES["redis"]["image"].removeprefix("redis:")

    # A role that is taken up and never inherited is 16's.
    assert int(postgres) >= 16
    assert int(postgres) >= DatabaseFeatures.minimum_database_version[0]
    assert redis == "7"


def test_image_runs_the_python_and_node_the_project_asks_for() -> None:
    pythons = set(re.findall(r"^FROM python:([0-9.]+)", DOCKERFILE, re.MULTILINE))
    nodes = set(re.findall(r"^FROM node:([0-9]+)", DOCKERFILE, re.MULTILINE))
    engines = json.loads((ROOT / "package.json").read_text())["engines"]["node"]

    assert len(pythons) == 1
    assert all(SpecifierSet(PYPROJECT["project"]["requires-python"]).contains(python) for python in pythons)
    assert all(int(node) >= int(engines.removeprefix(">=")) for node in nodes)


def test_image_has_the_system_packages_that_start_asks_for() -> None:
    asked = re.search(r"--no-install-recommends ([a-z0-9. -]+)", DOCKERFILE)
    assert asked
    start = (ROOT / "start.py").read_text()

    assert [package for package in asked[1].split() if f'"{package}"' not in start] == []


@pytest.mark.parametrize("service", APP_SERVICES)
def test_compose_sets_only_variables_somebody_reads(service: str) -> None:
    assert set(SERVICES[service]["environment"]) - variables_read() == set()


def test_compose_interpolates_only_what_the_sample_names() -> None:
    used = {name for name, _ in INTERPOLATED.findall((ROOT / "docker-compose.yml").read_text())}

    assert used - sample_variables() == set()


def test_sample_names_every_variable_that_is_read_and_no_other() -> None:
    used = {name for name, _ in INTERPOLATED.findall((ROOT / "docker-compose.yml").read_text())}

    assert variables_read() - sample_variables() == set()
    assert sample_variables() - variables_read() - used == set()


@pytest.mark.parametrize("service", APP_SERVICES)
def test_settings_start_with_what_compose_gives(service: str, tmp_path: Path) -> None:
    ask = (
        "from django.conf import settings as s; import json;"
        "d = s.DATABASES['default'];"
        "print(json.dumps([d['ENGINE'], d['HOST'], d['USER'], s.CELERY_BROKER_URL, s.DEBUG, s.DEMO, s.HTTPS, s.ALLOWED_HOSTS]))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={**environment_of(service), "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hsb.settings"},
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    login = {"migrate": "hsb_owner", "web": "hsb_web_login"}.get(service, "hsb_worker_login")
    hosts = ["casework.example.org", "127.0.0.1"]
    engine, broker = "django.db.backends.postgresql", "redis://:redis@redis:6379/0"
    assert json.loads(answer.stdout) == [engine, "postgres", login, broker, False, False, True, hosts]


def test_owner_of_the_database_is_in_the_migrate_step_alone() -> None:
    for service in ("web", "worker", "beat"):
        assert "hsb_owner" not in json.dumps(SERVICES[service])
        assert "DATABASE_OWNER_PASSWORD" not in json.dumps(SERVICES[service])
    assert "//hsb_owner:" in environment_of("migrate")["DATABASE_URL"]


def test_owner_of_the_tables_is_no_superuser() -> None:
    create_role, create_database = owner_statements()

    assert create_role == "CREATE ROLE hsb_owner LOGIN CREATEROLE PASSWORD 'owner';"
    assert create_database == "CREATE DATABASE hsb OWNER hsb_owner;"
    assert "POSTGRES_USER" not in SERVICES["postgres"]["environment"], "the image makes its user a superuser"
    for service in APP_SERVICES:
        assert "DATABASE_SUPERUSER_PASSWORD" not in json.dumps(SERVICES[service])


def test_redis_asks_for_a_password_that_everybody_is_given() -> None:
    assert [interpolated(word) for word in SERVICES["redis"]["command"]][-2:] == ["--requirepass", "redis"]
    for service in APP_SERVICES:
        assert environment_of(service)["REDIS_URL"].startswith("redis://:redis@")


def test_web_waits_for_migrations_and_refuses_an_unfit_login() -> None:
    assert SERVICES["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert command_of("web").startswith("python manage.py database check && exec gunicorn ")


def test_management_commands_of_compose_exist() -> None:
    called = re.findall(r"manage\.py ([a-z_]+)", "\n".join(map(command_of, APP_SERVICES)) + DOCKERFILE)

    assert called
    assert [name for name in called if name not in get_commands()] == []


def test_gunicorn_accepts_the_command_of_compose(tmp_path: Path) -> None:
    words = command_of("web").partition("exec gunicorn ")[2].split()
    environment = {**environment_of("web"), "PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}

    checked = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr
    assert words[0].replace("wsgi", "wsgi.application") == settings.WSGI_APPLICATION


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_celery_knows_the_options_of_compose(service: str, tmp_path: Path) -> None:
    words = command_of(service).split()
    assert words[:3] == ["celery", "-A", "hsb.celery"]
    environment = {**environment_of(service), "PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}

    shown = subprocess.run(
        [sys.executable, "-m", *words[:4], "--help"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert shown.returncode == 0, shown.stderr
    assert [word for word in words[4:] if word.startswith("--") and word not in shown.stdout] == []


def test_beat_runs_tasks_that_exist() -> None:
    from hsb.celery import app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()


# -- the locks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_lock_satisfies_what_is_wanted(name: str) -> None:
    pins = locked(name)

    for requirement in wanted(name):
        assert requirement.name.lower() in pins, f"{requirement} is not locked: run `just lock`"
        assert requirement.specifier.contains(pins[requirement.name.lower()]), f"{requirement}: run `just lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    for block in re.split(r"\n(?=\S)", (ROOT / f"{name}.txt").read_text().strip()):
        if not block.startswith("#"):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_tests_run_on_the_versions_the_product_ships() -> None:
    product, tests = locked("requirements"), locked("requirements-dev")

    assert {name: version for name, version in product.items() if tests.get(name) != version} == {}


@pytest.mark.parametrize("name", [*(f"{lock}.txt" for lock in LOCKS), *(f"{lock}.in" for lock in LOCKS)])
def test_locks_hold_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ file:", text)


def test_front_end_lock_holds_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]

    assert '"resolved"' not in text
    assert "://" not in text
    assert all(about["integrity"].startswith("sha512-") for name, about in packages.items() if name)


def test_front_end_versions_agree() -> None:
    wanted_versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted_versions} == wanted_versions
    assert wanted_versions["govuk-frontend"] == settings.CRISPY_GDS_FRONTEND_VERSION


def test_every_package_we_ask_for_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    names = [requirement.name for lock in LOCKS for requirement in wanted(lock)]
    names += json.loads((ROOT / "package.json").read_text())["dependencies"]

    assert [name for name in names if f"`{name}`" not in reasons] == []


# -- the recipes --------------------------------------------------------------------------------------------------


def test_recipes_people_rely_on_are_there() -> None:
    recipes = set(re.findall(r"^([a-z]+)(?: \*arguments)?:", (ROOT / "justfile").read_text(), re.MULTILINE))

    assert {"run", "test", "check", "fix", "bench", "docs"} <= recipes


def test_gate_runs_the_test_command() -> None:
    gate = (ROOT / ".ci" / "run").read_text()
    steps = re.findall(r'^\s*step "([^"]+)" (.+)$', gate, re.MULTILINE)

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert ("tests", "python3 start.py test") in steps


def test_ruff_formats_for_the_oldest_python() -> None:
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")

    assert PYPROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert PYPROJECT["tool"]["mypy"]["python_version"] == oldest


def test_no_committed_file_names_the_machine_it_was_written_on() -> None:
    private = re.compile(
        r"(?<![\w.])(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)(?![\w.])"
        r"|(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w"
        r"|(?:registry\.npmjs|files\.pythonhosted|//pypi)\.org"
    )
    found = []
    for path in committed_files():
        if path == Path(__file__).resolve() or path.suffix in (".png", ".pdf", ".ico", ".woff2"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in private.finditer(text)]

    assert found == []


def test_licence_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert PYPROJECT["project"]["license"] == "MIT"


@pytest.mark.parametrize("missing", ["NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID"])
def test_notify_is_not_chosen_without_its_key_and_template(missing: str) -> None:
    chosen = {
        "EMAIL_BACKEND": "hsb.notifications.notify_backend.NotifyBackend",
        "NOTIFY_API_KEY": "casework-key",
        "NOTIFY_TEMPLATE_ID": "a-template",
    }
    started = subprocess.run(
        [sys.executable, "-c", "import hsb.settings"],
        cwd=ROOT,
        env={**os.environ, "DEMO": "1", **chosen, missing: ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (started.returncode, started.stderr.strip()) == (1, f"Set {missing} (see dotenv-sample).")
