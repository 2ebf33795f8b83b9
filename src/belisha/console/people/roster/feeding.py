"""The nightly feed: files in the watched folder and files sent with the key. What is harmless is applied by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.people.models import RosterFeed, RosterImport
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster.actions import Taken, apply_import, discard, hold, set_aside, take_in
from belisha.console.people.roster.queries import FEEDS, feed_standing, preview_of, roster_of, was_undone
from belisha.console.people.roster.readers import RosterError
from belisha.console.people.roster.rules.guards import is_stale
from belisha.console.people.roster.watching import DONE, FAILED, claim, put_by, ready, sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.console.access.models import School
    from belisha.console.people.roster.queries import FeedStanding, Preview
    from belisha.console.people.roster.readers import Bundle
    from belisha.console.people.roster.watching import Claimed

__all__ = ["SYSTEM", "folder_of", "receive", "sweep_folders", "take_feeds"]

SYSTEM: Final = "roster feed"
KEPT: Final = timedelta(days=30)


def folder_of(school: School) -> Path:
    """The watched folder of a school."""
    home: Path = settings.HOME
    return home / "roster" / school.code


def take_feeds(now: datetime) -> str:
    """Take in what lies ready in the watched folders. For the scheduler, each minute; says what it did."""
    said = []
    for feed in RosterFeed.objects.filter(on=True).select_related("school__federation", "source").order_by("pk"):
        folder = folder_of(feed.school)
        claimed = claim(folder, ready(folder), timezone.localtime(now))
        said += [f"{feed.school.code}: {each.name}: {_take(feed, each, now)}" for each in claimed]
    return "; ".join(said)


def receive(*, feed: RosterFeed, bundle: Bundle, via: str, now: datetime, address: str = "") -> RosterImport:
    """Take a file of a feed in, and apply it if it is harmless; else it stops and asks."""
    by = By(None, address, system=SYSTEM)
    standing = feed_standing(feed.school, now)
    _put_away_older(by, feed)
    taken = Taken(feed.source.name, via, complete=feed.complete or None)
    entry = take_in(by=by, school=feed.school, bundle=bundle, taken=taken)
    preview = preview_of(entry) if entry.state == RosterImport.State.PREVIEW else None
    if preview is None:
        return entry
    reasons = list(_objections(entry, preview, standing, now))
    if reasons:
        return hold(by=by, entry=entry, why=" ".join(reasons))
    roster = roster_of(entry) if preview.plan.clashes else None
    try:
        entry = apply_import(by=by, entry=entry)
    except RefusedError as error:
        return hold(by=by, entry=entry, why=str(error))
    if roster:
        set_aside(by=by, entry=entry, roster=roster, why=_("Clashes must be settled; everything else was applied."))
    return entry


def _objections(entry: RosterImport, preview: Preview, standing: FeedStanding, now: datetime) -> Iterator[str]:
    """Why a file must not be applied unseen."""
    yield from _faults_of_file(preview, now)
    if standing.late and standing.missed:
        yield _("The feed was missing since %(day)s.") % {
            "day": f"{timezone.localtime(standing.missed):%d/%m/%Y, %H:%M}"
        }
    if was_undone(entry):
        yield _("This very file was applied before, and then undone.")
    if preview.too_many:
        yield _("More than a tenth of the people would leave.")
    if preview.plan.held:
        yield _("Rows could not be read, so that it cannot be told who has left.")


def _faults_of_file(preview: Preview, now: datetime) -> Iterator[str]:
    if preview.place.asks:
        yield _("The file holds several schools, and nobody has said which is this one.")
    if preview.place.foreign:
        yield _("The file is for another school: %(name)s.") % {"name": preview.place.foreign}
    if not preview.roster.people:
        yield _("The file names nobody.")
    if is_stale(preview.roster.made, now):
        yield _("By its own account the file is more than two days old.")


def _put_away_older(by: By, feed: RosterFeed) -> None:
    """What the feed brought before and still waits is out of date now."""
    waiting = (RosterImport.State.MAPPING, RosterImport.State.PREVIEW, RosterImport.State.STOPPED)
    for old in RosterImport.objects.for_school(feed.school).filter(via__in=FEEDS, state__in=waiting):
        discard(by=by, entry=old, reason=_("A newer file came."))


def _take(feed: RosterFeed, claimed: Claimed, now: datetime) -> str:
    try:
        bundle = claimed.bundle()
    except RosterError as error:
        put_by(claimed, FAILED, note=str(error))
        return _("could not be read")
    entry = receive(feed=feed, bundle=bundle, via=RosterImport.Via.FOLDER, now=now)
    failed = entry.state == RosterImport.State.FAILED
    note = f"{entry.why}\n" if failed else ""
    put_by(claimed, FAILED if failed else DONE, note=f"{note}{entry.digest}  {bundle.name}")
    return str(entry.get_state_display()).lower()


def sweep_folders(now: datetime) -> str:
    """Delete files that were taken in, or failed, more than 30 days ago. For the nightly jobs."""
    feeds = RosterFeed.objects.select_related("school").order_by("pk")
    gone = sum(sweep(folder_of(feed.school), now, KEPT) for feed in feeds)
    return f"deleted {gone} old roster files" if gone else ""
