"""The public page, fetched over HTTP as anybody would: does it show the version in force?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School
from belisha.console.policies.approving.queries.published import MARK, page_check_of
from belisha.console.policies.clauses.queries import in_force
from belisha.console.policies.models import PageCheck

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from belisha.console.policies.models import Version

__all__ = ["check_page", "check_pages", "fetched"]

SECONDS: Final = 15
MOST: Final = 8_000_000  # bytes of the page that are read


def fetched(address: str) -> str:
    """A page without signing in. Raises OSError, ValueError."""
    if not address.startswith(("http://", "https://")):
        message = f"{address} is no address of a page"
        raise ValueError(message)
    with urlopen(Request(address, headers={"Accept": "text/html"}), timeout=SECONDS) as answer:  # noqa: S310 - above
        return str(answer.read(MOST).decode("utf-8", "replace"))


def check_page(*, school: School, fetch: Callable[[str], str] = fetched) -> PageCheck:
    """Fetch the public page of a school and keep what was found."""
    version = in_force(school)
    fault = _fault(school, version, fetch) if version else _("No policy is in force.")
    now, before = timezone.now(), page_check_of(school)
    since = (before.failing_since if before else None) or now
    made, _new = PageCheck.objects.update_or_create(
        school=school,
        defaults={"version": version, "at": now, "fault": fault[:300], "failing_since": since if fault else None},
    )
    return made


def _fault(school: School, version: Version, fetch: Callable[[str], str]) -> str:
    address = settings.CONSOLE.url + reverse("public-policy", args=[school.code])
    try:
        page = fetch(address)
    except (URLError, OSError, ValueError) as error:
        return _("%(address)s does not answer: %(why)s") % {"address": address, "why": error}
    if f'name="{MARK}" content="{version.digest}"' not in page:
        return _("%(address)s does not show the version in force.") % {"address": address}
    return ""


def check_pages(now: datetime) -> tuple[int, int]:
    """Fetch the public pages of all schools. How many, and how many with a fault."""
    del now
    found = [check_page(school=school) for school in School.objects.select_related("federation").order_by("pk")]
    return len(found), sum(bool(each.fault) for each in found)
