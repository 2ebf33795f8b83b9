"""Edits that were decided become the policy: one version, its rows, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from belisha.console.access.models import Federation, School, User
from belisha.console.filtering.models import PersonProfile, PolicyVersion, SiteRule
from belisha.console.filtering.policy.actions.rows import Author, rule_row
from belisha.console.filtering.policy.queries.versions import current, ground
from belisha.console.filtering.policy.rules.documents import bare, rules_by_id
from belisha.console.filtering.policy.rules.faults import refusals
from belisha.console.filtering.policy.rules.reviews import REVIEW_AFTER
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_number
from belisha.engine.policy import dump
from belisha.engine.policy.edits import AddRule, EditError, EndRule, HolderKind, HoldProfile, apply, profile_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.filtering.models import Change
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["write"]

REASON: Final = 400


def write(*, by: By, change: Change, edits: Iterable[Edit], now: datetime) -> PolicyVersion:
    """Make a change's edits the policy of its federation. Raises ValidationError when the result would have faults.

    For `changes.actions` alone, inside the transaction that applies the change: that checks who may, and records it.
    """
    edits = tuple(edits)
    with transaction.atomic():
        federation = Federation.objects.select_for_update().get(pk=change.federation_id)
        before = ground(federation, edits)
        try:
            after = apply(before, edits)
        except EditError as error:
            raise ValidationError(str(error)) from error
        if told := refusals(edits, before, after, change.school.code if change.school else ""):
            raise ValidationError(told)
        writing = _Writing(by, change, edits, now, federation)
        version = writing.version(after)
        writing.rules(before, after)
        writing.own_profiles(before, after)
    return version


class _Writing:
    """One change on its way into the tables."""

    def __init__(self, by: By, change: Change, edits: tuple[Edit, ...], now: datetime, federation: Federation) -> None:
        self.by, self.change, self.edits, self.now, self.federation = by, change, edits, now, federation
        self.schools = {school.code: school for school in School.objects.filter(federation=federation).order_by("pk")}

    def version(self, after: Policy) -> PolicyVersion:
        """The next version of the document."""
        last = current(self.federation)
        return PolicyVersion.objects.create(
            federation=self.federation,
            number=last.number + 1 if last else 1,
            content=dump(bare(after, self.schools)).decode(),
            at=self.now,
            change=self.change,
        )

    def rules(self, before: Policy, after: Policy) -> None:
        """End the rows of rules that are gone or have become others; add those that are new."""
        adding = {edit.rule.id: edit for edit in self.edits if isinstance(edit, AddRule)}
        touched = adding.keys() | {edit.id for edit in self.edits if isinstance(edit, EndRule)}
        old, new = rules_by_id(before, touched), rules_by_id(after, touched)
        standing = SiteRule.objects.filter(federation=self.federation).standing()
        ended = [code for code in old if old[code] != new.get(code)]
        standing.filter(code__in=ended).update(ended_at=self.now, ended_by=self.change)
        fresh = [code for code in new if old.get(code) != new[code]]
        owners = self._owners({code: adding[code].account for code in fresh if code in adding})
        author = Author(self.federation, self.change, self.now)
        SiteRule.objects.bulk_create(
            (
                rule_row(
                    author,
                    holder,
                    rule,
                    self.schools.get(holder.school),
                    self._person(holder.id) if holder.kind is HolderKind.PERSON else None,
                    owners.get(code),
                )
                for code in fresh
                for holder, rule in [new[code]]
            ),
            batch_size=500,
        )

    def _owners(self, accounts: Mapping[str, str]) -> dict[str, User]:
        """Owners' accounts by the rule's id: as the edit says, else as the rule had it before it was ended."""
        wanted = {account for account in accounts.values() if account.isdigit()}
        named = {str(user.pk): user for user in User.objects.filter(federation=self.federation, pk__in=wanted)}
        silent = [code for code, account in accounts.items() if not account]
        earlier = SiteRule.objects.filter(federation=self.federation, code__in=silent, owner__isnull=False)
        kept = {rule.code: rule.owner for rule in earlier.select_related("owner").order_by("pk") if rule.owner}
        return kept | {code: named[account] for code, account in accounts.items() if account in named}

    def _person(self, code: str) -> Person | None:
        number = person_number(code)
        return Person.objects.filter(school__federation=self.federation, pk=number).first() if number else None

    def own_profiles(self, before: Policy, after: Policy) -> None:
        """End and begin people's own profiles; of several edits of one person the last says why."""
        last = {
            edit.holder: edit
            for edit in self.edits
            if isinstance(edit, HoldProfile) and edit.holder.kind is HolderKind.PERSON
        }
        for holder, edit in last.items():
            held, wanted = profile_held(before, holder), profile_held(after, holder)
            person = self._person(holder.id)
            if person is None or (held == wanted and not edit.reason):
                continue
            rows = PersonProfile.objects.filter(person=person)
            rows.standing().update(ended_at=self.now, ended_by=self.change)
            if wanted:
                self._begin(person, wanted, edit, rows.order_by("-since", "-pk").first())

    def _begin(self, person: Person, profile: str, edit: HoldProfile, earlier: PersonProfile | None) -> None:
        """Begin a profile of somebody's own. What the edit leaves open is as it was, where it takes another back."""
        same = earlier if earlier and earlier.profile == profile else None
        usual = timezone.localdate(self.now) + REVIEW_AFTER
        reason = edit.reason or (same.reason if same else "") or self.change.reason or self.change.title
        PersonProfile.objects.create(
            person=person,
            profile=profile,
            reason=reason[:REASON],
            approver=self._approver(),
            review_on=edit.review_on or (same.review_on if same else usual),
            since=self.now,
            added_by=self.change,
        )

    def _approver(self) -> User | None:
        """Who answers for what is decided about a person: whoever consented, else assessed it for the child's sake."""
        half = self.change.halves.filter(side="education").select_related("by").first()
        return self.change.consent_by or (half.by if half else None) or self.by.user
