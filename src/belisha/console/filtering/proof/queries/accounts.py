"""The accounts that tests sign in with, as the gateway takes them. Nobody can sign in to the console with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.models import ProbeAccount
from belisha.engine.address.probes import PERSON
from belisha.engine.policy import model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School

__all__ = ["accounts_of", "probe_hashes", "probe_people"]


def accounts_of(school: School) -> dict[str, ProbeAccount]:
    """The test accounts of a school, by profile. One query."""
    return {each.profile: each for each in ProbeAccount.objects.for_school(school).order_by("profile")}


def probe_people() -> dict[int, list[model.Person]]:
    """The test accounts of every school as people of the policy, by the school's number. One query."""
    found: dict[int, list[model.Person]] = {}
    for account in ProbeAccount.objects.order_by("school_id", "profile"):
        person = model.Person(
            id=f"{PERSON}{account.profile}",
            sign_in=account.sign_in,
            name=f"Test of the filter ({account.profile})",
            profile=account.profile,
        )
        found.setdefault(account.school_id, []).append(person)
    return found


def probe_hashes() -> Iterator[tuple[str, str]]:
    """Sign-in name and argon2id hash of every test account, as the gateway reads them. One query."""
    return iter(ProbeAccount.objects.order_by("sign_in").values_list("sign_in", "hashed"))
