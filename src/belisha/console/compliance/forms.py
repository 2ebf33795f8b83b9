"""The filter above the duties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.queries import Narrowed
from belisha.console.compliance.rules import BASES, ORDERS, STATES, role_titles
from belisha.console.duties.catalogue import domains

__all__ = ["NarrowForm"]


class NarrowForm(forms.Form):
    """Which duties are shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    domain = forms.ChoiceField(label=_("Part of the policy"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False)
    who = forms.ChoiceField(label=_("Who answers for it"), required=False)
    basis = forms.ChoiceField(label=_("What that rests on"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, asked: Any = None) -> None:
        super().__init__(asked, auto_id="find_%s", use_required_attribute=False)
        every = ("", _("All"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "domain": [(each.domain, each.domain.capitalize()) for each in domains()],
            "state": [(state.value, title) for state, title in STATES.items()],
            "who": list(role_titles()),
            "basis": [(basis.value, title) for basis, title in BASES.items()],
        }
        for name, field in self.fields.items():
            field.plain = True  # type: ignore[attr-defined]  # a field of the house: see design/field.html
            if isinstance(field, forms.ChoiceField):
                field.choices = [every, *choices[name]] if name in choices else list(ORDERS.items())

    @property
    def wanted(self) -> Narrowed:
        """Which are wanted; a choice that does not exist is left out."""
        self.is_valid()
        return Narrowed(**getattr(self, "cleaned_data", {}))
