"""Parents' pages lead to the policy that the school has published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from belisha.console.agreements.home.hooks import policy_at
from belisha.console.policies.approving.queries.published import published_at

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["published_policy"]


@policy_at
def published_policy(school: School) -> str:
    """The open page of the policy in force; nothing while there is none."""
    return reverse("public-policy", args=[school.code]) if published_at(school) else ""
