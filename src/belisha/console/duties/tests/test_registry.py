"""An app proves a duty by one function, and no duty is proved twice."""

from __future__ import annotations

import pytest

from belisha.console.duties.registry import PROOFS, Basis, Standing, State, proves


def test_a_duty_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("belisha.console.duties.registry.PROOFS", {})
    proves("music.loud")(lambda school, now: Standing(State.MET, "Quiet"))  # noqa: ARG005
    with pytest.raises(ValueError, match=r"music\.loud"):
        proves("music.loud")(lambda school, now: Standing(State.MET, "Quiet"))  # noqa: ARG005
    assert "music.loud" not in PROOFS


def test_a_standing_is_measured_unless_it_says_otherwise() -> None:
    assert Standing(State.MET, "Quiet").basis is Basis.MEASURED
