"""The product's settings as the tests see them: the demonstration's keys, a folder of their own, and fast password hashes."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEMO", "1")
# A folder for each run and each of its xdist workers, so that no test reads what another, or a running product, wrote.
if "VAR_DIR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="hsb-var-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from hsb.settings import *  # noqa: F403
from hsb.settings import BASE_DIR, DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES

# Its `migrate` keeps a copy, for there are many test databases. On PostgreSQL the suite has made one to copy from.
INSTALLED_APPS = ["tests.migrated", *INSTALLED_APPS]
if DATABASES["default"]["ENGINE"].endswith("postgresql") and (template := os.environ.get("HSB_TESTS_TEMPLATE")):
    DATABASES["default"]["TEST"]["TEMPLATE"] = template
    # Nobody cuts the power of this server. The tests that do start their own, without a template (tests/faults/harness.py).
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The built design-system files are the clone's; hashed names would need a collectstatic before every run.
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a folder that is not there
# Each process its own, so that no test meets the limits another one used up.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
