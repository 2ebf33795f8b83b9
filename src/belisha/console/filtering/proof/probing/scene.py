"""What a run needs to know of what is in force: who asks, what there is to ask for, and samples of the lists."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import msgspec

from belisha.console.filtering.proof.probing.places import source_in
from belisha.console.filtering.proof.rules.plan import Asker
from belisha.engine.address import Address, read_address
from belisha.engine.address.probes import PERSON
from belisha.engine.decide import Allowed, Approved, ByRule, decide_for
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.model import SlotKind
from belisha.engine.published import index_path, write_atomically
from belisha.engine.snapshot.samples import samples_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from belisha.console.filtering.proof.probing.wire import SignIn
    from belisha.engine.policy import Rulebook, Table, Who
    from belisha.engine.published import InForce

__all__ = ["askers_of", "open_categories", "profiles_in_use", "samples"]

KEPT: Final = 60  # samples of each category that are read from an index once
OTHERS: Final = 5  # so many more are looked at than are wanted: rules may open some
FOLDER: Final = "proof"


def open_categories() -> list[str]:
    """The categories that a policy may open, in the order of screens."""
    return [category.id for category in categories().values() if not category.locked]


def profiles_in_use(rulebook: Rulebook, school: str) -> dict[str, bool]:
    """The profiles that people of a school have; whether pupils (people in classes) do."""
    found: dict[str, bool] = {}
    registered = rulebook.policy.schools.get(school)
    for person in registered.people if registered else ():
        if not person.id.startswith(PERSON):
            profile = rulebook.who(person.sign_in, None).profile
            found[profile] = found.get(profile, False) or person.class_ is not None
    return {profile: pupils for profile, pupils in found.items() if profile in rulebook.policy.profiles}


def askers_of(in_force: InForce, school: str, sign_ins: Mapping[str, SignIn], now: datetime) -> list[Asker]:
    """Everybody whose internet is tested: the profiles of people, and whoever sits on a network without a name.

    Raises ValueError while the test accounts are not published.
    """
    rulebook = in_force.rulebook
    use = profiles_in_use(rulebook, school)
    signed = []
    for profile, sign_in in sign_ins.items():
        who = rulebook.who(sign_in.name, None)
        if who.person != f"{PERSON}{profile}" or who.school != school:
            message = "The test accounts of the school are not in the policy that is in force yet."
            raise ValueError(message)
        signed.append(_asker(rulebook, who, now, pupils=use.get(profile, False)))
    return [*sorted(signed, key=lambda asker: not asker.pupils), *_nobodies(in_force, school, now)]


def _nobodies(in_force: InForce, school: str, now: datetime) -> Iterable[Asker]:
    """Whoever has not signed in: on each network that this machine stands on. The others stay unproven."""
    registered = in_force.rulebook.policy.schools.get(school)
    for code, network in registered.networks.items() if registered else ():
        source = source_in(network.range)
        if source:
            who = in_force.rulebook.who(None, source)
            yield _asker(in_force.rulebook, who, now, signed=False)._replace(
                network=code, source=source, must_sign_in=who.sign_in_required
            )


def _asker(rulebook: Rulebook, who: Who, now: datetime, *, pupils: bool = False, signed: bool = True) -> Asker:
    table = rulebook.table(who.key)
    return Asker(who, table, blocked_now(rulebook, table, who, now), sign_in=signed, pupils=pupils)


def blocked_now(rulebook: Rulebook, table: Table, who: Who, now: datetime) -> frozenset[str]:
    """The categories that are blocked for somebody in the slot of the school's calendar that it is now."""
    slot = rulebook.slot(who.school, now)
    return table.blocked[slot.kind if slot else SlotKind.LESSON]


def samples(home: Path, in_force: InForce, askers: Sequence[Asker], each: int, now: datetime) -> dict[str, list[str]]:
    """Some real entries of each category that lists hold and no rule of these people opens; others each time."""
    chance = random.SystemRandom()
    found = {}
    for category, known in _kept(home, in_force.pointer.lists).items():
        picked = chance.sample(known, min(len(known), each + OTHERS))
        usable = [address for address in picked if not _opened(in_force, askers, address, now)]
        if usable:
            found[category] = usable[:each]
    return found


def _opened(in_force: InForce, askers: Sequence[Asker], address: str, now: datetime) -> bool:
    """Whether the school itself opened an address for one of those who ask, by a rule or an approved category."""
    read = read_address(f"http://{address}")
    if not isinstance(read, Address):
        return True
    for asker in askers:
        if asker.sign_in:
            verdict = decide_for(asker.who, read, in_force.rulebook, in_force.index, now)
            if isinstance(verdict, Allowed) and isinstance(verdict.because, ByRule | Approved):
                return True
    return False


def _kept(home: Path, digest: str) -> dict[str, list[str]]:
    """The samples of an index, read from it once and then from a file beside."""
    file = home / FOLDER / f"samples-{digest}.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, list[str]])
    except (OSError, msgspec.MsgspecError):
        taken = samples_of(index_path(home, digest), KEPT, random.SystemRandom())
    write_atomically(file, msgspec.json.encode(taken))
    for old in file.parent.glob("samples-*.json"):
        if old != file:
            old.unlink(missing_ok=True)
    return taken
