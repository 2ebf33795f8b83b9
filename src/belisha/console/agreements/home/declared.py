"""What a school decides about the pages for parents."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["SEE_USE", "SHARE"]

setting = Subject(_("Agreements, consents and parents"))

SHARE: Final = setting(
    "parents-share",
    default=25,
    kind=int,
    title=_("Share of families that must take part"),
    help=_(
        "Of each class: who talked about it at home this term, and this year made the pledge, did a short unit, opened"
        " the signs to watch for. A class below this is red on the board of duties."
    ),
    limits=(1, 100),
    unit=_("percent"),
)

SEE_USE: Final = setting(
    "parents-see-use",
    default="no",
    kind=str,
    title=_("Parents may see what the school knows of their child's internet use"),
    help=_(
        "Off unless your policy says otherwise. Parents with parental responsibility then see how much was opened and"
        " blocked on each day of the last week, never what it was: a child may look for help. Each look is kept."
    ),
    choices=(("no", _("No")), ("yes", _("Yes"))),
)
