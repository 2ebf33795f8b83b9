"""Ordinary English to learn weights from: read out of clones, each line once, and nothing beside the lines."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

BOOK = """Who may do what with this text
*** START OF THE BOOK ***

“Is it the _kettle_?”  said Tom.
It was. No.

*** END OF THE BOOK ***
Who pays for it
"""
TALK = [{"utterances": [{"speaker": "user", "text": "a tea,  please"}, {"speaker": "agent", "text": "here it is"}]}]
BOOKING = [{"turns": [{"speaker": "SYSTEM", "utterance": "which day"}, {"speaker": "USER", "utterance": "on Friday"}]}]
CHAT = {"one": {"content": [{"message": "do you like bees", "agent": "agent_1"}]}}
FILES = {
    "clinc/oos-eval": {"data/data_full.json": json.dumps({"train": [["what time is it", "time"]], "val": []})},
    "google-research-datasets/Taskmaster": {"TM-4-2024/data/data_00.json": json.dumps(TALK)},
    "el-cms/Open-trivia-database": {
        "en/todo/music.json": json.dumps([{"question": "Who sang it?", "answers": ["nobody"]}]),
        "en/todo/broken.json": "[{",
        "en/todo/uncategorized.json": json.dumps([{"question": "Who knows?"}]),
    },
    "google-research-datasets/query-wellformedness": {
        "train.tsv": "how far is up ?\t0.2\nwhat time is it\t1.0\n",
        "test.tsv": "how deep is down ?\t0.2\n",
    },
    "google-research-datasets/dstc8-schema-guided-dialogue": {
        "dev/dialogues_001.json": json.dumps(BOOKING),
        "train/dialogues_001.json": "[{",
    },
    "alexa/Topical-Chat": {
        "conversations/valid_rare.json": json.dumps(CHAT),
        "conversations/test_rare.json": "[{",
    },
    "openai/grade-school-math": {
        "grade_school_math/data/train.jsonl": json.dumps({"question": "Tom has  two pears.", "answer": "2"}) + "\n",
        "grade_school_math/data/test.jsonl": "[{",
    },
}


def ordinary_texts() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "ordinary_texts", Path(__file__).parents[3] / "deploy/ordinary_texts.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # msgspec looks types up there
    spec.loader.exec_module(module)
    return module


def clone(folder: Path, files: dict[str, str]) -> None:
    """A bare repository with one commit, as a mirror is."""
    stream = io.StringIO()
    stream.write("commit refs/heads/main\ncommitter Somebody <somebody@example.org> 0 +0000\ndata 0\n")
    for path, text in files.items():
        stream.write(f"M 644 inline {path}\ndata {len(text.encode())}\n{text}\n")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(command, input=stream.getvalue().encode(), check=True)


def test_lines_are_read_out_of_the_clones_and_nothing_else(tmp_path: Path) -> None:
    module = ordinary_texts()
    for book in module.BOOKS:
        clone(tmp_path / f"GITenberg+{book}", {f"{book.rpartition('_')[2]}-0.txt": BOOK})
    for name, files in FILES.items():
        clone(tmp_path / name.replace("/", "+"), files)
    assert module.lines(tmp_path) == [
        "Is it the kettle?",
        "what time is it",
        "a tea, please",
        "Who sang it?",
        "how far is up ?",
        "on Friday",
        "do you like bees",
        "Tom has two pears.",
    ]


def test_clones_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"clinc/oos-eval, google-research-datasets/Taskmaster"):
        ordinary_texts().lines(tmp_path)
