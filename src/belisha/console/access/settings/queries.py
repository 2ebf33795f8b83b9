"""What is set at a school, where that comes from, and how it came about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from belisha.console.access.models import Decision, Federation, School
from belisha.console.access.remembering import is_remembering, remembered
from belisha.console.access.settings.registry import SETTINGS, Setting
from belisha.console.access.settings.rules import InForce, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

__all__ = [
    "SettingInForce",
    "decided_at",
    "history_of",
    "keep_decisions",
    "setting_of",
    "settings_of",
    "value_of",
    "values_of",
]

Value = TypeVar("Value", bound=int | str)


class SettingInForce(NamedTuple):
    """A setting and what counts of it at a place."""

    setting: Setting[Any]
    state: InForce

    @property
    def written(self) -> str:
        """The value that counts, as people read it."""
        return self.setting.written(self.state.value)


@overload
def value_of(school: School, which: Setting[Value]) -> Value: ...
@overload
def value_of(school: School, which: str) -> Any: ...
def value_of(school: School, which: Setting[Any] | str) -> Any:
    """What a setting is at a school now. One query. Raises KeyError for a key that nobody declared."""
    setting = SETTINGS[which] if isinstance(which, str) else which
    return decided_at([school], [setting.key], {setting.key: setting.default})[school.pk][setting.key].value


def values_of(school: School) -> dict[str, Any]:
    """What every setting is at a school now, by key. One query."""
    return {each.setting.key: each.state.value for each in settings_of(school)}


def settings_of(place: School | Federation) -> list[SettingInForce]:
    """Every setting of a school, or as its federation has it, in the order of their titles. One query."""
    defaults = {key: setting.default for key, setting in SETTINGS.items()}
    if isinstance(place, School):
        states = decided_at([place], defaults, defaults)[place.pk]
    else:
        decided = {each.key: each for each in Decision.objects.in_force().of_federation(place)}
        states = {key: in_force(default, decided.get(key), None) for key, default in defaults.items()}
    return sorted(
        (SettingInForce(setting, states[key]) for key, setting in SETTINGS.items()),
        key=lambda each: str(each.setting.title),
    )


def setting_of(place: School | Federation, key: str) -> SettingInForce:
    """One setting as it counts at a place. One query. Raises KeyError for a key that nobody declared."""
    return next(each for each in settings_of(place) if each.setting is SETTINGS[key])


def decided_at(
    schools: Iterable[School], keys: Iterable[str], defaults: dict[str, Any]
) -> dict[int, dict[str, InForce]]:
    """What counts of some keys at some schools, by the school's number and the key. One query."""
    schools, keys = list(schools), list(keys)
    found = _decisions_of(schools, keys)
    by_place = {(each.school_id or None, each.federation_id, each.key): each for each in found}
    return {
        school.pk: {
            key: in_force(
                defaults.get(key),
                by_place.get((None, school.federation_id, key)),
                by_place.get((school.pk, school.federation_id, key)),
            )
            for key in keys
        }
        for school in schools
    }


def _decisions_of(schools: list[School], keys: list[str]) -> list[Decision]:
    decisions = Decision.objects.in_force().for_schools(schools).select_related("decided_by")
    if not is_remembering():
        return list(decisions.filter(key__in=keys))
    # one of many questions about these schools: all that is decided there answers the others too
    key = ("decisions", *(school.pk for school in schools))
    wanted = set(keys)
    return [each for each in remembered(key, lambda: list(decisions)) if each.key in wanted]


def keep_decisions(schools: Iterable[School]) -> None:
    """Read at once what is decided at many schools that are then asked about one by one. Within `remembering`."""
    schools = list(schools)
    rows = Decision.objects.in_force().for_schools(schools).select_related("decided_by")

    def own(school: School) -> list[Decision]:
        every = remembered(("decisions", *(each.pk for each in schools)), lambda: list(rows))
        return [each for each in every if _counts_at(each, school)]

    for school in schools:
        remembered(("decisions", school.pk), partial(own, school))


def _counts_at(decision: Decision, school: School) -> bool:
    """As `for_schools` asks it of the database."""
    return decision.federation_id == school.federation_id and decision.school_id in {None, school.pk}


def history_of(place: School | Federation, key: str) -> QuerySet[Decision]:
    """All that was ever decided about a key and counts at a place, newest first."""
    decisions = Decision.objects.all()
    decisions = decisions.for_school(place) if isinstance(place, School) else decisions.of_federation(place)
    return decisions.filter(key=key).select_related("decided_by", "school", "federation").order_by("-since", "-pk")
