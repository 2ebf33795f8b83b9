"""The lists of a preview: like any other list of the console, over what a plan holds in place of rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.design.tables import Column, Listing, Table
from belisha.console.people.roster.words import FIELDS, GROUP_STEPS, PARTS, RELATIONS
from belisha.console.people.rules.names import fold
from belisha.console.people.words import KINDS_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

    from belisha.console.people.roster.queries import Preview
    from belisha.console.people.roster.rules.plan import Change, Clash, GroupStep, Joiner, Leaver, LinkStep, Mover, Plan

__all__ = ["PlanListing", "Rows", "part_of", "table_of_part"]


class Rows(list[Any]):
    """Items of a plan, as a list of the console reads them."""

    ordered = True

    def iterator(self, chunk_size: int = 0) -> Iterator[Any]:
        """All of them."""
        del chunk_size
        return iter(self)


class PlanListing(Listing):
    """A page of items of a plan."""

    def __init__(self, rows: Rows, part: str, request: HttpRequest) -> None:
        """`part`: of PARTS."""
        self.part = part
        super().__init__(TABLES[part], rows, request)  # type: ignore[arg-type]  # items instead of a queryset

    def _narrow(self, rows: Any) -> Any:
        words = fold(self.form.cleaned_data.get("q") or "").split()
        return Rows(row for row in rows if all(word in _text_of(self.table, row) for word in words))

    def _in_order(self, rows: Any) -> Any:
        column = self._sorted(self.sort)
        if column is None:
            return rows
        return Rows(sorted(rows, key=lambda row: fold(str(column.value(row))), reverse=self.sort.startswith("-")))


def _text_of(table: Table, row: object) -> str:
    return fold(" ".join(str(column.value(row)) for column in table.columns))


def part_of(asked: str, plan: Plan) -> str:
    """The part of a plan that is shown: what is asked for, else the first that holds anything."""
    if asked in PARTS:
        return asked
    counts = plan.counts()
    return next((part for part in PARTS if counts.get(part)), "joiners")


def table_of_part(part: str, preview: Preview) -> Rows:
    """The items of one part of a plan."""
    plan = preview.whole
    found: dict[str, Sequence[Any]] = {
        "joiners": plan.joiners,
        "movers": [mover for mover in plan.movers if mover.changes],
        "leavers": [*plan.leavers, *plan.held],
        "clashes": plan.clashes,
        "families": plan.families,
        "groups": [step for step in plan.groups if step.what != "link"],
        "bad": plan.bad,
    }
    return Rows(found[part])


def _place(item: Any) -> str:
    return f"{item.person.file}, {item.person.line}"


def _changed(changes: Sequence[Change]) -> str:
    told = (
        (str(FIELDS.get(each.field, each.field)), _shown(each.field, each.before), _shown(each.field, each.after))
        for each in changes
    )
    return "; ".join(f"{field}: {before} → {after}" for field, before, after in told)


def _shown(field: str, value: str) -> str:
    return (_year_words(value) if field == "year" else value) or _("nothing")


def _tie(step: LinkStep) -> str:
    return str(RELATIONS.get(step.link.kind, step.link.kind))


def _responsible(step: LinkStep) -> str:
    said = step.link.responsibility
    return _("not said") if said is None else _("yes") if said else _("no")


def _year(joiner: Joiner) -> str:
    return _year_words(joiner.person.year)


def _year_words(year: str) -> str:
    return year.replace("-", " ").capitalize()


def _why_leaving(leaver: Leaver) -> str:
    known = {"absent": _("Missing from the file"), "held": _("Missing from the file; held back, does not leave")}
    return known.get(leaver.why, _("The file says so"))


def _named(key: str, title: Any, value: Any, *, sort: bool = True) -> Column:
    return Column(key, title, value, order=(key,) if sort else ())


def _join(joiner: Joiner) -> str:
    return ", ".join(joiner.groups)


def _group(step: GroupStep) -> str:
    return step.after or step.before


def _clash(clash: Clash) -> str:
    return clash.text


def _moves(mover: Mover) -> str:
    return _changed(mover.changes)


_SEARCH: Final = ("text",)
TABLES: Final[dict[str, Table]] = {
    "joiners": Table(
        "joiners",
        (
            _named("name", gettext_lazy("Name"), lambda each: each.person.name),
            _named("kind", gettext_lazy("Who"), lambda each: KINDS_ONE[each.person.kind]),
            _named("year", gettext_lazy("Year"), _year),
            _named("class", gettext_lazy("Class"), _join),
            Column("born", gettext_lazy("Date of birth"), lambda each: each.person.born),
            Column("where", gettext_lazy("File and line"), _place),
        ),
        search=_SEARCH,
    ),
    "movers": Table(
        "changes",
        (
            _named("name", gettext_lazy("Name"), lambda each: each.name),
            _named("kind", gettext_lazy("Who"), lambda each: KINDS_ONE[each.person.kind]),
            Column("changes", gettext_lazy("Before and after"), _moves),
            Column("where", gettext_lazy("File and line"), _place),
        ),
        search=_SEARCH,
    ),
    "leavers": Table(
        "leavers",
        (
            _named("name", gettext_lazy("Name"), lambda each: each.name),
            _named("kind", gettext_lazy("Who"), lambda each: KINDS_ONE[each.kind]),
            Column("last", gettext_lazy("Last day"), lambda each: each.last),
            _named("why", gettext_lazy("How we know"), _why_leaving),
        ),
        search=_SEARCH,
    ),
    "clashes": Table(
        "clashes",
        (
            _named("name", gettext_lazy("In the file"), lambda each: each.person.name),
            _named("known", gettext_lazy("In the register"), lambda each: each.name),
            Column("text", gettext_lazy("What clashes"), _clash),
            Column("where", gettext_lazy("File and line"), _place),
        ),
        search=_SEARCH,
    ),
    "families": Table(
        "families",
        (
            _named("adult", gettext_lazy("Adult"), lambda each: each.adult),
            _named("child", gettext_lazy("Child"), lambda each: each.child),
            _named("kind", gettext_lazy("Relationship"), _tie),
            Column("responsibility", gettext_lazy("Parental responsibility"), _responsible),
            Column("changes", gettext_lazy("Before and after"), lambda each: _changed(each.changes)),
        ),
        search=_SEARCH,
    ),
    "groups": Table(
        "classes",
        (
            _named("name", gettext_lazy("Class or group"), _group),
            _named("what", gettext_lazy("What happens"), lambda each: GROUP_STEPS[each.what]),
            Column("before", gettext_lazy("Before"), lambda each: each.before),
        ),
        search=_SEARCH,
    ),
    "bad": Table(
        "bad-rows",
        (
            _named("file", gettext_lazy("File"), lambda each: each.file),
            Column("line", gettext_lazy("Line"), lambda each: each.line, numeric=True),
            _named("reason", gettext_lazy("What is wrong"), lambda each: each.reason),
            _named("column", gettext_lazy("Column"), lambda each: each.column),
            Column("text", gettext_lazy("What it says"), lambda each: each.text),
        ),
        search=_SEARCH,
    ),
}
