"""The steps of a new school, each asked of live data, in the order in which they build on each other.

Every step leads to the page on which it is done, and is undone there. A school may leave and come back at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import User
from belisha.console.access.posts.flags import FlagKind
from belisha.console.access.posts.queries import flags_at
from belisha.console.access.settings.rules import Source
from belisha.console.agreements.models import Agreement
from belisha.console.compliance.models import DutyStanding
from belisha.console.filtering.gateways.queries import gateways_of
from belisha.console.filtering.policy.queries import NotAdoptedError
from belisha.console.filtering.policy.queries.places import places_of
from belisha.console.filtering.proof.queries.states import last_full
from belisha.console.people.models import Group, Person
from belisha.console.policies.clauses.differences import choices_of
from belisha.console.policies.clauses.queries import in_force

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School

__all__ = ["STEPS", "Asked", "Step", "steps_of"]


class Asked(NamedTuple):
    """What a step asks for: what it is and why, how it is undone, the page, and how far a school is with it."""

    title: StrPromise
    why: StrPromise
    undo: StrPromise
    page: str
    ask: Callable[[School], Step]


class Step(NamedTuple):
    """How far a school is with a step: whether it is done, in words; the page, where it is another one."""

    done: bool
    words: str
    page: str = ""


def steps_of(school: School) -> list[tuple[Asked, Step]]:
    """Every step with how far a school is."""
    return [(each, each.ask(school)) for each in STEPS]


def _done(words: str) -> Step:
    return Step(done=True, words=words)


def _open(words: str, page: str = "") -> Step:
    return Step(done=False, words=words, page=page)


def _details(school: School) -> Step:
    missing = [
        str(title)
        for title, value in (
            (_("address"), school.address),
            (_("telephone"), school.phone),
            (_("e-mail"), school.email),
            (_("website"), school.website),
        )
        if not value
    ]
    if missing:
        return _open(now("Missing: %(what)s.") % {"what": ", ".join(missing)}, "school-change")
    return _done(now("Address, telephone, e-mail and website are there."))


def _year(school: School) -> Step:
    today = timezone.localdate()
    if any(span.last >= today for span in calendar_of(school, today).terms):
        return _done(now("The terms of this school year are there."))
    return _open(now("No term of this school year is entered."))


def _people(school: School) -> Step:
    here = Person.objects.for_school(school).on_roll(timezone.localdate())
    pupils, staff = (here.filter(kind=kind).count() for kind in (User.Kind.PUPIL, User.Kind.STAFF))
    classes = Group.objects.for_school(school).classes().open_on(timezone.localdate()).count()
    words = now("%(pupils)s pupils, %(staff)s staff, %(classes)s classes.")
    return Step(bool(pupils and staff and classes), words % {"pupils": pupils, "staff": staff, "classes": classes})


def _posts(school: School) -> Step:
    vacant = [flag for flag in flags_at(school) if flag.kind is FlagKind.VACANT]
    if not vacant:
        return _done(now("Every post that must be filled is filled."))
    words = ngettext("%(n)s post is vacant.", "%(n)s posts are vacant.", len(vacant))
    return _open(words % {"n": len(vacant)})


def _choices(school: School) -> Step:
    every = choices_of(school)
    made = sum(each.now.state.source is not Source.PRODUCT for each in every)
    words = now("%(made)s of %(all)s points decided; the others stand as we propose them.")
    return Step(made > 0 or in_force(school) is not None, words % {"made": made, "all": len(every)})


def _levels(school: School) -> Step:
    try:
        policy = places_of(school)
    except NotAdoptedError:
        return _open(now("No levels are in force yet: look at those that we propose."), "start-levels")
    here = policy.schools[school.code]
    pieces = (*here.key_stages.values(), *here.years.values(), *here.groups.values())
    held = {here.profile, *(piece.profile for piece in pieces)}
    names = [profile.name for name, profile in policy.profiles.items() if name in held]
    # a school that came after the levels begins with them by itself: whoever sets it up looks whether they fit
    words = now("Levels in force here: %(names)s. Look whether they fit.")
    return _done(words % {"names": ", ".join(names or [policy.profiles[policy.federation.profile].name])})


def _networks(school: School) -> Step:
    try:
        number = len(places_of(school).schools[school.code].networks)
    except NotAdoptedError:
        return _open(now("No levels are in force yet, so no network can have one."), "start-levels")
    return Step(number > 0, ngettext("%(n)s network.", "%(n)s networks.", number) % {"n": number})


def _gateway(school: School) -> Step:
    seen = gateways_of(school).filter(seen_at__isnull=False).count()
    if not seen:
        return _open(now("No gateway has called in yet. A technician starts one: the guide for technicians says how."))
    return _done(ngettext("%(n)s gateway has called in.", "%(n)s gateways have called in.", seen) % {"n": seen})


def _first_check(school: School) -> Step:
    run = last_full(school)
    if run is None:
        return _open(now("The filter was never tested as a whole."))
    return _done(now("The filter was tested as a whole."))


def _agreements(school: School) -> Step:
    number = Agreement.objects.for_school(school).in_force().count()
    return Step(
        number > 0, ngettext("%(n)s agreement is issued.", "%(n)s agreements are issued.", number) % {"n": number}
    )


def _policy(school: School) -> Step:
    version = in_force(school)
    if version is None:
        return _open(now("No policy is in force."))
    return _done(now("Version %(number)s is in force.") % {"number": version.number})


def _board(school: School) -> Step:
    number = DutyStanding.objects.for_school(school).now().count()
    words = ngettext("%(n)s duty was looked at.", "%(n)s duties were looked at.", number)
    return Step(number > 0, words % {"n": number})


STEPS: Final[tuple[Asked, ...]] = (
    Asked(
        _("The school's own details"),
        _("They stand in the policy, on posters and on every page for parents."),
        _("Change them there at any time."),
        "school",
        _details,
    ),
    Asked(
        _("The school year"),
        _("Rules for lessons, breaks and holidays go by it, and so does everything that is due each term."),
        _("Change a date there; what was before stays in its history."),
        "calendar",
        _year,
    ),
    Asked(
        _("People"),
        _("Bring in pupils, staff, parents and classes from your management information system, or from a sheet."),
        _("An import is looked at first and can be undone as a whole."),
        "roster",
        _people,
    ),
    Asked(
        _("Who does what"),
        _(
            "Head, safeguarding lead, deputy: concerns and alerts go to them, and the policy names them. "
            "Bring people in first."
        ),
        _("End a post there; its history stays."),
        "posts",
        _posts,
    ),
    Asked(
        _("Points on which schools differ"),
        _("Phones, passwords, e-mail: each choice changes the policy's words, what Belisha does, and the duty."),
        _("Put a choice back to what is inherited."),
        "policy-choices",
        _choices,
    ),
    Asked(
        _("Levels of the filter"),
        _("What each year group and the staff may reach."),
        _("Every change can be undone; the policy before stays in force until another one is whole."),
        "filter",
        _levels,
    ),
    Asked(
        _("Networks"),
        _("Which addresses are the school's, so that a device without a name still gets a level."),
        _("Take a network out there."),
        "filter-networks",
        _networks,
    ),
    Asked(
        _("Gateway"),
        _("The machine that filters. Until it has called in, nothing is filtered by this policy."),
        _("Take it out there: it filters on with what it has until somebody switches it off."),
        "filter-gateways",
        _gateway,
    ),
    Asked(
        _("First test of the filter"),
        _("Belisha tries, through the gateway itself, what each level should block."),
        _("A test changes nothing."),
        "filter-proof",
        _first_check,
    ),
    Asked(
        _("Agreements"),
        _("Everybody signs before they use anything of the school's; access follows the signature."),
        _("Stop asking for an agreement there; what was signed stays."),
        "agreements",
        _agreements,
    ),
    Asked(
        _("The policy"),
        _("Written from all of the above, consulted on, approved by governors, published."),
        _("A draft can be given up; a policy in force is replaced by the next one."),
        "policies",
        _policy,
    ),
    Asked(
        _("Where do we stand?"),
        _("Every duty of the policy, looked at each night from now on."),
        _("Looking changes nothing."),
        "duties",
        _board,
    ),
)
