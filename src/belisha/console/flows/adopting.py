"""The policy that was published before there was a console, or that stands in a file, becomes the console's.

From then on policy.yaml is a way in and not the truth: `belisha policy publish` says so (a mark in the data folder).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError

from belisha.console.access.acting import By
from belisha.console.access.models import Federation, School
from belisha.console.filtering.models import PolicyVersion
from belisha.console.filtering.policy.actions import adopt
from belisha.console.flows.due import due
from belisha.console.flows.sample_ends import is_over
from belisha.engine.policy import load
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer
from belisha.engine.published.preparing import keep_in_console

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from belisha.engine.policy import Policy

__all__ = ["adopt_file", "adopt_published"]


# a job of its own: a policy that cannot be taken over stops no register from being published
@due(name="adopt the policy in force", every="minute")
def adopt_now(_now: datetime) -> str:
    """Take over what is in force, once."""
    return adopt_published(settings.HOME)


def adopt_published(home: Path) -> str:
    """Take over what is in force, unless the console has a policy already; what was done, in words.

    Nothing is done without a school that the policy names, nor with the policy of the invented schools, which are none
    of the console's: a school begins with levels of its own. Raises ValueError when it cannot be read or has faults.
    """
    if PolicyVersion.objects.exists():
        return ""
    policy = _in_force(home)
    federation = federation_of(policy) if policy else None
    if policy is None or federation is None or is_over(policy):
        return ""
    try:
        return _adopted(home, federation, policy, By(None, system="adopting the policy in force"), anew=False)
    except ValueError:
        if PolicyVersion.objects.exists():  # the job of the minute, or filling in the sample, was first
            return ""
        raise


def adopt_file(home: Path, policy: Policy) -> str:
    """Put a policy from a file in place of the console's, as its next version; what was done, in words.

    Raises ValueError when it names no school of the console, or has faults with its people.
    """
    federation = federation_of(policy)
    if federation is None:
        message = "The policy names no school of this console."
        raise ValueError(message)
    return _adopted(home, federation, policy, By(None, system="belisha policy publish --force"), anew=True)


def _adopted(home: Path, federation: Federation, policy: Policy, by: By, *, anew: bool) -> str:
    try:
        version = adopt(by=by, federation=federation, policy=policy, anew=anew)
    except ValidationError as error:
        message = f"The policy of {federation} cannot be taken over: {' '.join(error.messages)}"
        raise ValueError(message) from error
    keep_in_console(home)
    return f"Took over the policy of {federation} as version {version.number}."


def federation_of(policy: Policy) -> Federation | None:
    """Whose policy it is: the federation of the schools that it names, where that is one alone."""
    named = School.objects.filter(code__in=list(policy.schools)).values("federation")
    found = list(Federation.objects.filter(pk__in=named)[:2])
    return found[0] if len(found) == 1 else None


def _in_force(home: Path) -> Policy | None:
    try:
        pointer = read_pointer(home)
        return load(policy_path(home, pointer.policy).read_bytes()) if pointer.policy else None
    except (NothingPublishedError, OSError) as error:
        message = f"The policy in force cannot be read: {error}"
        raise ValueError(message) from error
