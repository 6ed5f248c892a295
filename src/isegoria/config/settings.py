"""The settings of the installation, all of them, from the environment (see docs/reference/settings.md).

``ISEGORIA_ENV`` is ``production`` (the default), ``demo`` or ``test``.
"""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from isegoria.config import environment as env

ENVIRONMENT = env.one_of("ISEGORIA_ENV", ("production", "demo", "test"), "production")
"""production, demo or test."""
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
TESTING = ENVIRONMENT == "test"

HOME = env.home()
KEYS_DIR = HOME / "keys"
PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = False
SECRET_KEY = env.secret_key(KEYS_DIR, production=PRODUCTION)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
"""Former values of SECRET_KEY, separated by commas: what they encrypted can still be read."""
SITE_URL = env.text("SITE_URL", "" if PRODUCTION else "http://localhost:8000").rstrip("/")
"""The public address of the site; e-mails and feeds are made of it, never of a request."""
SITE_NAME = env.text("SITE_NAME", "Isegoria")
"""The name at the top of every page."""
SOURCE_URL = env.text("SOURCE_URL")
"""Where the source of this installation is published: the licence asks for a link on every page."""
ACCENT_COLOUR = env.accent("ACCENT_COLOUR")
"""The colour of links and buttons, such as #00664f; the other themes are computed from it."""
LOGO = env.picture("LOGO")
"""The file of the logo at the top of every page: SVG, PNG or WebP."""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
"""The host names that are answered; that of SITE_URL when empty."""
if SITE_URL and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = [SITE_URL.split("://", 1)[-1].split(":", 1)[0]]

INSTALLED_APPS = [
    "isegoria.site",
    "isegoria.site.owndata",
    "isegoria.capabilities.consultation",
    "isegoria.capabilities.analysis",
    "isegoria.capabilities.lottery",
    "isegoria.capabilities.assembly",
    "isegoria.capabilities.answers",
    "isegoria.capabilities.drafting",
    "isegoria.commons.desk",
    "isegoria.commons.moderation",
    "isegoria.commons.decisions",
    "isegoria.commons.posts",
    "isegoria.commons.processes",
    "isegoria.commons.notifications",
    "isegoria.commons.tokens",
    "isegoria.commons.people",
    "isegoria.commons.abuse",
    "isegoria.core.api",
    "isegoria.core.files",
    "isegoria.core.mail",
    "isegoria.core.search",
    "isegoria.core.tasks",
    "isegoria.core.journal",
    "isegoria.core.ui",
    "isegoria.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tasks_db",
]
if not PRODUCTION:
    INSTALLED_APPS = ["isegoria.site.demonstration", *INSTALLED_APPS]
if TESTING:
    INSTALLED_APPS = [*env.words("ISEGORIA_TEST_APPS"), *INSTALLED_APPS]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "isegoria.core.journal.middleware.CorrelationMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "isegoria.core.ui.middleware.CompressPagesMiddleware",
    "isegoria.core.ui.middleware.PlainResponsesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "isegoria.commons.people.middleware.ActorMiddleware",
    "isegoria.commons.people.visitors.VisitorMiddleware",
    "isegoria.commons.desk.middleware.DeskMiddleware",
    "isegoria.commons.tokens.middleware.TokenMiddleware",
    "isegoria.commons.abuse.middleware.AbuseMiddleware",
    "isegoria.core.routes.RouteMiddleware",
]
ROOT_URLCONF = "isegoria.config.urls"
EXTERNAL_ROUTES = "isegoria.site.external_routes.EXTERNAL_ROUTES"
PERSONAL_DATA_OF_OTHERS = "isegoria.config.personal_data.PERSONAL_DATA"
WSGI_APPLICATION = "isegoria.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "isegoria.core.ui.context.site",
            ],
            "builtins": ["isegoria.core.ui.templatetags.ui"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{HOME / 'isegoria.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
"""The database: postgres://user:password@host/name, or SQLite in ISEGORIA_HOME when empty."""
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c lock_timeout=30s -c plan_cache_mode=force_generic_plan",
        "prepare_threshold": 0,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STRICT_FETCH = not PRODUCTION
"""Make an unplanned query an error (see core/models.py)."""

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["urgent", "default", "bulk"],
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["isegoria.commons.people.sessions.AccountBackend"]
SESSION_ENGINE = "isegoria.commons.people.sessions"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
PASSWORDS = env.flag("PASSWORDS", default=not PRODUCTION)
"""Whether a password may be used instead of a code sent by e-mail."""
TEAM_SECOND_FACTOR = env.flag("TEAM_SECOND_FACTOR", default=PRODUCTION)
"""Whether administrators and the teams of processes must sign in with a second proof."""
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"] if PASSWORDS else ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "isegoria.commons.people.queries.display_name"
ACCOUNT_ADAPTER = "isegoria.commons.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "isegoria.commons.people.forms.AddAddressForm",
    "confirm_email_verification_code": "isegoria.commons.people.forms.AddressCodeForm",
    "reauthenticate": "isegoria.commons.people.forms.PasswordAgainForm",
}
MFA_ADAPTER = "isegoria.commons.people.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "isegoria.commons.people.factor_forms.FactorForm",
    "reauthenticate": "isegoria.commons.people.factor_forms.FactorAgainForm",
    "activate_totp": "isegoria.commons.people.factor_forms.AppForm",
    "add_webauthn": "isegoria.commons.people.factor_forms.PasskeyForm",
}
OIDC_NAME = env.text("OIDC_NAME", "OpenID Connect")
"""The name of the identity provider, as people know it."""
OIDC_SERVER_URL = env.text("OIDC_SERVER_URL").rstrip("/")
"""The address of the identity provider (its issuer, or its discovery document); none when empty."""
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
"""How the identity provider calls this site."""
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
"""What this site shows to the identity provider."""
SOCIALACCOUNT_ADAPTER = "isegoria.commons.people.identity.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_ratecounter",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LIMITS = env.words("LIMITS")
"""Limits that differ from the table of docs/explanation/abuse.md, as ``comment.person=30/600+300/86400``."""
NETWORKS_WITHOUT_LIMIT = env.words("NETWORKS_WITHOUT_LIMIT", "127.0.0.0/8,::1/128")
"""Networks from which only persons are counted, not addresses: this machine, a town hall, a library."""
PROOF_OF_WORK = env.number("PROOF_OF_WORK", 0 if TESTING else 50_000)
"""How many numbers the browser of somebody unknown tries at most before a first act; 0 asks for none."""
THROWAWAY_ADDRESSES = env.one_of("THROWAWAY_ADDRESSES", ("accept", "refuse"), "accept")
"""Whether an account may be opened with an address of a throw-away mail service."""

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Paris")
"""The time zone in which dates are shown and typed."""

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT") or str(HOME / "static")
"""Where style sheets and scripts are gathered; in ISEGORIA_HOME when empty."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "isegoria.core.files.handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "isegoria.site.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
    if env.flag("BEHIND_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1
"""Whether plain HTTP is sent to HTTPS; whether a proxy in front says which was used, and who asks."""

if PRODUCTION:
    _MAILER = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("EMAIL_HOST", "localhost"),
            "port": env.number("EMAIL_PORT", 25),
            "username": env.text("EMAIL_HOST_USER"),
            "password": env.text("EMAIL_HOST_PASSWORD"),
            "use_tls": env.flag("EMAIL_USE_TLS"),
            "timeout": 5,
        },
    }
else:
    _MAILER = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": HOME / "mail"},
    }
"""The mail relay: its host, its port, the name and password it asks for, whether it speaks STARTTLS."""
MAILERS = {"default": _MAILER}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "isegoria@localhost")
"""Who e-mails come from."""

JOURNAL_KEY = env.text("ISEGORIA_JOURNAL_KEY") or str(KEYS_DIR / "journal_ed25519")
"""The file of the Ed25519 private key that signs the public journal. Never in the database."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
    "loggers": {"django": {"level": "INFO" if PRODUCTION else "WARNING"}},
}
