"""The gate "one account": whoever signs in for several schools by one account gets no second one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.accounts.gates import gate
from belisha.console.access.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from belisha.console.access.models import School

__all__ = ["joined"]


@gate("one-account", gettext_lazy("One account for one person"), kinds=[User.Kind.PARENT], firm=True)
def joined(users: Sequence[User], school: School) -> Mapping[int, str]:
    """Those who sign in by the account that they have at another school."""
    del school
    reason = _("They sign in by the account that they have at another school of the federation.")
    return {user.pk: reason for user in users if user.joined_to_id}
