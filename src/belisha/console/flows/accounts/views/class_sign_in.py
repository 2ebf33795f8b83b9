"""How the youngest sign in, inside the school: they choose their class and name, then three pictures; or show a card.

The listed exception from passwords (duty accounts.youngest-exception). Guesses count as everywhere else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.queries.rules_in_force import YoungRule, young_rule
from belisha.console.access.accounts.queries.youngest import digest_of, pictures_are_right, user_of_card
from belisha.console.access.accounts.rules.pictures import CHOSEN, PICTURES
from belisha.console.access.guards import open_page
from belisha.console.access.sign_in.actions.guesses import HeldOffError, open_guess, right_guess, wrong_guess
from belisha.console.access.sign_in.actions.sessions import signed_in
from belisha.console.flows.accounts.queries import is_in_years, pupils_of, school_called, young_classes

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group, Person

__all__ = ["card", "card_shown", "choose_class", "choose_name", "choose_pictures"]

TEMPLATE = "flows/accounts/class_sign_in.html"
SHOWN = "card-shown"
SHOWN_FOR = timedelta(minutes=5)


class _Door(NamedTuple):
    """Where the youngest of a school come in: the school and its rule."""

    school: School
    rule: YoungRule


@open_page
def choose_class(request: HttpRequest, school: str) -> HttpResponse:
    """First: which class? Or a card that is read by a reader, or typed."""
    door = _door(request, school)
    if door is None:
        return _shut(request)
    if token := request.POST.get("card", "").strip().rstrip("/").rpartition("/")[2]:
        return _show_card(request, school, token)
    classes = list(young_classes(door.school, door.rule.years, timezone.localdate()))
    if len(classes) == 1 and not door.rule.card:
        return HttpResponseRedirect(reverse("class-sign-in-names", args=[school, classes[0].pk]))
    context = {"step": "class", "classes": classes if door.rule.pictures else [], "cards": door.rule.card}
    return render(request, TEMPLATE, {"place": door.school, **context})


@open_page
def choose_name(request: HttpRequest, school: str, pk: int) -> HttpResponse:
    """Then: who are you?"""
    door = _door(request, school)
    if door is None or not door.rule.pictures:
        return _shut(request)
    group = _class(door, pk)
    context = {"step": "name", "group": group, "children": list(_children(door, group))}
    return render(request, TEMPLATE, {"place": door.school, **context})


@open_page
def choose_pictures(request: HttpRequest, school: str, pk: int, pupil: int) -> HttpResponse:
    """Then: your three pictures, one after the other."""
    door = _door(request, school)
    if door is None or not door.rule.pictures:
        return _shut(request)
    group = _class(door, pk)
    child = get_object_or_404(_children(door, group), pk=pupil)
    chosen = _chosen(request)
    wrong = held = False
    if len(chosen) == CHOSEN:
        try:
            if _right(request, child.user, chosen):
                return _come_in(request, child.user, "pictures")
        except HeldOffError:
            held = True
        wrong, chosen = not held, []
    context = {"step": "pictures", "group": group, "child": child, "pictures": PICTURES.items(), "chosen": chosen}
    return render(request, TEMPLATE, {"place": door.school, "wrong": wrong, "held": held, "wanted": CHOSEN, **context})


@open_page
def card(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """A card was shown to a camera. What is on it goes from the address into the session at once: on to the greeting.

    An address that was only passed through stays in no browser's history.
    """
    return _show_card(request, school, token)


@open_page
def card_shown(request: HttpRequest, school: str) -> HttpResponse:
    """Say hello to whoever showed a card, and let them in with one press."""
    door = _door(request, school)
    if door is None or not door.rule.card:
        return _shut(request)
    try:
        user = _user_of(request, door, _shown(request))
    except HeldOffError:
        return render(request, TEMPLATE, {"place": door.school, "step": "held"})
    if user and request.method == "POST":
        request.session.pop(SHOWN, None)
        return _come_in(request, user, "card")
    return render(request, TEMPLATE, {"place": door.school, "step": "card", "owner": user})


def _show_card(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """Keep the digest of what is on a card in the session, and no more of it anywhere."""
    request.session[SHOWN] = {"card": digest_of(token[:80]), "at": timezone.now().timestamp()}
    return HttpResponseRedirect(reverse("class-card-shown", args=[school]))


def _shown(request: HttpRequest) -> str:
    """The digest of the card that was shown in the last minutes; "" for none."""
    shown = request.session.get(SHOWN, {})
    fresh = timezone.now().timestamp() - shown.get("at", 0) < SHOWN_FOR.total_seconds()
    return str(shown["card"]) if fresh else ""


def _door(request: HttpRequest, code: str) -> _Door | None:
    """The school and its rule, if whoever asks is inside it and it lets its youngest sign in so."""
    school = school_called(code)
    if school is None:
        return None
    rule = young_rule(school)
    inside = bool(rule.years) and rule.from_inside(request.META.get("REMOTE_ADDR", ""))
    return _Door(school, rule) if inside else None


def _shut(request: HttpRequest) -> HttpResponse:
    """The same for a school that there is not, one that does not do this, and somebody who is outside."""
    return render(request, TEMPLATE, {"step": "shut"})


def _class(door: _Door, pk: int) -> Group:
    return get_object_or_404(young_classes(door.school, door.rule.years, timezone.localdate()), pk=pk)


def _children(door: _Door, group: Group) -> QuerySet[Person]:
    """Those of a class who have pictures, are young enough, and whose account is open."""
    return pupils_of(group, timezone.localdate()).filter(
        Q(has_pictures=True), year__in=door.rule.years, user__opened_at__isnull=False, user__closed_at__isnull=True
    )


def _chosen(request: HttpRequest) -> list[str]:
    """What was chosen so far, and the picture just pressed."""
    before = [code for code in request.POST.get("chosen", "").split("-") if code in PICTURES]
    now = request.POST.get("picture", "")
    return [*before, now][:CHOSEN] if now in PICTURES and now not in before else before[: CHOSEN - 1]


def _right(request: HttpRequest, user: User, chosen: list[str]) -> bool:
    """Whether the pictures are right; a wrong try counts. Raises HeldOffError."""
    guess = open_guess(request, f"pictures:{user.pk}", user)
    if pictures_are_right(user, chosen):
        right_guess(guess)
        return True
    wrong_guess(user=user, guess=guess, why=_("wrong pictures"))
    return False


def _user_of(request: HttpRequest, door: _Door, digest: str) -> User | None:
    """Whose card it is, if they are still young enough; any other card counts as a guess. Raises HeldOffError."""
    if not digest:
        return None
    # counted for this card and for the device: a mark for the school would let ten wrong cards shut out every class
    guess = open_guess(request, f"card:{digest}", None)
    user = user_of_card(door.school, digest)
    if user is None or not is_in_years(user, door.rule.years):
        request.session.pop(SHOWN, None)
        wrong_guess(user=None, guess=guess, why=_("a card that does not work"), at=door.school)
        return None
    right_guess(guess)
    return user


def _come_in(request: HttpRequest, user: User, way: str) -> HttpResponse:
    signed_in(request, user, way)
    return HttpResponseRedirect(reverse("home"))
