"""The school's side: activities for parents, notices with their readers, how many families take part, invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.home.actions.entering import invite
from belisha.console.agreements.home.actions.programme import (
    cancel_activity,
    plan_activity,
    record_activity,
    send_notice,
    withdraw_notice,
)
from belisha.console.agreements.home.declared import SHARE
from belisha.console.agreements.home.forms import ActivityForm, CameForm, NoticeForm, ReasonForm
from belisha.console.agreements.home.queries.programme import (
    activities_of,
    activity_of,
    notice_of,
    notices_of,
    parents_of,
    parents_without_answer,
)
from belisha.console.agreements.home.queries.shares import all_shares
from belisha.console.agreements.home.rules import CHANNELS
from belisha.console.agreements.home.tables import ACTIVITIES, NOTICES
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = [
    "activity",
    "cancel",
    "families",
    "invite_all",
    "notice",
    "notice_add",
    "notice_withdraw",
    "notices",
    "plan",
    "programme",
]


@school_page(Permission.SEE_FAMILIES)
def programme(request: HttpRequest, school: School) -> HttpResponse:
    """Everything that is planned for parents, and was."""
    return show(request, ACTIVITIES, activities_of(school), "agreements/home/programme.html", {"school": school})


@school_page(Permission.SEE_FAMILIES)
def plan(request: HttpRequest, school: School) -> HttpResponse:
    """Plan something."""
    form = ActivityForm(request.POST or None)
    back = reverse("parents-programme", args=[school.code])
    return answer(
        request,
        form,
        lambda: plan_activity(by=by(request), school=school, details=form.cleaned_data),
        to=back,
        success=_("It is planned, and parents see it at their pages."),
        context={"title": _("Plan something for parents"), "back_link": back, "submit": _("Plan it")},
    )


@school_page(Permission.SEE_FAMILIES)
def activity(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One activity; once its day has come: how many came and what they said."""
    row = activity_of(school, number)
    initial = {"attended": row.attended, "score": row.score, "feedback": row.feedback}
    form = CameForm(request.POST or None, initial=initial)
    context = {
        "school": school,
        "row": row,
        "is_past": row.on <= timezone.localdate() and row.cancelled_at is None,
    }
    return answer(
        request,
        form,
        lambda: record_activity(by=by(request), activity=row, **form.cleaned_data),
        to=reverse("parents-programme", args=[school.code]),
        success=_("It is kept."),
        context=context,
        template="agreements/home/activity.html",
    )


@school_page(Permission.SEE_FAMILIES)
def cancel(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Cancel an activity."""
    row = activity_of(school, number)
    form = ReasonForm(request.POST or None)
    context = {
        "title": _("Cancel this"),
        "caption": row.title,
        "danger": _("Parents no longer see it. It counts for nothing."),
        "back_link": reverse("activity", args=[school.code, number]),
    }
    return answer(
        request,
        form,
        lambda: cancel_activity(by=by(request), activity=row, reason=form.cleaned_data["reason"]),
        to=reverse("parents-programme", args=[school.code]),
        success=_("It is cancelled."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.SEE_FAMILIES)
def notices(request: HttpRequest, school: School) -> HttpResponse:
    """Every notice with how many opened it."""
    context = {
        "school": school,
        "may_send": may(request, Permission.WRITE_AGREEMENTS, school),
        "parents": parents_of(school, timezone.localdate()).count(),
    }
    return show(request, NOTICES, notices_of(school), "agreements/home/school_notices.html", context)


@school_page(Permission.WRITE_AGREEMENTS)
def notice_add(request: HttpRequest, school: School) -> HttpResponse:
    """Tell parents something."""
    form = NoticeForm(request.POST or None)
    back = reverse("parents-notices", args=[school.code])

    def send() -> None:
        given = dict(form.cleaned_data)
        channels = given.pop("channels")
        send_notice(by=by(request), school=school, details=given, channels=channels)

    return answer(
        request,
        form,
        send,
        to=back,
        success=_("The notice is kept. Where you chose the parents' pages, it stands there now."),
        context={"title": _("Tell parents something"), "back_link": back, "submit": _("Send it")},
    )


@school_page(Permission.SEE_FAMILIES)
def notice(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One notice, and how many opened it."""
    row = notice_of(school, number)
    context = {
        "school": school,
        "row": row,
        "ways": [CHANNELS.get(channel, channel) for channel in row.channels],
        "parents": parents_of(school, timezone.localdate()).count(),
        "may_send": may(request, Permission.WRITE_AGREEMENTS, school),
    }
    return render(request, "agreements/home/school_notice.html", context)


@school_page(Permission.WRITE_AGREEMENTS)
def notice_withdraw(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take a notice back."""
    row = notice_of(school, number)
    form = ReasonForm(request.POST or None)
    context = {
        "title": _("Withdraw this notice"),
        "caption": row.title,
        "danger": _("Parents no longer see it. It counts for nothing."),
        "back_link": reverse("parents-notice", args=[school.code, number]),
    }
    return answer(
        request,
        form,
        lambda: withdraw_notice(by=by(request), notice=row, reason=form.cleaned_data["reason"]),
        to=reverse("parents-notices", args=[school.code]),
        success=_("It is withdrawn."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.SEE_FAMILIES)
def families(request: HttpRequest, school: School) -> HttpResponse:
    """How many families of each class take part, without names."""
    today = timezone.localdate()
    context = {"school": school, "shares": all_shares(school, today), "wanted": value_of(school, SHARE)}
    return render(request, "agreements/home/families.html", context)


@school_page(Permission.SEE_FAMILIES)
def invite_all(request: HttpRequest, school: School) -> HttpResponse:
    """Send a link to all parents who have answered nothing yet."""
    people = parents_without_answer(school, timezone.localdate())
    back = reverse("parents-programme", args=[school.code])
    if request.method == "POST":
        sent = invite(by=by(request), school=school, people=people)
        words = ngettext("%(n)s link was sent.", "%(n)s links were sent.", sent) % {"n": sent}
        messages.success(request, words)
        return redirect(back)
    context = {
        "title": _("Send parents their link"),
        "lead": _(
            "Each parent who has an e-mail address here and has answered nothing yet gets a link to their pages. It"
            " opens once and dies after a week. Nobody gets two in a day."
        ),
        "rows": [{"key": _("Parents who would get one"), "value": len(people)}],
        "submit": _("Send the links"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)
