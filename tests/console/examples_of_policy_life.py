"""What the addresses of the life of a policy and of the shelf take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.roles import Role
from belisha.console.policies.approving.rules import joined_digest, new_token
from belisha.console.policies.clauses.house import chapters, edition
from belisha.console.policies.clauses.queries import compose, digest_of
from belisha.console.policies.clauses.rules import frozen
from belisha.console.policies.models import Brought, Document, EarlyCause, OwnClause, Policy, Round, Sentence, Version
from cast import a_class, a_teacher

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_policy(school: School, kind: str = "online-safety") -> Policy:
    made, _ = Policy.objects.get_or_create(
        federation=school.federation,
        school=school,
        kind=kind,
        defaults={"title": kind.replace("-", " ").capitalize(), "owner": Role.DSL.value},
    )
    return made


def a_version(school: School, state: str = "draft") -> Version:
    policy = a_policy(school)
    found = policy.versions.filter(state=state).first()
    return found or Version.objects.create(
        policy=policy,
        number=policy.versions.count() + 1,
        state=state,
        edition=edition(),
        reviewer=Role.DSL.value,
        begun_at=timezone.now(),
    )


def a_draft(school: School, member: User) -> dict[str, Any]:
    return {"pk": a_version(school).pk}


def in_force(school: School, member: User) -> dict[str, Any]:
    """A version in force: what it says is what the clauses say."""
    version = a_version(school)
    sections = compose(version)
    version.frozen, version.digest = frozen(sections), joined_digest({"": digest_of(sections)})
    version.adopted = version.review_due = timezone.localdate()
    version.state = "published"
    version.save()
    return {"pk": version.pk}


def two_versions(school: School, member: User) -> dict[str, Any]:
    given_up = Version.objects.create(
        policy=a_policy(school), number=90, state="abandoned", edition=edition(), begun_at=timezone.now()
    )
    return {"pk": a_version(school).pk, "query": {"with": given_up.pk}}


def a_section(school: School, member: User) -> dict[str, Any]:
    an_own_clause(school, member)
    return {"pk": a_version(school).pk, "section": chapters()[0].section}


def a_clause(school: School, member: User) -> dict[str, Any]:
    return {"pk": a_version(school).pk, "clause": chapters()[0].clauses[0].id}


def an_own_clause(school: School, member: User) -> dict[str, Any]:
    version = a_version(school)
    made = OwnClause.objects.create(version=version, section=chapters()[0].section, words="Ours alone.")
    return {"pk": version.pk, "own": made.pk}


def a_round(school: School, **kept: Any) -> Round:
    version = a_version(school, "consulting")
    found: Round | None = version.rounds.first()
    return found or Round.objects.create(
        version=version,
        number=1,
        token=new_token(),
        opened_at=timezone.now(),
        closes=timezone.localdate() + timedelta(days=14),
        **kept,
    )


def an_open_round(school: School, member: User) -> dict[str, Any]:
    return {"pk": a_round(school).pk, "audience": "parents"}


def my_class(school: School, member: User) -> dict[str, Any]:
    group = a_class(school)
    if not hasattr(member, "person"):
        a_teacher(school, member.name, of=group, user=member)
    return {"pk": a_round(school).pk, "group": group.pk}


def a_link(school: School, member: User) -> dict[str, Any]:
    return {"token": a_round(school).token}


def something_asked(school: School, member: User) -> dict[str, Any]:
    return {"query": {"round": a_round(school).pk, "at": school.code}}


def a_cause(school: School, member: User) -> dict[str, Any]:
    made = EarlyCause.objects.create(
        policy=a_policy(school),
        school=school,
        cause="law",
        words="A new act",
        since=timezone.now(),
        due=timezone.localdate(),
    )
    return {"pk": made.pk}


def a_kind(school: School, member: User) -> dict[str, Any]:
    a_document(school, member)
    return {"kind": "behaviour"}


def a_document(school: School, member: User) -> dict[str, Any]:
    policy, today = a_policy(school, "behaviour"), timezone.localdate()
    made = policy.documents.first() or Document.objects.create(
        policy=policy, number=1, words="Be kind.\n\nBe safe.", adopted=today, review_due=today, added_at=timezone.now()
    )
    return {"pk": made.pk}


def a_sentence(school: School, member: User) -> dict[str, Any]:
    made, _ = Brought.objects.get_or_create(
        school=school, digest="0" * 64, defaults={"title": "Our old policy", "brought_at": timezone.now()}
    )
    row, _ = Sentence.objects.get_or_create(
        brought=made,
        position=0,
        defaults={"text": "Staff lock screens.", "duties": ["accounts.idle-lock"], "state": "matched", "score": 0.5},
    )
    return {"pk": made.pk, "number": row.pk}


POLICY_LIFE = {
    **dict.fromkeys(
        (
            "policy-version",
            "policy-text",
            "policy-history",
            "policy-write",
            "policy-wellbeing",
            "policy-details",
            "policy-abandon",
            "policy-consult",
            "policy-technical",
            "policy-pass-on",
            "policy-approve",
            "policy-send-back",
            "policy-take-back",
            "policy-sign",
        ),
        a_draft,
    ),
    "policy-compare": two_versions,
    "policy-write-section": a_section,
    "policy-own-add": a_section,
    "policy-clause": a_clause,
    "policy-own-change": an_own_clause,
    "policy-own-remove": an_own_clause,
    **dict.fromkeys(("policy-round", "policy-silence", "policy-outcome", "policy-round-close"), an_open_round),
    "policy-class": my_class,
    "policy-classes": my_class,
    "consult": a_link,
    "consult-text": a_link,
    "my-consultation": something_asked,
    "my-consultations": something_asked,
    "policy-cause": a_cause,
    "policy-causes": a_cause,
    "policy-cause-add": a_draft,
    "policy-shelved": a_kind,
    "policy-shelved-add": a_kind,
    "policy-shelved-keep": a_kind,
    "policy-shelf": a_kind,
    "policy-document": a_document,
    **dict.fromkeys(("policy-brought", "policy-brought-one", "policy-sentences", "policy-sentence"), a_sentence),
    **dict.fromkeys(("policies", "policy-publish", "policy-changes"), in_force),
    **dict.fromkeys(("public-policy", "public-policy-paper", "public-policy-embedded"), in_force),
    "policy-versions": a_draft,
}
