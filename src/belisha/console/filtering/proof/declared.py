"""The settings of the tests of the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.access.settings.registry import Subject

if TYPE_CHECKING:
    from belisha.console.access.settings.registry import Setting

__all__ = ["FULL_AT", "GATEWAY", "SAMPLES"]

setting = Subject(_("Filter"))

FULL_AT: Final[Setting[int]] = setting(
    "filter-proof-full-at",
    default=5,
    kind=int,
    title=_("Hour of the daily test of the whole filter"),
    help=_("The test is made before school, so that whatever came through can be mended before pupils are there."),
    limits=(0, 8),
)
SAMPLES: Final[Setting[int]] = setting(
    "filter-proof-samples",
    default=2,
    kind=int,
    title=_("Real addresses of each category in the daily test of the filter"),
    help=_("Taken anew from the lists each day, for every profile. The gateway answers before anything leaves."),
    limits=(1, 10),
)
GATEWAY: Final[Setting[str]] = setting(
    "filter-proof-gateway",
    default="",
    kind=str,
    title=_("The gateway that is tested"),
    help=_("Name and port of a gateway inside the school, as in 10.1.0.2:8080. Empty: the one on this machine."),
)
