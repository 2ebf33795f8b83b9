"""What may be done to a mail, by how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from belisha.console.outbox.models import OutboxMail

__all__ = ["OLD_BACKUP_HOURS", "may_discard", "may_read", "may_try_again"]

NOT_SENT: Final = frozenset({"waiting", "failed", "kept"})
OLD_BACKUP_HOURS: Final = 26  # one night missed


def may_read(mail: OutboxMail, *, server_set: bool) -> bool:
    """Whether the text may be shown. One that opens an account is its reader's alone, wherever mail can reach them."""
    return bool(mail.body) and not (mail.secret and server_set)


def may_try_again(mail: OutboxMail, *, server_set: bool) -> bool:
    """Whether it can be sent now."""
    return server_set and bool(mail.body) and mail.state in NOT_SENT


def may_discard(mail: OutboxMail) -> bool:
    """Whether there is something to throw away."""
    return mail.state in NOT_SENT
