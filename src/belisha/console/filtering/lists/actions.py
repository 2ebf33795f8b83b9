"""What is done about lists: noted each day, updated, corrected by two people, and looked at where much is refused."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes.actions import put
from belisha.console.filtering.lists import audit_events as events
from belisha.console.filtering.lists.inventory import category_choices, compared, index_in_force, take_inventory
from belisha.console.filtering.lists.queries import fault_of_correction, suggested_now
from belisha.console.filtering.lists.rules import OPEN_FOR, SMALLEST, read_host_of
from belisha.console.filtering.models import (
    CategoryDay,
    ListDay,
    ListOutcome,
    ListSuggestion,
    RefusedSite,
    SiteCorrection,
)
from belisha.engine.lists import OurWords, write_our_words
from belisha.engine.policy.edits import AddRule, Holder, HolderKind
from belisha.engine.policy.model import SiteRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.lists.inventory import ListRow
    from belisha.console.filtering.models import Change

__all__ = [
    "Refused",
    "agree",
    "ask_for_opening",
    "ask_for_update",
    "decline",
    "end_correction",
    "find_right",
    "find_rightly_listed",
    "forget_old_days",
    "note_lists",
    "note_outcomes",
    "note_refused",
    "note_suggestions",
    "propose",
    "write_corrections",
]

State = SiteCorrection.State
ROOM: Final = 300
LOOK_BACK: Final = timedelta(days=60)
KEPT: Final = timedelta(days=400)
LEFT_ALONE: Final = timedelta(days=365)


class Refused(NamedTuple):
    """A site that people were refused: how many of them, how often, and why."""

    host: str
    category: str
    rule: str
    people: int
    tries: int


def note_lists(now: datetime) -> int:
    """Keep how lists and categories stand today; how many lists differ from yesterday. Raises ListError, OSError."""
    day = timezone.localdate(now)
    before = {row.list: row for row in ListDay.objects.filter(day__lt=day, day__gte=day - LOOK_BACK).order_by("day")}
    outcomes = {row.list: row for row in ListOutcome.objects.filter(at__gte=now - LOOK_BACK).order_by("at")}
    changed = 0
    for row in take_inventory(settings.HOME):
        known = before.get(row.list)
        changed += bool(known and known.version != row.version)
        source = outcomes.get(row.list) or outcomes.get(row.list.partition("/")[0])
        ListDay.objects.update_or_create(list=row.list, day=day, defaults=_noted(row, known) | _came_of(source))
    index = index_in_force(settings.HOME)
    for category, entries in (index.counts if index else {}).items():
        CategoryDay.objects.update_or_create(category=category, day=day, defaults={"entries": entries})
    return changed


def forget_old_days(now: datetime) -> None:
    """Delete how lists stood more than a year ago."""
    day = timezone.localdate(now) - KEPT
    for model in (ListDay, CategoryDay):
        model.objects.filter(day__lt=day).delete()
    ListOutcome.objects.filter(at__lt=now - KEPT).delete()


def _noted(row: ListRow, before: ListDay | None) -> dict[str, Any]:
    same = before is not None and before.version == row.version
    difference = compared(settings.HOME, row.list, before.version) if before and not same else None
    return {
        "source": row.source[:80],
        "publisher": row.publisher[:120],
        "licence": row.licence[:60],
        "categories": ", ".join(row.categories)[:200],
        "origin": row.origin,
        "dated": row.dated,
        "version": row.version[:40],
        "entries": row.entries,
        "added": difference.added if difference else 0 if same else None,
        "removed": difference.removed if difference else 0 if same else None,
    }


def _came_of(outcome: ListOutcome | None) -> dict[str, Any]:
    if outcome is None:
        return {}
    return {"result": outcome.result, "result_at": outcome.at, "message": outcome.message}


@transaction.atomic
def note_outcomes(*, outcomes: Iterable[Mapping[str, Any]], now: datetime, user: User | None = None) -> int:
    """Keep what became of an update; how many lists were taken."""
    rows = [
        ListOutcome(
            list=str(each["list"])[:120], at=now, by=user, result=each["result"], message=str(each["message"])[:ROOM],
            before=each["before"], after=each["after"],
        )
        for each in outcomes
        if each["result"] in ListOutcome.Result.values
    ]  # fmt: skip
    ListOutcome.objects.bulk_create(rows)
    return sum(row.result == ListOutcome.Result.UPDATED for row in rows)


def ask_for_update(*, by: By, school: School, only: str = "") -> None:
    """Have newer editions fetched in the background, of one source or of all. Raises NotAllowedError."""
    by = by.may(Permission.CHANGE_LISTS, school)
    with transaction.atomic():
        by.did(events.UPDATE_ASKED, to=school, at=school, after={"lists": only or "all"})
        user = by.user.pk if by.user else None
        transaction.on_commit(lambda: begin("update_lists", only=only, user=user))


def propose(*, by: By, school: School, site: str, category: str, belongs: bool, reason: str) -> SiteCorrection:
    """Say that a site belongs to a category, or does not; somebody of the other side must agree before it counts.

    It will hold for every school of the federation, for all have one index. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    host = read_host_of(site)
    faults = fault_of_correction(school, host, category, belongs=belongs)
    if not reason.strip():
        faults["reason"] = _("Say why.")
    if category not in dict(category_choices()):
        faults["category"] = _("Choose a category. The locked lists are corrected by nobody here.")
    if faults:
        raise ValidationError(faults)
    with transaction.atomic():
        made = SiteCorrection.objects.create(
            federation=school.federation,
            school=school,
            host=host,
            category=category,
            belongs=belongs,
            reason=reason.strip(),
            technical=_is_technical(by, school),
            proposed_by=by.user,
            proposed_at=timezone.now(),
        )
        after = {"site": host, "category": category, "belongs": belongs}
        by.did(events.PROPOSED, to=made, at=school, reason=made.reason, after=after)
    return made


def _is_technical(by: By, school: School) -> bool:
    return by.user is not None and has_permission(by.user, Permission.ASSESS_TECHNICALLY, school)


def _deciding(by: By, correction: SiteCorrection, school: School) -> tuple[By, SiteCorrection]:
    """Who decides, from the other side than who proposed, and the row held for it."""
    other = Permission.ASSESS_FOR_LEARNING if correction.technical else Permission.ASSESS_TECHNICALLY
    by = by.may(other, school)
    held = SiteCorrection.objects.select_for_update().get(pk=correction.pk)
    if held.state != State.PROPOSED:
        raise ValidationError(_("Somebody has decided on this already."))
    if by.user and by.user.pk == held.proposed_by_id:
        raise ValidationError(_("Somebody else must agree: two people, of two sides."))
    return by, held


@transaction.atomic
def agree(*, by: By, correction: SiteCorrection, school: School, words: str = "") -> None:
    """Agree: it goes into the next index. Raises NotAllowedError, ValidationError."""
    by, held = _deciding(by, correction, school)
    held.state, held.decided_by, held.decided_at, held.words = State.AGREED, by.user, timezone.now(), words.strip()
    held.save()
    by.did(events.AGREED, to=held, at=school, reason=held.words)
    transaction.on_commit(_in_force_soon)


@transaction.atomic
def decline(*, by: By, correction: SiteCorrection, school: School, words: str) -> None:
    """Decline it, and say why. Raises NotAllowedError, ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Say why.")})
    by, held = _deciding(by, correction, school)
    held.state, held.decided_by, held.decided_at, held.words = State.DECLINED, by.user, timezone.now(), words.strip()
    held.save()
    by.did(events.DECLINED, to=held, at=school, reason=held.words)


@transaction.atomic
def end_correction(*, by: By, correction: SiteCorrection, school: School, reason: str) -> None:
    """Take a correction back: the lists hold again as published, once the index is compiled.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    held = SiteCorrection.objects.select_for_update().get(pk=correction.pk)
    if held.state not in {State.AGREED, State.PROPOSED}:
        raise ValidationError(_("This correction does not count any more."))
    if held.state == State.AGREED and held.belongs:
        # what is blocked by it would open: that is for the technical side, as the lists themselves are
        by = by.may(Permission.CHANGE_LISTS, school)
    held.state, held.ended_by, held.ended_at = State.ENDED, by.user, timezone.now()
    held.save()
    by.did(events.ENDED, to=held, at=school, reason=reason.strip())
    transaction.on_commit(_in_force_soon)


def _in_force_soon() -> None:
    if write_corrections():
        begin("compile_corrections")


def begin(job: str, **given: Any) -> None:
    """Have the worker do one of the jobs of lists."""
    import_module("belisha.console.filtering.lists.jobs").__dict__[job].enqueue(**given)  # jobs know the verbs


def write_corrections() -> bool:
    """Write what was agreed where the next index is compiled from; whether that changed. Raises OSError."""
    into: dict[str, set[str]] = {}
    out_of: dict[str, set[str]] = {}
    for row in SiteCorrection.objects.in_force().order_by("pk"):
        (into if row.belongs else out_of).setdefault(row.category, set()).add(row.host)
    words = OurWords(
        {name: tuple(sorted(hosts)) for name, hosts in sorted(into.items())},
        {name: tuple(sorted(hosts)) for name, hosts in sorted(out_of.items())},
    )
    return write_our_words(settings.HOME, words)


@transaction.atomic
def note_refused(*, school: School, day: date, found: Iterable[Refused]) -> int:
    """Keep the sites that many were refused on a day and nobody before; how many are new. Small numbers stay out."""
    rows = [each for each in found if each.people >= SMALLEST]
    known = {row.host: row for row in RefusedSite.objects.for_school(school).filter(day=day)}
    new = [
        RefusedSite(
            school=school, day=day, host=each.host[:253], category=each.category[:60], rule=each.rule[:64],
            people=each.people, tries=each.tries,
        )
        for each in rows
        if each.host[:253] not in known
    ]  # fmt: skip
    RefusedSite.objects.bulk_create(new)
    grown = [known[each.host[:253]] for each in rows if each.host[:253] in known]
    now_said = {each.host[:253]: each for each in rows}
    for row in grown:
        row.people, row.tries = now_said[row.host].people, now_said[row.host].tries
    RefusedSite.objects.bulk_update(grown, ["people", "tries"])
    return len(new)


@transaction.atomic
def find_right(*, by: By, site: RefusedSite, school: School) -> None:
    """Say that a site is rightly blocked. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    held = _unlooked(site)
    held.outcome, held.looked_at, held.looked_by = RefusedSite.Outcome.RIGHT, timezone.now(), by.user
    held.save()
    by.did(events.FOUND_RIGHT, to=held, at=school)


@transaction.atomic
def ask_for_opening(*, by: By, site: RefusedSite, school: School) -> Change:
    """Put a rule that opens a site for the school, for six weeks, into one's draft of a change; it opens nothing yet.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    held = _unlooked(site)
    rule = SiteRule(
        id=f"refused-{held.pk}",
        address=held.host,
        verdict="allow",
        reason=_("%(people)s people were refused it on one day, and nobody before.") % {"people": held.people},
        owner=by.user.name if by.user else "",
        until=timezone.now() + OPEN_FOR,
    )
    edit = AddRule(holder=Holder(kind=HolderKind.SCHOOL, school=school.code), rule=rule)
    title = _("Open %(site)s") % {"site": held.host}
    change = put(by=by, place=school, edits=[edit], title=title[:120], reason=rule.reason)
    held.outcome, held.looked_at, held.looked_by = RefusedSite.Outcome.ASKED, timezone.now(), by.user
    held.save()
    by.did(events.ASKED, to=held, at=school, after={"change": change.pk})
    return change


def _unlooked(site: RefusedSite) -> RefusedSite:
    held = RefusedSite.objects.select_for_update().get(pk=site.pk)
    if held.looked_at:
        raise ValidationError(_("Somebody has looked at this site already."))
    return held


def note_suggestions(*, federation: Federation, now: datetime) -> int:
    """Keep which sites are perhaps in the wrong category, as the last year's requests say; how many are new.

    The system's own looking: no record. What somebody found to be rightly listed is left alone for a year.
    """
    day = timezone.localdate(now)
    found = suggested_now(federation, now)
    ours = ListSuggestion.objects.filter(federation=federation)
    known = set(ours.values_list("host", flat=True))
    with transaction.atomic():
        ours.filter(looked_at__lt=now - LEFT_ALONE).delete()
        ours.open().exclude(host__in=[each.host for each in found]).delete()
        for each in found:
            told = {"categories": each.categories[:400], "people": each.asks, "schools": each.schools}
            ListSuggestion.objects.update_or_create(
                federation=federation,
                host=each.host,
                defaults=told | {"last_found": day},
                create_defaults=told | {"first_found": day, "last_found": day},
            )
    return sum(each.host not in known for each in found)


def find_rightly_listed(*, by: By, suggestion: ListSuggestion, school: School, words: str) -> None:
    """Say that a site is in the right category all the same. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.DRAFT_FILTER_CHANGES, school)
    if not words.strip():
        raise ValidationError({"words": _("Say why it is rightly listed.")})
    with transaction.atomic():
        held = ListSuggestion.objects.select_for_update().get(pk=suggestion.pk)
        if held.looked_at is not None:
            raise ValidationError(_("Somebody has looked at it already."))
        held.looked_at, held.looked_by, held.words = timezone.now(), by.user, words.strip()[:400]
        held.save()
        by.did(events.RIGHTLY_LISTED, to=held, at=school, reason=held.words, after={"site": held.host})
