"""Settings from the environment, read by helpers that fail loudly and name what to do."""

import os
from pathlib import Path


class SettingMissing(SystemExit):
    """A variable the deployment must set is absent or unreadable; the message says which, and points at dotenv-sample."""


def env(name: str, default: str | None = None) -> str:
    """Answer the variable's text; without a default, its absence stops the start with a sentence."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"Set {name} (see dotenv-sample).")
    return value


def env_bool(name: str, default: bool) -> bool:
    """Answer True or False; anything but true/false/1/0 is refused rather than guessed."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("",):
        return default
    if value in ("true", "1"):
        return True
    if value in ("false", "0"):
        return False
    raise SettingMissing(f"{name} must be true or false, not {value!r} (see dotenv-sample).")


def env_secret(name: str, default: str | None = None) -> str:
    """Answer a secret from NAME, or from the file named by NAME_FILE; an unreadable file stops the start."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise SettingMissing(f"{name}_FILE points at {path}, which cannot be read: {error.strerror}.") from error
    return env(name, default)


def needed(name: str, value: str) -> str:
    """Answer the value; an empty one stops the start, because what was chosen cannot work without it."""
    if not value:
        raise SettingMissing(f"Set {name} (see dotenv-sample).")
    return value
