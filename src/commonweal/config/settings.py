"""Every setting, top to bottom. What a place may change is read from the environment."""

from __future__ import annotations

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from commonweal.config.environment import BadSetting, Environment

env = Environment()

# Where things are kept -------------------------------------------------------------------

PACKAGE = Path(__file__).resolve().parent.parent

# The folder that holds the database, uploads, keys, imports and downloads. Default ./var.
HOME = env.folder("COMMONWEAL_HOME", "./var")
# The database's address; SQLite in the home folder when empty.
# PostgreSQL: postgres://user:password@host:5432/name.
DATABASES = {"default": env.database("DATABASE_URL", HOME / "commonweal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/media/"
KEEP_IMPORTS = HOME / "imports"


# Safety ----------------------------------------------------------------------------------


def kept_key(path: Path) -> str:
    """The signing key of this installation, made at the first start and kept from then on."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    key = path.read_text(encoding="utf-8").strip()
    if len(key) < 32:
        raise BadSetting(f"{path} is too short to be a key. Delete it and start again.")
    return key


# The signing key. Made and kept in the home folder when not given.
SECRET_KEY = env.text("SECRET_KEY") or kept_key(HOME / "secret-key")
# Shows programmers' error pages. Never on a machine that others reach.
DEBUG = env.flag("COMMONWEAL_DEBUG")
# The address that people type, such as https://example.org. Empty: this machine only.
PUBLIC_ADDRESS = env.text("COMMONWEAL_ADDRESS").rstrip("/")
if PUBLIC_ADDRESS and not PUBLIC_ADDRESS.startswith(("http://", "https://")):
    raise BadSetting("COMMONWEAL_ADDRESS must begin with https:// (or http:// for a trial).")
PUBLIC_HOST = PUBLIC_ADDRESS.partition("://")[2].split("/")[0].split(":")[0]
LOOPBACK_ONLY = not PUBLIC_ADDRESS
ALLOWED_HOSTS = [*filter(None, [PUBLIC_HOST]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []
IS_HTTPS = PUBLIC_ADDRESS.startswith("https://")
# Set when a proxy in front speaks HTTPS and sends X-Forwarded-Proto and X-Forwarded-For.
BEHIND_PROXY = env.flag("COMMONWEAL_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = IS_HTTPS and BEHIND_PROXY
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# The apps, lower lines first: none imports from a line below its own (see pyproject.toml) --

OUR_APPS = [
    "commonweal.core",
    "commonweal.ui",
    "commonweal.comms",
    "commonweal.accounts",
    "commonweal.intake",
    "commonweal.places",
    "commonweal.sector",
    "commonweal.web",
    "commonweal.api",
    "commonweal.demo",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]
INSTALLED_APPS.remove("django.contrib.admin")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.accounts.middleware.ActorMiddleware",
]
ROOT_URLCONF = "commonweal.config.urls"
WSGI_APPLICATION = "commonweal.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "commonweal.web.context.site",
            ],
        },
    },
]

# People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

# Words and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

# Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Work in the background ------------------------------------------------------------------

TASKS = {
    # Wagtail's own index updates happen at once, or its search is stale.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "db": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# The staff desk --------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Commonweal"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS or "http://127.0.0.1:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"

# Sources ---------------------------------------------------------------------------------

# Where tests and benchmarks find real public data. Never read in use.
REAL_DATA = Path(env.text("COMMONWEAL_REAL_DATA", "../shared/data"))
