"""Settings of Vigie. Everything a site changes comes from the environment; docs/operations.md lists the variables."""

import logging
import os
import sys
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django_guid.integrations import CeleryIntegration

from pmo.core.telemetry.logs import logging_config
from pmo.identity import *  # noqa: F403  (who signs in, and how)
from pmo.identity import IDENTITY_APPS, SIGN_ON_APPS

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("VIGIE_DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def _secret(name: str, default: str = "") -> str:
    """A secret from the environment, or from the file that NAME_FILE names, as orchestrators hand them over."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, default)


# --- Mode -------------------------------------------------------------------------------------------------------------
PRODUCTION = _flag("VIGIE_PRODUCTION")
DEBUG = _flag("VIGIE_DEBUG")
DEMO_MODE = _flag("VIGIE_DEMO")  # shows the demo logins on the sign-in page
TESTING = "pytest" in sys.modules

DEVELOPMENT_KEY = "development-only-key-that-production-refuses-to-start-with"
SECRET_KEY = _secret("SECRET_KEY", DEVELOPMENT_KEY)
if PRODUCTION and (len(SECRET_KEY) < 50 or SECRET_KEY == DEVELOPMENT_KEY):
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a random text of at least 50 characters: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY_FALLBACKS = [k for k in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if k]
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h] or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

# --- Applications -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "reporting",
    "portfolio",
    "projects",
    "pmo.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_filters",
    "django_guid",
    "django_htmx",
    "rest_framework",
    *IDENTITY_APPS,
    *SIGN_ON_APPS,
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "pmo.core.middleware.front_door.FrontDoorMiddleware",
    "django_guid.middleware.guid_middleware",
    "pmo.core.middleware.request_log.RequestLogMiddleware",
    "pmo.core.middleware.safe_headers.SafeHeadersMiddleware",  # with the next three before whatever may answer
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pmo.core.middleware.rights.RightsMiddleware",
    "pmo.core.middleware.second_factor.SecondFactorMiddleware",
    # After whatever knows who signed in, before whatever asks who looks.
    "pmo.core.middleware.see_as.SeeAsMiddleware",
    "pmo.core.middleware.preferences.PreferencesMiddleware",
    "pmo.core.middleware.as_of.AsOfMiddleware",
    "pmo.core.middleware.plain_address.PlainAddressMiddleware",
]
ROOT_URLCONF = "pmo.urls"
WSGI_APPLICATION = "pmo.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "pmo.core.context.shell",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader"],
        },
    }
]

FORM_RENDERER = "pmo.core.ui.form_rendering.FormRenderer"

# --- Database: SQLite that survives concurrency by default, PostgreSQL by DATABASE_URL --------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'vigie.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if _secret("DATABASE_PASSWORD"):  # beside the address, so that it may hold any character
    DATABASES["default"]["PASSWORD"] = _secret("DATABASE_PASSWORD")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:  # a server that hangs is one that is away
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# In the database: what it counts holds in every process, with Redis or without. Made by migration core.0008.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["pmo.formats"]

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None  # elsewhere the finders serve them
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "pmo.core.staticfinders.PlotlyFinder",
]
MEDIA_ROOT = DATA_DIR / "files"  # never served by URL: views check rights first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Work in the background (docs/adr/0001): eager without REDIS_URL --------------------------------------------------
REDIS_URL = os.environ.get("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or os.environ.get("CELERY_BROKER_URL", "memory://localhost")
CELERY_TASK_ALWAYS_EAGER = CELERY_BROKER_URL == "memory://localhost"
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A process that a large import has swollen is replaced after it (kilobytes), and any other now and then.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 256_000
CELERY_WORKER_MAX_TASKS_PER_CHILD = 5_000
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 900,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "health_check_interval": 10,
    }
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_TASK_ROUTES = {
    "reporting.tasks.*": {"queue": "rollup"},
    "portfolio.tasks.resume_lost_imports": {"queue": "interactive"},
    "portfolio.tasks.*": {"queue": "import"},
}
CELERY_BEAT_SCHEDULE = {
    # A sweep that was not taken before the next one is due has nothing to add to it.
    "send what waits for webhooks": {
        "task": "pmo.core.tasks.sweep_deliveries",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget sessions that are over": {"task": "pmo.core.tasks.forget_sessions", "schedule": crontab(hour=3, minute=40)},
    "forget old deliveries": {"task": "pmo.core.tasks.forget_deliveries", "schedule": crontab(hour=3, minute=20)},
    "sweep what is still dirty": {"task": "reporting.tasks.sweep_dirty", "schedule": 5.0, "options": {"expires": 5}},
    "find imports whose worker was lost": {
        "task": "portfolio.tasks.resume_lost_imports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    # What is sent once a day or a month may be lost on the way: it is sent again, and finds nothing left to do.
    "refresh every fact as of the new day": {
        "task": "reporting.tasks.refresh_outdated",
        "schedule": crontab(minute=10),
        "options": {"expires": 3600},
    },
    "keep the month that ended": {
        "task": "reporting.tasks.take_monthly_snapshots",
        "schedule": crontab(day_of_month=1, hour="1-23/4", minute=0),
    },
    "keep the KPIs of the month that ended": {
        "task": "reporting.tasks.record_monthly_kpis",
        "schedule": crontab(day_of_month=1, hour="1-23/4", minute=30),
    },
}

# --- Webhooks (docs/webhooks.md) --------------------------------------------------------------------------------------
WEBHOOK_PLAIN_HTTP = _flag("VIGIE_WEBHOOK_HTTP", not PRODUCTION)
try:
    WEBHOOK_NETWORKS = [ip_network(n.strip()) for n in os.environ.get("VIGIE_WEBHOOK_NETWORKS", "").split(",") if n]
except ValueError as error:
    raise ImproperlyConfigured(f"VIGIE_WEBHOOK_NETWORKS: {error}") from error

# --- Security ---------------------------------------------------------------------------------------------------------
# Data images carry the few marks drawn by CSS. Pages with charts widen style-src only (docs/adr/0004).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "pmo.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$", r"^metrics$"]  # asked by the machine itself, in plain HTTP
if PRODUCTION:
    SECURE_SSL_REDIRECT = _flag("VIGIE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- API (docs/api.md; pmo/api_urls.py and each app's api/) -----------------------------------------------------------
MIGRATION_MODULES = {"knox": None}  # its one table is replaced by ours
KNOX_TOKEN_MODEL = "core.ApiToken"  # noqa: S105  (a model, not a secret)
REST_KNOX = {"TOKEN_PREFIX": "vigie_"}  # a leaked token is recognised by scanners of secrets
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "pmo.core.api.authentication.TokenAuthentication",
        "pmo.core.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["pmo.core.api.authentication.MayUse"],
    "DEFAULT_RENDERER_CLASSES": ["pmo.core.api.json.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["pmo.core.api.json.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "pmo.core.api.schema.Described",
    "EXCEPTION_HANDLER": "pmo.core.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vigie",
    "DESCRIPTION": "Projects, programmes and portfolios, as their pages show them. See docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "ENUM_NAME_OVERRIDES": {
        "TokenAccess": "pmo.core.models.api_token.TokenAccess",
        "Scope": "pmo.core.models.grant.Scope",
        "Missing": "pmo.core.enums.Missing",
        "Stance": "pmo.core.enums.Stance",
        "Language": "pmo.core.enums.Language",
        "JobState": "pmo.core.enums.JobState",
        "DeliveryState": "pmo.core.enums.DeliveryState",
        "DeliveryFault": "pmo.core.enums.DeliveryFault",
        "Role": "pmo.core.roles.Role",
        "Methodology": "projects.enums.Methodology",
        "ProjectStatus": "projects.enums.ProjectStatus",
        "Phase": "projects.enums.Phase",
        "Priority": "projects.enums.Priority",
        "Health": "projects.enums.Health",
        "ReportingCycle": "projects.enums.ReportingCycle",
        "EacMethod": "projects.enums.EacMethod",
        "BudgetState": "projects.enums.BudgetState",
        "CostType": "projects.enums.CostType",
        "ForecastKind": "projects.enums.ForecastKind",
        "RiskKind": "projects.enums.RiskKind",
        "RiskResponse": "projects.enums.RiskResponse",
        "RiskState": "projects.enums.RiskState",
        "EntryState": "projects.enums.EntryState",
        "DecisionState": "projects.enums.DecisionState",
        "ChangeState": "projects.enums.ChangeState",
        "ReportState": "projects.enums.ReportState",
        "ImportState": "portfolio.models.imports.ImportState",
        "Direction": "reporting.models.kpi.Direction",
        "Frequency": "reporting.models.kpi.Frequency",
        "MeasureName": "reporting.enums.MeasureName",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Logs -------------------------------------------------------------------------------------------------------------
LOGGING = logging_config(
    json=PRODUCTION, level=os.environ.get("LOG_LEVEL", "INFO").upper(), quiet_tasks=CELERY_TASK_ALWAYS_EAGER
)
logging.captureWarnings(PRODUCTION)  # Python's own warnings in the same form
# FrontDoorMiddleware has looked at the header already; tasks carry on the id of the request that queued them.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "VALIDATE_GUID": False,
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}
METRICS_TOKEN = _secret("VIGIE_METRICS_TOKEN")  # without one there is no /metrics
