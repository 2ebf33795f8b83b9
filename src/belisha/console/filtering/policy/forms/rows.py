"""Parts of a profile that are rows: what stays open in a blocked category, times of day, encrypted connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from msgspec.structs import replace

from belisha.console.design.fields import LongSelect
from belisha.console.filtering.policy.forms.choices import category_choices
from belisha.console.filtering.policy.forms.profiles import tls_with
from belisha.console.filtering.policy.rules.resolved import SLOTS, TLS
from belisha.console.filtering.policy.rules.words import title_of
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.model import CalendarRule, SlotKind, Tls, TlsRules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.engine.policy.model import Profile

__all__ = ["ApprovedRows", "CalendarForm", "CalendarRows", "TlsForm", "TlsRows", "calendar_from", "filled", "rows_of"]

MORE: Final = 3  # empty rows below those that are filled; saving gives as many again
SLOT_FIELDS: Final = {slot: f"in_{slot.replace('-', '_')}" for slot in SlotKind}


class _CategoryRow(forms.Form):
    """A row about one category; without one it is left out."""

    category = forms.ChoiceField(label=__("Category"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first = [("", _("Choose a category"))]
        self.fields["category"].choices = [*first, *category_choices()]  # type: ignore[attr-defined]  # of ChoiceField


class ApprovedRow(_CategoryRow):
    """A blocked category, and the lists whose sites stay open in it all the same."""

    open_in = forms.MultipleChoiceField(
        label=__("Sites that are also in these lists stay open"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        used = set(self.initial.get("open_in", ()))
        good = [one.id for one in categories().values() if one.kind == "useful" or one.id in used]
        self.fields["open_in"].choices = [(name, title_of(name)) for name in good]  # type: ignore[attr-defined]  # of ChoiceField


class CalendarRow(_CategoryRow):
    """A category that is not the same at all times of a school's day."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [("", _("As always")), ("block", _("Blocked")), ("relax", _("Open"))]
        for slot, title in SLOTS.items():
            self.fields[SLOT_FIELDS[slot]] = forms.ChoiceField(label=str(title), choices=states, required=False)


class TlsRow(_CategoryRow):
    """A category whose encrypted connections are read otherwise."""

    mode = forms.ChoiceField(label=__("How it is read"), choices=list(TLS.items()), required=False)


class _Rows(forms.BaseFormSet[Any]):
    """Rows of which each category has one at most."""

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Nobody is told with every box that a row may stay empty: the page says so once."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.plain = True  # type: ignore[attr-defined]  # of the design's field groups

    def clean(self) -> None:
        """Raises ValidationError where a category is there twice."""
        named = [row.cleaned_data.get("category") for row in self.forms if hasattr(row, "cleaned_data")]
        twice = {title_of(name) for name in named if name and named.count(name) > 1}
        if twice:
            raise ValidationError(_("There twice: %(names)s.") % {"names": ", ".join(sorted(twice))})


ApprovedRows = forms.formset_factory(ApprovedRow, formset=_Rows, extra=MORE, max_num=100, absolute_max=120)
CalendarRows = forms.formset_factory(CalendarRow, formset=_Rows, extra=MORE, max_num=100, absolute_max=120)
TlsRows = forms.formset_factory(TlsRow, formset=_Rows, extra=MORE, max_num=100, absolute_max=120)


class CalendarForm(forms.Form):
    """Whether a profile has times of its own."""

    own = forms.ChoiceField(label=__("Times of day"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, profile: Profile) -> None:
        super().__init__(data, initial={"own": "own" if profile.calendar is not None else "inherit"})
        inherit = [("inherit", _("As inherited"))] if profile.inherits else [("inherit", _("The same at all times"))]
        self.fields["own"].choices = [*inherit, ("own", _("As the rows below say"))]  # type: ignore[attr-defined]  # of ChoiceField


class TlsForm(forms.Form):
    """How encrypted connections are read where no row says otherwise."""

    default = forms.ChoiceField(
        label=__("Encrypted connections"),
        widget=forms.RadioSelect,
        required=False,
        help_text=__("Searches and single pages can only be judged where connections are read whole."),
    )
    our_certificate = forms.ChoiceField(
        label=__("Do these devices trust the school's certificate?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=__("Visitors' own devices do not: a blocked site just closes there."),
    )

    def __init__(self, data: Any = None, *, profile: Profile) -> None:
        own = profile.tls or TlsRules()
        trust = {True: "yes", False: "no", None: ""}[own.our_certificate]
        super().__init__(data, initial={"default": own.default.value if own.default else "", "our_certificate": trust})
        inherit = [("", _("As inherited"))] if profile.inherits else []
        answers = [("yes", _("Yes")), ("no", _("No"))]
        self.fields["default"].choices = [*inherit, *TLS.items()]  # type: ignore[attr-defined]  # of ChoiceField
        self.fields["default"].required = not inherit
        self.fields["our_certificate"].choices = [("", _("As inherited") if inherit else _("Yes, as usual")), *answers]  # type: ignore[attr-defined]  # of ChoiceField

    def changed(self, profile: Profile, rows: list[dict[str, Any]]) -> Profile:
        """The profile with what was chosen here and in the rows."""
        default, trust = self.cleaned_data["default"], self.cleaned_data["our_certificate"]
        by_mode = {
            mode: tuple(sorted(row["category"] for row in rows if (row["mode"] or "inspect") == mode.value))
            for mode in Tls
        }
        rules = tls_with(
            profile.tls,
            default=Tls(default) if default else None,
            our_certificate={"yes": True, "no": False}.get(trust),
            inspect=by_mode[Tls.INSPECT],
            name_only=by_mode[Tls.NAME_ONLY],
            alone=by_mode[Tls.ALONE],
        )
        return replace(profile, tls=rules)


def filled(rows: forms.BaseFormSet[Any]) -> list[dict[str, Any]]:
    """What was chosen in rows that name a category."""
    return [row.cleaned_data for row in rows.forms if row.cleaned_data.get("category")]


def rows_of(profile: Profile, part: str) -> list[dict[str, Any]]:
    """What a profile says in rows, for the forms to begin with. `part`: open, times or connections."""
    if part == "open":
        return [{"category": name, "open_in": list(held)} for name, held in sorted(profile.approved.items())]
    if part == "times":
        return _calendar_rows(profile.calendar or ())
    tls = profile.tls or TlsRules()
    modes = {Tls.INSPECT: tls.inspect, Tls.NAME_ONLY: tls.name_only, Tls.ALONE: tls.alone}
    return [{"category": name, "mode": mode.value} for mode, named in modes.items() for name in sorted(named)]


def _calendar_rows(rules: tuple[CalendarRule, ...]) -> list[dict[str, Any]]:
    """By category; where a calendar both blocks and opens one, it is blocked, as at the gateway."""
    found: dict[str, dict[str, Any]] = {}
    for verb in ("relax", "block"):
        for rule in rules:
            for category in getattr(rule, verb):
                row = found.setdefault(category, {"category": category})
                row.update({SLOT_FIELDS[slot]: verb for slot in rule.when})
    return [found[name] for name in sorted(found, key=title_of)]


def calendar_from(rows: Sequence[Mapping[str, Any]]) -> tuple[CalendarRule, ...]:
    """Calendar rules that say what rows say: slots in which the same holds are one rule."""
    merged: dict[tuple[tuple[str, ...], tuple[str, ...]], list[SlotKind]] = {}
    for slot in SlotKind:
        said = {
            verb: tuple(sorted(row["category"] for row in rows if row[SLOT_FIELDS[slot]] == verb))
            for verb in ("block", "relax")
        }
        if any(said.values()):
            merged.setdefault((said["block"], said["relax"]), []).append(slot)
    return tuple(CalendarRule(when=tuple(slots), block=block, relax=relax) for (block, relax), slots in merged.items())
