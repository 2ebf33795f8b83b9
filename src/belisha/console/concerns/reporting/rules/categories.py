"""The categories of categories.yaml as forms offer them: by risk, each with plain help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.rules.categories import RISKS, categories

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from belisha.console.concerns.rules.categories import Category

__all__ = ["RISK_TITLES", "by_risk", "choices_for_staff"]

RISK_TITLES: Final[dict[str, StrOrPromise]] = {
    "content": _("Content: what somebody saw"),
    "contact": _("Contact: what somebody did to them"),
    "conduct": _("Conduct: what somebody did"),
    "commerce": _("Commerce: money and advertising"),
    "offline": _("Not about the internet"),
}
OWN_FORM: Final = {"whistleblowing", "whistleblowing-head"}  # may be told without a name


def by_risk() -> list[tuple[StrOrPromise, list[Category]]]:
    """Categories of the staff form under their risks, in the order of the file."""
    offered = [category for category in categories() if category.id not in OWN_FORM]
    return [(RISK_TITLES[risk], [each for each in offered if each.risk == risk]) for risk in RISKS]


def choices_for_staff() -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """The same as a select with groups takes them."""
    return [(title, [(each.id, each.title) for each in found]) for title, found in by_risk()]
