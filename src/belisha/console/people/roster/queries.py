"""Questions about rosters: the register as it is compared, what an import would change, how the feed stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.people.models import (
    Group,
    Membership,
    Person,
    Relationship,
    RosterContent,
    RosterFeed,
    RosterGroupLink,
    RosterImport,
    RosterPersonLink,
    RosterSource,
)
from belisha.console.people.roster.readers import Bundle
from belisha.console.people.roster.readers.mapped import Mapping, Sample, sample_of
from belisha.console.people.roster.readers.notebook import Notebook
from belisha.console.people.roster.readers.shapes import Roster
from belisha.console.people.roster.rules.comparing import Options, compare
from belisha.console.people.roster.rules.guards import Due, TooMany, first_missed, is_late, too_many
from belisha.console.people.roster.rules.plan import Choices
from belisha.console.people.roster.rules.register import (
    Known,
    KnownGroup,
    KnownMembership,
    KnownRelationship,
    Register,
)
from belisha.console.people.roster.rules.schools import Place, place_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.people.roster.rules.plan import Plan

__all__ = [
    "FEEDS",
    "FeedStanding",
    "Preview",
    "can_undo",
    "choices_of",
    "feed_at",
    "feed_of",
    "feed_standing",
    "import_of",
    "imports_of",
    "mapping_of",
    "preview_of",
    "register_of",
    "roster_of",
    "sample_of_import",
    "sources_of",
    "waiting_of",
    "was_undone",
]

WAITING = (RosterImport.State.MAPPING, RosterImport.State.PREVIEW, RosterImport.State.STOPPED)
FEEDS = (RosterImport.Via.FOLDER, RosterImport.Via.UPLOAD)


class Preview(NamedTuple):
    """What an import would change today, and what speaks against letting it through. `whole`: with nothing left out."""

    roster: Roster
    place: Place
    register: Register
    plan: Plan
    whole: Plan
    too_many: tuple[TooMany, ...]


class FeedStanding(NamedTuple):
    """How the nightly feed stands: its last file, since when one is missed, whether that is too late."""

    feed: RosterFeed | None
    last: RosterImport | None
    missed: datetime | None
    late: bool
    stopped: RosterImport | None


def imports_of(school: School) -> QuerySet[RosterImport]:
    """All imports of a school, newest first, with who made them."""
    return RosterImport.objects.for_school(school).select_related("school", "source", "by", "done_by")


def waiting_of(school: School) -> list[RosterImport]:
    """Imports that wait for somebody, newest first."""
    return list(RosterImport.objects.for_school(school).filter(state__in=WAITING).select_related("source"))


def import_of(school: School, number: int) -> RosterImport:
    """One import of a school. Raises Http404."""
    entry = get_object_or_404(imports_of(school), pk=number)
    entry.school = school
    return entry


def can_undo(entry: RosterImport) -> bool:
    """Whether what it takes to undo an import is still kept."""
    return (
        entry.state == RosterImport.State.APPLIED
        and RosterContent.objects.filter(of=entry, undo__isnull=False).exists()
    )


def sample_of_import(entry: RosterImport) -> Sample | None:
    """Headers and first rows of a spreadsheet that waits for its columns; None when it is no longer kept."""
    content = RosterContent.objects.filter(of=entry).first()
    if content is None or content.files is None:
        return None
    return sample_of(msgspec.json.decode(bytes(content.files), type=Bundle), Notebook())


def sources_of(school: School) -> list[RosterSource]:
    """The systems that rosters of a school come from: not those whose files all could not be read or were put away."""
    ended = (RosterImport.State.FAILED, RosterImport.State.DISCARDED)
    came = RosterImport.objects.for_school(school).exclude(state__in=ended)
    feeds = RosterFeed.objects.filter(school=school)
    held = Q(pk__in=came.values("source")) | Q(pk__in=feeds.values("source"))
    return list(RosterSource.objects.for_school(school).filter(held))


def feed_of(school: School) -> RosterFeed | None:
    """The feed of a school, if one was ever set up."""
    return RosterFeed.objects.filter(school=school).select_related("source").first()


def feed_at(code: str) -> RosterFeed | None:
    """The feed of the school of a code."""
    return RosterFeed.objects.filter(school__code=code).select_related("school__federation", "source").first()


def register_of(school: School, source: RosterSource) -> Register:
    """The register of a school as one source is compared with it. Six queries, whatever its size."""
    today = timezone.localdate()
    rows = Person.objects.filter(school=school).order_by("pk").values_list(*Known._fields, "merged_into_id")
    kept: dict[int, Known] = {}
    merged: dict[int, int] = {}
    held: set[str] = set()
    for *values, into in rows.iterator(chunk_size=5000):
        known = Known(*values)
        if into is None:
            kept[known.pk] = known
        else:
            merged[known.pk] = into
            held |= {f"upn:{known.upn}"} if known.upn else set()
            held |= {f"{known.kind}:{known.mis_id}"} if known.mis_id else set()
    links = RosterPersonLink.objects.filter(source=source).order_by("pk").values_list("key", "person_id")
    groups = Group.objects.for_school(school).order_by("pk").values_list(*KnownGroup._fields)
    memberships = Membership.objects.for_school(school).filter(Q(last__isnull=True) | Q(last__gte=today))
    ties = Relationship.objects.for_school(school).order_by("pk")
    return Register(
        people=kept,
        links={key: pk for key, row in links if (pk := _kept(row, merged)) in kept},
        groups={group[0]: KnownGroup(*group) for group in groups},
        group_links=dict(RosterGroupLink.objects.filter(source=source).order_by("pk").values_list("key", "group_id")),
        memberships=tuple(
            KnownMembership(*each)
            for each in memberships.order_by("pk").values_list("pk", "person_id", "group_id", "teaches", "first")
        ),
        relationships=tuple(
            KnownRelationship(*each)
            for each in ties.annotate(responsibility=F("parental_responsibility")).values_list(
                "pk", "adult_id", "child_id", "kind", "responsibility", "lives_with", "priority"
            )
        ),
        held=frozenset(held),
    )


def _kept(pk: int, merged: dict[int, int]) -> int:
    seen: set[int] = set()
    while pk in merged and pk not in seen:
        seen.add(pk)
        pk = merged[pk]
    return pk


def roster_of(entry: RosterImport) -> Roster | None:
    """What an import's files say, while it is kept."""
    content = RosterContent.objects.filter(of=entry).only("roster").first()
    if content is None or content.roster is None:
        return None
    return msgspec.json.decode(bytes(content.roster), type=Roster)


def mapping_of(source: RosterSource) -> Mapping | None:
    """The saved mapping of a source's spreadsheets."""
    return msgspec.convert(source.mapping, Mapping) if source.mapping else None


def choices_of(entry: RosterImport) -> Choices:
    """What somebody chose on the preview of an import."""
    said = entry.choices
    return Choices(
        frozenset(said.get("left_out", ())),
        frozenset(said.get("kinds_left_out", ())),
        dict(said.get("clashes", {})),
        bool(said.get("trust_absent")),
    )


def preview_of(entry: RosterImport, *, day: date | None = None) -> Preview | None:
    """What an import would change today; None once its content is gone. Seven queries, whatever its size."""
    roster = roster_of(entry)
    if roster is None:
        return None
    day = day or timezone.localdate()
    register = register_of(entry.school, entry.source)
    org = entry.choices.get("org") or entry.source.org
    place = place_of(roster, org=org, name=entry.school.name, number=entry.school.dfe_number)
    chosen = choices_of(entry)
    options = Options(day, entry.complete and not place.asks, place.org, chosen)
    # until somebody says which school of several is ours, nobody in the file is
    compared = msgspec.structs.replace(roster, people=(), gone=()) if place.asks else roster
    plan = whole = compare(compared, register, options)
    if chosen.left_out or chosen.kinds_left_out:
        takes_all = chosen._replace(left_out=frozenset(), kinds_left_out=frozenset())
        whole = compare(compared, register, options._replace(choices=takes_all))
    return Preview(roster, place, register, plan, whole, too_many(plan, register, day))


def was_undone(entry: RosterImport) -> bool:
    """Whether the last import of the very same file from this source was undone."""
    same = RosterImport.objects.filter(source=entry.source, digest=entry.digest).exclude(pk=entry.pk)
    done = same.filter(state__in=(RosterImport.State.APPLIED, RosterImport.State.NOTHING, RosterImport.State.UNDONE))
    last = done.order_by("-done_at", "-pk").first()
    return last is not None and last.state == RosterImport.State.UNDONE


def feed_standing(school: School, now: datetime) -> FeedStanding:
    """How the nightly feed of a school stands at an instant. Three queries."""
    feed = feed_of(school)
    if feed is None or not feed.on:
        return FeedStanding(feed, None, None, late=False, stopped=None)
    came = RosterImport.objects.for_school(school).filter(via__in=FEEDS)
    last = came.exclude(state=RosterImport.State.FAILED).first()
    stopped = came.filter(state=RosterImport.State.STOPPED).first()
    due = Due(feed.due_at, feed.weekdays_only, timezone.get_default_timezone())
    since = max(last.at, feed.since) if last else feed.since
    missed = first_missed(since, now, due)
    return FeedStanding(feed, last, missed, is_late(missed, now, feed.late_hours), stopped)
