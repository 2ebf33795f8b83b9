"""Pages of walks: the list, setting out, a place with its points, signing; the sheet for paper."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.compliance.plans.queries import owners
from belisha.console.compliance.walks import actions, queries
from belisha.console.compliance.walks.forms import (
    DropForm,
    MendForm,
    PlaceForm,
    PointForm,
    RepairForm,
    SignForm,
    StartForm,
)
from belisha.console.compliance.walks.rules import points_at, usual_places
from belisha.console.design.files import spreadsheet
from belisha.console.design.tables import Column, Table, show
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.models import Walk, WalkPlace

__all__ = [
    "add_place",
    "drop",
    "place",
    "point_end",
    "points",
    "sheet",
    "sign",
    "start",
    "walk",
    "walks",
    "wrong",
]


def _walks_table() -> Table:
    return Table(
        "walks",
        (
            Column(
                "on",
                _("Walked on"),
                lambda walk: walk.on,
                order=("on",),
                link=lambda walk: reverse("walk", args=[walk.school.code, walk.pk]),
            ),
            Column("walker", _("By"), lambda walk: walk.walker.name, order=("walker__name",)),
            Column("seen", _("Points seen"), lambda walk: walk.seen, numeric=True),
            Column("wrong", _("Wrong"), lambda walk: walk.wrong, numeric=True),
            Column("signed", _("Signed"), lambda walk: walk.signed_at, order=("signed_at",)),
        ),
        search=("walker__name",),
    )


@school_page(Permission.SEE_DUTIES)
def walks(request: HttpRequest, school: School) -> HttpResponse:
    """The walks of a school, how each point stood on the last ones, and the way to the next."""
    last, trend = queries.trend_of(school)
    context: dict[str, Any] = {
        "school": school,
        "due": queries.due_of(school, timezone.now()),
        "mine": queries.own_walk(request.user, school) if isinstance(request.user, User) else None,
        "walks": may(request, Permission.WALK_SCHOOL, school),
        "last": last,
        "trend": trend,
    }
    return show(request, _walks_table(), queries.walks_of(school), "compliance/walks/walks.html", context)


@school_page(Permission.WALK_SCHOOL)
def start(request: HttpRequest, school: School) -> HttpResponse:
    """Set out."""
    rooms = queries.rooms_for(school)
    every = [each.id for each in usual_places()] + [f"room-{room.pk}" for room in rooms]
    form = StartForm(rooms, request.POST or None, initial={"on": timezone.localdate(), "places": every})
    begun: list[Walk] = []

    def act() -> None:
        made = actions.start(by=by(request), school=school, on=form.cleaned_data["on"], places=form.stops)
        begun.append(made)

    context = {
        "title": _("Walk the school"),
        "caption": school.name,
        "lead": _("You look at each place with a list. What you note is kept at once: you can stop and go on later."),
        "submit": _("Set out"),
        "back_link": reverse("walks", args=[school.code]),
    }
    to = lambda: reverse("walk", args=[school.code, begun[0].pk])  # noqa: E731 - known only once it is done
    return answer(request, form, act, to=to, success=_("Choose a place and begin."), context=context)


@school_page(Permission.SEE_DUTIES)
def walk(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """A walk: its places to go on with, or what it found; as CSV where that is asked for."""
    found = queries.walk_of(school, number)
    stops = queries.stops_of(found)
    if request.GET.get("format") == "csv":
        return _as_csv(found, stops)
    context = {
        "school": school,
        "walk": found,
        "stops": stops,
        "mine": _is_open_and_mine(request, found),
        "wrong": [(each, line) for each, line in queries.lines_of(stops) if line.answer == "no"],
        "unsaid": queries.lacking(stops),
    }
    return render(request, "compliance/walks/walk.html", context)


@never_cache
@school_page(Permission.WALK_SCHOOL)
def place(request: HttpRequest, school: School, number: int, place: int) -> HttpResponse:
    """One place: each point with yes, no and not seen; every press keeps all notes of the page."""
    found, here = _own(request, school, number, place)
    if request.method == "POST":
        point, _colon, said = request.POST.get("say", "").partition(":")
        notes = {name.removeprefix("note-"): request.POST[name] for name in request.POST if name.startswith("note-")}
        actions.note(by=by(request), place=here, answers={point: said} if said else {}, notes=notes)
        return redirect(_after(school, found, here, point, said))
    stops = queries.stops_of(found)
    at = next(index for index, stop in enumerate(stops) if stop.place == here)
    context = {
        "school": school,
        "walk": found,
        "stop": stops[at],
        "number": at + 1,
        "of": len(stops),
        "next": stops[at + 1].place if at + 1 < len(stops) else None,
        "unsaid": {line.sight.pk for each, line in queries.lacking(stops) if each == here and line.sight},
    }
    return render(request, "compliance/walks/place.html", context)


def _after(school: School, found: Walk, here: WalkPlace, point: str, said: str) -> str:
    """Where a press leads: what is wrong asks at once what becomes of it; else on to the next point."""
    sight = here.sights.filter(point=point).first()
    if said == "no" and sight and not sight.mended and sight.plan_id is None:
        return reverse("walk-wrong", args=[school.code, sight.pk])
    page = reverse("walk-place", args=[school.code, found.pk, here.pk])
    known = [each.id for each in points_at(queries.points_of(found), here.kind)]
    after = known[known.index(point) + 1 :][:1] if point in known else []
    return f"{page}#{after[0] if after else 'on' if said else 'main'}"


@school_page(Permission.WALK_SCHOOL)
def wrong(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What becomes of something wrong: put right at once, or an action with owner and date."""
    sight = queries.sight_of(school, number)
    if not _is_open_and_mine(request, sight.place.walk):
        raise Http404
    point = next((each for each in queries.points_of(sight.place.walk) if each.id == sight.point), None)
    now = request.POST.get("now") == "mended"
    mend = MendForm(request.POST if request.method == "POST" and now else None)
    initial = {"words": f"{sight.place.name}: {sight.note or (point.text if point else '')}"[:400]}
    plan = RepairForm(owners(school), request.POST if request.method == "POST" and not now else None, initial=initial)
    page = reverse("walk-place", args=[school.code, sight.place.walk_id, sight.place_id])
    if mend.is_valid() and done(
        mend, lambda: actions.put_right(by=by(request), sight=sight, words=mend.cleaned_data["mended"])
    ):
        messages.success(request, _("It is noted that you put it right."))
        return redirect(f"{page}#{sight.point}")
    if plan.is_valid() and done(plan, lambda: actions.plan_for(by=by(request), sight=sight, **plan.cleaned_data)):
        messages.success(request, _("It is planned. Whoever does it sees it on their home page."))
        return redirect(f"{page}#{sight.point}")
    context = {"school": school, "sight": sight, "point": point, "mend": mend, "plan": plan, "forms": [mend, plan]}
    return render(request, "compliance/walks/wrong.html", {**context, "back_link": f"{page}#{sight.point}"})


@school_page(Permission.WALK_SCHOOL)
def add_place(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One more place on a walk."""
    found = _own_walk(request, school, number)
    form = PlaceForm(request.POST or None)
    made: list[WalkPlace] = []

    def act() -> None:
        stopping = actions.Stopping(form.cleaned_data["name"], form.cleaned_data["kind"])
        made.append(actions.add_place(by=by(request), walk=found, place=stopping))

    back = reverse("walk", args=[school.code, number])
    context = {"title": _("Add a place"), "submit": _("Go there"), "back_link": back}
    to = lambda: reverse("walk-place", args=[school.code, number, made[0].pk])  # noqa: E731 - known once it is done
    return answer(request, form, act, to=to, success=_("Added."), context=context)


@school_page(Permission.WALK_SCHOOL)
def sign(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Sign a walk."""
    found = _own_walk(request, school, number)
    stops = queries.stops_of(found)
    form = SignForm(request.POST or None)
    rows = [
        {"key": _("Places"), "value": len(stops)},
        {"key": _("Points seen"), "value": sum(stop.done for stop in stops)},
        {"key": _("Not noted: counts as not seen"), "value": sum(len(stop.lines) - stop.done for stop in stops)},
        {"key": _("Wrong"), "value": sum(stop.wrong for stop in stops)},
    ]
    context = {
        "title": _("Sign the walk"),
        "caption": school.name,
        "rows": rows,
        "submit": _("I have seen this, and sign it"),
        "lead": _("Once it is signed nothing of it changes."),
        "back_link": reverse("walk", args=[school.code, number]),
    }
    return answer(
        request,
        form,
        lambda: actions.sign(by=by(request), walk=found, words=form.cleaned_data["words"]),
        to=reverse("walk", args=[school.code, number]),
        success=_("The walk is signed. Duties that rest on it are looked at again tonight."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.WALK_SCHOOL)
def drop(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Give up a walk."""
    found = _own_walk(request, school, number)
    form = DropForm(request.POST or None)
    context = {
        "title": _("Give up this walk"),
        "danger": _("What you noted counts for nothing then. Actions that you planned stay."),
        "back_link": reverse("walk", args=[school.code, number]),
    }
    return answer(
        request,
        form,
        lambda: actions.drop(by=by(request), walk=found, reason=form.cleaned_data["reason"]),
        to=reverse("walks", args=[school.code]),
        success=_("The walk is given up."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.WALK_SCHOOL)
def sheet(request: HttpRequest, school: School) -> HttpResponse:
    """A sheet for those who walk with paper and enter it later."""
    points = queries.points_for(school)
    stops = [(each.name, points_at(points, each.kind)) for each in usual_places()]
    stops += [(room.name, points_at(points, "room")) for room in queries.rooms_for(school)]
    return render(request, "compliance/walks/sheet.html", {"school": school, "stops": stops, "points": points})


@school_page(Permission.WRITE_POLICIES)
def points(request: HttpRequest, school: School) -> HttpResponse:
    """What is looked at: our list, and what the school adds."""
    form = PointForm(request.POST or None)
    context = {
        "school": school,
        "points": [each for each in queries.points_for(school) if not each.id.startswith("own-")],
        "own": queries.own_points(school),
    }
    return answer(
        request,
        form,
        lambda: actions.add_point(by=by(request), school=school, text=form.cleaned_data["text"]),
        to=reverse("walk-points", args=[school.code]),
        success=_("The next walk has it on its list."),
        context=context,
        template="compliance/walks/points.html",
    )


@require_POST
@school_page(Permission.WRITE_POLICIES)
def point_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take something off the list again."""
    found = queries.own_points(school).filter(pk=number).first()
    if found is None:
        raise Http404
    actions.end_point(by=by(request), point=found)
    messages.success(request, _("The next walk has it no more."))
    return redirect("walk-points", school=school.code)


def _is_open_and_mine(request: HttpRequest, found: Walk) -> bool:
    return found.walker_id == request.user.pk and found.signed_at is None and found.dropped_at is None


def _own_walk(request: HttpRequest, school: School, number: int) -> Walk:
    """A walk that they are at. Raises Http404."""
    found = queries.walk_of(school, number)
    if not _is_open_and_mine(request, found):
        raise Http404
    return found


def _own(request: HttpRequest, school: School, number: int, place: int) -> tuple[Walk, WalkPlace]:
    found = _own_walk(request, school, number)
    return found, queries.place_of(found, place)


def _as_csv(found: Walk, stops: list[queries.Stop]) -> HttpResponse:
    heads = [_("Place"), _("Looked at"), _("Seen"), _("Note"), _("Put right"), _("Action"), _("Until")]
    return spreadsheet(f"walk-{found.school.code}-{found.on}", heads, starmap(_cells, queries.lines_of(stops)))


def _cells(place: WalkPlace, line: queries.Line) -> tuple[object, ...]:
    sight = line.sight
    if sight is None:
        return place.name, line.point.text, "", "", "", "", ""
    plan = sight.plan
    planned = (plan.words, plan.due) if plan else ("", "")
    return place.name, line.point.text, sight.get_answer_display(), sight.note, sight.mended, *planned
