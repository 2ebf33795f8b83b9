"""Every proof of a duty is of a duty that exists, and has a test that makes it met and one that makes it breached."""

from __future__ import annotations

import ast
from pathlib import Path

from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS

CONSOLE = Path(__file__).parents[2] / "src" / "belisha" / "console"


def names_of_tests() -> list[str]:
    return [
        node.name
        for file in CONSOLE.rglob("tests/**/test_*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]


def test_every_proof_is_of_a_duty_of_the_catalogue() -> None:
    assert PROOFS, "apps declare their proofs when the console starts"
    assert sorted(set(PROOFS) - set(catalogue())) == []


def test_every_proof_has_a_test_that_meets_it_and_one_that_breaches_it() -> None:
    names = names_of_tests()
    untested = [
        f"{duty} {word}"
        for duty in sorted(PROOFS)
        for word in ("is_met", "is_breached")
        if not any(name.startswith(f"test_{duty.replace('.', '_').replace('-', '_')}_{word}") for name in names)
    ]
    assert untested == []
