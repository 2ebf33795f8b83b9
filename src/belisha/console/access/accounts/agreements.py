"""The gate "signed agreement". Who has signed is known to the app that keeps agreements, which registers here.

@knows_signatures
def signed(users: Sequence[User], school: School) -> Container[int]: …   # the numbers of those who have signed
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.accounts.gates import gate
from belisha.console.access.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from belisha.console.access.models import School

    Ask = Callable[[Sequence[User], School], Container[int]]

__all__ = ["knows_signatures", "unsigned"]

_ASKED: Final[list[Ask]] = []


def knows_signatures(ask: Ask) -> Ask:
    """Declare who knows which people have signed the agreement that is in force for them."""
    _ASKED.append(ask)
    return ask


@gate("agreement", gettext_lazy("Signed agreement"), kinds=User.Kind.values)
def unsigned(users: Sequence[User], school: School) -> Mapping[int, str]:
    """Those who have not signed; while nobody keeps agreements here, that is everybody."""
    if not _ASKED:
        reason = _("Agreements are not kept here yet. The head can let accounts open without them.")
        return {user.pk: reason for user in users}
    signed = [ask(users, school) for ask in _ASKED]
    reason = _("The agreement is not signed.")
    return {user.pk: reason for user in users if not any(user.pk in each for each in signed)}
