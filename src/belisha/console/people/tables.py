"""The lists of the register, as design/tables.py shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from belisha.console.access.models import User
from belisha.console.design.tables import Choice, Column, Table
from belisha.console.people.models import Group, Need, Person
from belisha.console.people.queries.groups import class_choices
from belisha.console.people.queries.people import NO_CLASS, in_class, with_need
from belisha.console.people.rules.names import fold
from belisha.console.people.words import KINDS_ONE

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.people.models import Device, Relationship, Room

__all__ = ["Sees", "devices_table", "groups_table", "leavers_table", "needs_table", "people_table", "rooms_table"]

EVERYBODY: Final = "everybody"


class Sees(NamedTuple):
    """What whoever asks may see besides names and classes: births, numbers and addresses; needs."""

    details: bool = False
    needs: bool = False


def _link(person: Person) -> str:
    return reverse("person", args=[person.school.code, person.pk])


def _register_name(person: Person) -> str:
    """Family name first, as in a register: Adeyemi, Tobi."""
    return ", ".join(part for part in (person.family, person.known_as or person.given) if part)


def _state(person: Person) -> object:
    today = timezone.localdate()
    if person.joined > today:
        return _("Joins on %(day)s") % {"day": date_format(person.joined, "j F Y")}
    return _("Leaves on %(day)s") % {"day": date_format(person.left, "j F Y")} if person.left else _("Here")


def _children(parent: Person) -> object:
    links: list[Relationship] = parent.children_here  # type: ignore[attr-defined]  # prefetched by list_of
    parts = [
        escape(link.child.name)
        + (Markup(" <strong>({})</strong>").format(_("no contact")) if link.no_contact else Markup(""))
        for link in links
    ]
    return Markup(", ").join(parts)


def _class(person: Any) -> object:
    return person.class_name or ""


_NAME: Final = Column("name", "", _register_name, order=("search",), link=_link)


def _columns(kind: str, sees: Sees) -> tuple[Column, ...]:
    name = _NAME._replace(title=_("Name"))
    state = Column("state", _("On the register"), _state, order=("joined", "search"))
    email = Column("email", _("E-mail"), lambda one: one.email, order=("email", "search"))
    phone = Column("phone", _("Telephone"), lambda one: one.phone)
    job = Column("job", _("Job"), lambda one: one.job, order=("job", "search"))
    organisation = Column("organisation", _("Organisation"), lambda one: one.organisation, order=("organisation",))
    if kind == User.Kind.PUPIL:
        year = Column("year", _("Year"), lambda one: one.get_year_display(), order=("year", "search"))
        of_class = Column("class", _("Class"), _class, order=("class_name", "search"))
        born = Column("born", _("Date of birth"), lambda one: one.born, order=("born", "search"))
        upn = Column("upn", _("UPN"), lambda one: one.upn, order=("upn",))
        return (name, year, of_class, *((born, upn) if sees.details else ()), state)
    if kind == User.Kind.STAFF:
        teaches = Column("class", _("Teaches"), _class, order=("class_name", "search"))
        return (name, job, teaches, *((email,) if sees.details else ()), state)
    if kind == User.Kind.PARENT:
        return (name, Column("children", _("Children"), _children), email, phone)
    if kind == EVERYBODY:
        what = Column("kind", _("Who"), lambda one: str(KINDS_ONE[one.kind]), order=("kind", "search"))
        return (name, what, job, state)
    return (name, organisation, job, *((email, phone) if sees.details else ()), state)


def people_table(school: School, kind: str, sees: Sees) -> Table:
    """The list of those of a kind, with the filters that fit it."""
    choices: list[Choice] = []
    if kind in {User.Kind.PUPIL, User.Kind.STAFF}:
        classes = class_choices(school)
        none = [(NO_CLASS, _("No class"))] if kind == User.Kind.PUPIL else []
        choices.append(Choice("class", _("Class"), [*classes, *none], in_class))
    if kind == User.Kind.PUPIL:
        choices.append(Choice("year", _("Year"), Person.Year.choices, "year"))
        if sees.needs:
            choices.append(Choice("need", _("Need"), Need.Kind.choices, with_need))
    if kind == EVERYBODY:
        choices.append(Choice("kind", _("Who"), [(key, str(title)) for key, title in KINDS_ONE.items()], "kind"))
    hint = _("Any part of a name or UPN.") if kind == User.Kind.PUPIL and sees.details else _("Any part of a name.")
    return Table(kind, _columns(kind, sees), search=("search",), choices=tuple(choices), hint=hint, fold=fold)


def leavers_table() -> Table:
    """Those who have left."""
    columns = (
        _NAME._replace(title=_("Name")),
        Column("kind", _("Who"), lambda one: str(KINDS_ONE[one.kind]), order=("kind", "search")),
        Column("joined", _("First day"), lambda one: one.joined, order=("joined", "search")),
        Column("left", _("Last day"), lambda one: one.left, order=("left", "search")),
    )
    kinds = Choice("kind", _("Who"), [(key, str(title)) for key, title in KINDS_ONE.items()], "kind")
    return Table("leavers", columns, search=("search",), choices=(kinds,), hint=_("Any part of a name."), fold=fold)


def groups_table() -> Table:
    """Classes and groups."""
    columns = (
        Column(
            "name",
            _("Name"),
            lambda one: one.name,
            order=("name",),
            link=lambda one: reverse("group", args=[one.school.code, one.pk]),
        ),
        Column("kind", _("Kind"), lambda one: one.get_kind_display(), order=("kind", "name")),
        Column("year", _("Year"), lambda one: one.get_year_display(), order=("year", "name")),
        Column("teachers", _("Teachers"), lambda one: ", ".join(held.person.name for held in one.taught)),
        Column("size", _("People"), lambda one: one.size, order=("size", "name"), numeric=True),
    )
    kinds = Choice("kind", _("Kind"), Group.Kind.choices, "kind")
    return Table("classes", columns, search=("name",), choices=(kinds,))


def _given_to(device: Device) -> object:
    return str(device.person or device.room or device.group or "")


def _narrowed(devices: Any, value: str) -> Any:
    if value == "retired":
        return devices.filter(retired__isnull=False)
    if value == "nobody":
        return devices.in_use().filter(person__isnull=True, room__isnull=True, group__isnull=True)
    return devices.in_use()


def devices_table() -> Table:
    """Devices."""
    columns = (
        Column(
            "name",
            _("Name"),
            lambda one: one.name,
            order=("name",),
            link=lambda one: reverse("device", args=[one.school.code, one.pk]),
        ),
        Column("tag", _("Asset tag"), lambda one: one.asset_tag, order=("asset_tag", "name")),
        Column("given", _("Given to"), _given_to),
        Column("mac", _("Hardware address"), lambda one: one.mac, order=("mac",)),
        Column("address", _("Fixed address"), lambda one: one.address, order=("address",)),
        Column("retired", _("Retired"), lambda one: one.retired, order=("retired", "name")),
    )
    states = [("use", _("In use")), ("nobody", _("In use, given to nobody")), ("retired", _("Retired"))]
    choices = (Choice("state", _("State"), states, _narrowed),)
    return Table("devices", columns, search=("name", "asset_tag", "mac"), choices=choices)


def _due(needs: Any, value: str) -> Any:
    today = timezone.localdate()
    return needs.filter(review__lt=today) if value == "late" else needs.filter(at_risk=True)


def _review(need: Need) -> object:
    late = need.review < timezone.localdate()
    shown = date_format(need.review, "j F Y")
    return Markup("<strong>{} {}</strong>").format(shown, _("(late)")) if late else shown


def needs_table() -> Table:
    """Needs of pupils: what, not why; why is on the pupil's own page."""
    columns = (
        Column(
            "name",
            _("Name"),
            lambda one: _register_name(one.person),
            order=("person__search",),
            link=lambda one: reverse("person-needs", args=[one.person.school.code, one.person_id]),
        ),
        Column("year", _("Year"), lambda one: one.person.get_year_display(), order=("person__year", "person__search")),
        Column("need", _("Need"), lambda one: one.get_kind_display(), order=("kind", "person__search")),
        Column("risk", _("More at risk online"), lambda one: one.at_risk, order=("at_risk", "person__search")),
        Column("review", _("Look at it again on"), _review, order=("review",), plain=lambda one: one.review),
    )
    choices = (
        Choice("kind", _("Need"), Need.Kind.choices, "kind"),
        Choice("show", _("Show"), [("late", _("Reviews that are late")), ("risk", _("More at risk online"))], _due),
    )
    hint = _("Any part of a name.")
    return Table("needs", columns, search=("person__search",), choices=choices, hint=hint, fold=fold)


def rooms_table() -> Table:
    """Rooms."""

    def link(room: Room) -> str:
        return reverse("room-change", args=[room.school.code, room.pk])

    columns = (
        Column("name", _("Name"), lambda one: one.name, order=("name",), link=link),
        Column("site", _("Site"), lambda one: one.site and one.site.name, order=("site__name", "name")),
        Column("group", _("Counts as used by"), lambda one: one.group and one.group.name, order=("group__name",)),
        Column("devices", _("Devices"), lambda one: one.number, order=("number", "name"), numeric=True),
    )
    return Table("rooms", columns, search=("name",))
