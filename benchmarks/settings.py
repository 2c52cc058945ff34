"""The product's settings as benchmarks run them: everything real (middleware, sessions, audit, second wall), DEBUG off."""

import os

os.environ.setdefault("DEMO", "1")

from hsb.settings import *  # noqa: F403
from hsb.settings import BASE_DIR, STATIC_ROOT, STORAGES, TEMPLATES

DEBUG = False
# The address of the naive page beside the product's.
ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "benchmarks" / "templates"]
# Hashed names would need a collectstatic before every run.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a folder that is not there
