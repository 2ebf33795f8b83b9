"""What families give in on paper, entered at the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.consents.queries.seeing import child_seen, sees_why
from belisha.console.agreements.home.actions.doing import enter_home_school
from belisha.console.agreements.home.forms import PaperHomeSchoolForm
from belisha.console.agreements.home.queries.front import responsible_links
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["home_school_paper"]


@school_page(Permission.TAKE_SIGNATURES)
def home_school_paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Enter a home-school form from paper. Needs the right to see families."""
    user = request.user
    if not isinstance(user, User) or not sees_why(user, school):
        raise Http404
    child = child_seen(user, school, number)
    links = {str(link.pk): link for link in responsible_links(child)}
    form = PaperHomeSchoolForm({key: link.adult.name for key, link in links.items()}, request.POST or None)
    back = reverse("consents-of", args=[school.code, number])
    return answer(
        request,
        form,
        lambda: enter_home_school(
            by=by(request), link=links[form.cleaned_data["person"]], words=form.cleaned_data["words"]
        ),
        to=back,
        success=_("The home-school form is entered."),
        context={
            "title": _("Enter a home-school form from paper"),
            "caption": child.name,
            "lead": _("For this school year. It counts as if they had sent it from their pages."),
            "back_link": back,
            "school": school,
        },
    )
