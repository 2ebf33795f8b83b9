"""What a school decides about how long signatures and answers are kept."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["LONGER"]

setting = Subject(_("Agreements, consents and parents"))

LONGER: Final = setting(
    "agreements-kept-longer",
    default=0,
    kind=int,
    title=_("Years for which signatures and consents are kept longer"),
    help=_("Beyond what the page “How long they are kept” says of each class. Never shorter."),
    limits=(0, 20),
    unit=_("years"),
    unit_of_one=_("year"),
)
