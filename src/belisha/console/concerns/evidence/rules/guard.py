"""Whether a concern takes files at all, and what is said where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from belisha.console.concerns.models import Concern

__all__ = ["NEVER", "WHOM_TO_CALL", "takes_files"]

# Sharing nudes and semi-nudes (UKCIS, March 2024); Keeping Children Safe in Education 2026, part one
NEVER: Final = (
    _("Never look at such a picture, and never ask a child to show or send it."),
    _("Never copy, save, forward or print it, and never take a picture of the screen."),
    _("Do not delete it and do not ask the child to: the police may need it. Switch the device off and put it away."),
    _("Do not blame the child. Write down in words what you were told."),
)
WHOM_TO_CALL: Final = (
    (_("Somebody is in danger now"), _("Police: 999")),
    (_("An adult is involved, the child is under 13, or there is threat or force"), _("Police: 101, at once")),
    (
        _("A child wants a picture of themselves taken off the internet"),
        _("Report Remove, by Childline and the Internet Watch Foundation (IWF): childline.org.uk/remove"),
    ),
    (_("Anybody finds such a picture on a public site"), _("IWF: iwf.org.uk/report, with its address alone")),
    (
        _("Somebody asked a child for pictures, or threatens to share them"),
        _("Child Exploitation and Online Protection (CEOP): ceop.police.uk"),
    ),
)


def takes_files(concern: Concern) -> bool:
    """Whether files may be added to a concern or seen in it: never where words alone are taken."""
    into = concern.merged_into
    return not concern.words_only and not (into is not None and into.words_only)
