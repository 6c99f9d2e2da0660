"""All settings, from the environment alone.

POVERTYAPP_MODE is `production` unless said otherwise, and production starts only when
every secret is given. `demonstration` makes its own keys below DATA_DIR, and is the
only mode in which demonstration accounts, data and clock can exist.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import django_stubs_ext
import pghistory
import pgtrigger
from csp.constants import NONE, SELF

from povertyapp.api_description import API_DESCRIPTION
from povertyapp.embedded import default_database_url, default_redis_url
from povertyapp.environment import (
    BASE_DIR,
    DATA_DIR,
    database,
    env_bool,
    env_demo_date,
    env_int,
    env_mode,
    env_secret,
)

django_stubs_ext.monkeypatch()  # forms and formsets name their types at run time too

# --- mode ---------------------------------------------------------------------------

DEMONSTRATION = env_mode() == "demonstration"
DEMO_DATE = env_demo_date()
# a year of each procedure, and days on which what was begun on the 1st can go on
_DEMO = [date(2020, 10, 1)]
_DEMO += [date(year, 10, day) for year in (2024, 2026) for day in (1, 16)]
DEMO_DATES = _DEMO if DEMONSTRATION else []
SECRET_KEY = env_secret("SECRET_KEY")
IDENTITY_KEYS = env_secret("IDENTITY_KEYS")  # seal identity numbers, the newest first
IDENTITY_HASH_KEY = env_secret("IDENTITY_HASH_KEY")  # finds them; never changed
DEBUG = False
ALLOWED_HOSTS = (
    ["*"] if DEMONSTRATION else env_secret("ALLOWED_HOSTS").replace(" ", "").split(",")
)

# --- database and broker ------------------------------------------------------------


DATABASE_URL = (
    os.environ.get("DATABASE_URL") or default_database_url(DATA_DIR)
    if DEMONSTRATION
    else env_secret("DATABASE_URL")
)
REDIS_URL = (
    os.environ.get("REDIS_URL") or default_redis_url(DATA_DIR)
    if DEMONSTRATION
    else env_secret("REDIS_URL")
)
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
    }
}

# --- apps ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "povertyapp.apps.CollectedFilesConfig",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "areas",
    "accounts",
    "office",
    "households",
    "programs",
    "targets",
    "reports",
    "povertyapp.apps.PovertyappConfig",
]
MIDDLEWARE = [
    "povertyapp.middleware.RealAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "povertyapp.middleware.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "povertyapp.middleware.ClockMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "povertyapp.middleware.IdleLockMiddleware",
    "povertyapp.middleware.WrongMethodMiddleware",
    "povertyapp.middleware.KeepPostLoginMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "povertyapp.middleware.SecondFactorMiddleware",
    "povertyapp.middleware.NewPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "povertyapp.middleware.RequestKeyMiddleware",
    "povertyapp.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "povertyapp.urls"
WSGI_APPLICATION = "povertyapp.wsgi.application"
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
                "povertyapp.frame.frame",
            ],
            "builtins": ["office.templatetags.vietnamese"],
        },
    }
]

# --- language and time --------------------------------------------------------------

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["povertyapp.formats"]

# --- accounts -----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.StrengthValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]  # whoever tries, from however many addresses
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# locking by address too would lock a whole office behind one router
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
OTP_TOTP_ISSUER = "Giảm nghèo bền vững"
IDLE_MINUTES = env_int("IDLE_MINUTES", 15)
ADMINISTRATOR_IDLE_MINUTES = env_int("ADMINISTRATOR_IDLE_MINUTES", 5)
UNUSED_DAYS_BEFORE_DISABLED = 45

# --- security -----------------------------------------------------------------------

PROXIES = env_int("PROXIES", 0)
HTTPS = env_bool("HTTPS", not DEMONSTRATION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS if h != "*"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- files --------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "office.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "jpg", "gz", "br", "woff", "woff2")
UPLOAD_MEGABYTES = env_int("UPLOAD_MEGABYTES", 20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 16_000  # a one-off table: 500 rows of 30 columns
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- jobs ---------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
JOB_LOST_SECONDS = env_int("JOB_LOST_SECONDS", 20)
JOB_LIMIT_SECONDS = env_int("JOB_LIMIT_SECONDS", 1800)
CELERY_TASK_TIME_LIMIT = JOB_LIMIT_SECONDS + 60

# --- API ----------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "core.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "povertyapp.api_schema.Schema",
    "EXCEPTION_HANDLER": "povertyapp.api_errors.answer",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = API_DESCRIPTION
PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = pgtrigger.Statement  # one history insert per statement, not per row
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
