"""What a version of the policy says now, what it leaves out, and what its parameters are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from belisha.console.access.models import School
from belisha.console.access.places import address
from belisha.console.access.posts.queries import keep_holder_names
from belisha.console.access.remembering import remembering
from belisha.console.access.settings.queries import keep_decisions, settings_of, values_of
from belisha.console.access.settings.registry import SETTINGS
from belisha.console.policies.clauses.house import chapters, clauses
from belisha.console.policies.clauses.registry import OF_SETTINGS, PARAMETERS, Answer, title_of
from belisha.console.policies.clauses.rules import Paragraph, Piece, Section, digest_of, pieces_of
from belisha.console.policies.models import ClauseChoice, OwnClause, Version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from belisha.console.access.models import Federation
    from belisha.console.access.settings.queries import SettingInForce
    from belisha.console.policies.clauses.house import Chapter, Clause

__all__ = [
    "ONLINE_SAFETY",
    "Chosen",
    "Filling",
    "ParameterNow",
    "Section",
    "chosen_of",
    "compose",
    "compose_house",
    "digest_of",
    "in_force",
    "not_adopted",
    "parameters_of",
    "said",
    "version_of",
]

ONLINE_SAFETY: Final = "online-safety"
"""The kind of the policy that the clauses of the house make."""
FEW: Final = 3  # schools of which a federation's policy says each one's own answer


class Chosen(NamedTuple):
    """What a version, with the federation's beneath it, says otherwise than the house."""

    clauses: dict[str, ClauseChoice]
    own: dict[str, list[OwnClause]]  # by section

    @property
    def duties(self) -> set[str]:
        """What the school's own paragraphs state."""
        return {duty for each in self.own.values() for one in each for duty in one.duties}


NOTHING: Final = Chosen({}, {})


class ParameterNow(NamedTuple):
    """A parameter and its answer at a place."""

    name: str
    title: str
    answer: Answer


def in_force(school: School, kind: str = ONLINE_SAFETY) -> Version | None:
    """The version that counts at a school: its own, else its federation's. One query."""
    found = Version.objects.for_school(school).published().filter(policy__kind=kind)
    found = found.select_related("policy__school__federation", "policy__federation")
    return min(found, key=lambda version: version.policy.school_id is None, default=None)


def version_of(school: School, number: int) -> Version:
    """A version of a school's own policies or of its federation's, of those that clauses make. Raises Http404."""
    found = Version.objects.for_school(school).filter(pk=number, policy__kind=ONLINE_SAFETY)
    version = found.select_related("policy__school__federation", "policy__federation").first()
    if version is None:
        raise Http404
    return version


def chosen_of(version: Version) -> Chosen:
    """What a version says otherwise than the house; a school's own begins with what its federation's does.

    Three queries at most.
    """
    versions = [*_beneath(version), version]
    order = [each.pk for each in versions]
    choices = ClauseChoice.objects.filter(version__in=order)
    by_clause = {each.clause: each for each in sorted(choices, key=lambda each: order.index(each.version_id))}
    own: dict[str, list[OwnClause]] = {}
    for each in sorted(OwnClause.objects.filter(version__in=order), key=lambda each: _place(order, each)):
        own.setdefault(each.section, []).append(each)
    return Chosen(by_clause, own)


def _place(order: list[int], clause: OwnClause) -> tuple[int, int, int]:
    return order.index(clause.version_id), clause.position, clause.pk


def _beneath(version: Version) -> list[Version]:
    """The federation's version in force, below a school's own."""
    policy = version.policy
    if not policy.school_id:
        return []
    shared = Version.objects.published().filter(policy__federation=policy.federation_id, policy__kind=policy.kind)
    return list(shared.filter(policy__school__isnull=True)[:1])


def compose(version: Version, at: School | None = None) -> tuple[Section, ...]:
    """What a version says today, with every parameter filled in. `at`: a federation's policy as it reads at a school.

    A fixed number of queries, whatever it says; a federation's without `at` asks those of parameters for each school.
    """
    policy = version.policy
    return _composed(chosen_of(version), at or policy.school or policy.federation)


def compose_house(place: School | Federation) -> tuple[Section, ...]:
    """What the clauses of the house would say at a place, with nothing left out or reworded."""
    return _composed(NOTHING, place)


def _composed(chosen: Chosen, place: School | Federation) -> tuple[Section, ...]:
    with remembering():
        filling = Filling(place)
        sections = [_section(chapter, chosen, filling) for chapter in chapters()]
    kept = [section for section in sections if section.paragraphs]
    return tuple(_numbered(number, section) for number, section in enumerate(kept, start=1))


def _numbered(number: int, section: Section) -> Section:
    paragraphs = tuple(
        each._replace(number=f"{number}.{position}") for position, each in enumerate(section.paragraphs, start=1)
    )
    return section._replace(number=number, paragraphs=paragraphs)


def _section(chapter: Chapter, chosen: Chosen, filling: Filling) -> Section:
    paragraphs = [
        found for clause in chapter.clauses if (found := _paragraph(clause, chapter, chosen.clauses, filling))
    ]
    for own in chosen.own.get(chapter.section, ()):
        pieces = filling.pieces(own.words)
        paragraphs.append(Paragraph("", f"own-{own.key}", pieces, chapter.audiences, tuple(own.duties), reworded=True))
    return Section(chapter.section, 0, chapter.title, chapter.audiences, chapter.lead, tuple(paragraphs))


def _paragraph(
    clause: Clause, chapter: Chapter, choices: dict[str, ClauseChoice], filling: Filling
) -> Paragraph | None:
    """A clause as it reads; None where it is left out, or says nothing at the school's setting."""
    choice = choices.get(clause.id)
    if choice and choice.off:
        return None
    words, duties = said(clause, filling.values)
    if choice and choice.words:
        words = choice.words
    if not words:
        return None
    audiences = clause.audiences or chapter.audiences
    return Paragraph("", clause.id, filling.pieces(words), audiences, duties, reworded=bool(choice and choice.words))


def said(clause: Clause, values: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """What a clause says at some values of settings, unfilled, and the duties that it then states."""
    if not clause.varies:
        return clause.text, clause.duties
    case = clause.varies.at(values[clause.varies.setting])
    return f"{clause.text} {case.text}".strip(), (*clause.duties, *case.duties)


class Filling:
    """Answers parameters at one place, each once."""

    def __init__(self, place: School | Federation) -> None:
        self.place = place
        self.settings: dict[str, SettingInForce] = {each.setting.key: each for each in settings_of(place)}
        self.values = {key: each.state.value for key, each in self.settings.items()}
        self._schools = [place] if isinstance(place, School) else _schools_of(place)
        if not isinstance(place, School):  # each is asked the same
            keep_decisions(self._schools)
            keep_holder_names(self._schools)
        self._answers: dict[str, Answer] = {}

    def pieces(self, words: str) -> tuple[Piece, ...]:
        """Words with their parameters answered."""
        return tuple(
            Piece(text) if text else Piece(found.text, name, found.link, found.vacant)
            for text, name in pieces_of(words)
            for found in [self.answer(name) if name else Answer("")]
        )

    def answer(self, name: str) -> Answer:
        """What a parameter is here. One that is gone is vacant: nobody can say what stood there."""
        if name not in self._answers:
            self._answers[name] = self._asked(name)
        return self._answers[name]

    def _asked(self, name: str) -> Answer:
        key = name.removeprefix(OF_SETTINGS)
        if key != name and key in SETTINGS:
            written = self.settings[key].written
            link = address(self.place, "setting", key)
            return Answer(written or _("not entered yet"), link, vacant=not written)
        if name not in PARAMETERS:
            return Answer(_("not known"), vacant=True)
        return _merged([(school, PARAMETERS[name].ask(school)) for school in self._schools])


def _schools_of(federation: Federation) -> list[School]:
    return list(School.objects.filter(federation=federation).select_related("federation").order_by("name"))


def _merged(answers: Sequence[tuple[School, Answer]]) -> Answer:
    """One answer for all schools of a federation: the same, or each one's with its name."""
    if not answers:
        return Answer(_("no school yet"), vacant=True)
    texts = {answer.text for _school, answer in answers}
    vacant = any(answer.vacant for _school, answer in answers)
    if all(answer.text == school.name for school, answer in answers):
        names = get_text_list([school.name for school, _answer in answers], _("and"))
        return Answer(names if len(answers) <= FEW else _("each of our schools"), reverse("schools"))
    if len(texts) == 1:
        return answers[0][1]._replace(vacant=vacant)
    if len(answers) > FEW:
        return Answer(_("whoever each school names"), reverse("schools"), vacant)
    each = [_("%(what)s at %(school)s") % {"what": answer.text, "school": school.name} for school, answer in answers]
    return Answer(", ".join(each), reverse("schools"), vacant)


def parameters_of(place: School | Federation) -> list[ParameterNow]:
    """Every parameter with its answer at a place, posts and facts before settings, in the order of their titles."""
    names = [*sorted(PARAMETERS), *(f"{OF_SETTINGS}{key}" for key in sorted(SETTINGS))]
    with remembering():
        filling = Filling(place)
        return [ParameterNow(name, title_of(name), filling.answer(name)) for name in names]


def not_adopted(school: School) -> dict[str, str]:
    """The duties that a school's policy does not state, each with the reason: left out by governors, or chosen so.

    Five queries at most. A duty that one clause leaves out and another states is adopted.
    """
    version = in_force(school)
    chosen = chosen_of(version) if version else NOTHING
    values = values_of(school)
    stated, silent = set(chosen.duties), dict[str, str]()
    for clause in clauses().values():
        choice = chosen.clauses.get(clause.id)
        if choice and choice.off:
            silent.update(dict.fromkeys(clause.states(), choice.reason))
            continue
        now = said(clause, values)[1]
        stated.update(now)
        for duty, reason in _passed_over(clause, values):
            silent.setdefault(duty, reason)
    return {duty: reason for duty, reason in silent.items() if duty not in stated}


def _passed_over(clause: Clause, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The duties that a clause would state at another value of its setting, and what was chosen instead."""
    if not clause.varies:
        return
    setting = SETTINGS[clause.varies.setting]
    reason = _("The school has chosen: %(title)s: %(value)s.") % {
        "title": setting.title,
        "value": setting.written(values[setting.key]),
    }
    for duty in sorted(clause.states() - set(said(clause, values)[1])):
        yield duty, reason
