"""Ordinary English that nobody here wrote, to learn from what is harmless: read from clones, never kept in this one.

What is taken from it is how often words stand together in harmless lines. CREDITS say whose it is.
"""

from __future__ import annotations

import re
import subprocess
from itertools import chain
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CREDITS: Final = (
    "books for children of which the rights have ended, as Project Gutenberg and GITenberg keep them;"
    " CLINC150 by S. Larson and others (CC BY 3.0); Taskmaster-4 by B. Byrne and S. Ganesh (CC BY 4.0);"
    " questions of Open-trivia-database by el-cms; Query-wellformedness by M. Faruqui and D. Das (CC BY-SA 4.0);"
    " the Schema-Guided Dialogue dataset by A. Rastogi and others (CC BY-SA 4.0); GSM8K by K. Cobbe and others (MIT);"
    " counts of Topical-Chat by K. Gopalakrishnan and others (CDLA-Sharing 1.0)"
)
BOOKS: Final = (
    "Alice-s-Adventures-in-Wonderland_11",
    "Anne-of-Green-Gables_45",
    "Black-Beauty_271",
    "Five-Children-and-It_778",
    "Grimms-Fairy-Tales_2591",
    "Heidi_1448",
    "Pollyanna_1450",
    "The-Railway-Children_1874",
    "The-Secret-Garden_113",
    "The-Story-of-Doctor-Dolittle_501",
    "The-Wind-in-the-Willows_289",
    "The-Wonderful-Wizard-of-Oz_55",
    "Treasure-Island_120",
)
OTHERS: Final = (
    "clinc/oos-eval",
    "google-research-datasets/Taskmaster",
    "el-cms/Open-trivia-database",
    "google-research-datasets/query-wellformedness",
    "google-research-datasets/dstc8-schema-guided-dialogue",
    "alexa/Topical-Chat",
    "openai/grade-school-math",
)
REPOSITORIES: Final = (*(f"GITenberg/{book}" for book in BOOKS), *OTHERS)
"""Each is looked for as owner+name in the folder of clones."""
SENTENCE: Final = (3, 40)  # words, fewest and most, of a sentence of a book that is taken
_BEGINS: Final = re.compile(r"\*\*\* ?START[^*]*\*\*\*")
_ENDS: Final = re.compile(r"\*\*\* ?END|End of (?:the )?Project")
_PARTS: Final = re.compile('(?<=[.!?])[\u201d\u2019\'"]?\\s+|["\u201c\u201d]\\s*')


class Turn(msgspec.Struct):
    """What one of two said."""

    speaker: str
    text: str


class Talk(msgspec.Struct):
    """Somebody who orders something, and who takes the order."""

    utterances: list[Turn]


class Said(msgspec.Struct):
    """What one of two said."""

    speaker: str
    utterance: str


class Booking(msgspec.Struct):
    """Somebody who books something, and who takes the booking."""

    turns: list[Said]


class Message(msgspec.Struct):
    """What one of two who chat wrote."""

    message: str


class Chat(msgspec.Struct):
    """Two who chat."""

    content: list[Message]


class Problem(msgspec.Struct):
    """A problem of school mathematics; its answer is not read."""

    question: str


class Quiz(msgspec.Struct):
    """A question; its answers are not read."""

    question: str


def lines(clones: Path) -> list[str]:
    """Every line once. `clones` is a folder with a clone of each of REPOSITORIES.

    Raises FileNotFoundError naming those that are not there.
    """
    absent = [name for name in REPOSITORIES if not _clone(clones, name).is_dir()]
    if absent:
        message = f"no clone in {clones} (as owner+name) of {', '.join(absent)}"
        raise FileNotFoundError(message)
    found = chain(*(_book(clones, book) for book in BOOKS), *(read(clones) for read in READ))
    return list(dict.fromkeys(line for text in found if (line := " ".join(text.split()))))


def _clone(clones: Path, name: str) -> Path:
    return clones / name.replace("/", "+")


def _git(clones: Path, name: str, *command: str) -> bytes:
    at = str(_clone(clones, name))
    return subprocess.run(["git", "-C", at, *command], capture_output=True, check=True).stdout  # noqa: S603, S607


def _files(clones: Path, name: str, pattern: str) -> Iterator[bytes]:
    """The files of a repository whose whole path is of this pattern, in order."""
    for path in _git(clones, name, "ls-tree", "-r", "--name-only", "HEAD").decode().splitlines():
        if re.fullmatch(pattern, path):
            yield _git(clones, name, "show", f"HEAD:{path}")


def _book(clones: Path, book: str) -> Iterator[str]:
    number = book.rpartition("_")[2]
    name = f"GITenberg/{book}"
    texts = [*_files(clones, name, rf"{number}-0\.txt"), *_files(clones, name, rf"{number}\.txt")]
    text = texts[0].decode(errors="replace").replace("\r", "").replace("_", "")
    begins, ends = _BEGINS.search(text), _ENDS.search(text)
    inside = text[begins.end() if begins else 0 : ends.start() if ends else None]
    for paragraph in re.split(r"\n\s*\n", inside):
        for part in _PARTS.split(" ".join(paragraph.split())):
            sentence = part.strip(" ,-—")
            if SENTENCE[0] <= len(sentence.split()) <= SENTENCE[1]:
                yield sentence


def _questions(clones: Path) -> Iterator[str]:
    """What people ask an assistant for: each list of a set holds lines and what they ask for."""
    (data,) = _files(clones, "clinc/oos-eval", r"data/data_full\.json")
    for rows in msgspec.json.decode(data, type=dict[str, list[tuple[str, str]]]).values():
        yield from (line for line, _ in rows)


def _orders(clones: Path) -> Iterator[str]:
    for data in _files(clones, "google-research-datasets/Taskmaster", r"TM-4-2024/data/data_\d+\.json"):
        for talk in msgspec.json.decode(data, type=list[Talk]):
            yield from (turn.text for turn in talk.utterances if turn.speaker == "user")


def _trivia(clones: Path) -> Iterator[str]:
    """Those of a category; files that are no JSON, as one there, are left out."""
    for data in _files(clones, "el-cms/Open-trivia-database", r"en/todo/(?!uncategorized).+\.json"):
        try:
            yield from (quiz.question for quiz in msgspec.json.decode(data, type=list[Quiz]))
        except msgspec.DecodeError:
            continue


def _asked(clones: Path) -> Iterator[str]:
    """What people typed into a site that answers questions."""
    for data in _files(clones, "google-research-datasets/query-wellformedness", r"train\.tsv"):
        yield from (row.partition("\t")[0] for row in data.decode().splitlines())


def _bookings(clones: Path) -> Iterator[str]:
    """The first files of two parts; the third is there to measure with."""
    name = "google-research-datasets/dstc8-schema-guided-dialogue"
    for data in _files(clones, name, r"(dev|test)/dialogues_00\d\.json"):
        for talk in msgspec.json.decode(data, type=list[Booking]):
            yield from (turn.utterance for turn in talk.turns if turn.speaker == "USER")


def _chats(clones: Path) -> Iterator[str]:
    """All but the rarer half of the test, which is there to measure with."""
    for data in _files(clones, "alexa/Topical-Chat", r"conversations/(valid_freq|valid_rare|test_freq)\.json"):
        for chat in msgspec.json.decode(data, type=dict[str, Chat]).values():
            yield from (message.message for message in chat.content)


def _problems(clones: Path) -> Iterator[str]:
    """Those to learn from; the others are there to measure with."""
    for data in _files(clones, "openai/grade-school-math", r"grade_school_math/data/train\.jsonl"):
        yield from (msgspec.json.decode(row, type=Problem).question for row in data.splitlines() if row)


READ: Final = (_questions, _orders, _trivia, _asked, _bookings, _chats, _problems)
