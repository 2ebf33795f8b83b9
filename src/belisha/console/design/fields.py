"""Form fields that Django lacks, and how every control is dressed: classes, sizes, and where an error leads to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.forms import BaseForm, BoundField

__all__ = [
    "DayField",
    "DayInput",
    "Fault",
    "LongSelect",
    "Radios",
    "control",
    "faults_of",
    "forms_with_errors",
    "kind_of",
]

GROUPS: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)
KINDS: Final[tuple[tuple[type[forms.Widget], str], ...]] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.MultiWidget, "parts"),
)
CLASSES: Final = {
    "select": "govuk-select",
    "textarea": "govuk-textarea govuk-js-character-count",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "input": "govuk-input",
}


def kind_of(field: BoundField) -> str:
    """How a field is shown: hidden, checkboxes, radios, checkbox, select, textarea, file, password, parts or input."""
    return next((name for kind, name in KINDS if isinstance(field.field.widget, kind)), "input")


def control(field: BoundField) -> SafeString:
    """The control of a field with its classes; a class given by the form's widget is kept (widths)."""
    kind = kind_of(field)
    base = CLASSES.get(kind, "")
    given = str(field.field.widget.attrs.get("class", ""))
    fault = f"{base.split()[0]}--error" if base and field.errors else ""
    classes = " ".join(part for part in (base, given, fault) if part)
    return field.as_widget(attrs={"class": classes} if classes else None)


class Fault(NamedTuple):
    """One line of the error summary: what is wrong, and the control that mends it ("" where none does)."""

    text: str
    href: str


def forms_with_errors(*given: object) -> list[BaseForm]:
    """Those of some forms, lists of forms and form sets that have errors; what is no form is passed over."""
    found: list[BaseForm] = []
    for each in given:
        if isinstance(each, forms.BaseForm):
            found += [each] if each.is_bound and each.errors else []
        elif isinstance(each, forms.BaseFormSet):
            found += forms_with_errors(*each.forms)
        elif isinstance(each, list | tuple):
            found += forms_with_errors(*each)
    return found


def faults_of(given: Iterable[BaseForm]) -> list[Fault]:
    """Every error of some forms in the order of the fields, each with a link to its control."""
    return [fault for form in given for fault in _faults_of(form)]


def _faults_of(form: BaseForm) -> Iterable[Fault]:
    for text in form.non_field_errors():
        yield Fault(str(text), "")
    for field in form:
        href = "" if field.is_hidden else f"#{_first_control(field)}"
        yield from (Fault(f"{field.label}: {text}", href) for text in field.errors)


def _first_control(field: BoundField) -> str:
    grouped = isinstance(field.field.widget, (*GROUPS, forms.MultiWidget))
    return f"{field.auto_id}_0" if grouped else str(field.id_for_label)


class Radios(forms.RadioSelect):
    """Radio buttons of which some have a hint below, by the value of their choice."""

    def __init__(self, hints: Mapping[str, object], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints = hints


class LongSelect(forms.Select):
    """A select of thousands, or many of them: options are written in one go, a template for each would take seconds."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control, as Django would write it."""
        del renderer
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value]) if each is not None}
        inner = "".join(_options(self.choices, chosen))
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return mark_safe(f"<select{given}>{inner}</select>")  # noqa: S308 - every word in it was escaped


def _options(choices: Any, chosen: set[str]) -> Iterator[str]:
    for value, title in choices:
        if isinstance(title, list | tuple):
            yield f'<optgroup label="{conditional_escape(value)}">'
            yield from _options(title, chosen)
            yield "</optgroup>"
        else:
            mark = " selected" if str(value) in chosen else ""
            yield f'<option value="{conditional_escape(value)}"{mark}>{conditional_escape(title)}</option>'


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes: quicker and surer to type than any calendar for a date that one knows."""

    template_name = "design/day.html"
    use_fieldset = True

    def __init__(self, *, birthday: bool = False) -> None:
        complete: Sequence[str] = ("bday-day", "bday-month", "bday-year") if birthday else ("off", "off", "off")
        boxes = [
            forms.TextInput({"inputmode": "numeric", "autocomplete": word, "maxlength": size})
            for word, size in zip(complete, ("2", "9", "4"), strict=True)
        ]
        super().__init__({"day": boxes[0], "month": boxes[1], "year": boxes[2]})

    def id_for_label(self, id_: str) -> str:
        """None: the legend names the group, and each box has a label of its own."""
        del id_
        return ""

    def decompress(self, value: date | None) -> list[str]:
        """The three boxes of a date."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DayField(forms.MultiValueField):
    """A date typed as day, month and year; a month may be a name ("Sept"). The value is a date, or None when empty."""

    widget = DayInput
    default_error_messages: ClassVar = {
        "required": _("Enter a date."),
        "incomplete": _("Enter the day, the month and the year."),
        "invalid": _("Enter a real date, for example 27 9 2026."),
    }

    def __init__(self, *, birthday: bool = False, **options: Any) -> None:
        options.setdefault("widget", DayInput(birthday=birthday))
        options.setdefault("help_text", _("For example, 27 9 2026"))
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **options)

    def clean(self, value: Sequence[str] | None) -> date | None:
        """The date of three boxes. Raises ValidationError, saying whether parts are missing or there is no such day."""
        parts = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        day = self._read(parts)
        self.run_validators(day)
        return day

    def _read(self, parts: Sequence[str]) -> date:
        try:
            return date(int(parts[2]), _month(parts[1]), int(parts[0]))
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def compress(self, data_list: Sequence[str]) -> date | None:
        """Not asked: `clean` reads the three boxes itself."""
        return self.clean(data_list)

    def has_changed(self, initial: date | None, data: Sequence[str] | None) -> bool:
        """Whether the boxes say another date than before."""
        before = DayInput().decompress(initial)
        return [str(part or "").strip() for part in data or ("", "", "")] != before


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _month(typed: str) -> int:
    """The number of a month, from a number or its English name. Raises ValueError."""
    return int(typed) if typed.isdigit() else MONTHS.index(typed[:3].lower()) + 1
