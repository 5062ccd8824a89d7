"""Every setting, read once from the environment (`AMANAH_…`); the defaults serve the demonstration on one machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from amanah.config import postgres
from amanah.config.logs import failed_jobs_without_their_arguments

REPO = Path(__file__).resolve().parents[2]
BASE_DIR = REPO
VAR = Path(os.environ.get("AMANAH_VAR", REPO / "var"))

DEBUG = False
ALLOWED_HOSTS = os.environ.get("AMANAH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = os.environ.get("AMANAH_BASE_URL", "http://localhost:8000")  # what QR codes point to
CSRF_TRUSTED_ORIGINS = [BASE_URL]
BEHIND_TLS = BASE_URL.startswith("https://")

# Raised by hand after a backup was restored: phones then push again what the backup lacks.
AMANAH_EPOCH = int(os.environ.get("AMANAH_EPOCH", "1"))
AMANAH_KEYS_FILE = Path(os.environ.get("AMANAH_KEYS_FILE", VAR / "keys.json"))
# Open pairs of faces an office has before it (the ministry four times as many); the others wait, likest first.
AMANAH_PAIRS_OPEN = int(os.environ.get("AMANAH_PAIRS_OPEN", "5"))
# An outside verifier of faces (docs/verifier.md); without an address nobody is asked.
AMANAH_VERIFIER = os.environ.get("AMANAH_VERIFIER", "amanah.visits.verifiers.web.Web")
AMANAH_VERIFIER_URL = os.environ.get("AMANAH_VERIFIER_URL", "")
AMANAH_VERIFIER_NAME = os.environ.get("AMANAH_VERIFIER_NAME", "outside")
AMANAH_VERIFIER_TOKEN_FILE = os.environ.get("AMANAH_VERIFIER_TOKEN_FILE", "")
AMANAH_VERIFIER_TIMEOUT_S = float(os.environ.get("AMANAH_VERIFIER_TIMEOUT_S", "10"))
# Who carries receipts to telephones (amanah/receipts/senders), where the default one writes them, and their language.
AMANAH_RECEIPTS_SENDER = os.environ.get("AMANAH_RECEIPTS_SENDER", "amanah.receipts.senders.file.File")
AMANAH_RECEIPTS_FILE = Path(os.environ.get("AMANAH_RECEIPTS_FILE", VAR / "receipts.jsonl"))
AMANAH_RECEIPTS_LANGUAGE = os.environ.get("AMANAH_RECEIPTS_LANGUAGE", "id")
AMANAH_MODELS_DIR = Path(os.environ.get("AMANAH_MODELS_DIR", REPO / "var" / "models"))
AMANAH_PHONE_DIST = Path(os.environ.get("AMANAH_PHONE_DIST", REPO / "phone" / "dist"))
AMANAH_MAPS_DIR = Path(os.environ.get("AMANAH_MAPS_DIR", VAR / "maps"))  # amanah maps pack

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "amanah.vault",
    "amanah.journal",
    "amanah.access",
    "amanah.ledger",
    "amanah.registry",
    "amanah.programs",
    "amanah.visits",
    "amanah.oversight",
    "amanah.eligibility",
    "amanah.receipts",
    "amanah.reporting",
    "amanah.retention",
    "amanah.sync",
    "amanah.web",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "amanah.config.headers.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "amanah.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "amanah.config.urls"
WSGI_APPLICATION = "amanah.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "amanah.web.context.page",
            ]
        },
    }
]

_database = conninfo_to_dict(os.environ.get("AMANAH_DATABASE_URL") or postgres.url())
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", "amanah"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,  # a database that was restarted leaves dead connections in the pool
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 20}, **_database},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
CSRF_FAILURE_VIEW = "amanah.web.pages.broken.csrf"

# Wrong passwords: the pair of name and address waits, so nobody can lock a colleague out from elsewhere.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600  # seconds: one working day
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = int(os.environ.get("AMANAH_HSTS_SECONDS", "31536000")) if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Nothing inline, nothing from elsewhere. The phone's app adds `wasm-unsafe-eval` for itself (config/headers.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

PROCRASTINATE_IMPORT_PATHS = [f"amanah.config.{name}" for name in ("jobs", "nights", "remaking", "fairness")]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = not any(STATIC_ROOT.glob("*"))  # before `amanah static` has gathered them
MEDIA_ROOT = Path(os.environ.get("AMANAH_MEDIA", VAR / "media"))
_folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}}
_bucket = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": os.environ.get("AMANAH_S3_BUCKET"),
        "endpoint_url": os.environ.get("AMANAH_S3_ENDPOINT"),
        "region_name": os.environ.get("AMANAH_S3_REGION"),
        "access_key": os.environ.get("AMANAH_S3_KEY"),
        "secret_key": os.environ.get("AMANAH_S3_SECRET"),
        "default_acl": None,
        "file_overwrite": True,
    },
}
STORAGES = {
    "default": _bucket if os.environ.get("AMANAH_S3_BUCKET") else _folder,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "jobs": {"()": "django.utils.log.CallbackFilter", "callback": failed_jobs_without_their_arguments},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "jobs": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["jobs"]},
    },
    "loggers": {"procrastinate": {"handlers": ["jobs"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("AMANAH_LOG", "WARNING")},
}


def _secret_key() -> str:
    """Signs sessions; kept beside the keys, made at the first start, never in the repository."""
    given = os.environ.get("AMANAH_SECRET_KEY")
    if given:
        return given
    path = AMANAH_KEYS_FILE.parent / "session.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as fresh:
            fresh.write(os.urandom(48).hex())
    return path.read_text()


SECRET_KEY = _secret_key()
