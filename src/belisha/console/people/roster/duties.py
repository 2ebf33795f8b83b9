"""What rosters prove: that accounts are kept true by an automatic feed, and that it travels securely."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School
from belisha.console.duties.registry import ALWAYS, Place, Standing, State, proves
from belisha.console.people.models import RosterImport
from belisha.console.people.roster.feeding import folder_of
from belisha.console.people.roster.queries import FEEDS, FeedStanding, feed_of, feed_standing, waiting_of
from belisha.console.people.roster.watching import is_open_to_all

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["data_feed", "feed_secure", "mis_in_use"]

LOOK_BACK: Final = timedelta(days=30)
WAITS: Final = timedelta(days=7)  # for somebody to look at a file
ON_THE_REGISTER: Final = (RosterImport.State.APPLIED, RosterImport.State.NOTHING)


@proves("accounts.data-feed")
def data_feed(place: Place, now: datetime) -> Standing:
    """Whether the nightly feed comes and is applied; one that is over its hours late is a breach."""
    school = School.objects.get(pk=place.pk)
    feed = feed_standing(school, now)
    state, reason, since = _fed(feed, now)
    return Standing(state, reason, since=since, link=reverse("roster-feed", args=[school.code]))


def _fed(standing: FeedStanding, now: datetime) -> tuple[State, str, datetime | None]:
    feed, last = standing.feed, standing.last
    if feed is None or not feed.on:
        return State.BREACHED, _("No feed from the pupil data system is switched on."), None
    if standing.late and standing.missed:
        late = _("No file has come: one was due on %(day)s.") % {"day": _day(standing.missed)}
        return State.BREACHED, late, standing.missed
    if standing.stopped:
        waits = _("A file was stopped and waits for approval: %(why)s") % {"why": standing.stopped.why}
        too_long = now - standing.stopped.at > timedelta(hours=feed.late_hours)
        return (State.BREACHED if too_long else State.AT_RISK), waits, standing.stopped.at
    if last is None:
        return State.AT_RISK, _("The feed is switched on and waits for its first file."), feed.since
    if last.state == RosterImport.State.MAPPING:
        return State.AT_RISK, _("The last file waits for somebody to say which column is what."), last.at
    if standing.missed:
        return State.AT_RISK, _("A file was due on %(day)s.") % {"day": _day(standing.missed)}, standing.missed
    said = _("The last file came on %(day)s and is on the register.") % {"day": _day(last.at)}
    return State.MET, said, last.at


@proves("accounts.feed-secure", within=ALWAYS)
def feed_secure(place: Place, now: datetime) -> Standing:
    """Whether what feeds account making came by encrypted, key-checked ways alone, each file's hash logged."""
    school = School.objects.get(pk=place.pk)
    state, reason, since = _secure(school, now)
    return Standing(state, reason, since=since, link=reverse("roster-feed", args=[school.code]))


def _secure(school: School, now: datetime) -> tuple[State, str, datetime | None]:
    feed = feed_of(school)
    if feed and feed.key_exposed_at:
        said = _(
            "The feed key was sent over an unencrypted connection. The file was refused; the key must be replaced."
        )
        return State.BREACHED, said, feed.key_exposed_at
    if is_open_to_all(folder_of(school)):
        return State.BREACHED, _("Anybody on this machine can put files into the watched folder."), None
    came = RosterImport.objects.for_school(school).filter(via__in=FEEDS, at__gt=now - LOOK_BACK)
    unlogged = came.filter(digest="").count()
    if unlogged:
        return State.BREACHED, _("%(n)s files were taken without their hash.") % {"n": unlogged}, None
    count = came.count()
    if not feed or not feed.on or not count:
        return State.NOT_KNOWN, _("No file has come by a feed in the last 30 days."), None
    said = _(
        "%(n)s files came in 30 days, all by key over an encrypted connection or by the watched folder; hashes logged."
    )
    return State.MET, said % {"n": count}, feed.since


@proves("services.mis-in-use")
def mis_in_use(place: Place, now: datetime) -> Standing:
    """Whether what the pupil data system last said is on the register, by a feed or by hand, and nothing waits of it.

    Attendance is not asked for here: the reason says which part was looked at.
    """
    school = School.objects.get(pk=place.pk)
    link = reverse("roster", args=[school.code])
    applied = RosterImport.objects.for_school(school).filter(state__in=ON_THE_REGISTER)
    last = applied.order_by("-at", "-pk").first()
    waiting = waiting_of(school)
    if last is None and not waiting:
        said = _("Nothing has ever come here from a pupil data system: whether the school has one is not known.")
        return Standing(State.NOT_KNOWN, said, link=link)
    if waiting:
        oldest = min(each.at for each in waiting)
        state = State.BREACHED if now - oldest > WAITS else State.AT_RISK
        said = _("Files of the pupil data system that wait for somebody, so the register differs from it: %(n)s.")
        return Standing(state, said % {"n": len(waiting)}, since=oldest, link=link)
    return _of_last(last, now, link) if last else Standing(State.NOT_KNOWN, _("Nothing has come."), link=link)


def _of_last(last: RosterImport, now: datetime, link: str) -> Standing:
    """How the register stands by the last file that it took over."""
    day = {"day": _day(last.at)}
    if now - last.at > LOOK_BACK * 3:
        said = _("The register was last compared with the pupil data system on %(day)s, a term ago.") % day
        return Standing(State.BREACHED, said, since=last.at, link=link)
    if now - last.at > LOOK_BACK:
        said = _("The register was last compared with the pupil data system on %(day)s, over a month ago.") % day
        return Standing(State.AT_RISK, said, since=last.at, link=link)
    said = _("The register is what the pupil data system said on %(day)s. (Attendance is not compared.)") % day
    return Standing(State.MET, said, since=last.at, link=link)


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y, %H:%M}"
