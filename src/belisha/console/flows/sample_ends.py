"""The invented federation of a new installation is gone from the gateway once the console holds a school of one's own.

Its people could else go on using the internet, with passwords that lie in a file. What its policy blocks stays blocked
until the school has levels of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from belisha.console.access.models import School
from belisha.engine.published.preparing import read_checked_policy
from belisha.sample import sample_policy

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.engine.policy import Policy

__all__ = ["SIGN_INS", "forget_sign_ins", "is_over", "without_schools"]

SIGN_INS: Final = "sample-sign-ins.csv"


def is_over(policy: Policy) -> bool:
    """Whether a policy is the sample's, whatever schools stand in it, while the console holds others."""
    sample = _sample()
    if (policy.federation, policy.profiles) != (sample.federation, sample.profiles):
        return False
    invented = School.objects.filter(code__in=list(sample.schools), federation__name=sample.federation.name)
    return School.objects.exists() and not invented.exists()


def without_schools(policy: Policy) -> Policy:
    """What a policy says for every school: each school comes from the register."""
    return msgspec.structs.replace(policy, schools={})


def forget_sign_ins(home: Path) -> None:
    """Remove the list of the sample's passwords, which open nothing any more."""
    (home / SIGN_INS).unlink(missing_ok=True)


@cache
def _sample() -> Policy:
    return read_checked_policy(sample_policy())
