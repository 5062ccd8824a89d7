"""The house's own settings, with keys, photos and files in a folder that goes away with the run."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="amanah-test-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["AMANAH_VAR"] = FOLDER
os.environ["AMANAH_KEYS_FILE"] = f"{FOLDER}/keys.json"
os.environ["AMANAH_MEDIA"] = f"{FOLDER}/media"

from amanah.config.settings import *  # noqa: E402, F403 (the environment comes first)
from amanah.config.settings import DATABASES, STATIC_ROOT  # noqa: E402 (the environment comes first)

DATABASES["default"]["OPTIONS"].pop("pool")  # each test closes what it opened
_suffix = os.environ.get("AMANAH_TEST_DB", "")
DATABASES["default"]["TEST"] = {"NAME": "test_amanah" + (f"_{_suffix}" if _suffix else "")}
# Argon2 is slow on purpose; a test that is about passwords says so itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
