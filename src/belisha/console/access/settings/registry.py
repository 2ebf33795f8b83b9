"""The settings that there are: each app declares its own in a module `declared.py` of its own, which begins with
what they are about: `setting = Subject(_("Signing in"))`. Then
`IDLE = setting("idle-minutes", default=20, kind=int, title=_("Minutes until a session locks"), limits=(5, 60))`
and later `value_of(school, IDLE)` (queries.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Required, TypedDict, TypeVar, Unpack

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["SETTINGS", "Setting", "Subject", "fault_of", "setting"]

Value = TypeVar("Value", bound=int | str)


class _More(TypedDict, total=False):
    title: Required[StrOrPromise]
    help: StrOrPromise
    limits: tuple[int, int] | None
    choices: tuple[tuple[str, StrOrPromise], ...]
    unit: StrOrPromise
    unit_of_one: StrOrPromise


class Setting(NamedTuple, Generic[Value]):
    """One setting. `limits`: least, most; `choices`: value and words; `unit`: days; `unit_of_one`: day."""

    key: str
    kind: type[Value]
    default: Value
    title: StrOrPromise
    help: StrOrPromise
    limits: tuple[int, int] | None
    choices: tuple[tuple[str, StrOrPromise], ...]
    unit: StrOrPromise
    unit_of_one: StrOrPromise = ""
    about: StrOrPromise = ""  # what pages list it below

    def written(self, value: object) -> str:
        """A value as people read it."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        words = dict(self.choices).get(str(value))
        unit = self.unit_of_one if value == 1 and self.unit_of_one else self.unit
        return str(words) if words else f"{value} {unit}".strip() or _("Nothing set")


SETTINGS: Final[dict[str, Setting[Any]]] = {}


def setting(
    key: str,
    *,
    default: Value,
    kind: type[Value],
    title: StrOrPromise,
    help: StrOrPromise = "",  # noqa: A002 - the word that forms use for the same thing
    limits: tuple[int, int] | None = None,
    choices: tuple[tuple[str, StrOrPromise], ...] = (),
    unit: StrOrPromise = "",
    unit_of_one: StrOrPromise = "",
    about: StrOrPromise = "",
) -> Setting[Value]:
    """Declare a setting. Raises ValueError when its key is taken or its default breaks its own limits."""
    declared = Setting(key, kind, default, title, help, limits, choices, unit, unit_of_one, about)
    if key in SETTINGS:
        message = f"two settings are called {key}"
        raise ValueError(message)
    if fault_of(declared, default):
        message = f"the default of {key} breaks its own limits"
        raise ValueError(message)
    SETTINGS[key] = declared
    return declared


class Subject(NamedTuple):
    """What the settings of one app are about; called, it declares one of them as `setting` does."""

    about: StrOrPromise

    def __call__(self, key: str, *, default: Value, kind: type[Value], **more: Unpack[_More]) -> Setting[Value]:
        """Declare a setting below this subject. Raises ValueError."""
        return setting(key, default=default, kind=kind, about=self.about, **more)


def fault_of(setting: Setting[Any], value: object) -> str:
    """What is wrong with a value for a setting, in words for a form; nothing when it can be used."""
    if type(value) is not setting.kind:  # a truth value is a number to Python, but not to a school
        return _("This setting takes another kind of value.")
    if setting.limits and isinstance(value, int):
        least, most = setting.limits
        if not least <= value <= most:
            return _("Choose a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    if setting.choices and value not in dict(setting.choices):
        return _("Choose one of the answers on offer.")
    return ""
