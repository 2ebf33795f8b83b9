"""What people do for the proof: name addresses to test, sign a check, record a test by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.filtering.models import FilterCheck, HandTest, ProbeAddress, ProbeRun
from belisha.console.filtering.proof.audit_events import ADDRESSES_SET, SIGNED, TESTED_BY_HAND
from belisha.console.filtering.proof.queries.addresses import addresses_of
from belisha.console.filtering.proof.queries.checks import half_term_of, tested_now
from belisha.engine.address import Address, read_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["record_by_hand", "set_addresses", "sign_check"]

MOST: Final = 60  # of each kind: they are asked for daily, for every profile


def set_addresses(*, by: By, school: School, wanted: Mapping[str, tuple[str, str, Iterable[str]]]) -> None:
    """Say which addresses are tested: by the form's field, what is wanted, the locked list, and lines of addresses.

    Raises ValidationError by field for a line that is no address.
    """
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    read = {field: (want, slot, _addresses(field, lines)) for field, (want, slot, lines) in wanted.items()}
    with transaction.atomic():
        standing = {each.address: each for each in addresses_of(school)}
        asked = {address: (want, slot) for want, slot, addresses in read.values() for address in addresses}
        now = timezone.now()
        for address, row in standing.items():
            if asked.get(address) != (row.wanted, row.locked_list):
                row.ended_at, row.ended_by = now, by.user
                row.save(update_fields=["ended_at", "ended_by"])
        for address, (want, slot) in asked.items():
            old = standing.get(address)
            if old is None or old.ended_at:
                ProbeAddress.objects.create(
                    school=school, address=address, wanted=want, locked_list=slot, added_by=by.user, added_at=now
                )
        counts = {field: len(addresses) for field, (_want, _slot, addresses) in read.items()}
        by.did(ADDRESSES_SET, to=school, at=school, after=counts)


def _addresses(field: str, lines: Iterable[str]) -> list[str]:
    found = []
    for line in lines:
        read = read_address(line if "://" in line else f"https://{line}")
        if not isinstance(read, Address) or read.scheme not in {"http", "https"}:
            raise ValidationError({field: _("“%(line)s” is not a web address.") % {"line": line[:100]}})
        found.append(read.url)
    if len(found) > MOST:
        raise ValidationError({field: _("At most %(most)s addresses can be tested.") % {"most": MOST}})
    return list(dict.fromkeys(found))


def sign_check(*, by: By, school: School, suits: bool, words: str, action: str) -> FilterCheck:
    """Sign that the filter was checked: the results as they stand are frozen with it. Raises ValidationError."""
    by = by.may(Permission.SIGN_FILTER_CHECKS, school)
    now = timezone.now()
    tested = tested_now(school, half_term_of(school, timezone.localdate(now)).first)
    if tested.run is None or by.user is None:
        raise ValidationError(_("The filter has not been tested yet: start a test first, so that there is a result."))
    with transaction.atomic():
        signed = FilterCheck.objects.create(
            school=school,
            run=ProbeRun.objects.for_school(school).get(pk=tested.run),
            by=by.user,
            at=now,
            tested=tested.as_json(),
            suits=suits,
            words=words.strip(),
            action=action.strip(),
        )
        by.did(SIGNED, to=signed, at=school, after={"suits": suits, "action": action, "tested": tested.as_json()})
    return signed


def record_by_hand(*, by: By, school: School, day: date, users: str, results: Mapping[str, str]) -> HandTest:
    """Record a test with the public tester. `results`: device, place, action, and what each of its tests showed."""
    by = by.may(Permission.SEE_FILTER, school)
    if by.user is None:
        raise ValidationError(_("A test by hand is recorded by whoever made it."))
    with transaction.atomic():
        test = HandTest.objects.create(school=school, day=day, users=users, by=by.user, at=timezone.now(), **results)
        by.did(TESTED_BY_HAND, to=test, at=school, after={"day": day.isoformat(), "users": users, **results})
    return test
