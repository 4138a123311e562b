"""Every setting, top to bottom. What a place may change is read from the environment."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from commonweal.config.environment import BadSetting, Environment
from commonweal.config.logs import logging_settings

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

# The signing key. Made and kept in the home folder when not given.
SECRET_KEY = env.text("SECRET_KEY") or env.kept_key(HOME / "secret-key")
# The keys that seal what is kept of people who are helped, the newest first, with commas between.
# Made and kept in the home folder, one a line, when not given. Lost keys cannot be made again.
HELP_KEYS = env.keys("COMMONWEAL_HELP_KEYS", HOME / "help-keys")
# Shows programmers' error pages. Never on a machine that others reach.
DEBUG = env.flag("COMMONWEAL_DEBUG")
# The address that people type, such as https://example.org. Empty: this machine only.
PUBLIC_ADDRESS, PUBLIC_HOST = env.address("COMMONWEAL_ADDRESS")
LOOPBACK_ONLY = not PUBLIC_ADDRESS
# Where links in letters lead.
SITE_ADDRESS = PUBLIC_ADDRESS or "http://127.0.0.1:8000"
IS_HTTPS = PUBLIC_ADDRESS.startswith("https://")
if DEBUG and not LOOPBACK_ONLY:
    raise BadSetting("COMMONWEAL_DEBUG shows secrets. Unset it, or unset COMMONWEAL_ADDRESS.")
ALLOWED_HOSTS = [*filter(None, [PUBLIC_HOST]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []
# Set when a proxy in front speaks HTTPS and sends X-Forwarded-Proto and X-Forwarded-For.
BEHIND_PROXY = env.flag("COMMONWEAL_BEHIND_PROXY")
if BEHIND_PROXY and LOOPBACK_ONLY:
    raise BadSetting("COMMONWEAL_BEHIND_PROXY is set. Set COMMONWEAL_ADDRESS to its address too.")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = IS_HTTPS and BEHIND_PROXY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "commonweal.core.errors.without_token"
X_FRAME_OPTIONS = "DENY"
# A form without files, and how many fields it may have. Files are limited where they are taken.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
# The public site runs no script and shows no style that it did not bring itself.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The staff desk is Wagtail's: it styles its screens inline, and shows previews in frames.
DESK_PREFIX = "/desk/"
DESK_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

# The apps, lower lines first: none imports from a line below its own (see pyproject.toml) --

OUR_APPS = [
    "commonweal.core",
    "commonweal.ui",
    "commonweal.comms",
    "commonweal.accounts",
    "commonweal.intake",
    "commonweal.places",
    "commonweal.sector",
    "commonweal.impact",
    "commonweal.commitments",
    "commonweal.help",
    "commonweal.web",
    "commonweal.api",
    "commonweal.demo",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "commonweal.config",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
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

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonweal.core.middleware.RequestLog",
    "commonweal.ui.caching.KeptPages",
    "commonweal.api.door.OpenData",
    "csp.middleware.CSPMiddleware",
    "commonweal.core.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.accounts.middleware.ActorMiddleware",
    "commonweal.config.doors.Doors",
    "commonweal.core.middleware.Refusals",
]
# Whole pages are kept for readers who have not signed in, until anything changes.
KEEP_PAGES = env.flag("COMMONWEAL_KEEP_PAGES", default=True) and not DEBUG
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
# Where somebody begins who signs in and is not staff; ``accounts`` itself knows no organisations.
FIRST_PAGE = "commonweal.sector.reports.waiting.first_page_of"
ACCOUNT_ADAPTER = "commonweal.accounts.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Nobody learns from us who has an account, and strangers get no mail.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The code itself proves whose address it is.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Ours count in the database, so for all processes: accounts.views.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "request_login_code": "commonweal.accounts.forms.AskForCode",
    "confirm_login_code": "commonweal.accounts.forms.EnterCode",
}
MFA_ADAPTER = "commonweal.accounts.adapters.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "commonweal.accounts.forms.AddPasskey",
    "edit_webauthn": "commonweal.accounts.forms.NamePasskey",
}
# Browsers let a passkey be tried on http://localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK_ONLY

# Logs ------------------------------------------------------------------------------------

# How the log is written: json (for machines; usual at a public address) or words.
LOG_AS_JSON = env.choice("COMMONWEAL_LOG", ("json", "words"), "words" if LOOPBACK_ONLY else "json")
# How much is logged: DEBUG, INFO, WARNING or ERROR. Default INFO at a public address.
LOG_LEVEL = env.choice(
    "COMMONWEAL_LOG_LEVEL",
    ("INFO", "DEBUG", "WARNING", "ERROR"),
    "WARNING" if LOOPBACK_ONLY else "INFO",
)
LOGGING = logging_settings(as_json=LOG_AS_JSON == "json", level=LOG_LEVEL)

# Mail ------------------------------------------------------------------------------------

# The mail server: smtp://user:password@host:587, or smtps://...:465. Empty: mail stays in the
# outbox, where only this machine can read it.
MAIL_SERVER = env.mail_server("EMAIL_URL")
# The address that mail comes from.
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM") or f"commonweal@{PUBLIC_HOST or 'localhost'}"
# The address that letters come back to when they cannot be delivered, such as
# bounces@place.example; mail to bounces+anything@ must reach it too. Empty: they come back to
# EMAIL_FROM.
BOUNCES_TO = env.mail_address("COMMONWEAL_BOUNCES_TO")
# The mailbox in which they arrive, read once an hour: imaps://user:password@host/INBOX. Empty: none
# is read (a mail alias may hand them to the word "bounce" instead).
BOUNCE_MAILBOX = env.mailbox("COMMONWEAL_BOUNCE_MAILBOX")
# The most letters written in one night to ask whether entries are still right; 0 for none.
LETTERS_A_NIGHT = env.number("COMMONWEAL_LETTERS_A_NIGHT", 60, most=100_000)
# The gateway that sends texts: an https address, called with the token below and JSON
# {"id", "to", "text"}; see docs/how-to/keep-helpers-safe.md. Empty: texts wait on a list, from
# which people send them by their own telephone.
TEXT_GATEWAY = env.gateway("COMMONWEAL_TEXTS", "COMMONWEAL_TEXTS_TOKEN")
# What a mile is paid with when HMRC changes its rates before we do: 2027-04-06=50/30/22 (from that
# day: pence for the first 10,000 miles of a year, after them, and on a bicycle). Empty: as known.
MILEAGE = env.text("COMMONWEAL_MILEAGE")
EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"
# What letters say of whom they are from; ``comms`` itself knows no place.
LETTERHEAD = "commonweal.places.letterhead.letterhead"
# Who says, the moment before a message goes, whether it still shall; ``comms`` knows no people.
STILL_GOES = "commonweal.help.actions.going.still_goes"
if MAIL_SERVER and not env.text("EMAIL_FROM"):
    raise BadSetting("EMAIL_URL names a mail server. Set EMAIL_FROM to the address mail is from.")

# Words and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

# Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Processes -------------------------------------------------------------------------------

# How many processes serve pages. About 200 MB each.
WEB_PROCESSES = env.number("COMMONWEAL_PROCESSES", 2, least=1, most=64)

# Work in the background ------------------------------------------------------------------

TASKS = {
    # Wagtail's own index updates happen at once, or its search is stale.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "db": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# The staff desk --------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Commonweal"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Nobody has a password, and an address is changed by an administrator, through an action.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False
# What may be put up for download; nothing that a browser would run.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx", "ics"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"

# Sources ---------------------------------------------------------------------------------

# Where tests and benchmarks find real public data. Never read in use.
REAL_DATA = Path(env.text("COMMONWEAL_REAL_DATA", "../shared/data"))
# Sources that the worker downloads and brings in every night, by name and comma.
NIGHTLY = env.words("COMMONWEAL_NIGHTLY")
# The hour (place's own time) from which it does so.
NIGHTLY_HOUR = env.number("COMMONWEAL_NIGHTLY_HOUR", 2, most=23)
