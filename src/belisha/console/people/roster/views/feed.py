"""The nightly feed of a school: how it stands, its settings, its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.people.roster.actions import make_key, revoke_key, set_feed
from belisha.console.people.roster.feeding import folder_of
from belisha.console.people.roster.forms import FeedForm, ReasonForm
from belisha.console.people.roster.queries import feed_of, feed_standing
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["feed", "key", "key_revoke"]


@school_page(Permission.IMPORT_PEOPLE)
def feed(request: HttpRequest, school: School) -> HttpResponse:
    """How the feed stands, and its settings."""
    standing = feed_standing(school, timezone.now())
    form = FeedForm(request.POST or None, initial=FeedForm.starting_with(standing.feed))
    here = reverse("roster-feed", args=[school.code])

    def act() -> object:
        details = dict(form.cleaned_data)
        return set_feed(by=by(request), school=school, source=details.pop("source"), details=details)

    context = {"school": school, "standing": standing, "folder": folder_of(school), "door": _door(school)}
    template = "people/roster/feed.html"
    return answer(request, form, act, to=here, success=_("The feed is set."), context=context, template=template)


@school_page(Permission.IMPORT_PEOPLE)
def key(request: HttpRequest, school: School) -> HttpResponse:
    """Make a key, or a new one in place of the old. It is shown on this answer alone."""
    back = reverse("roster-feed", args=[school.code])
    known = feed_of(school)
    if request.method == "POST":
        made = make_key(by=by(request), school=school)
        return render(request, "people/roster/key.html", {"school": school, "key": made, "door": _door(school)})
    replaces = bool(known and known.key_hash)
    context = {
        "title": _("Replace the feed key?") if replaces else _("Make a feed key?"),
        "lead": _("Whoever has the key can send rosters of this school, and nothing else. It is shown once."),
        "danger": _("The key that is in use now stops working at once.") if replaces else "",
        "submit": _("Make the key"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.IMPORT_PEOPLE)
def key_revoke(request: HttpRequest, school: School) -> HttpResponse:
    """Take the key away."""
    back = reverse("roster-feed", args=[school.code])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: revoke_key(by=by(request), school=school, reason=reason), _("The key opens nothing now.")
        )
        return redirect(back)
    context = {
        "form": form,
        "title": _("Take the feed key away?"),
        "danger": _("No roster can be sent until there is a new key."),
        "submit": _("Take it away"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


def _door(school: School) -> str:
    return f"{settings.CONSOLE.url}{reverse('roster-door', args=[school.code])}"
