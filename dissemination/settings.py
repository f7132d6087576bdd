"""All settings, in one place: environment variables over defaults that run from a clone.

`MODE=local` (the default) needs no server and no variable. `MODE=production` wants each variable that
has no safe default and stops with its name when one is missing.
"""

import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.str("MODE", "local")
PRODUCTION = MODE == "production"
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()


def _key_kept_in(folder: Path) -> str:
    """The secret key of this installation, made on the first start and kept beside its data."""
    kept = folder / "secret_key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text().strip()


def _address(name: str, default: str, kinds: str) -> str:
    """A variable that holds an address of one of these kinds; what is none stops everything with its name."""
    told: str = env.str(name, default)
    if urlsplit(told).scheme not in kinds.split():
        said = f"It is: {told.split('@')[-1]}" if told else "It is empty."
        raise ImproperlyConfigured(f"{name} has to begin with one of: {kinds}. {said}")
    return told


# Who we are
SITE_NAME = env.str("SITE_NAME", "Onward")
SITE_URL = (env.str("SITE_URL") if PRODUCTION else env.str("SITE_URL", "http://localhost:8000")).rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", "") or _key_kept_in(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "localhost"]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The house
INSTALLED_APPS = [
    "dissemination.workspace.apps.WorkspaceAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "dissemination.core",
    "dissemination.accounts",
    "dissemination.events",
    "dissemination.questionnaires",
    "dissemination.messaging",
    "sessions.apps.ProgrammeConfig",
    "speakers",
    "registrations",
    "dissemination.groups",
    "dissemination.catering",
    "dissemination.desk",
    "dissemination.agenda",
    "dissemination.guests",
    "dissemination.delegates",
    "dissemination.changes",
    "dissemination.capture",
    "dissemination.outcomes",
    "dissemination.stories",
    "dissemination.mailings",
    "dissemination.followup",
    "dissemination.reports",
    "dissemination.retention",
    "dissemination.pages",
    "dissemination.workspace.apps.WorkspaceConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "dissemination.core.middleware.BodyMiddleware",
    "dissemination.pages.middleware.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dissemination.core.middleware.ThrottleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dissemination.accounts.middleware.StaffProofMiddleware",
    "dissemination.core.middleware.RefusedMiddleware",
    "dissemination.core.middleware.PrivacyHeadersMiddleware",
]
ROOT_URLCONF = "dissemination.urls"
WSGI_APPLICATION = "dissemination.wsgi.application"
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
                "dissemination.core.context.site",
            ],
        },
    },
    {  # the words of mails: nothing is HTML here, so nothing is escaped; used by messaging.texts alone
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "text",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "libraries": {"i18n": "django.templatetags.i18n"}},
    },
]

# What is kept
DATABASE_URL = _address(
    "DATABASE_URL", f"sqlite:///{DATA_DIR / 'onward.sqlite3'}", "postgres postgresql sqlite"
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "dissemination.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 1  # core/prepared.py
DATABASES["default"]["CONN_MAX_AGE"] = 60
CACHES = {  # counts of tries: docs/adr/0008-counts-in-the-database.md
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
# Production collects hashed files once; locally they are served from where they lie: no step, no wait.
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
_STATIC_STORAGE = "ManifestStaticFilesStorage" if PRODUCTION else "StaticFilesStorage"
STATICFILES_DIRS = [BASE_DIR / "dissemination" / "static"]
_S3_BUCKET, _S3_ENDPOINT = env.str("MEDIA_S3_BUCKET", ""), env.str("MEDIA_S3_ENDPOINT", "") or None
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"django.contrib.staticfiles.storage.{_STATIC_STORAGE}"},
}
if _S3_BUCKET:
    from botocore.config import Config  # a third of a second that only those pay who use it

    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _S3_BUCKET,
            "endpoint_url": _S3_ENDPOINT,
            "max_memory_size": 5 * 1024 * 1024,  # a larger file passes through a temporary one
            "client_config": Config(  # whoever is not Amazon rarely knows names of buckets, nor all checksums
                s3={"addressing_style": "path" if _S3_ENDPOINT else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 2},
            ),
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "arriving"  # beside the media: what is whole is moved, not copied
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", 100 * 1024 * 1024)

# Background work
CELERY_BROKER_URL = _address(
    "CELERY_BROKER_URL", "filesystem://localhost", "redis rediss sentinel amqp amqps pyamqp filesystem memory"
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as that takes
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_WORKER_DUTIES = {  # what a worker does by the clock, every so many seconds: dissemination/celery.py
    "dissemination.messaging.tasks.sweep": 15.0,
    "dissemination.messaging.tasks.read_returns": 60.0,
    "dissemination.mailings.tasks.carry_out": 20.0,
    "dissemination.followup.tasks.carry_out": 20.0,
    "dissemination.groups.tasks.work_on_drafts": 2.0,
    "registrations.tasks.fill_free_places": 60.0,
    "registrations.tasks.give_back_unused": 60.0,
    "dissemination.delegates.tasks.carry_in_lists": 2.0,
    "dissemination.delegates.tasks.forget_old_lists": 300.0,
    "dissemination.workspace.tasks.clear_strays": 6 * 3600.0,
    "dissemination.retention.tasks.retain": 24 * 3600.0,
}
if CELERY_BROKER_URL == "filesystem://localhost":
    _QUEUE = DATA_DIR / "queue"
    _QUEUE.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT = "dissemination.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_QUEUE / "control"),
        "polling_interval": 0.5,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}

# Mail: one way out, messaging.delivery. Without EMAIL_URL each mail is written as an .eml file.
EMAIL_URL = env.str("EMAIL_URL") if PRODUCTION else env.str("EMAIL_URL", "")
if EMAIL_URL:
    _address("EMAIL_URL", EMAIL_URL, "smtp smtps smtp+tls smtp+ssl")
    _MAIL = env.email_url("EMAIL_URL")
    EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
MAIL_DIR = DATA_DIR / "mail"
MAIL_LOG = env.str("MAIL_LOG", "")  # of a Postfix on this machine: asked before a mail is tried again
DKIM_SELECTOR = env.str("DKIM_SELECTOR", "")  # of the key with which the mail server signs: manage.py doctor
MAILINGS_PER_MINUTE = env.int("MAILINGS_PER_MINUTE", 600)  # a mailing leaves at this pace, others pass it by
RETURNS_URL = env.str("RETURNS_URL", "")  # where bounces and diaries' answers are read: messaging.letterbox
MAILGUN_SIGNING_KEY = env.str("MAILGUN_SIGNING_KEY", "")  # of the webhook to which Mailgun brings bounces
MAIL_FROM = env.str("MAIL_FROM") if PRODUCTION else env.str("MAIL_FROM", "events@example.org")
DEFAULT_FROM_EMAIL = MAIL_FROM

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "dissemination.messaging.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
STAFF_NEED_MFA = PRODUCTION

# Words and times
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = "dissemination.voice"
USE_TZ = True
TIME_ZONE = "Europe/London"
# Translations; then what Django says in other words here: docs/writing.md
LOCALE_PATHS = [BASE_DIR / "dissemination" / "locale", BASE_DIR / "dissemination" / "voice"]

# Security
SECURITY_CONTACT = env.str("SECURITY_CONTACT", f"mailto:{parseaddr(MAIL_FROM)[1]}")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "dissemination.core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no tokens": {"()": "dissemination.core.logs.NoTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no tokens"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
