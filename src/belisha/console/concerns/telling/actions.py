"""The verbs of telling: a child tells, an adult answers, they go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.actions.writing import check_may_see, write
from belisha.console.concerns.models import Concern, Entry, Subject, Telling, TellingPractice
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.reporting.queries.whose import to_be_told
from belisha.console.concerns.telling import audit_events
from belisha.console.concerns.telling.queries import trusted
from belisha.console.concerns.telling.rules import digest_of, new_code, new_key, picture_for, picture_of
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from belisha.console.access.models import School, User
    from belisha.console.people.models import Person

__all__ = [
    "answer",
    "bring_worry",
    "mark_read",
    "move_talks",
    "move_talks_back",
    "pass_on",
    "practise",
    "reply",
    "see_answers",
    "tell",
]

LONGEST: Final = 8000
WAIT: Final = timedelta(hours=1)  # a message that nobody opened for so long goes to the team again


def tell(
    *, pupil: Person, picture: str, words: str, named: bool, for_friend: bool, chosen: User | None
) -> tuple[Telling, str]:
    """A child tells somebody: the talk, and the code that opens it to one who did not say who they are ("" otherwise).

    Whoever was chosen is let into the concern, where they may know of it at all. Raises ValidationError.
    """
    if chosen is not None and chosen not in trusted(pupil):
        raise ValidationError({"chosen": _("Choose one of the grown-ups below.")})
    code, key = "" if named else new_code(), new_key()
    by = By(pupil.user) if named else _somebody()
    subjects = [NewSubject(_place_in_it(for_friend=for_friend), pupil)] if named else []
    with transaction.atomic():
        concern = report(
            by=by,
            school=pupil.school,
            category=picture_of(picture).category,
            words=_words(picture, words, for_friend=for_friend),
            subjects=subjects,
            told=Told(Concern.Origin.PUPIL, details={"talk": key}),
        )
        telling = _begin(concern, key, picture, code, for_friend=for_friend)
        telling.user, telling.chosen = (pupil.user if named else None), chosen
        telling.save(update_fields=["user", "chosen"])
        by.did(audit_events.TOLD, to=telling, at=concern, after={"named": named, "picture": picture})
        if chosen is not None:
            _bring_in_chosen(concern, chosen)
    return telling, code


def bring_worry(*, number: str, school: School, at: datetime, said: Mapping[str, object]) -> Telling | None:
    """Make a concern of what was told behind a blocked page; None where it came before. Raises ValidationError.

    Who sat at the device is not looked up: somebody who tells may wish not to be named. `number` opens the talk.
    """
    if Telling.objects.filter(code_digest=digest_of(school.pk, number)).exists():
        return None
    ticked = said.get("happened")
    ticked = {str(one) for one in ticked} if isinstance(ticked, list) else set()
    picture, for_friend = picture_for(ticked).id, "friend" in ticked
    name = str(said.get("name", ""))[:160]
    by, key = _somebody(), new_key()
    subjects = [NewSubject(_place_in_it(for_friend=for_friend), name=name)] if name else []
    with transaction.atomic():
        concern = report(
            by=by,
            school=school,
            category=picture_of(picture).category,
            words=_words(picture, str(said.get("text", ""))[:LONGEST], for_friend=for_friend),
            subjects=subjects,
            told=Told(
                Concern.Origin.PUPIL,
                happened_at=None if at > timezone.now() else at,
                where=str(said.get("address", ""))[:200],
                reporter=name,
                details={"talk": key},
                context={"kind": "worry", "at": at.isoformat(), **{key: value for key, value in said.items() if value}},
            ),
        )
        telling = _begin(concern, key, picture, number, for_friend=for_friend)
        by.did(audit_events.TOLD, to=telling, at=concern, after={"named": bool(name), "picture": picture})
    return telling


def reply(*, telling: Telling, words: str, user: User | None) -> None:
    """The child goes on. `user`: who told, where they said who they are. Raises ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Write a few words.")})
    by = By(user) if telling.user_id else _somebody()
    with transaction.atomic():
        row = Telling.objects.select_for_update().get(pk=telling.pk)
        write(by, row.concern, Entry.Kind.MESSAGE_IN, words.strip()[:LONGEST], details={"talk": row.key})
        row.unread_since = row.unread_since or timezone.now()
        row.save(update_fields=["unread_since"])
        by.did(audit_events.REPLIED, to=row, at=row.concern)
        _write_to(row, _("A child wrote to you again"), "wrote.txt")


def answer(*, by: By, telling: Telling, words: str) -> None:
    """An adult answers the child. Raises NotAllowedError, ValidationError."""
    by = check_may_see(by, telling.concern)
    if not words.strip():
        raise ValidationError({"words": _("Write your answer.")})
    with transaction.atomic():
        row = Telling.objects.select_for_update().get(pk=telling.pk)
        write(by, row.concern, Entry.Kind.MESSAGE_OUT, words.strip(), details={"talk": row.key})
        now = timezone.now()
        row.first_read_at, row.unread_since, row.answer_unseen = row.first_read_at or now, None, True
        row.save(update_fields=["first_read_at", "unread_since", "answer_unseen"])
        by.did(audit_events.ANSWERED, to=row, at=row.concern)


def mark_read(*, by: By, telling: Telling) -> None:
    """An adult opened what the child wrote. Raises NotAllowedError."""
    if telling.unread_since is None:
        return
    by = check_may_see(by, telling.concern)
    with transaction.atomic():
        row = Telling.objects.select_for_update().get(pk=telling.pk)
        row.first_read_at, row.unread_since = row.first_read_at or timezone.now(), None
        row.save(update_fields=["first_read_at", "unread_since"])
        by.did(audit_events.READ, to=row, at=row.concern)


def see_answers(*, telling: Telling) -> None:
    """The child looked at what was answered."""
    if telling.answer_unseen:
        Telling.objects.filter(pk=telling.pk).update(answer_unseen=False)


def pass_on(now: datetime) -> int:
    """Tell the team again of what a child wrote and nobody opened within the hour; once for each. How many."""
    system = By(None, system="unread messages of children")
    late = Telling.objects.filter(unread_since__lte=now - WAIT, passed_on_at=None)
    count = 0
    for telling in late.select_related("concern__school").order_by("pk"):
        with transaction.atomic():
            telling.passed_on_at = now
            telling.save(update_fields=["passed_on_at"])
            system.did(audit_events.PASSED_ON, to=telling, at=telling.concern)
            _write_to(telling, _("A message of a child is unread"), "unread.txt", team=True)
        count += 1
    return count


def practise(*, pupil: Person) -> None:
    """A child tries the button with the class: only the year group and the time are kept."""
    with transaction.atomic():
        row = TellingPractice.objects.create(school=pupil.school, year=pupil.year, at=timezone.now())
        _somebody().did(audit_events.PRACTISED, to=row, at=pupil.school)


def move_talks(by: By, source: Concern, target: Concern) -> dict[str, list[int]]:
    """Talks go on in the concern that another was put into, in the transaction of the merging."""
    del by
    talks = list(Telling.objects.filter(concern=source).order_by("pk").values_list("pk", flat=True))
    Telling.objects.filter(pk__in=talks).update(concern=target)
    return {"talks": talks}


def move_talks_back(by: By, source: Concern, target: Concern, moved: Mapping[str, Sequence[int]]) -> None:
    """They go on where they began; what was said meanwhile stays readable for the child by the key of the talk."""
    del by
    Telling.objects.filter(pk__in=moved.get("talks", ()), concern=target).update(concern=source)


def _somebody() -> By:
    """Whoever did not say who they are. No address is kept either."""
    return By(None, system=_("somebody who did not say who they are"))


def _place_in_it(*, for_friend: bool) -> str:
    return Subject.Role.REPORTER if for_friend else Subject.Role.HARMED


def _words(picture: str, words: str, *, for_friend: bool) -> str:
    """What the child chose, as a sentence, and what they wrote, as they wrote it."""
    chose = _("Chose the picture “%(words)s”.") % {"words": picture_of(picture).words}
    told = [chose, _("It is about a friend.") if for_friend else "", words.strip()]
    return "\n\n".join(part for part in told if part)


def _begin(concern: Concern, key: str, picture: str, code: str, *, for_friend: bool) -> Telling:
    return Telling.objects.create(
        key=key,
        concern=concern,
        code_digest=digest_of(concern.school_id, code) if code else "",
        picture=picture,
        for_friend=for_friend,
        told_at=concern.reported_at,
        unread_since=concern.reported_at,
    )


def _bring_in_chosen(concern: Concern, chosen: User) -> None:
    """Let the chosen grown-up in, unless it is about them or about a colleague, which is the head's alone."""
    if concern.route != Concern.Route.TEAM:
        return
    if not visible(By(chosen), concern.school).filter(pk=concern.pk).exists():
        reason = _("The child chose them to read it")
        let_in(by=By(None, system="telling"), concern=concern, user=chosen, reason=reason)
    if visible(By(chosen), concern.school).filter(pk=concern.pk).exists():
        link = reverse("concern", args=[concern.school.code, concern.reference])
        words = {"recipient": chosen.name, "school": concern.school.name, "link": link}
        send(chosen.email, _("A child chose you"), "concerns/telling/letters/chosen.txt", words)


def _write_to(telling: Telling, subject: str, letter: str, *, team: bool = False) -> None:
    """A mail without names to whoever was chosen, or to the team."""
    concern = telling.concern
    chosen = telling.chosen
    if team or chosen is None or not visible(By(chosen), concern.school).filter(pk=concern.pk).exists():
        people = to_be_told(concern)
    else:
        people = [chosen]
    link = reverse("concern", args=[concern.school.code, concern.reference])
    for user in people:
        words = {"recipient": user.name, "school": concern.school.name, "link": link}
        send(user.email, subject, f"concerns/telling/letters/{letter}", words)
