"""What of agreements needs somebody now: their own signature; who declined and was not talked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.agreements.signing.queries.chasing import restricted_at, unheard_at
from belisha.console.agreements.signing.queries.standing import own_lines_unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking

__all__: list[str] = []


@needs(None)
def sign_yourself(user: User, school: School) -> Iterator[Need]:
    """What somebody has not signed themselves."""
    if number := len(own_lines_unsigned(user, school, timezone.localdate())):
        text = ngettext("Read and sign %(number)s agreement", "Read and sign %(number)s agreements", number)
        yield Need(text % {"number": number}, reverse("my-agreements"), Urgency.NOW, weight=Weight.DUE)


@needs(Permission.WRITE_AGREEMENTS)
def unheard(user: User, school: School) -> Iterator[Need]:
    """Those who declined and whom nobody has talked with."""
    del user
    if number := unheard_at(school):
        text = ngettext(
            "Talk with %(number)s person who declined an agreement",
            "Talk with %(number)s people who declined an agreement",
            number,
        )
        link = reverse("agreements-declined", args=[school.code])
        yield Need(text % {"number": number}, link, Urgency.SOON, weight=Weight.DUE)


@needs(Permission.WRITE_AGREEMENTS)
def restricted(user: User, school: School) -> Iterator[Need]:
    """Those whose internet is restricted until they sign."""
    del user
    if number := restricted_at(school):
        text = ngettext(
            "%(number)s person's internet is restricted until they sign",
            "%(number)s people's internet is restricted until they sign",
            number,
        )
        link = reverse("agreements-unsigned", args=[school.code])
        yield Need(text % {"number": number}, link, Urgency.SOMETIME, weight=Weight.DUE)


@tasks(
    "own-agreements",
    gettext_lazy("Agreements to sign"),
    None,
    stands_for=(sign_yourself,),
    mailed=False,  # the reminders of agreements do
)
def agreements_to_sign(asking: Asking) -> Iterator[Task]:
    """Each agreement that somebody has still to sign; others' stand on the pages of agreements."""
    if asking.of is None:
        return
    for line in own_lines_unsigned(asking.of, asking.school, timezone.localdate()):
        text = _("Read and sign: %(what)s") % {"what": line.kind.title}
        key = f"sign-{line.agreement.pk}-0"
        yield Task(text, reverse("my-agreements"), key, None, line.since, asking.of.pk, Weight.DUE, urgency=Urgency.NOW)
