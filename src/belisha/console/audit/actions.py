"""Writing the record: `record` adds a link in the transaction of its change; `shred` takes words out."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from belisha.console.audit.audit_events import SHREDDED
from belisha.console.audit.chain import Facts, digest_of, seal_of, text_of
from belisha.console.audit.models import Body, Chain, Check, Link, Tombstone
from belisha.console.audit.queries import verify
from belisha.console.audit.rules import spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from belisha.console.audit.events import EventKind
    from belisha.console.audit.queries import Verified

__all__ = ["About", "Actor", "Deed", "check", "record", "record_many", "shred"]

BATCH = 1000


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

    `before` and `after` hold what changed, as JSON values. Whoever records in two chains in one transaction takes the
    school's first: everybody in one order, so that nobody waits for each other. Raises TransactionManagementError
    outside a transaction, which is where functions handed to on_commit are called.
    """
    if not _in_a_transaction():
        message = f"{kind.code} is recorded outside the transaction of its change"
        raise transaction.TransactionManagementError(message)
    content = _content(actor, about, reason, before, after)
    salt = secrets.token_hex(16)
    end = _end_of(chain)
    facts = Facts(
        chain, end.length + 1, timezone.now(), kind.code, actor.id, about.id, seal_of(salt, text_of(content)), end.last
    )
    link = Link.objects.create(**facts._asdict(), digest=digest_of(facts))
    Body.objects.create(link=link, salt=salt, content=content)
    end.length, end.last = link.number, link.digest
    end.save(update_fields=["length", "last"])
    return link


def _in_a_transaction() -> bool:
    """Whether the change and its link stand or fall together; what a test puts around everything does not count."""
    return any(not block._from_testcase for block in transaction.get_connection().atomic_blocks)


class Deed(NamedTuple):
    """One of many things done at once; as the parameters of `record`."""

    kind: EventKind
    about: About
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record_many(deeds: Sequence[Deed], *, chain: str, actor: Actor) -> None:
    """Add a link for each of many things that somebody did at once, in few queries; else as `record`."""
    if not deeds:
        return
    if not _in_a_transaction():
        message = "deeds are recorded outside the transaction of their changes"
        raise transaction.TransactionManagementError(message)
    end = _end_of(chain)
    for start in range(0, len(deeds), BATCH):
        links, bodies = [], []
        for deed in deeds[start : start + BATCH]:
            content = _content(actor, deed.about, deed.reason, deed.before, deed.after)
            salt = secrets.token_hex(16)
            seal = seal_of(salt, text_of(content))
            facts = Facts(
                chain, end.length + 1, timezone.now(), deed.kind.code, actor.id, deed.about.id, seal, end.last
            )
            links.append(Link(**facts._asdict(), digest=digest_of(facts)))
            bodies.append(Body(salt=salt, content=content))
            end.length, end.last = links[-1].number, links[-1].digest
        for link, body in zip(Link.objects.bulk_create(links), bodies, strict=True):
            body.link = link
        Body.objects.bulk_create(bodies)
    end.save(update_fields=["length", "last"])


def _end_of(chain: str) -> Chain:
    """Where a chain ends, locked until the transaction is over; a new one begins."""
    rows = Chain.objects.select_for_update().filter(name=chain)
    end = rows.first()
    if end is None:
        Chain.objects.get_or_create(name=chain)
        end = rows.get()
    return end


def _content(
    actor: Actor, about: About, reason: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "actor": actor.name,
        "role": actor.role,
        "address": actor.address,
        "about": about.name,
        "reason": reason,
        "before": dict(before or {}),
        "after": dict(after or {}),
    }


@transaction.atomic
def shred(*, chain: str, actor: Actor, about: About, reason: str, numbers: Sequence[int]) -> int:
    """Destroy what links say and leave one link that tells of it; returns how many were shredded.

    Links of shreddings themselves, and those shredded before, stay as they are. Who may do this is asked above us.
    """
    chosen = Link.objects.filter(chain=chain, number__in=numbers, tombstone=None).exclude(event=SHREDDED.code)
    links = dict(chosen.order_by("number").values_list("pk", "number"))
    if not links:
        return 0
    spans = spans_of(links.values())
    stone = record(SHREDDED, chain=chain, actor=actor, about=about, reason=reason, after={"entries": spans})
    pks = list(links)
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        Tombstone.objects.bulk_create([Tombstone(link_id=pk, by=stone) for pk in some])
        Body.objects.filter(pk__in=some).delete()
    return len(links)


def check(*, chain: str, now: datetime) -> Verified:
    """Verify a chain and keep what came of it."""
    found = verify(chain)
    fault = found.fault
    Check.objects.create(
        chain=chain,
        at=now,
        length=found.length,
        last=found.last,
        fault=fault.kind.value if fault else "",
        number=fault.number if fault else 0,
        seen=fault.at if fault else None,
    )
    return found
