"""The product's settings as the tests see them: the demonstration's keys, and passwords hashed fast because no test needs them slow."""

import os

os.environ.setdefault("DEMO", "1")

from hsb.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
