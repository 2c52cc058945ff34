"""One list of our apps: what says it elsewhere, because it cannot read settings, says the same."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
CONTRACTS = {contract["name"]: contract for contract in PROJECT["importlinter"]["contracts"]}
OUR_OWN = {"hsb", *settings.OUR_PACKAGES}


def _modules(layers: list[str]) -> set[str]:
    return {module.strip(" ()") for layer in layers for module in layer.split("|")}


def _contract(beginning: str) -> dict:
    (name,) = [name for name in CONTRACTS if name.startswith(beginning)]
    return CONTRACTS[name]


def test_every_app_of_ours_is_installed_and_nothing_else_of_ours_is() -> None:
    installed = {config.name for config in apps.get_app_configs() if config.name.partition(".")[0] in OUR_OWN}

    assert installed == set(settings.OUR_APPS)


def test_every_directory_of_ours_with_an_app_is_listed() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in settings.OUR_PACKAGES
        for path in (ROOT / package).rglob("apps.py")
    }

    assert found == set(settings.OUR_APPS)


def test_the_order_of_imports_names_every_app() -> None:
    layers = _modules(_contract("A stage may read an earlier one")["layers"])

    assert sorted(set(settings.OUR_APPS) - layers) == [], "say in pyproject.toml below whom it stands"


@pytest.mark.parametrize("contract", ["PDFs are made in a process of their own"])
def test_contracts_over_everything_name_every_package(contract: str) -> None:
    assert set(_contract(contract)["source_modules"]) == set(settings.OUR_PACKAGES)


def test_tools_read_every_package() -> None:
    packages = set(settings.OUR_PACKAGES)

    assert set(PROJECT["importlinter"]["root_packages"]) == packages
    assert set(PROJECT["coverage"]["run"]["source"]) == packages
    assert set(PROJECT["ruff"]["lint"]["isort"]["known-first-party"]) == packages | {"tests"}


def test_all_but_the_home_of_grants_are_kept_from_them() -> None:
    kept = set(_contract("Grants have one home")["source_modules"])
    expected = {app for app in settings.OUR_APPS if app.startswith("hsb.")} | set(settings.OUR_PACKAGES) - {"hsb"}

    assert expected - kept == {"hsb.cases"}
