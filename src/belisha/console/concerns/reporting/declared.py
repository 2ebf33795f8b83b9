"""The settings of reporting: which open forms a school has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

if TYPE_CHECKING:
    from belisha.console.access.settings.registry import Setting

__all__ = ["BREACH_FIRST", "OPEN_FORMS", "REPORTS_AN_HOUR"]

setting = Subject(_("Concerns"))

_OPEN: Final = (("open", _("Open")), ("shut", _("Shut")))
OPEN_FORMS: Final[dict[str, Setting[Any]]] = {
    "parents": setting(
        "report-form-parents", default="open", kind=str, title=_("Form for parents without an account"), choices=_OPEN
    ),
    "visitors": setting(
        "report-form-visitors", default="open", kind=str, title=_("Form for visitors, by the poster"), choices=_OPEN
    ),
    "whistleblowing": setting(
        "report-form-whistleblowing", default="open", kind=str, title=_("Form for whistleblowing"), choices=_OPEN
    ),
}
REPORTS_AN_HOUR: Final = setting(
    "report-forms-an-hour",
    default=10,
    kind=int,
    title=_("Reports that the open forms take from one place in an hour"),
    help=_("More than that are asked to call instead; nothing that was typed is lost."),
    limits=(1, 100),
)
BREACH_FIRST: Final = setting(
    "data-breach-first",
    default="dpo",
    kind=str,
    title=_("Who is told first of a possible data breach"),
    help=_("Where they cannot be told, the other is. The law gives 72 hours to tell the Information Commissioner."),
    choices=(("dpo", _("The data protection officer")), ("head", _("The head"))),
)
