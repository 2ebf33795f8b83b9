"""The sample's two schools decide every point on which policies differ: the one as policy A does, the other as B."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.settings.actions import change_setting
from belisha.console.policies.clauses.differences import differences

if TYPE_CHECKING:
    from belisha.console.access.models import Federation

__all__ = ["AS_A", "AS_B", "choose_as", "sample_policy_choices"]

AS_A: Final = "oakfield"
AS_B: Final = "st-brigids"


def choose_as(school: School, policy: str) -> None:
    """Decide every point at a school as policy "A" or "B" does."""
    by = By(None, system="demo")
    for each in differences():
        value = each.a if policy == "A" else each.b
        change_setting(by, at=school, key=each.setting, value=value, reason=f"As in policy {policy}")


def sample_policy_choices(federation: Federation) -> None:
    """The schools of the sample choose."""
    for school in School.objects.filter(federation=federation, code__in=[AS_A, AS_B]).order_by("code"):
        choose_as(school, "A" if school.code == AS_A else "B")
