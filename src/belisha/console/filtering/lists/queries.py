"""Questions about lists, corrections, and sites that are refused to many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.filtering.lists.inventory import index_in_force
from belisha.console.filtering.lists.rules import WATCHED, fault_of_host
from belisha.console.filtering.models import (
    Ask,
    CategoryDay,
    ListDay,
    ListOutcome,
    ListSuggestion,
    RefusedSite,
    SiteCorrection,
)
from belisha.engine.lists import categories

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation, School

__all__ = [
    "Age",
    "CategoryRow",
    "Suggestion",
    "age",
    "categories_now",
    "correction_of",
    "corrections_of",
    "empty_lists",
    "fault_of_correction",
    "last_update",
    "latest_day",
    "lists_now",
    "refused_at",
    "refused_of",
    "suggested_now",
    "suggestion_of",
    "suggestions_of",
]


class Age(NamedTuple):
    """How old what is in force is. `oldest`: the list of the earliest date; empty where nothing is known."""

    compiled: datetime | None
    oldest: str
    oldest_at: date | None
    empty: tuple[str, ...]  # lists that hold nothing


class CategoryRow(NamedTuple):
    """A category: how many entries, and how that changed since the day before."""

    id: str
    title: str
    plain: str
    entries: int
    change: int | None
    added: int
    removed: int
    thin: str


class Suggestion(NamedTuple):
    """A site that was asked for and opened again and again: perhaps its category is wrong."""

    host: str
    asks: int
    schools: int
    categories: str


def latest_day() -> date | None:
    """The last day on which lists were noted."""
    found: date | None = ListDay.objects.aggregate(day=Max("day"))["day"]
    return found


def lists_now() -> QuerySet[ListDay]:
    """Every list as it was noted last."""
    day = latest_day()
    rows = ListDay.objects.filter(day=day) if day else ListDay.objects.none()
    return rows.order_by("list", "pk")


def empty_lists() -> QuerySet[ListDay]:
    """Lists that feed a category and hold nothing, though they were taken once or ship."""
    return lists_now().filter(entries=0).exclude(origin="absent")


def age() -> Age:
    """How old the index in force and its lists are."""
    index = index_in_force(settings.HOME)
    rows = list(lists_now())
    dated = [row for row in rows if row.dated and row.origin in {"shipped", "downloaded"}]
    oldest = min(dated, key=lambda row: str(row.dated), default=None)
    return Age(
        compiled=index.built_at if index else None,
        oldest=oldest.list if oldest else "",
        oldest_at=oldest.dated if oldest else None,
        empty=tuple(row.list for row in rows if not row.entries),
    )


def last_update() -> ListOutcome | None:
    """What became of the newest list that was tried."""
    return ListOutcome.objects.order_by("-at", "-pk").first()


def categories_now() -> list[CategoryRow]:
    """Every category with its entries, and what its lists gained and lost since the version before. Three queries."""
    day = CategoryDay.objects.aggregate(day=Max("day"))["day"]
    now = {row.category: row.entries for row in CategoryDay.objects.filter(day=day)}
    earlier = CategoryDay.objects.filter(day=day - timedelta(days=1)) if day else CategoryDay.objects.none()
    before = {row.category: row.entries for row in earlier}
    sums: dict[str, list[int]] = {}
    for row in lists_now():
        for name in row.categories.split(", "):
            gained = sums.setdefault(name, [0, 0])
            gained[0] += row.added or 0
            gained[1] += row.removed or 0
    return [
        CategoryRow(
            id=name,
            title=category.title,
            plain=category.plain,
            entries=now.get(name, 0),
            change=now.get(name, 0) - before[name] if name in before else None,
            added=sums.get(name, [0, 0])[0],
            removed=sums.get(name, [0, 0])[1],
            thin=category.thin,
        )
        for name, category in categories().items()
        if not category.locked
    ]


def corrections_of(school: School) -> QuerySet[SiteCorrection]:
    """Every correction that holds or held at a school, what waits first."""
    rows = SiteCorrection.objects.for_school(school).select_related("school", "proposed_by", "decided_by")
    return rows.order_by("-state", "-proposed_at", "-pk")


def correction_of(school: School, number: int) -> SiteCorrection:
    """One of them. Raises Http404."""
    rows = SiteCorrection.objects.for_school(school).select_related("school", "proposed_by", "decided_by", "ended_by")
    return get_object_or_404(rows, pk=number)


def fault_of_correction(school: School, host: str, category: str, *, belongs: bool) -> dict[str, str]:
    """Why a correction makes no sense, by field; nothing where it does."""
    said = {
        "unreadable": _("This is not the address of a site."),
        "address": _("Lists are corrected by the names of sites, not by their numbers."),
        "suffix": _("Unrelated people hold sites under this name: name one of them."),
    }
    if fault := fault_of_host(host):
        return {"site": said[fault]}
    standing = Q(state=SiteCorrection.State.PROPOSED) | Q(state=SiteCorrection.State.AGREED)
    ours = SiteCorrection.objects.filter(standing, federation=school.federation_id)
    if ours.filter(host=host, category=category).exists():
        return {"site": _("There is a word on this site in this category already.")}
    index = index_in_force(settings.HOME)
    match = index.look_up(host) if index else None
    lists = [one for one in match.listings if one.category == category] if match else []
    if belongs and lists:
        return {"site": _("It is in this category already.")}
    if not belongs and not lists:
        return {"site": _("It is not in this category.")}
    if not belongs and match and match.matched != host:
        text = _("The lists name %(name)s, which is above it. Take that out, or open this site alone by a rule.")
        return {"site": text % {"name": match.matched}}
    return {}


def refused_of(school: School, now: datetime) -> QuerySet[RefusedSite]:
    """Sites that many were refused and nobody before, the newest day first."""
    first = timezone.localdate(now) - WATCHED
    rows = RefusedSite.objects.for_school(school).filter(day__gte=first).select_related("looked_by")
    return rows.order_by("-day", "-people", "host", "pk")


def refused_at(school: School, number: int) -> RefusedSite:
    """One of them. Raises Http404."""
    return get_object_or_404(RefusedSite.objects.for_school(school), pk=number)


def suggestions_of(school: School) -> QuerySet[ListSuggestion]:
    """What was found by the week before and nobody has looked at, what most people asked for first."""
    rows = ListSuggestion.objects.for_school(school).open()
    return rows.order_by("-schools", "-people", "host")


def suggestion_of(school: School, host: str) -> ListSuggestion:
    """One of them. Raises Http404."""
    return get_object_or_404(suggestions_of(school), host=host)


def suggested_now(federation: Federation, now: datetime) -> list[Suggestion]:
    """Sites of a federation that two or more asks had opened in a year: perhaps they are in the wrong category."""
    since = now - timedelta(days=365)
    rows = (
        Ask.objects.filter(
            school__federation=federation, state__in=[Ask.State.OPENED, Ask.State.SHUT], asked_at__gte=since
        )
        .values("host")
        .annotate(asks=Count("pk"), schools=Count("school", distinct=True), people=Count("askers", distinct=True))
        .filter(Q(asks__gte=2) | Q(people__gte=2))
        .order_by("-schools", "-people", "host")[:100]
    )
    index = index_in_force(settings.HOME)
    settled = set(
        SiteCorrection.objects.filter(
            federation=federation, state__in=[SiteCorrection.State.PROPOSED, SiteCorrection.State.AGREED]
        ).values_list("host", flat=True)
    )
    found = []
    for row in rows:
        match = index.look_up(row["host"]) if index and row["host"] not in settled else None
        names = sorted({one.category for one in match.listings if not one.locked}) if match else []
        if names:
            found.append(Suggestion(row["host"], row["people"], row["schools"], ", ".join(names)))
    return found
