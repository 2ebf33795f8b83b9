"""What a column of an old log may be, by which headers it is guessed, and what its words mean here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec
from django.utils.translation import gettext_lazy as _

from belisha.console.concerns.rules.categories import categories
from belisha.console.people.roster.readers.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrPromise

__all__ = ["HEADERS", "REST", "TITLES", "Mapping", "guess", "meaning", "word_key"]

REST: Final = "other-online"
TITLES: Final[dict[str, StrPromise]] = {
    "date": _("Date"),
    "time": _("Time"),
    "child": _("Child\u2019s name"),
    "given": _("Child\u2019s first name, if in a column of its own"),
    "family": _("Child\u2019s family name, if in a column of its own"),
    "upn": _("Child\u2019s pupil number (UPN)"),
    "key": _("Child\u2019s id in the school\u2019s roster"),
    "alleged": _("Who is said to have caused it"),
    "adult": _("Adult who works here, whose conduct it is about"),
    "words": _("What happened"),
    "category": _("Category"),
    "place": _("Where"),
    "done": _("Action taken"),
    "outcome": _("Outcome"),
    "reporter": _("Reported by"),
    "status": _("Status: open or closed"),
    "closed": _("Date when it was closed"),
    "files": _("Names of the files that belong to it, parted by semicolons"),
}
# our field -> headers that other tools use for it, squeezed; the first that is there is guessed
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "date": ("incidentdate", "dateofincident", "dateofconcern", "date", "occurred", "eventdate", "datereported",
             "dateadded", "datetime", "dateandtime", "created", "createdat", "createdon", "timestamp", "when"),
    "time": ("incidenttime", "timeofincident", "time"),
    "child": ("student", "studentname", "pupil", "pupilname", "child", "childname", "childsname", "nameofchild",
              "nameofpupil", "nameofpupils", "pupils", "pupilsinvolved", "name", "fullname", "who"),
    "given": ("forename", "firstname", "givenname", "pupilforename", "studentforename"),
    "family": ("surname", "lastname", "familyname", "pupilsurname", "studentsurname"),
    "upn": ("upn", "uniquepupilnumber", "pupilupn", "studentupn"),
    "key": ("misid", "sisid", "studentid", "pupilid", "admissionnumber", "adno", "rosterid"),
    "alleged": ("perpetrator", "allegedperpetrator", "causedby", "instigator", "allegedby", "aggressor"),
    "adult": ("staffmember", "memberofstaff", "staffinvolved", "subjectofallegation", "adult", "allegationagainst"),
    "words": ("incident", "incidentdetails", "description", "details", "detailsofincident", "whathappened",
              "concern", "concerndetails", "narrative", "summary", "body", "text", "notes", "note", "comments"),
    "category": ("category", "categories", "incidenttype", "concerntype", "typeofincident", "type", "kind",
                 "classification", "tag", "tags"),
    "place": ("location", "place", "where", "site", "device"),
    "done": ("actiontaken", "actions", "action", "actionstaken", "response", "followup", "whatwasdone"),
    "outcome": ("outcome", "result", "resolution", "conclusion"),
    "reporter": ("reportedby", "reporter", "recordedby", "loggedby", "addedby", "author", "createdby", "staff",
                 "user", "by"),
    "status": ("status", "state", "open", "openclosed", "closed"),
    "files": ("attachments", "attachment", "attachedfiles", "files", "file", "filename", "filenames", "documents"),
    "closed": ("dateclosed", "closedon", "closeddate", "closedat", "dateresolved", "resolvedon"),
}  # fmt: skip
# words that other tools use, squeezed -> our category; the titles and ids of ours are known besides
SYNONYMS: Final[dict[str, str]] = {
    **dict.fromkeys(("cyberbullying", "onlinebullying", "ebullying"), "bullying"),
    **dict.fromkeys(("bullying", "bullyingphysical", "bullyingverbal"), "bullying-offline"),
    **dict.fromkeys(("sexting", "nudes", "youthproducedsexualimagery", "sharingnudes"), "sexual-images"),
    **dict.fromkeys(("esafety", "onlinesafety", "internetsafety", "online", "ict", "it"), "other-online"),
    **dict.fromkeys(("selfharm", "suicide", "suicidalideation", "eatingdisorder"), "harmful-lifestyles"),
    **dict.fromkeys(("neglect", "physicalabuse", "emotionalabuse", "sexualabuse", "domesticabuse", "childprotection",
                     "abuse", "fgm", "disclosure", "domesticviolence"), "abuse-neglect"),
    **dict.fromkeys(("racism", "racist", "racistincident", "homophobia", "homophobic", "sexism", "prejudice"), "hate"),
    **dict.fromkeys(("radicalisation", "prevent", "terrorism"), "extremism"),
    **dict.fromkeys(("staff", "staffconduct", "staffconcern", "lowlevelconcern", "allegation", "lado",
                     "allegationagainststaff", "positionoftrust"), "adult-conduct"),
    **dict.fromkeys(("peeronpeer", "peeronpeerabuse", "childonchild", "childonchildabuse", "hsb",
                     "harmfulsexualbehaviour", "sexualharassment"), "child-on-child"),
    **dict.fromkeys(("mentalhealth", "wellbeing", "welfare", "pastoral", "causeforconcern"), "wellbeing"),
    **dict.fromkeys(("databreach", "gdpr", "dataprotection"), "data-breach"),
    **dict.fromkeys(("cse", "exploitation", "onlinegrooming"), "grooming"),
    **dict.fromkeys(("hacking", "vpn", "proxy", "filterbypass", "misuse", "aupbreach"), "computer-misuse"),
    **dict.fromkeys(("gambling", "scam", "scams", "fraud"), "money"),
    **dict.fromkeys(("weapons", "gaming"), "violence"),
    **dict.fromkeys(("socialmedia", "phone", "mobilephone"), "social-media-conduct"),
    **dict.fromkeys(("alcohol", "vaping", "substancemisuse"), "drugs"),
}  # fmt: skip


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns and words of a file mean: our field -> header; word_key of a word -> id of a category."""

    columns: dict[str, str] = {}
    words: dict[str, str] = {}
    rest: str = REST  # for words that nothing is said of, and rows without one
    unsaid: Literal["closed", "open"] = "closed"  # rows that do not say how far they are


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Our field -> header, as the headers suggest; no column is guessed twice."""
    by_word = {squeezed(header): header for header in reversed(headers) if header.strip()}
    found: dict[str, str] = {}
    for field, words in HEADERS.items():
        header = next((by_word[word] for word in words if word in by_word and by_word[word] not in found.values()), "")
        if header:
            found[field] = header
    return found


def word_key(text: str) -> str:
    """How words of categories are compared: without case and extra spaces."""
    return " ".join(text.casefold().split())[:80]


def meaning(words: Iterable[str]) -> dict[str, str]:
    """The category that each word suggests, by itself: of those that suggest one."""
    ours = {squeezed(each): one.id for one in categories() for each in (one.id, one.title)}
    known = {**ours, **SYNONYMS}
    return {word: known[squeezed(word)] for word in words if squeezed(word) in known}
