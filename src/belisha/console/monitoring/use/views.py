"""Pages of looks at internet use: asking for one, its report, weekly reports, and who looked at whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show
from belisha.console.monitoring.use import actions, queries
from belisha.console.monitoring.use.forms import LookForm, PlanForm
from belisha.console.monitoring.use.tables import looks_table, plans_table
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.monitoring.models import UseReport
    from belisha.console.monitoring.use.subjects import Subject

__all__ = ["look", "looks", "paper", "plan", "plan_add", "plan_end", "plans", "read", "report", "sheet", "use"]

RIGHT: Final = Permission.SEE_INTERNET_USE
COUNTED: Final = timedelta(days=30)


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _tabs(request: HttpRequest, school: School, at: str) -> dict[str, Any]:
    pages = [("use", _("Look")), ("use-plans", _("Weekly reports"))]
    if rights(request, school, Permission.SEE_LOOKS)["see_looks"]:
        pages.append(("looks", _("Who looked")))
    tabs = [{"text": text, "href": reverse(page, args=[school.code]), "active": page == at} for page, text in pages]
    return {"school": school, "tabs": tabs}


@school_page(RIGHT)
def use(request: HttpRequest, school: School) -> HttpResponse:
    """What one looked at just now, what waits to be read, and the way to look."""
    user, now = _reader(request), timezone.now()
    context = {
        **_tabs(request, school, "use"),
        "own": queries.own_reports(user, school, now),
        "to_read": queries.to_read(user, school),
        "record": queries.record_of(school),
        "lawful": queries.lawful_at(school),
    }
    return render(request, "monitoring/use.html", context)


@school_page(RIGHT)
def look(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for a report: whose, which days, what for."""
    first = {
        "first": timezone.localdate(),
        "length": "week",
        **{key: request.GET.get(key, "") for key in ("kind", "who")},
    }
    form = LookForm(school, queries.purposes_of(school), request.POST or None, initial=first)
    made: list[UseReport] = []

    def act() -> None:
        given = form.cleaned_data
        asked = actions.Asked(
            subject=_subject(form),
            length=given["length"],
            first=given["first"],
            last=given["last"],
            purpose=given["purpose"],
            words=given["words"],
            approval=given["approval"],
        )
        made.append(actions.look(by=by(request), school=school, asked=asked))

    if request.method == "POST" and form.is_valid() and done(form, act):
        return redirect("use-report", school=school.code, number=made[0].pk)
    context = {
        "title": _("Look at internet use"),
        "lead": _("The look is recorded before anything is shown, and the head sees it. It can be read for an hour."),
        "submit": _("Look"),
        "form": form,
        "back_link": reverse("use", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


def _subject(form: LookForm | PlanForm) -> Subject:
    if form.subject is None:
        raise Http404
    return form.subject


@school_page(RIGHT)
def report(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A report, for whoever looked, or for the readers of a weekly one."""
    user = _reader(request)
    found = queries.report_of(user, school, number)
    mine = queries.reading_of(user, found)
    context = {"school": school, "report": found, "look": found.look, "content": found.content, "mine": mine}
    return render(request, "monitoring/use_report.html", context)


@school_page(RIGHT)
def paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The same as PDF."""
    from belisha.activity.reports.paper import as_pdf  # noqa: PLC0415 - WeasyPrint takes longer to load than a page

    found = _ready(request, school, number)
    return _file(as_pdf(found.page), found, "pdf", "application/pdf")


@school_page(RIGHT)
def sheet(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """The same as CSV."""
    found = _ready(request, school, number)
    return _file(("\ufeff" + found.sheet).encode(), found, "csv", "text/csv; charset=utf-8")


def _ready(request: HttpRequest, school: School, number: int) -> UseReport:
    found = queries.report_of(_reader(request), school, number)
    if found.state != found.State.READY:
        raise Http404
    return found


def _file(content: bytes, found: UseReport, ending: str, media_type: str) -> HttpResponse:
    name = slugify(f"internet-use-{found.look.subject_name}-{found.look.first}") or "internet-use"
    return handed_out(content, f"{name}.{ending}", media_type)


@require_POST
@school_page(RIGHT)
def read(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say that one has read a weekly report."""
    found = queries.report_of(_reader(request), school, number)
    attempt(
        request, lambda: actions.mark_read(by=by(request), report=found), _("Thank you: it is noted that you read it.")
    )
    return redirect("use", school=school.code)


@school_page(RIGHT)
def plans(request: HttpRequest, school: School) -> HttpResponse:
    """The weekly reports that are set up."""
    rows = queries.plans_for(_reader(request), school)
    return show(request, plans_table(school), rows, "monitoring/plans.html", _tabs(request, school, "use-plans"))


@school_page(RIGHT)
def plan(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One weekly report: who reads it, and one's own weeks of it."""
    user = _reader(request)
    found = queries.plan_of(user, school, number)
    context = {"school": school, "plan": found, "weeks": queries.reports_of_plan(found, user)}
    return render(request, "monitoring/plan.html", context)


@school_page(RIGHT)
def plan_add(request: HttpRequest, school: School) -> HttpResponse:
    """Set one up."""
    form = PlanForm(school, queries.purposes_of(school), queries.able_to_look(school), request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.begin_plan(
            by=by(request),
            school=school,
            subject=_subject(form),
            purpose=form.cleaned_data["purpose"],
            words=form.cleaned_data["words"],
            readers=form.chosen,
            until=form.cleaned_data["until"],
        ),
        to=reverse("use-plans", args=[school.code]),
        success=_("The first one comes on Monday."),
        context={"title": _("Set up a weekly report"), "back_link": reverse("use-plans", args=[school.code])},
    )


@school_page(RIGHT)
def plan_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End one."""
    found = queries.plan_of(_reader(request), school, number)
    if request.method == "POST":
        attempt(request, lambda: actions.end_plan(by=by(request), plan=found), _("No more are made."))
        return redirect("use-plans", school=school.code)
    back = reverse("use-plan", args=[school.code, number])
    context = {"title": _("End this weekly report?"), "lead": found.subject_name, "back_link": back}
    return render(request, "design/confirm.html", context)


@school_page(Permission.SEE_LOOKS)
def looks(request: HttpRequest, school: School) -> HttpResponse:
    """Who looked at whose internet use, and what for: with counts of the last 30 days."""
    user = _reader(request)
    by_purpose, by_person = queries.counted_looks(user, school, timezone.now() - COUNTED)
    context = {
        "school": school,
        "tabs": _tabs(request, school, "looks")["tabs"] if rights(request, school, RIGHT)["see_internet_use"] else [],
        "by_purpose": by_purpose,
        "by_person": by_person,
    }
    rows = queries.looks_for(user, school)
    return show(request, looks_table(queries.purposes_of(school)), rows, "monitoring/looks.html", context)
