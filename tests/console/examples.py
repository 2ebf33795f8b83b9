"""What the addresses of pages take beside the school, for the tests that visit every page.

A page that takes more than a school's code stands here under the name of its address: a function that makes a sample,
given the school and the member who looks at it, and returns what the address takes. `school` is added by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.models import Away, Cover, Post
from belisha.console.access.settings.registry import SETTINGS
from cast import somebody
from console.examples_filtering_asks import ASKS
from console.examples_filtering_changes import FILTERING_CHANGES
from console.examples_filtering_gateways import GATEWAYS
from console.examples_filtering_policy import FILTERING_POLICY
from console.examples_filtering_proof import PROOF
from console.examples_of_accounts import ACCOUNTS
from console.examples_of_agreements import AGREEMENTS
from console.examples_of_concern_records import RECORD as CONCERN_RECORDS
from console.examples_of_concerns import CONCERNS
from console.examples_of_concerns_working import WORKING
from console.examples_of_consents import CONSENTS
from console.examples_of_duties import DUTIES, OF_LEADERS, OF_OTHERS
from console.examples_of_importing import IMPORTING
from console.examples_of_keeping import KEEPING
from console.examples_of_leaving import LEAVING
from console.examples_of_monitoring import MONITORING
from console.examples_of_parents import PARENTS
from console.examples_of_patterns import PATTERNS
from console.examples_of_policies import POLICIES
from console.examples_of_policy_life import POLICY_LIFE
from console.examples_of_register import REGISTER
from console.examples_of_remote_access import REMOTE_ACCESS
from console.examples_of_reviews import REVIEWS
from console.examples_of_roster import ROSTER
from console.examples_of_sign_in import SIGN_IN
from console.examples_of_subject_access import SUBJECT_ACCESS
from console.examples_of_surveys import SURVEYS
from console.examples_of_telling import OF_PUPILS, TELLING
from console.examples_of_walks import WALKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.console.access.models import School, User


def a_setting(_school: School, _member: User) -> dict[str, Any]:
    return {"key": next(iter(SETTINGS))}


def a_year(_school: School, _member: User) -> dict[str, Any]:
    return {"year": 2026, "part": "terms"}


def a_post(school: School, _member: User) -> dict[str, Any]:
    today, holder = timezone.localdate(), somebody(school)
    post = Post.objects.create(
        federation=school.federation, school=school, role="senco", holder=holder, first=today, last=today
    )
    return {"number": post.pk}


def a_cover(school: School, member: User) -> dict[str, Any]:
    post, today = a_post(school, member)["number"], timezone.localdate()
    cover = Cover.objects.create(post_id=post, by=somebody(school), first=today, last=today + timedelta(days=1))
    return {"number": cover.pk}


def an_absence(school: School, member: User) -> dict[str, Any]:
    post, today = Post.objects.get(pk=a_post(school, member)["number"]), timezone.localdate()
    return {"number": Away.objects.create(user=post.holder, first=today, last=today).pk}


EXAMPLES: dict[str, Callable[[School, User], dict[str, Any]]] = {
    **ACCOUNTS,
    **AGREEMENTS,
    **CONCERN_RECORDS,
    **CONCERNS,
    **WORKING,
    **TELLING,
    **CONSENTS,
    **IMPORTING,
    **LEAVING,
    **KEEPING,
    **SUBJECT_ACCESS,
    **PARENTS,
    **PATTERNS,
    **PROOF,
    **GATEWAYS,
    **FILTERING_POLICY,
    **ASKS,
    **FILTERING_CHANGES,
    **REMOTE_ACCESS,
    **REVIEWS,
    **POLICIES,
    **POLICY_LIFE,
    **DUTIES,
    **MONITORING,
    **REGISTER,
    **ROSTER,
    **SIGN_IN,
    **SURVEYS,
    **WALKS,
    "setting": a_setting,
    "setting-reset": a_setting,
    "federation-setting": a_setting,
    "federation-setting-reset": a_setting,
    "calendar-year": a_year,
    "calendar-copy": a_year,
    "calendar-part": a_year,
    "calendar-reset": a_year,
    "federation-calendar-year": a_year,
    "federation-calendar-copy": a_year,
    "federation-calendar-part": a_year,
    "federation-calendar-reset": a_year,
    "appoint": lambda _school, _member: {"role": "senco"},
    "post": a_post,
    "post-hand-over": a_post,
    "post-end": a_post,
    "post-keep": a_post,
    "post-again": a_post,
    "post-cover": a_post,
    "post-away": a_post,
    "cover-end": a_cover,
    "away-back": an_absence,
}
# Pages that need a role of their own beside the permission, by name: "class-cards": Role.TEACHER
MEMBERS: dict[str, str] = (
    dict.fromkeys(OF_PUPILS, "pupil") | dict.fromkeys(OF_LEADERS, "head") | {"survey-hand-out": "head"}
) | OF_OTHERS
# Pages whose answer is no page to read (a file, a redirect, words for scripts): they are visited, not read
NOT_READ: frozenset[str] = frozenset()
# Pages that answer with a status of their own: health says 503 while no job has run, and a console without an
# authority of its own has no certificate of one; without anything that makes concerns, no alert becomes one
ALSO_WELL: dict[str, set[int]] = {
    "health": {503},
    "gateway-authority": {404},
    "alert-concern": {404},
    "concern-pattern-note": {404},  # its address names a rise, and nothing has risen
    "report-keep": {204},
    "help-tried": {404},
    "sign-class-photo": {404},  # the child of the example has no photo
    "concern-keep": {204},
}
