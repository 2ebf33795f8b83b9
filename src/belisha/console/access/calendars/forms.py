"""Forms of the parts of a school year: as many rows as somebody needs, empty ones left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, get_args

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.access.calendars.years import Part, SchoolYear, Times
from belisha.console.access.forms import PickedDay
from belisha.engine.policy.model import Lesson, Span, Weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Rows", "WholePart", "read_rows", "rows_of"]

MOST_ROWS: Final = 40
MORE: Final = 3  # empty rows at the end, and how many the button adds
DAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
WEEK: Final = tuple(
    zip(
        DAYS,
        (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
        strict=True,
    )
)
LESSON, BREAK = "lesson", "break"


class Row(forms.Form):
    """A row of which all fields are filled, or none."""

    use_required_attribute = False
    first_field: ClassVar[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # the page says once that rows may stay empty

    def clean(self) -> dict[str, Any]:
        """Marks each field that is missing in a row that somebody began."""
        given = dict(self.cleaned_data)
        if any(value for name, value in given.items() if name != "kind") or self.errors:
            for name, value in given.items():
                if value in {None, ""} and name not in self.errors:
                    self.add_error(name, _("Fill this in, or clear the whole row to leave it out."))
        return given

    @property
    def empty(self) -> bool:
        """Whether the row is to be left out."""
        return not self.cleaned_data.get(self.first_field)


class SpanRow(Row):
    """A term or a holiday."""

    first_field = "name"
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    first = PickedDay(label=_("First day"), required=False)
    last = PickedDay(label=_("Last day"), required=False)


class StaffDayRow(Row):
    """A day for staff alone."""

    first_field = "day"
    day = PickedDay(label=_("Day"), required=False)


class TimeRow(Row):
    """A lesson or a break."""

    first_field = "name"
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=((LESSON, _("Lesson")), (BREAK, _("Break"))), required=False)
    begins = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("To"), required=False, widget=forms.TimeInput(format="%H:%M"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("begins", "ends"):
            self.fields[name].widget.attrs["type"] = "time"
            self.fields[name].widget.input_type = "time"


Rows = forms.BaseFormSet[Row]
ROWS: Final[dict[Part, type[Row]]] = {
    Part.TERMS: SpanRow,
    Part.HOLIDAYS: SpanRow,
    Part.STAFF_DAYS: StaffDayRow,
    Part.TIMES: TimeRow,
}


class WholePart(forms.Form):
    """What holds for a part as a whole: the days of the week, and whether the federation locks it."""

    week = forms.MultipleChoiceField(
        label=_("Days of the school week"),
        choices=WEEK,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    locked = forms.BooleanField(label=_("Lock it: no school may have its own"), required=False)

    def __init__(self, *args: Any, part: Part, can_lock: bool, **options: Any) -> None:
        """`can_lock`: only the federation can."""
        super().__init__(*args, **options)
        if part is not Part.TIMES:
            del self.fields["week"]
        if not can_lock:
            del self.fields["locked"]


def rows_of(part: Part, year: SchoolYear, data: Mapping[str, Any] | None = None, *, more: bool = False) -> Rows:
    """The rows of a part: as decided, as sent, or as sent with more empty ones and nothing checked yet."""
    row = ROWS[part]
    kind = forms.formset_factory(row, extra=MORE, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    if data is None:
        return kind(initial=list(_initial(part, year)), prefix="row")
    sent = kind(data, prefix="row")
    if not more:
        return sent
    typed = [{name: form[name].value() for name in form.fields} for form in sent.forms]
    return kind(initial=[each for each in typed if any(each.values())], prefix="row")


def _initial(part: Part, year: SchoolYear) -> Iterator[dict[str, Any]]:
    if part is Part.STAFF_DAYS:
        yield from ({"day": day} for day in year.staff_days)
    elif part is Part.TIMES:
        times = [(LESSON, each) for each in year.times.lessons] + [(BREAK, each) for each in year.times.breaks]
        for kind, each in sorted(times, key=lambda pair: pair[1].from_):
            yield {"name": each.name, "kind": kind, "begins": each.from_, "ends": each.to}
    else:
        yield from ({"name": span.name, "first": span.first, "last": span.last} for span in year.part(part))


def read_rows(part: Part, whole: WholePart, rows: Rows) -> Any:
    """The value of a part from its valid forms, in the shapes of years.py."""
    filled = [row.cleaned_data for row in rows if row.has_changed() and not row.empty]
    if part is Part.STAFF_DAYS:
        return tuple(sorted(row["day"] for row in filled))
    if part is not Part.TIMES:
        spans = (Span(name=row["name"], first=row["first"], last=row["last"]) for row in filled)
        return tuple(sorted(spans, key=lambda span: span.first))
    return Times(
        week=tuple(day for day in DAYS if day in whole.cleaned_data["week"]),
        lessons=_times(filled, LESSON),
        breaks=_times(filled, BREAK),
    )


def _times(filled: list[dict[str, Any]], kind: str) -> tuple[Lesson, ...]:
    found = (Lesson(name=row["name"], from_=row["begins"], to=row["ends"]) for row in filled if row["kind"] == kind)
    return tuple(sorted(found, key=lambda each: each.from_))
