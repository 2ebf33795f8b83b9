"""The policy in force for everybody: at an address that stays, on paper, inside a school's website."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from belisha.console.access.guards import open_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.middleware import framed_by
from belisha.console.policies.approving.paper import paper_of
from belisha.console.policies.approving.queries.published import (
    open_school,
    outcomes_behind,
    page_check_of,
    published_at,
    published_context,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School

__all__ = ["embedded", "paper", "public", "publish"]


@open_page
def public(request: HttpRequest, school: str) -> HttpResponse:
    """The policy for everybody."""
    return render(request, "policies/approving/public.html", published_context(open_school(school)))


@open_page
def paper(request: HttpRequest, school: str) -> HttpResponse:
    """The same as tagged PDF."""
    del request
    here = open_school(school)
    context = published_context(here)
    made = paper_of(context)
    name = f"online-safety-policy-{here.code}-{context['version'].number}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _origin(website: str) -> str:
    """The origin of a website: the one place that may show the policy in a frame; "" for none."""
    parts = urlsplit(website)
    known = parts.scheme in {"https", "http"} and parts.hostname and not set(parts.netloc) & set(" ;,'\"@")
    return f"{parts.scheme}://{parts.netloc}" if known else ""


@xframe_options_exempt
@open_page
def embedded(request: HttpRequest, school: str) -> HttpResponse:
    """The policy without our furniture, for a frame in the school's own website and nowhere else."""
    here = open_school(school)
    origin = _origin(here.website)
    answered = render(request, "policies/approving/embedded.html", published_context(here))
    return framed_by(answered, origin) if origin else answered


@school_page(Permission.SEE_SCHOOL)
def publish(request: HttpRequest, school: School) -> HttpResponse:
    """Where the policy is read, how the website shows it, and a text for the newsletter."""
    version = published_at(school)
    address = settings.CONSOLE.url + reverse("public-policy", args=[school.code])
    context = {
        "school": school,
        "version": version,
        "address": address,
        "frame": settings.CONSOLE.url + reverse("public-policy-embedded", args=[school.code]),
        "origin": _origin(school.website),
        "check": page_check_of(school),
        "outcomes": outcomes_behind(version) if version else [],
    }
    return render(request, "policies/approving/publish.html", context)
