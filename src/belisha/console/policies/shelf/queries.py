"""What stands on the shelf of a school, and how each of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.utils import timezone

from belisha.console.access.models import Post, School
from belisha.console.access.remembering import remembered
from belisha.console.access.roles import ROLES, Role
from belisha.console.policies.models import Brought, Document, DocumentContent, Policy, Version
from belisha.console.policies.shelf.rules import Standing, kinds, stands

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.policies.models import Sentence
    from belisha.console.policies.shelf.rules import Kind

__all__ = [
    "Shelved",
    "brought_of",
    "brought_policies",
    "content_of",
    "document_of",
    "documents_of",
    "is_red",
    "policy_of",
    "sentence_of",
    "shelf_of",
    "shelved_by_kind",
]


class Shelved(NamedTuple):
    """A sister policy as it stands: `standing`, whose it is, and the edition that counts."""

    kind: Kind
    policy: Policy | None
    title: str
    owner: Role
    holders: str  # names; "" where nobody holds the post
    standing: Standing
    review_due: date | None
    document: Document | None
    version: Version | None

    @property
    def owner_title(self) -> str:
        """The post in words."""
        return str(ROLES[self.owner].title)

    @property
    def for_all(self) -> bool:
        """Whether it is the federation's."""
        return self.policy is not None and self.policy.school_id is None


def is_red(shelved: Shelved) -> bool:
    """Past its date, missing though every school has one, or nobody's."""
    if shelved.standing is Standing.MISSING:
        return shelved.kind.wanted or shelved.policy is not None
    return shelved.standing is Standing.LATE or not shelved.holders


def shelf_of(school: School, today: date | None = None) -> list[Shelved]:
    """Every kind that the school has or every school must have, in the order of kinds.yaml. Four queries, once."""
    today = today or timezone.localdate()
    return list(remembered(("shelf", school.pk, today), lambda: _shelf_of(school, today)))


def _shelf_of(school: School, today: date) -> list[Shelved]:
    found = _policies(school)
    documents = {each.policy_id: each for each in Document.objects.for_school(school).current()}
    versions = {each.policy_id: each for each in Version.objects.for_school(school).published().defer("frozen")}
    held: dict[str, list[str]] = {}
    posts = Post.objects.for_school(school).held_on(today).order_by("first", "pk")
    for role, name in posts.values_list("role", "holder__name"):
        held.setdefault(role, []).append(name)
    rows = []
    for kind in kinds().values():
        policy = found.get(kind.id)
        if policy is None and not kind.wanted:
            continue
        document, version = (documents.get(policy.pk), versions.get(policy.pk)) if policy else (None, None)
        due = (version.review_due if version else None) or (document.review_due if document else None)
        owner = Role(policy.owner) if policy else kind.owner
        rows.append(
            Shelved(
                kind,
                policy,
                policy.title if policy else kind.title,
                owner,
                ", ".join(held.get(owner.value, ())),
                stands(due, today),
                due,
                document,
                version,
            )
        )
    return rows


def _policies(school: School) -> dict[str, Policy]:
    """A school's policies by kind; its own stand before its federation's."""
    rows = Policy.objects.for_school(school).select_related("school", "federation")
    return {each.kind: each for each in sorted(rows, key=lambda each: each.school_id is not None)}


def shelved_by_kind(school: School) -> dict[str, Shelved]:
    """The shelf by kind."""
    return {each.kind.id: each for each in shelf_of(school)}


def policy_of(school: School, kind: str) -> Policy | None:
    """A policy of a kind that counts at a school, or None. Raises Http404 for no kind."""
    if kind not in kinds():
        raise Http404
    return _policies(school).get(kind)


def documents_of(policy: Policy) -> QuerySet[Document]:
    """Every edition of a sister policy, newest first."""
    found: QuerySet[Document] = policy.documents.select_related("added_by")
    return found


def document_of(school: School, pk: int) -> Document:
    """An edition of a sister policy. Raises Http404."""
    found = Document.objects.for_school(school).filter(pk=pk).select_related("policy__school", "policy__federation")
    document = found.first()
    if document is None:
        raise Http404
    return document


def content_of(document: Document) -> bytes:
    """The bytes of an uploaded document. Raises Http404 where it was written here."""
    held = DocumentContent.objects.filter(document=document).values_list("held", flat=True).first()
    if held is None:
        raise Http404
    return bytes(held)


def brought_policies(school: School) -> QuerySet[Brought]:
    """Policies that a school brought, newest first."""
    return Brought.objects.for_school(school).select_related("brought_by")


def brought_of(school: School, pk: int) -> Brought:
    """A policy that a school brought. Raises Http404."""
    found = brought_policies(school).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sentence_of(brought: Brought, pk: int) -> Sentence:
    """A sentence of it. Raises Http404."""
    found = brought.sentences.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
