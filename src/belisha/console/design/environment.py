"""What every template may use: GOV.UK macros, addresses, translations, dates as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from belisha.console.design.fields import control, faults_of, forms_with_errors, kind_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest

__all__ = ["environment"]

SECRET = re.compile(r"csrf|next|pass|secret|code|pin|token|key", re.IGNORECASE)


def environment(**options: Any) -> Environment:
    """The environment of Django's Jinja2 backend. The macros test names that callers leave out: hence the undefined."""
    options["undefined"] = ChainableUndefined
    options["cache_size"] = -1  # there are more than Jinja keeps by itself, and reading one anew takes 6 ms
    env = Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Django sets autoescape
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env.loader = ChoiceLoader([loader for loader in (env.loader, govuk) if loader])
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    env.globals.update(static=static, url=address_of, language=language, other_languages=other_languages)
    env.globals.update(first_name=first_name, typed_in=typed_in)
    env.globals.update(control=control, faults_of=faults_of, forms_with_errors=forms_with_errors, kind_of=kind_of)
    env.filters.update(day=day, moment=moment, month_name=month_name)
    return env


def address_of(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def day(value: date | None) -> str:
    """A date as people write it: 4 September 2026."""
    return date_format(value, "j F Y") if value else ""


def month_name(value: date | None) -> str:
    """A month in words: "November 2026"."""
    return date_format(value, "F Y") if value else ""


def moment(value: datetime | None) -> str:
    """A date and time on the school's clock: 4 September 2026, 09:05."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


def language() -> str:
    """The language of the page as HTML names it: en-GB or cy."""
    first, _, second = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{first}-{second.upper()}" if second else first


def other_languages() -> list[tuple[str, str]]:
    """Code and own name of every language but that of the page."""
    return [(code, name) for code, name in settings.LANGUAGES if code != get_language()]


def first_name(name: str) -> str:
    """What a child is called: the first word of their name."""
    return (name.split() or [""])[0]


def typed_in(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody signed in had typed into a form that was refused, so that it is not lost; secrets are left out."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return [
        {"key": name.replace("_", " ").replace("-", " ").capitalize(), "value": ", ".join(values)}
        for name, values in request.POST.lists()
        if any(value.strip() for value in values) and not SECRET.search(name)
    ]
