"""Where a version stands on its way: what it still needs, who said what, who can sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.authorization import Holding, holdings, place_of
from belisha.console.access.models import Federation, School
from belisha.console.access.rules import Place
from belisha.console.policies.approving.rules import PARTS, SIGNERS, audiences_without_words
from belisha.console.policies.clauses.house import AUDIENCES
from belisha.console.policies.clauses.queries import compose
from belisha.console.policies.models import Approval, StepWord, VersionSignature

if TYPE_CHECKING:
    from belisha.console.access.models import User
    from belisha.console.access.roles import Role
    from belisha.console.policies.models import Version

__all__ = ["Lacking", "SignaturePlace", "approval_of", "lacking", "part_for", "signatures_of", "words_of"]


class Lacking(NamedTuple):
    """Something that a version needs before it goes on to governors, and where it is done."""

    text: str
    link: str


class SignaturePlace(NamedTuple):
    """A place for a signature."""

    part: str
    title: str
    given: VersionSignature | None


def words_of(version: Version) -> list[StepWord]:
    """What technical staff, leaders and governors said, in order."""
    return list(version.step_words.all())


def lacking(version: Version, school: School) -> list[Lacking]:
    """What stands between a version and its governors, seen from the pages of a school."""
    here = [school.code, version.pk]
    said = set(version.step_words.values_list("step", flat=True))
    found = []
    if not version.rounds.filter(closed_at__isnull=False).exists():
        found.append(Lacking(_("A consultation of staff, pupils and parents"), reverse("policy-consult", args=here)))
    if StepWord.Step.TECHNICAL not in said:
        found.append(Lacking(_("The comment of technical staff"), reverse("policy-technical", args=here)))
    if not version.wellbeing.strip():
        found.append(Lacking(_("What it means for wellbeing"), reverse("policy-wellbeing", args=here)))
    if not version.reviewer:
        found.append(Lacking(_("Who reviews it next"), reverse("policy-details", args=here)))
    if empty := audiences_without_words(compose(version, school), AUDIENCES):
        words = _("A paragraph for each group; none speaks to: %(groups)s") % {"groups": ", ".join(empty)}
        found.append(Lacking(words, reverse("policy-write", args=here)))
    return found


def approval_of(version: Version) -> Approval | None:
    """The governors' vote on the text that stands now."""
    found: Approval | None = version.approvals.filter(digest=version.digest).first() if version.digest else None
    return found


def signatures_of(version: Version) -> list[SignaturePlace]:
    """Both places, with the signature under the text that stands now."""
    given = {each.part: each for each in version.signatures.filter(digest=version.digest)} if version.digest else {}
    return [SignaturePlace(part, str(title), given.get(part)) for part, title in PARTS.items()]


def _held(user: User, place: School | Federation) -> list[Holding]:
    where = place_of(place) if isinstance(place, School) else Place(None, place.pk)
    return [holding for holding in holdings(user) if holding.reaches(where)]


def part_for(user: User, place: School | Federation) -> tuple[str, Role] | None:
    """As whom somebody can sign a policy of a place: the part and the role, or None."""
    roles = [holding.role for holding in _held(user, place)]
    return next(((part, role) for part, able in SIGNERS.items() for role in able if role in roles), None)
