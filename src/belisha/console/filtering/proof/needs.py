"""What the proof of the filter wants somebody to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.access.tasks import Task, tasks
from belisha.console.filtering.policy.queries.versions import current
from belisha.console.filtering.proof.queries.checks import checks_of, half_term_of
from belisha.console.filtering.proof.queries.comparing import newest_comparison
from belisha.console.filtering.proof.queries.states import alarms_of, last_full
from belisha.console.filtering.proof.rules.freshness import FULL_FOR, is_fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.models import School, User
    from belisha.console.access.tasks import Asking


@needs(Permission.BLOCK_AT_ONCE)
def what_came_through(user: User, school: School) -> Iterator[Need]:
    """Tests that got through to what should be blocked, and tests that did not happen."""
    del user
    link = reverse("filter-proof", args=[school.code])
    if count := alarms_of(school).count():
        text = ngettext(
            "The filter let through what it should block: %(count)d test",
            "The filter let through what it should block: %(count)d tests",
            count,
        )
        yield Need(text % {"count": count}, link, Urgency.NOW, weight=Weight.FAILING)
    full = last_full(school)
    if full is None and current(school.federation) is None:
        return  # there is nothing to test before there are levels: setting up the school comes first
    if full is None or not is_fresh(full.finished_at, timezone.now(), FULL_FOR):
        yield Need(_("The daily test of the filter did not happen"), link, Urgency.NOW, weight=Weight.FAILING)


@needs(Permission.BLOCK_AT_ONCE)
def what_disagrees(user: User, school: School) -> Iterator[Need]:
    """Requests that gateway and console judge differently."""
    del user
    newest = newest_comparison(school)
    if newest and newest.disagreements:
        link = reverse("filter-comparison", args=[school.code, newest.pk])
        yield Need(_("Gateway and console disagree about the filter"), link, Urgency.NOW, weight=Weight.FAILING)


@needs(Permission.SIGN_FILTER_CHECKS)
def check_to_sign(user: User, school: School) -> Iterator[Need]:
    """The check of this half term, until somebody signs it."""
    del user
    half = half_term_of(school, timezone.localdate())
    if not checks_of(school).filter(at__date__gte=half.first).exists():
        link = reverse("filter-check-sign", args=[school.code])
        yield Need(_("Sign the check of the filter for this half term"), link, weight=Weight.DUE)


@tasks(
    "filter-checks",
    gettext_lazy("Checks of the filter"),
    Permission.SIGN_FILTER_CHECKS,
    others=Permission.SEE_DUTIES,
    stands_for=(check_to_sign,),
)
def checks_to_sign(asking: Asking) -> Iterator[Task]:
    """The check of this half term, by its last day."""
    half = half_term_of(asking.school, timezone.localdate())
    if not checks_of(asking.school).filter(at__date__gte=half.first).exists():
        link = reverse("filter-check-sign", args=[asking.school.code])
        text = _("Sign the check of the filter for this half term")
        yield Task(text, link, f"check-{half.first}", half.last, half.first)
