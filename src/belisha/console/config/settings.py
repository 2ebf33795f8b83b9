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
    "belisha.console.flows",
    "belisha.console.compliance",
    "belisha.console.auditing",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
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
    "allauth.usersessions.middleware.UserSessionsMiddleware",
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
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "belisha.console.access.adapter.AccountAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Belisha"

MAIL_SERVER = read_server(CONSOLE.mail, CONSOLE.mail_authority)
DEFAULT_FROM_EMAIL = CONSOLE.mail_from
EMAIL_BACKEND = "belisha.console.outbox.backend.OutboxBackend"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if CONSOLE.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

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
