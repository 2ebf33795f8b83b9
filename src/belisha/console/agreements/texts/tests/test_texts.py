"""The texts of agreements: complete, readable, translated, and sealed to the letter."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from belisha.console.agreements.management.commands.reading_age import measured
from belisha.console.agreements.texts.rules import (
    CHOSEN_DEVICES,
    DEVICES,
    OwnWords,
    content_of,
    digest_of,
    forms_of,
    kind_of,
    kinds,
    languages,
    missing_clauses,
    says_the_same,
    text_of,
    unknown_parameters,
    with_own_words,
)
from belisha.console.design.readability import measure, syllables

PARAMETERS = {
    "school": "Oakfield",
    "dsl": "Maya Osei",
    "head": "Jo Reed",
    "devices": DEVICES["handed-in"],
    CHOSEN_DEVICES: "handed-in",
}
PICTURES = Path(__file__).parents[2] / "static/agreements/pictures"
FOR_CHILDREN_AND_PARENTS = [kind.id for kind in kinds() if kind.reading_age]


@pytest.mark.parametrize("kind", [kind.id for kind in kinds()])
def test_every_kind_has_a_text_with_all_that_it_must_have(kind: str) -> None:
    text = text_of(kind)
    assert missing_clauses(kind_of(kind), text) == ()
    names = [clause.id for clause in text.clauses]
    assert len(names) == len(set(names))
    assert [name for clause in text.clauses for name in unknown_parameters(clause.text)] == []
    assert all(0 <= check.right < len(check.answers) for check in text.checks)
    assert all(clause.text and (clause.heading or clause.picture) for clause in text.clauses)
    assert all((PICTURES / f"{clause.picture}.svg").exists() for clause in text.clauses if clause.picture)


@pytest.mark.parametrize("kind", FOR_CHILDREN_AND_PARENTS)
def test_children_and_parents_can_read_it(kind: str) -> None:
    assert measured(kind).age <= (kind_of(kind).reading_age or 0)


def test_the_measure_knows_hard_from_easy() -> None:
    assert [syllables(word) for word in ("cat", "online", "grown", "computer", "responsible")] == [1, 2, 1, 3, 4]
    texts = (
        "I am kind.",
        "I ask my teacher before I use it.",
        "Liability for consequential deterioration is excluded.",
    )
    ages = [measure([text]).age for text in texts]
    assert all(easier < harder for easier, harder in pairwise(ages))
    with pytest.raises(ValueError, match="nothing to read"):
        measure(["…"])


def test_ten_home_languages_say_every_clause_and_wait_for_a_native_check() -> None:
    assert len(languages()) == 10
    translated = [kind.id for kind in kinds() if kind.translated]
    for language in languages():
        assert set(language.texts) == set(translated)
        assert language.checked_by or language.unchecked
        assert set(language.devices) == set(DEVICES)
        assert (language.direction == "rtl") == (language.id in {"ur", "ar"})
        for kind in translated:
            words = language.texts[kind]
            assert list(words.clauses) == [clause.id for clause in text_of(kind).clauses]
            assert all(words.clauses.values())
            assert [name for text in words.clauses.values() for name in unknown_parameters(text)] == []


def test_a_letter_changed_is_another_digest_and_dressed_forms_are_the_same_words() -> None:
    kind = kind_of("pupil-ks2")
    forms = forms_of(kind, text_of(kind.id), (), PARAMETERS)
    assert content_of(forms, "large") == content_of(forms, "aloud") == forms["plain"]
    assert "pictures" in forms
    before = digest_of(forms["plain"])
    forms["plain"]["clauses"][3]["text"] = forms["plain"]["clauses"][3]["text"].replace(".", "!", 1)
    assert digest_of(forms["plain"]) != before
    assert not re.search(r"\{[a-z]", str(forms))


def test_what_a_school_chose_on_pupils_devices_is_said_in_every_language() -> None:
    kind = kind_of("pupil-ks2")
    for chosen, said in DEVICES.items():
        forms = forms_of(kind, text_of(kind.id), (), {**PARAMETERS, "devices": said, CHOSEN_DEVICES: chosen})
        shown = {
            code: next(each for each in form["clauses"] if each["id"] == "device-holder")
            for code, form in forms.items()
        }
        assert shown["plain"]["text"].endswith(said or "all the time.")
        assert all(
            shown[one.id]["text"].endswith(one.devices[chosen] or shown[one.id]["text"][-1]) for one in languages()
        )


def test_names_and_settings_are_filled_anew_and_words_are_told_apart() -> None:
    kind = kind_of("pupil-ks2")
    issued = forms_of(kind, text_of(kind.id), (), {**PARAMETERS, "devices": ""})["plain"]
    assert says_the_same(text_of(kind.id), issued)
    assert not says_the_same(with_own_words(text_of(kind.id), [OwnWords("kind", "", "I am nice.")]), issued)
    assert not says_the_same(with_own_words(text_of(kind.id), [OwnWords("own-tea", "Tea", "I like it.")]), issued)


def test_own_words_keep_what_is_locked_and_leave_translations_out() -> None:
    kind, text = kind_of("parent"), text_of("parent")
    own = [
        OwnWords("no-liability", "", "We pay."),
        OwnWords("phones", "", ""),
        OwnWords("own-tea", "Tea", "I like it."),
    ]
    changed = with_own_words(text, own)
    there = {clause.id: clause.text for clause in changed.clauses}
    assert there["no-liability"] == next(each.text for each in text.clauses if each.id == "no-liability")
    assert "phones" not in there
    assert list(there)[-2:] == ["own-tea", "sanctions"]
    assert set(forms_of(kind, changed, ["own-tea"], PARAMETERS)) == {"plain"}
