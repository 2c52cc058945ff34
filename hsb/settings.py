"""Settings, in Django's order. Every value that is not Django's own default carries its reason.

The environment decides only what differs between deployments; `dotenv-sample` lists every variable.

Over 300 lines: Django's settings, in Django's order.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from hsb.environment import SettingMissing, env, env_bool, env_secret, needed
from hsb.keys import check_secret, read_keys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env("VAR_DIR", str(BASE_DIR / "var")))
for folder in (VAR, VAR / "assets", VAR / "media", VAR / "mail", VAR / "anchors"):
    folder.mkdir(parents=True, exist_ok=True)

# -- what kind of deployment this is ------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG", False)
# The demonstration partnership: invented people, known passwords, no second factor, mail to files, http on loopback.
DEMO = env_bool("DEMO", False)
SECRET_KEY = env_secret("SECRET_KEY", "only-for-demonstration-and-tests" if (DEMO or DEBUG) else None)
# Seals the identity of harmed people, second-factor secrets and match indexes. Losing it loses them.
FIELD_KEY = env_secret("FIELD_KEY", "only-for-demonstration-and-tests" if (DEMO or DEBUG) else None)
try:
    read_keys(FIELD_KEY)
    check_secret(SECRET_KEY)
except ValueError as error:
    raise SettingMissing(str(error)) from error
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in env("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
# True when browsers reach us by https; only `start.py` on loopback http says no.
HTTPS = env_bool("HTTPS", not (DEMO or DEBUG))
PARTNERSHIP_PROFILE = env("PARTNERSHIP_PROFILE", "aldermere")
PUBLIC_URL = env("PUBLIC_URL", "http://127.0.0.1:8000")

# -- applications -------------------------------------------------------------------------------------------------
# Ours. The guards of the database, the gate and the tests read this list: a new app is a line here and in pyproject.toml, where
# it says who may import it (tests/architecture/test_apps.py).
OUR_APPS = [
    "hsb.accounts",
    "hsb.audit",
    "hsb.agencies",
    "hsb.outbox",
    "hsb.timeliness",
    "hsb.chronology",
    "hsb.cases",
    "hsb.clocks",
    "hsb.notes",
    "hsb.notifications",
    "hsb.people",
    "hsb.documents",
    "hsb.tasks",
    "hsb.escalation",
    "hsb.ui",
    "hsb.pages",
    "hsb.demonstration",
    "hsb.handbook",
    "referrals",
    "strategy_meetings",
    "aim2",
]
OUR_PACKAGES = tuple(dict.fromkeys(app.partition(".")[0] for app in OUR_APPS))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    *OUR_APPS,
]

MIDDLEWARE = [
    # Headers first, so that static files and refusals (a wrong host, a bad form token) carry them too.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hsb.accounts.middleware.NoStoreMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hsb.accounts.middleware.SessionLimitsMiddleware",
    "hsb.accounts.middleware.SignInRequiredMiddleware",
    "hsb.accounts.middleware.SecondFactorMiddleware",
    # Last: it opens the transaction in which the view runs, as the signed-in person's principals.
    "hsb.agencies.middleware.PrincipalsMiddleware",
]
ROOT_URLCONF = "hsb.urls"
WSGI_APPLICATION = "hsb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "hsb.ui.context.frame",
            ],
        },
    },
    {
        # Only the row bodies of long lists: measured, that is where templates cost (targets.md P1).
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "rows",
        "DIRS": [BASE_DIR / "templates" / "rows"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "hsb.ui.jinja.environment", "autoescape": True},
    },
]

# -- database -----------------------------------------------------------------------------------------------------
DATABASE_URL = env_secret("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # jit costs up to 2.6x on the mid-size plans of our lists (targets.md, evidence a).
        DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "hsb.sqlite3", "CONN_MAX_AGE": 0}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE + WAL, web and worker lock each other out (stack.md §0.6).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE_NAME", "") or None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_secret("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"}
    )
}

# -- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# Guardian signs nobody in; its backend stands here because its own system check asks for it.
AUTHENTICATION_BACKENDS = ["hsb.agencies.backends.PartnershipBackend", "guardian.backends.ObjectPermissionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "hsb.accounts.passwords.NotOnesOwnName",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
    {"NAME": "hsb.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "hsb.accounts.passwords.NotCommon"},
    {"NAME": "hsb.accounts.passwords.Varied"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "hsb.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
# Wrong passwords and codes are counted by hsb/accounts/guesses.py; these only stop floods.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/h/key", "reset_password": "20/m/ip,3/15m/key"}
# How many proxies of ours stand in front: without it, every person would share the proxy's address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXIES", "0"))
ACCOUNT_FORMS = {
    "login": "hsb.accounts.forms.SignInForm",
    "reauthenticate": "hsb.accounts.forms.ReauthenticateForm",
    "change_password": "hsb.accounts.forms.ChangePasswordForm",
    "reset_password": "hsb.people.forms.RecoveryForm",
    "reset_password_from_key": "hsb.accounts.forms.ChooseNewPasswordForm",
    "user_token": "hsb.accounts.forms.RecoveryLinkForm",
}
MFA_FORMS = {
    "authenticate": "hsb.accounts.forms.CodeForm",
    "reauthenticate": "hsb.accounts.forms.CodeAgainForm",
    "activate_totp": "hsb.accounts.forms.SetUpCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by the invitation
MFA_TOTP_TOLERANCE = 1  # phones are half a minute wrong
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ADAPTER = "hsb.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_REQUIRED = env_bool("MFA_REQUIRED", not (DEMO or DEBUG))
USERSESSIONS_TRACK_ACTIVITY = False
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

# -- sessions, cookies, headers -----------------------------------------------------------------------------------
# Messages name people; Django's own default keeps them in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # absolute; the idle limit is in SessionLimitsMiddleware
SESSION_IDLE_SECONDS = 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hsb.ui.views.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = env_bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "fullscreen")
}
# A section may hold several answers of 100 kB each; anything larger is an attachment.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

# -- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR / "assets"]
MEDIA_ROOT = VAR / "media"  # outside anything a web server serves
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
CLAMD_SOCKET = env("CLAMD_SOCKET", "")

# -- mail ---------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if (DEMO or DEBUG)
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "casework@example.invalid")
# Without them nothing would leave, and nobody would know: where Notify is chosen, they must be there.
NOTIFY_API_KEY = env_secret("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env("NOTIFY_TEMPLATE_ID", "")
NOTIFY_BASE_URL = env("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
if EMAIL_BACKEND == "hsb.notifications.notify_backend.NotifyBackend":
    needed("NOTIFY_API_KEY", NOTIFY_API_KEY)
    needed("NOTIFY_TEMPLATE_ID", NOTIFY_TEMPLATE_ID)

# -- forms --------------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
CRISPY_GDS_FRONTEND_VERSION = "6.6.0"
CRISPY_FAIL_SILENTLY = False

# -- work in the background: Celery only wakes what the database holds (design.md §6) --------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    BROKER = VAR / "broker"
    for folder in ("queue", "processed", "control"):
        (BROKER / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER / "queue"),
        "data_folder_out": str(BROKER / "queue"),
        "processed_folder": str(BROKER / "processed"),
        "control_folder": str(BROKER / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
if REDIS_URL and urlsplit(REDIS_URL).scheme not in ("redis", "rediss"):
    raise SystemExit("REDIS_URL must begin with redis:// or rediss:// (see dotenv-sample).")
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# No `expires`: a worker judges it by its own clock, and one that runs ahead would throw every wake-up away. What piled up while
# no worker ran finds nothing to do, in milliseconds each.
CELERY_BEAT_SCHEDULE = {
    "wake the outbox": {"task": "hsb.outbox.tasks.work", "schedule": 5.0},
    "seal the audit": {"task": "hsb.audit.tasks.seal", "schedule": 30.0},
    "end grants that ran out": {"task": "hsb.cases.tasks.expire_grants", "schedule": 60.0},
    "let orders run out": {"task": "aim2.tasks.let_orders_run_out", "schedule": 600.0},
    "ask to complete what was locked": {"task": "aim2.tasks.ask_to_complete", "schedule": 600.0},
    "ask after mail": {"task": "hsb.notifications.tasks.ask_after_mail", "schedule": 300.0},
    "tidy sessions": {"task": "hsb.accounts.tasks.tidy", "schedule": 3600.0},
    "remove stray files": {
        "task": "hsb.documents.tasks.remove_strays",
        "schedule": 86_400.0,
    },
    "look for deadlines that passed": {
        "task": "hsb.timeliness.tasks.sweep",
        "schedule": 600.0,
    },
    "chase what is due": {"task": "hsb.notifications.tasks.chase", "schedule": 600.0},
    "send the digests": {"task": "hsb.pages.tasks.send_digests", "schedule": 600.0},
}

# -- logs: never a name, never a body (house rule 4) ----------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"patterns": {"()": "hsb.logs.PatternOfAddress"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR", "filters": ["patterns"]}, "fontTools": {"level": "ERROR"}},
}
