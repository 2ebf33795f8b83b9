"""Django's settings, from the data folder's console.yaml. What cannot be used is refused loudly, at the start."""

from __future__ import annotations

import os

from belisha.console.config.database import database_settings
from belisha.console.config.installation import default_home, read_console, secret_key
from belisha.console.outbox.server import read_server

HOME = default_home()
CONSOLE = read_console(HOME)

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = [*{CONSOLE.name, "localhost", "127.0.0.1", "[::1]"}]
CSRF_TRUSTED_ORIGINS = [CONSOLE.url] if CONSOLE.public_url else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "belisha.console.design",
    "belisha.console.audit",
    "belisha.console.duties",
    "belisha.console.outbox",
    "belisha.console.access",
    "belisha.console.people",
    "belisha.console.filtering",
    "belisha.console.reviews",
    "belisha.console.monitoring",
    "belisha.console.concerns",
    "belisha.console.policies",
    "belisha.console.agreements",
    "belisha.console.flows",
    "belisha.console.compliance",
    "belisha.console.auditing",
    "belisha.console.subject_access",
    "belisha.console.config.system",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "belisha.console.design.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # after the check of a form's token: what comes from elsewhere is never kept at the lock
    "belisha.console.access.sign_in.middleware.sessions",
    "belisha.console.access.middleware.declared_pages_only",
]

ROOT_URLCONF = "belisha.console.config.urls"
WSGI_APPLICATION = "belisha.console.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "belisha.console.design.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "belisha.console.config.navigation.furniture",
                "belisha.console.access.sign_in.furniture.session_furniture",
            ],
        },
    },
    # for the mails and few pages of libraries that we do not write ourselves
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "belisha.console.design.renderer.FieldRenderer"


DATABASES = {"default": database_settings(os.environ.get("BELISHA_DATABASE") or CONSOLE.database, HOME)}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["belisha.console.access.hashers.SharedArgon2"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "belisha.console.access.accounts.validators.RulesOfTheSchool"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 24 * 3600  # a session that nobody ends is swept away long before (access/sign_in/rules.py)
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
ACCOUNT_ADAPTER = "belisha.console.access.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "belisha.console.access.sign_in.forms.SignIn",
    "reset_password": "belisha.console.access.sign_in.forms.ForgottenPassword",
    "reset_password_from_key": "belisha.console.access.sign_in.forms.NewPassword",
    "change_password": "belisha.console.access.sign_in.forms.ChangePassword",
}
# guesses are counted by us, in the database (access/sign_in/actions/guesses.py); a school signs in all at once at nine
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
    "change_password": "",
    "reset_password": "20/5m/ip,3/5m/key",
}
MFA_ADAPTER = "belisha.console.access.adapter.FactorAdapter"
MFA_FORMS = {"authenticate": "belisha.console.access.sign_in.forms.CodeForm"}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Belisha"
MFA_TOTP_TOLERANCE = 1  # phones' clocks are seldom right to the second
SOCIALACCOUNT_ADAPTER = "belisha.console.access.adapter.ElsewhereAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead elsewhere (content security policy), a link may
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": CONSOLE.elsewhere_apps()}}
ELSEWHERE = CONSOLE.elsewhere
SHARED_ADDRESSES = CONSOLE.shared_addresses

# the same for all worker processes: what was used once (codes), how often somebody asked for a link
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        # beyond so many a third is thrown away, counted or not: nobody makes room by asking a few hundred times
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# where ClamAV answers: our own (concerns/evidence/own_scanner.py), or one that console.yaml names
SCANNER = CONSOLE.scanner or str(HOME / "scanner" / "clamd.sock")
MAIL_SERVER = read_server(CONSOLE.mail, CONSOLE.mail_authority)
DEFAULT_FROM_EMAIL = CONSOLE.mail_from
EMAIL_BACKEND = "belisha.console.outbox.backend.OutboxBackend"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if CONSOLE.behind_proxy:
    MIDDLEWARE.insert(0, "belisha.console.access.middleware.address_behind_proxy")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# gunicorn keeps no list of requests (serving.py); those that went wrong are logged without what lets people in
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without keys": {"()": "belisha.console.config.logs.WithoutKeys"}},
    "loggers": {
        name: {"filters": ["without keys"]}
        for name in ("django.request", "django.security", "django.security.csrf", "django.security.DisallowedHost")
    },
}

LANGUAGE_CODE = CONSOLE.language
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [str(HOME.__class__(__file__).parents[1] / "design" / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "console" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_ENCRYPTED = CONSOLE.url.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _ENCRYPTED else 0
X_FRAME_OPTIONS = "DENY"
