"""Writing the record: `record` adds a link in the transaction of the change that it tells of."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from belisha.console.audit.chain import Facts, digest_of, seal_of
from belisha.console.audit.models import Body, Chain, Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.audit.events import EventKind

__all__ = ["About", "Actor", "record"]


class Actor(NamedTuple):
    """Who did it: id ("user:17" or "system"), name, the role that gave the right, the address they came from."""

    id: str
    name: str
    role: str = ""
    address: str = ""


class About(NamedTuple):
    """What it was done to: id ("person:204") and its name then."""

    id: str
    name: str


def record(
    kind: EventKind,
    *,
    chain: str,
    actor: Actor,
    about: About,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Link:
    """Add a link to a chain. Must run inside the transaction of the change itself.

    `before` and `after` hold what changed, as JSON values. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{kind.code} is recorded outside the transaction of its change"
        raise transaction.TransactionManagementError(message)
    content = {
        "actor": actor.name,
        "role": actor.role,
        "address": actor.address,
        "about": about.name,
        "reason": reason,
        "before": dict(before or {}),
        "after": dict(after or {}),
    }
    salt = secrets.token_hex(16)
    Chain.objects.get_or_create(name=chain)
    end = Chain.objects.select_for_update().get(name=chain)
    facts = Facts(
        chain, end.length + 1, timezone.now(), kind.code, actor.id, about.id, seal_of(salt, content), end.last
    )
    link = Link.objects.create(**facts._asdict(), digest=digest_of(facts))
    Body.objects.create(link=link, salt=salt, content=content)
    end.length, end.last = link.number, link.digest
    end.save()
    return link
