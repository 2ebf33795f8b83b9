"""What `belisha duties` counts as resting on data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from belisha.cli.duties import rests_on
from belisha.console.duties.registry import PROOFS, Basis, Proof, Standing, State

if TYPE_CHECKING:
    import pytest


def row(duty: str, state: State, basis: Basis = Basis.MEASURED) -> Any:
    return SimpleNamespace(duty=SimpleNamespace(id=duty), standing=Standing(state, "Why.", basis))


def test_only_what_a_proof_found_in_data_rests_on_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROOFS, "a.proven", Proof("a.proven", lambda _school, _now: Standing(State.MET, "x")))
    assert rests_on(row("a.proven", State.BREACHED)) == "data"
    assert rests_on(row("a.proven", State.MET, Basis.RECORDED)) == "data"
    assert rests_on(row("a.proven", State.MET, Basis.CLAIMED)) == "word"
    assert rests_on(row("a.confirmed", State.MET, Basis.RECORDED)) == "word", "a confirmation is no measurement"
    assert rests_on(row("a.proven", State.NOT_KNOWN)) == "nothing"
    assert rests_on(row("a.proven", State.NOT_ADOPTED, Basis.RECORDED)) == "choice"
