"""What the sample's record found of people, and what was done with it. All invented, and harmless to read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.monitoring.alerts.actions.bringing import bring
from belisha.console.monitoring.alerts.actions.by_hand import tell_of_misuse
from belisha.console.monitoring.alerts.actions.ending import acknowledge, dismiss, note
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.rules import ADVISORY, CAUTION, DANGER
from belisha.console.monitoring.digests.actions import sign_digest
from belisha.console.monitoring.models import Alert, AlertContext, AlertInflow, HealthDay, Look, RecordLook
from belisha.console.monitoring.use.actions import begin_plan
from belisha.console.monitoring.use.subjects import Subject
from belisha.console.people.models import Membership, Person
from belisha.console.people.rules.codes import person_code

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.models import Federation, School, User

__all__ = ["sample_alerts"]

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


class Found(NamedTuple):
    """Something to invent: of the how-manyeth pupil of Year 6, how long ago, and what it says."""

    pupil: int
    ago: timedelta
    theme: str
    level: int
    text: str
    sentence: str


WANTED: Final = (
    Found(0, 2 * HOUR, "suicide-and-self-harm", DANGER, "nobody would miss me", "A wish not to be here any more."),
    Found(1, 3 * HOUR, "bullying", CAUTION, "how to make someone leave a group", "Somebody is to be left out."),
    Found(2, 5 * HOUR, "asking-for-help", CAUTION, "who can i talk to about home", "Somebody looks for help."),
    Found(3, DAY, "violence-and-weapons", CAUTION, "how to make a sword", "It asks how to make a weapon."),
    Found(
        4, 2 * DAY, "getting-round-the-filter", CAUTION, "free vpn for school", "It asks how to get past the filter."
    ),
    Found(5, 3 * DAY, "eating-disorders", ADVISORY, "how many calories in toast", "It counts what is eaten."),
    Found(6, 3 * DAY, "gambling", ADVISORY, "free spins", "It looks for games of chance."),
    Found(7, 15 * DAY, "hate", CAUTION, "words for people from there", "It may be looking for a slur."),
    Found(8, 16 * DAY, "crime", ADVISORY, "how do robbers get in", "It asks how a crime is done."),
)
AROUND: Final = (
    (-22, "Page", "www.bbc.co.uk/bitesize", "allow", ""),
    (-9, "“how to stop feeling sad”", "google", "allow", ""),
    (-4, "Page", "www.childline.org.uk/info-advice", "allow", ""),
    (6, "Page", "forum.example/lonely", "block", "self-harm"),
)


def sample_alerts(federation: Federation) -> None:
    """A few weeks of alerts at the first school, in every state; looks, a signed week, a look at the machines."""
    school = federation.schools.order_by("pk").first()
    lead, technician = _holder(school, Role.DSL), _holder(school, Role.TECHNICIAN, Role.NETWORK_MANAGER)
    if school is None or lead is None:
        return
    now = timezone.now()
    AlertInflow.objects.update_or_create(school=school, defaults={"since": now - 20 * DAY, "at": now})
    alerts = [_brought(school, one, now) for one in WANTED]
    _dealt_with(alerts, lead)
    if technician:
        tell_of_misuse(
            by=By(technician), school=school, person=None, device="Library laptop 2", words="A game server ran on it"
        )
        _day(school, technician, now)
    _looks(school, lead, alerts, now)
    _week(school, lead, now)
    for other in federation.schools.exclude(pk=school.pk).order_by("pk"):
        _at_another(other, now)


def _at_another(school: School, now: datetime) -> None:
    """At the other schools nothing happened but the ordinary: somebody looks each day, and once for a reason."""
    lead, technician = _holder(school, Role.DSL), _holder(school, Role.TECHNICIAN, Role.NETWORK_MANAGER)
    if lead is None or technician is None:
        return
    AlertInflow.objects.update_or_create(school=school, defaults={"since": now - 20 * DAY, "at": now})
    _day(school, technician, now)
    _looks(school, lead, [_brought(school, WANTED[-1], now)], now)


def _holder(school: School | None, *roles: Role) -> User | None:
    if school is None:
        return None
    posts = (
        Post.objects.for_school(school).held_on(timezone.localdate()).filter(role__in=[role.value for role in roles])
    )
    post = posts.select_related("holder").order_by("role", "pk").first()
    return post.holder if post else None


def _brought(school: School, one: Found, now: datetime) -> Alert | None:
    pupils = (
        Person.objects.for_school(school).filter(kind="pupil", year="year-6").order_by("pk")[one.pupil : one.pupil + 1]
    )
    pupil = pupils.first()
    if pupil is None:
        return None
    at = now - one.ago
    held = Membership.objects.filter(person=pupil, teaches=False).select_related("group").order_by("pk").first()
    seen: dict[str, Any] = {
        "text": one.text,
        "at": at.isoformat(),
        "kind": "search",
        "verdict": "allow",
        "times": 1,
        "level": one.level,
        "sentence": one.sentence,
        "rule": one.theme,
        "version": "sample",
    }
    sent = Sent(
        finding=f"F-SAMPLE{one.pupil:04}",
        told="",
        person=person_code(pupil.pk),
        who=person_code(pupil.pk),
        name=pupil.name,
        group=held.group.name if held else "",
        device="Year 6 laptop",
        address="10.20.6.14",
        theme=one.theme,
        level=one.level,
        first=at,
        last=at,
        seen=[seen],
        weighs=["Nothing of this theme was on record of this person before."],
        raised=False,
        versions=["sample"],
    )
    made = bring(school=school, sent=sent, now=at, mail=False)
    for found in made.findings.all() if made else []:
        events = [[(at + timedelta(minutes=minutes)).isoformat(), *rest] for minutes, *rest in AROUND]
        AlertContext.objects.create(finding=found, events=events, left_out=41, frozen_at=at, whole=True)
    return made


def _dealt_with(alerts: list[Alert | None], lead: User) -> None:
    held = {alert.theme: alert for alert in alerts if alert}
    by = By(lead)
    if "suicide-and-self-harm" in held:
        acknowledge(by=by, alert=held["suicide-and-self-harm"])
    if "violence-and-weapons" in held:
        dismiss(by=by, alert=held["violence-and-weapons"], why="lesson", reason="Year 6 makes Roman shields and swords")
    if "getting-round-the-filter" in held:
        note(by=by, alert=held["getting-round-the-filter"], reason="Talked with them and their parents")
    if "hate" in held:
        note(by=by, alert=held["hate"], reason="A talk in class about words that hurt")


def _looks(school: School, lead: User, alerts: list[Alert | None], now: datetime) -> None:
    for number, alert in enumerate((alert for alert in alerts[:3] if alert), start=1):
        Look.objects.create(
            school=school,
            by=lead,
            by_name=lead.name,
            at=now - number * HOUR / 2,
            purpose="An alert",
            what="the hour around an alert",
            kind="finding",
            subject=str(alert.pk),
            subject_name=alert.name,
            person=alert.person,
            first=timezone.localdate(alert.first),
            last=timezone.localdate(alert.last),
        )
    purpose = "Does the filter fit?"
    whole = Subject("school", school.code, school.name)
    begin_plan(by=By(lead), school=school, subject=whole, purpose=purpose, words="", readers=[lead], until=None)


def _week(school: School, lead: User, now: datetime) -> None:
    """The week before last is signed; the last one waits."""
    today = timezone.localdate(now)
    monday: date = today - timedelta(days=today.weekday() + 14)
    sums = {
        (monday + timedelta(days=n)).isoformat(): [9100 + 370 * n, 210 + 9 * n, 40] for n in (*range(5), *range(7, 12))
    }
    days = {day: numbers for day, numbers in sums.items() if day < today.isoformat()}
    RecordLook.objects.update_or_create(
        school=school, defaults={"at": now, "days": days, "first": monday, "last": today - DAY}
    )
    sign_digest(by=By(lead), school=school, monday=monday, words="We talk about kind words in assembly.")


def _day(school: School, technician: User, now: datetime) -> None:
    yesterday = now - DAY
    HealthDay.objects.create(
        school=school,
        day=timezone.localdate(yesterday),
        facts=[["Devices, networks and gateways", "good", "Everything that should be heard of was."]],
        by=technician,
        at=yesterday,
    )
