"""The settings of a policy's life."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

__all__ = ["SIGN_ANEW"]

setting = Subject(_("What our policy says"))

SIGN_ANEW: Final = setting(
    "sign-anew-on-adoption",
    default=True,
    kind=bool,
    title=_("Everybody signs agreements anew when a new policy comes into force"),
    help=_(
        "Otherwise agreements are signed anew only when their own text changes, or as each kind says. Nobody loses"
        " access at once: the days of grace of agreements count from the day that they are asked."
    ),
)
