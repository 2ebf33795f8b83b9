"""Figures beside the questions of reviews, each with where it comes from: people, devices, accounts, lists, tests."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.accounts.queries.services import services_of, to_close
from belisha.console.access.models import Stray, User
from belisha.console.concerns.patterns.queries import figures_of, span_of
from belisha.console.concerns.patterns.rules import told
from belisha.console.filtering.changes.queries.listing import applied_changes
from belisha.console.filtering.coverage.queries import look_of, wanting_at
from belisha.console.filtering.lists.queries import age
from belisha.console.filtering.policy.queries import NotAdoptedError
from belisha.console.filtering.policy.queries.places import places_of
from belisha.console.filtering.proof.queries.checks import checks_of, hand_tests_of
from belisha.console.filtering.proof.queries.standing import standing_of
from belisha.console.flows.models import DueJob
from belisha.console.people.models import Device, Need, Person
from belisha.console.policies.clauses.queries import in_force
from belisha.console.reviews.queries import OTHER_FACTS, Fact

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School

__all__ = ["accounts", "backups", "changes", "coverage", "devices", "hand_checks", "incidents", "lists", "pupils"]

OLD_LIST: Final = timedelta(days=30)
YEAR: Final = timedelta(days=365)
BACKUP_JOB: Final = "backup"
BACKUP_STALE: Final = timedelta(days=2)


def _day(day: date | datetime | None) -> str:
    if day is None:
        return _("never")
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")


def pupils(school: School) -> list[Fact]:
    """Ages, languages and needs, rounded so that they tell of nobody."""
    today, link = timezone.localdate(), reverse("people", args=[school.code])
    on_roll = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(today)
    years = Counter(person.get_year_display() for person in on_roll.only("year"))
    other = on_roll.exclude(language="").exclude(language__in=["en", "eng", "ENG", "English"]).count()
    words = _("%(all)s on roll. %(years)s. Another language at home: %(other)s.") % {
        "all": sum(years.values()),
        "years": ", ".join(f"{year}: {told(years[year])}" for year in sorted(years)),
        "other": told(other),
    }
    source = _("register of people")
    needs = Need.objects.filter(person__in=on_roll, ended__isnull=True)
    kinds = Counter(need.get_kind_display() for need in needs.only("kind"))
    needs_words = ", ".join(f"{kind}: {told(kinds[kind])}" for kind in sorted(kinds)) or _("None is noted.")
    return [
        Fact(_("Pupils on roll"), "", words, source, link=link),
        Fact(_("Needs that matter online"), "", needs_words, source, link=link),
    ]


def devices(school: School) -> list[Fact]:
    """How many, whose, and what is wanting in what the register says of them."""
    rows = list(Device.objects.for_school(school).in_use().only("person", "room", "group", "site", "asset_tag"))
    whose = Counter(
        _("a person")
        if row.person_id
        else _("a room")
        if row.room_id
        else _("a group")
        if row.group_id
        else _("nobody")
        for row in rows
    )
    retired = Device.objects.for_school(school).filter(retired__gte=timezone.localdate() - YEAR).count()
    words = _("%(all)s in use (%(whose)s). Without an asset tag: %(bare)s. Retired within a year: %(retired)s.") % {
        "all": len(rows),
        "whose": ", ".join(f"{name}: {whose[name]}" for name in sorted(whose)) or _("none"),
        "bare": sum(not row.asset_tag for row in rows),
        "retired": retired,
    }
    state = "at risk" if whose[_("nobody")] else ""
    return [Fact(_("Devices"), state, words, _("register of devices"), link=reverse("devices", args=[school.code]))]


def accounts(school: School) -> list[Fact]:
    """Open accounts, who of the staff has no second factor, what was found not to fit, what is open outside."""
    here = User.objects.filter(school=school, opened_at__isnull=False, closed_at__isnull=True)
    by_kind = Counter(here.values_list("kind", flat=True))
    strong = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    bare = here.filter(kind=User.Kind.STAFF).exclude(pk__in=strong).count()
    kinds = ", ".join(f"{User.Kind(kind).label}: {by_kind[kind]}" for kind in sorted(by_kind)) or _("none")
    link = reverse("accounts", args=[school.code])
    strays = Counter(Stray.objects.filter(school=school, gone_at__isnull=True).values_list("kind", flat=True))
    leavers = strays[Stray.Kind.NOT_ON_ROLL] + strays[Stray.Kind.POST_OF_LEAVER]
    left = to_close(school).count()
    stray_words = ", ".join(f"{Stray.Kind(kind).label}: {strays[kind]}" for kind in sorted(strays)) or _("none")
    services = services_of(school).count()
    outside = _("%(services)s outside services; accounts there that must be closed: %(left)s.")
    source = _("accounts, compared with the roll each night")
    return [
        Fact(_("Open accounts"), "", kinds, source, link=link),
        Fact(
            _("Staff without a second factor"),
            "at risk" if bare else "met",
            str(bare),
            _("sign-in settings"),
            link=link,
        ),
        Fact(_("Accounts that do not fit"), "breached" if leavers else "met", stray_words, source, link=link),
        Fact(
            _("Accounts outside"),
            "breached" if left else "met",
            outside % {"services": services, "left": left},
            _("register of outside services"),
            link=link,
        ),
    ]


def lists(school: School) -> list[Fact]:
    """How old the filter's lists are."""
    found, now = age(), timezone.now()
    words = _("Compiled: %(compiled)s. Oldest list: %(oldest)s, of %(day)s. Lists that hold nothing: %(empty)s.") % {
        "compiled": _day(found.compiled),
        "oldest": found.oldest or _("none"),
        "day": _day(found.oldest_at),
        "empty": len(found.empty),
    }
    fresh = found.compiled is not None and now - found.compiled <= OLD_LIST
    link = reverse("filter-lists", args=[school.code])
    return [Fact(_("Age of the lists"), "met" if fresh else "at risk", words, _("the filter's index"), link=link)]


def coverage(school: School) -> list[Fact]:
    """What goes past the filter, or is seen and nobody knows whose it is."""
    look, wanting = look_of(school), wanting_at(school, timezone.localdate())
    link, source = reverse("filter-coverage", args=[school.code]), _("record of internet use, against the registers")
    if look is None or look.at is None:
        return [Fact(_("What goes past the filter"), "not known", _("Nobody has looked yet."), source, link=link)]
    words = _("May go unseen: %(red)s. Seen, but not whose: %(amber)s. Looked after by nobody: %(unowned)s.")
    state = "breached" if wanting.red else "at risk" if wanting.amber else "met"
    told_words = words % {"red": wanting.red, "amber": wanting.amber, "unowned": wanting.unowned}
    at = timezone.localtime(look.at).isoformat(timespec="minutes")
    return [Fact(_("What goes past the filter"), state, told_words, source, at, link)]


def hand_checks(school: School) -> list[Fact]:
    """Tests through the live path, checks that leaders signed, and tests by hand for each group of users (FM9)."""
    proof = standing_of(school, timezone.now())
    link = reverse("filter-proof", args=[school.code])
    newest: dict[str, str] = {}
    for test in hand_tests_of(school)[:60]:
        said = _("all blocked") if test.all_blocked else _("not all blocked")
        line = f"{test.get_users_display()}: {_day(test.day)}, {test.place}, {test.device}, {said}"
        newest.setdefault(test.users, line)
    signed = checks_of(school).first()
    checked = _("Last signed on %(day)s by %(who)s.") if signed else _("None was ever signed.")
    details = {"day": _day(signed.at), "who": signed.by.name} if signed else {}
    return [
        Fact(_("Tests through the filter"), proof.state.value, proof.reason, _("Belisha's own tests"), link=link),
        Fact(_("Checks that a leader signed"), "", checked % details, _("checks of the filter"), link=link),
        Fact(_("Tests by hand"), "", "; ".join(newest.values()) or _("none"), _("tests by hand"), link=link),
    ]


def incidents(school: School) -> list[Fact]:
    """Concerns of the term, rounded; no names."""
    found = figures_of(school, span_of(school, timezone.localdate()))
    titles = {"reported": _("reported"), "closed": _("brought to an end"), "online": _("online")}
    words = ", ".join(f"{titles[name]}: {now}" for name, now, _before in found.rows)
    kinds = ", ".join(f"{name}: {now}" for name, now, _before in found.kinds[:8])
    source = _("concerns since %(day)s, rounded") % {"day": _day(found.span.first)}
    return [Fact(_("Concerns this term"), "", f"{words}. {kinds}".strip(), source)]


def changes(school: School) -> list[Fact]:
    """What was changed of the filter within a year."""
    since = timezone.now() - YEAR
    count = applied_changes(school).filter(applied_at__gte=since).count()
    last = applied_changes(school).order_by("-applied_at", "-pk").first()
    words = _("%(n)s within a year; the last on %(day)s: %(what)s.") if last else _("None is on record.")
    details = {"n": count, "day": _day(last.applied_at), "what": last.title} if last else {}
    link = reverse("filter-changes", args=[school.code])
    return [Fact(_("Changes of the filter"), "", words % details, _("log of changes"), link=link)]


def networks(school: School) -> list[Fact]:
    """Which networks there are, guests and people's own devices among them, and which level each has."""
    source, link = _("the filter's policy"), reverse("filter-networks", args=[school.code])
    try:
        policy = places_of(school)
    except NotAdoptedError:
        return [Fact(_("Networks"), "not known", _("The filter's policy is not kept here yet."), source, link=link)]
    here = policy.schools[school.code]
    open_ones = _("without sign-in")
    names = [
        f"{each.name or name} ({each.range}{', ' + open_ones if each.sign_in == 'none' else ''})"
        for name, each in here.networks.items()
    ]
    return [Fact(_("Networks"), "", ", ".join(names) or _("none"), source, link=link)]


def backups(school: School) -> list[Fact]:
    """Whether the nightly backup of this console was made."""
    del school
    job, source = DueJob.objects.filter(name=BACKUP_JOB).first(), _("jobs by the clock")
    if job is None or job.finished is None:
        return [Fact(_("Backup of Belisha"), "not known", _("None has run yet."), source)]
    late = timezone.now() - job.finished > BACKUP_STALE
    words = job.error or job.did or _("made")
    state = "breached" if job.error or late else "met"
    at = timezone.localtime(job.finished).isoformat(timespec="minutes")
    return [Fact(_("Backup of Belisha"), state, words, source, at)]


def policy(school: School) -> list[Fact]:
    """Which online-safety policy is in force."""
    version, source = in_force(school), _("policies")
    link = reverse("policies", args=[school.code])
    if version is None:
        return [Fact(_("Online-safety policy"), "breached", _("None is in force."), source, link=link)]
    words = _("In force: %(what)s.") % {"what": version}
    return [Fact(_("Online-safety policy"), "", words, source, link=link)]


OTHER_FACTS.update(
    {
        "pupils": pupils,
        "devices": devices,
        "accounts": accounts,
        "lists": lists,
        "coverage": coverage,
        "hand-checks": hand_checks,
        "incidents": incidents,
        "changes": changes,
        "networks": networks,
        "backups": backups,
        "policy": policy,
    }
)
