"""What signing registers elsewhere: the gate of accounts, the desk, the page of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.agreements import knows_signatures
from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.agreements.signing.queries.standing import standing_of, standings
from belisha.console.agreements.signing.queries.teaching import may_take, sees_all
from belisha.console.agreements.signing.queries.visitors import unsigned_at_desk
from belisha.console.agreements.texts.rules import kinds
from belisha.console.people.hooks import Beside, on_page_of
from belisha.console.people.models import Person
from belisha.console.people.visits.hooks import before_a_badge

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from belisha.console.access.models import School, User

__all__ = ["desk_refuses", "have_signed", "what_they_sign"]


@knows_signatures
def have_signed(users: Sequence[User], school: School) -> Container[int]:
    """Those who have signed all that an account waits for.

    Accounts of a kind of person that could be asked wait until something is issued; parents' wait for nothing.
    """
    people = Person.objects.for_school(school).filter(user__in=[user.pk for user in users])
    found = list(people.select_related("school").order_by("pk"))
    lines = standings(school, found, timezone.localdate())
    waiting = {kind for each in kinds() if "account" in each.doors for kind in each.who.kinds}
    done = {user.pk for user in users if user.kind not in waiting}
    for person in found:
        waited = [line for line in lines[person.pk] if "account" in line.kind.doors]
        if waited and all(line.is_done for line in waited):
            done.add(person.user_id)
    return done


@before_a_badge
def desk_refuses(person: Person) -> str:
    """A visitor signs before they get a badge, and those who come often their code of conduct."""
    titles = unsigned_at_desk(person)
    if not titles:
        return ""
    return _("They sign first: %(what)s. Open it for them under Agreements, Visitors at the desk.") % {
        "what": ", ".join(titles)
    }


@on_page_of
def what_they_sign(user: User, person: Person) -> Beside | None:
    """How many of their agreements wait for them; for those who see their signatures."""
    school = person.school
    if not has_permission(user, Permission.SEE_SIGNATURES, school):
        return None
    if not sees_all(user, school) and not may_take(user, person):
        return None
    lines = standing_of(person, timezone.localdate())
    left = sum(not line.is_done for line in lines)
    state = _("%(number)s of %(all)s to sign") % {"number": left, "all": len(lines)} if left else ""
    if not left:
        state = _("all signed") if lines else _("nothing is asked of them")
    return Beside(_("Agreements"), reverse("agreements-of", args=[school.code, person.pk]), state)
