#!/usr/bin/env python3
"""Django's command line for this product; `python3 start.py` prepares the machine and calls it."""

import os
import sys
from pathlib import Path

# What only a deployment sets: where one of these stands, nothing is guessed.
OF_A_DEPLOYMENT = ("SECRET_KEY", "SECRET_KEY_FILE", "FIELD_KEY", "FIELD_KEY_FILE", "ALLOWED_HOSTS", "DEMO", "DEBUG")


def is_the_demonstration() -> bool:
    """Answer whether `start.py` loaded its invented partnership here, and no deployment has said anything."""
    kept = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent / "var"))
    return (kept / "demo-accounts.json").exists() and not any(name in os.environ for name in OF_A_DEPLOYMENT)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hsb.settings")
    if is_the_demonstration():
        os.environ["DEMO"] = "1"
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run `python3 start.py setup`, then use `.venv/bin/python manage.py`."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
