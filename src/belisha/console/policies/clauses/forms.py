"""The forms of choices: each setting's own, many on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.settings.forms import SettingForm, shown

if TYPE_CHECKING:
    from django.http import QueryDict

    from belisha.console.policies.clauses.differences import Choice

__all__ = ["choice_form"]


def choice_form(choice: Choice, sent: QueryDict | None = None) -> SettingForm:
    """The form of one point, with ids that no other form of the page has."""
    setting = choice.now.setting
    start = {"value": shown(setting, choice.now.state.value)}
    return SettingForm(setting, sent, initial=start, auto_id=f"{setting.key}_%s")
