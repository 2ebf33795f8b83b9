"""One account for a parent whose children are at several schools of a federation: find, join, part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.actions.joining import join_accounts, part_accounts
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import federation_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import Column, Table, show
from belisha.console.flows.accounts.one_account import at_several_schools, namesakes_of, parent_of
from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.people.models import Person

__all__ = ["join", "namesakes", "part", "several_schools"]


def _account(person: Person) -> str:
    user = person.user
    if user.joined_to:
        return _("Signs in as %(name)s, %(school)s") % {
            "name": user.joined_to.username,
            "school": user.joined_to.school,
        }
    return user.username or "" if user.is_active else _("None yet")


TABLE: Final = Table(
    name="parents-at-several-schools",
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda person: person.name,
            ("search",),
            lambda person: reverse("one-account-person", args=[person.pk]),
        ),
        Column("school", gettext_lazy("School"), lambda person: person.school.name, ("school__name",)),
        Column(
            "children",
            gettext_lazy("Children"),
            lambda person: ", ".join(link.child.name for link in person.children_here),
        ),
        Column("email", gettext_lazy("E-mail"), lambda person: person.email, ("email",)),
        Column("phone", gettext_lazy("Telephone"), lambda person: person.phone),
        Column("account", gettext_lazy("Account"), _account),
    ),
    search=("search",),
    fold=fold,
)


@federation_page(Permission.CHANGE_PEOPLE)
def several_schools(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Parents whose name is on the register of more than one school."""
    return show(request, TABLE, at_several_schools(federation), "flows/accounts/several_schools.html")


@federation_page(Permission.CHANGE_PEOPLE)
def namesakes(request: HttpRequest, federation: Federation, pk: int) -> HttpResponse:
    """A parent and those of the same name at other schools, to be compared."""
    person = parent_of(federation, pk)
    others = namesakes_of(federation, person)
    shown = [(each, _account(each)) for each in (person, *others)]
    return render(request, "flows/accounts/namesakes.html", {"person": person, "others": others, "shown": shown})


@federation_page(Permission.CHANGE_PEOPLE)
def join(request: HttpRequest, federation: Federation, pk: int, other: int) -> HttpResponse:
    """Let a parent sign in for the school of one entry by the account of the other."""
    person = parent_of(federation, pk)
    kept = next((each for each in namesakes_of(federation, person) if each.pk == other), None)
    if kept is None:
        raise Http404
    if request.method == "POST" and attempt(
        request, lambda: join_accounts(by(request), user=person.user, to=kept.user), _("They have one account now.")
    ):
        return redirect("one-account-person", kept.pk)
    lead = _(
        "They sign in by their account at %(kept)s and see their children at both schools. Each school still sees its"
        " own entry alone. An account of theirs at %(gone)s is closed. You can part the two again."
    )
    context = {
        "title": _("Is this one person?"),
        "caption": person.name,
        "lead": lead % {"kept": kept.school.name, "gone": person.school.name},
        "submit": _("One person: one account"),
        "back_link": reverse("one-account-person", args=[person.pk]),
    }
    return render(request, "design/confirm.html", context)


@require_POST
@federation_page(Permission.CHANGE_PEOPLE)
def part(request: HttpRequest, federation: Federation, pk: int) -> HttpResponse:
    """Let a parent have an account of their own at a school again."""
    person = parent_of(federation, pk)
    attempt(
        request,
        lambda: part_accounts(by(request), user=person.user),
        _("Parted. The school can open an account of their own for them."),
    )
    return redirect("one-account-person", person.pk)
