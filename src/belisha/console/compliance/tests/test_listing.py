"""The page of all duties says what the code does; every duty has somebody or something that shows it."""

from __future__ import annotations

from pathlib import Path

from belisha.console.compliance.attesting.rules import able
from belisha.console.compliance.listing import as_markdown
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS

PAGE = Path(__file__).parents[5] / "docs/develop/all-duties.md"


def test_the_page_of_all_duties_is_as_the_code_has_it() -> None:
    renew = "python -m belisha.console duty_list > docs/develop/all-duties.md"
    assert PAGE.read_text() == as_markdown(), f"renew it: {renew}"


def test_every_duty_has_a_proof_or_somebody_who_confirms_it() -> None:
    assert [duty.id for duty in catalogue().values() if duty.id not in PROOFS and not able(duty)] == []
