"""Many who ask at once are still one ask, and nobody's word is lost on the way."""

from __future__ import annotations

import pytest
import time_machine

from belisha.console.filtering.asks.actions.answering import decline
from belisha.console.filtering.asks.answers import publish_answers
from belisha.console.filtering.asks.tests.scene import MONDAY, a_pupil_asks, a_scene, as_user
from belisha.console.filtering.models import Ask, Asker
from cast import a_pupil

pytestmark = pytest.mark.django_db


def test_a_whole_class_is_one_ask_with_everybody_in_it(tmp_path) -> None:
    with time_machine.travel(MONDAY, tick=False):
        scene = a_scene()
        for number in range(12):
            a_pupil_asks(scene, a_pupil(scene.school, in_class=scene.group), reason=f"Reason {number}")
        ask = Ask.objects.get()
        assert Asker.objects.filter(ask=ask).count() == 12
        decline(by=as_user(scene.teacher), ask=ask, code="talk", words="Let us talk")
        assert publish_answers(tmp_path)
        again = a_pupil_asks(scene, scene.amy)
    assert again != ask, "what is asked for after an answer is a new ask"


def test_answers_are_forgotten_by_the_gateway_after_two_months(tmp_path) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        scene = a_scene()
        number = a_pupil_asks(scene).askers.get().number or ""
        decline(by=as_user(scene.teacher), ask=Ask.objects.get(), code="talk", words="x")
        publish_answers(tmp_path)
        file = tmp_path / "answers" / "asks.json"
        assert number in file.read_text()
        clock.shift(61 * 24 * 3600)
        publish_answers(tmp_path)
        assert number not in file.read_text()
