"""What a profile comes to with all that it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from belisha.engine.policy.inherit import effective
from belisha.engine.policy.model import CalendarRule, Profile, SlotKind, Tls
from belisha.engine.policy.tests.builders import PROFILES

if TYPE_CHECKING:
    from belisha.engine.policy.inherit import Effective


def juniors(**changes: object) -> Effective:
    return effective("juniors", {**PROFILES, "juniors": replace(PROFILES["juniors"], **changes)})


def test_blocked_categories_add_to_those_inherited() -> None:
    assert juniors().blocked == {"pornography", "gambling", "games", "chat"}


def test_unblocked_categories_leave() -> None:
    assert effective("staff", PROFILES).blocked == {"pornography"}


def test_what_a_profile_does_not_say_it_inherits() -> None:
    settled = juniors()
    assert (settled.safe_search, settled.quic, settled.unlisted) == (True, False, "allow")
    assert settled.blocked_file_kinds == {"programs"}
    assert settled.youtube == "strict"


def test_file_kinds_of_its_own_replace_those_inherited() -> None:
    assert effective("technicians", PROFILES).blocked_file_kinds == frozenset()


def test_a_calendar_of_its_own_replaces_the_one_inherited() -> None:
    assert effective("strictest", PROFILES).blocked_in(SlotKind.BREAK) >= {"games", "sport"}


def test_tls_modes_merge_by_category() -> None:
    settled = effective("staff", PROFILES).tls
    assert settled.default is Tls.NAME_ONLY
    assert settled.by_category == {"banking": Tls.ALONE, "webmail": Tls.INSPECT}
    assert not effective("guests", PROFILES).tls.trusted


def test_the_calendar_tightens_and_relaxes_in_its_slots_only() -> None:
    settled = juniors()
    assert settled.blocked_in(SlotKind.LESSON) == {"pornography", "gambling", "games", "chat", "sport"}
    assert settled.blocked_in(SlotKind.BREAK) == {"pornography", "gambling", "chat"}
    assert settled.blocked_in(SlotKind.HOLIDAY) == {"pornography", "gambling", "games", "chat"}


def test_a_category_both_blocked_and_relaxed_in_a_slot_is_blocked() -> None:
    both = (
        CalendarRule(when=(SlotKind.BREAK,), block=("games",)),
        CalendarRule(when=(SlotKind.BREAK,), relax=("games",)),
    )
    assert "games" in juniors(calendar=both).blocked_in(SlotKind.BREAK)


def test_blocked_always_is_blocked_in_any_slot() -> None:
    assert juniors().blocked_always() == {"pornography", "gambling", "games", "chat", "sport"}


def test_a_cycle_or_a_missing_ancestor_ends_the_line_instead_of_running_for_ever() -> None:
    looped = {"a": Profile(name="A", inherits="b", block=("x",)), "b": Profile(name="B", inherits="a", block=("y",))}
    assert effective("a", looped).blocked == {"x", "y"}
    assert effective("a", {"a": Profile(name="A", inherits="gone", block=("x",))}).blocked == {"x"}


def test_what_nobody_says_is_at_its_strictest() -> None:
    settled = effective("a", {"a": Profile(name="A")})
    assert (settled.unlisted, settled.safe_search, settled.youtube, settled.quic) == ("block", True, "strict", False)
