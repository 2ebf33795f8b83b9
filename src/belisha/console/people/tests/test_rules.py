"""The pure rules of the register."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from belisha.console.people.rules.checks import CheckState, Seen, is_gap, state_of
from belisha.console.people.rules.codes import code_for
from belisha.console.people.rules.forms_of_staff import form_of, judge, staff_forms, starter_steps
from belisha.console.people.rules.likeness import Row, likenesses
from belisha.console.people.rules.names import clean_name, fold, search_text, search_words, shown_name
from belisha.console.people.rules.photos import LARGEST_FILE, read_picture
from belisha.console.people.rules.rollover import ClassRow, Step, proposal, year_after
from belisha.console.people.rules.upn import LETTERS, check_letter, is_temporary, read_upn
from belisha.console.people.rules.years import YEARS, key_stage, next_year, usual_year, year_warning

DAY = date(2026, 11, 22)
digits = st.text("0123456789", min_size=12, max_size=12)


def test_the_check_letter_is_the_one_of_the_published_example() -> None:
    assert check_letter("801200001001") == "H"


@given(digits)
def test_a_number_with_its_check_letter_is_read_as_it_is(body: str) -> None:
    upn = check_letter(body) + body
    assert read_upn(f" {upn[:4].lower()} {upn[4:]} ") == upn
    assert not is_temporary(upn)


@given(digits, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(body: str, place: int, more: int) -> None:
    wrong = body[:place] + str((int(body[place]) + more) % 10) + body[place + 1 :]
    with pytest.raises(ValueError, match="check letter"):
        read_upn(check_letter(body) + wrong)


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from(LETTERS))
def test_a_temporary_number_ends_in_a_letter(body: str, last: str) -> None:
    upn = check_letter(body + last) + body + last
    assert read_upn(upn) == upn
    assert is_temporary(upn)


@pytest.mark.parametrize(
    "text", ["", "H80120000100", "H8012000010011", "1801200001001", "I801200001001", "H80120000100S"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="UPN"):
        read_upn(text)


@pytest.mark.parametrize(
    ("born", "year"),
    [
        (date(2022, 8, 31), "reception"),
        (date(2022, 9, 1), "nursery"),
        (date(2021, 9, 1), "reception"),
        (date(2021, 8, 31), "year-1"),
        (date(2018, 1, 15), "year-4"),
        (date(2015, 9, 1), "year-6"),
        (date(2015, 8, 31), None),
        (date(2025, 1, 1), None),
    ],
)
def test_the_usual_year_turns_on_the_first_of_september(born: date, year: str | None) -> None:
    assert usual_year(born, DAY) == year


@given(st.dates(date(2015, 9, 1), date(2021, 8, 31)))
def test_each_september_a_child_is_usually_a_year_further(born: date) -> None:
    now = usual_year(born, DAY)
    assert now is not None
    assert usual_year(born, date(2027, 11, 22)) == next_year(now)


def test_an_implausible_year_is_warned_of_and_a_plausible_one_is_not() -> None:
    assert year_warning(date(2018, 1, 15), "year-6", DAY) == ("year-4", "year-6")
    assert year_warning(date(2018, 1, 15), "year-4", DAY) is None
    assert year_warning(None, "year-4", DAY) is None


def test_years_have_key_stages_in_order() -> None:
    assert [key_stage(year) for year in YEARS[:4]] == ["early-years", "early-years", "ks1", "ks1"]
    assert {key_stage(year) for year in YEARS[4:]} == {"ks2"}
    assert next_year("year-6") is None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë", "zoe"),
        ("O'Brien", "obrien"),
        ("O\u2019Brien", "o'brien"),
        ("Smith-Jones", "smith jones"),
        ("Łukasz", "lukasz"),
        ("Siân Prŷs", "sian prys"),
        ("Ærø", "aero"),
        ("Иван", "иван"),
        ("Ünal", "unal"),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, typed: str) -> None:
    assert all(word in search_text("Adams", name, "", "") for word in search_words(typed))
    assert fold(name) == fold(typed)


@given(st.text(max_size=40))
@example("\u2100 \u2121 \u0149")  # come apart into a stroke, capitals, an apostrophe
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_cleaned_name_has_no_stray_spaces_or_unseen_characters(text: str) -> None:
    name = clean_name(text)
    assert name == " ".join(name.split())
    assert name.isprintable()
    assert clean_name(name) == name


def test_people_with_one_name_are_called_by_it() -> None:
    assert shown_name("Suharto", "") == shown_name("", "Suharto") == "Suharto"
    assert shown_name("Elizabeth", "Bennet", "Lizzy") == "Lizzy Bennet"


def row(pk: int, given: str, family: str, born: date | None = None, email: str = "", *, child: bool = True) -> Row:
    return Row(pk, child, given, family, "", born, email)


def adult(pk: int, given: str, email: str) -> Row:
    return row(pk, given, "Pond", email=email, child=False)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (row(1, "Amy", "Pond", DAY), row(2, "amy", "POND", DAY), "same-name-and-birth"),
        (row(1, "Amy", "Pond", DAY), row(2, "Pond", "Amy", DAY), "same-name-and-birth"),
        (row(1, "Amy", "Pond", DAY), row(2, "Amy", "Pond"), "same-name"),
        (row(1, "Mohamed", "Ali", DAY), row(2, "Mohammed", "Ali", DAY), "near-name"),
        (adult(1, "Sue", "a@b.example"), adult(2, "S", "A@b.example"), "same-email"),
    ],
)
def test_entries_that_look_alike_are_found(one: Row, other: Row, why: str) -> None:
    assert [pair.why.code for pair in likenesses([one, other])] == [why]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row(1, "Ella", "Pond", DAY), row(2, "Jack", "Pond", DAY)),  # twins
        (row(1, "Amy", "Pond", DAY), row(2, "Amy", "Pond", DAY - timedelta(days=400))),
        (row(1, "Amy", "Pond", DAY), row(2, "Amy", "Pond", child=False)),
        (row(1, "Amy", "Pond", email="home@b.example"), row(2, "Joe", "Pond", email="home@b.example")),
    ],
)
def test_two_people_are_not_taken_for_one(one: Row, other: Row) -> None:
    assert likenesses([one, other]) == []


def test_an_office_address_of_many_suggests_nothing() -> None:
    assert likenesses([row(n, f"A{n}", "X", email="office@s.example", child=False) for n in range(60)]) == []


@pytest.mark.parametrize(
    ("kind", "check", "seen", "state"),
    [
        ("staff", "dbs", None, CheckState.MISSING),
        ("staff", "section-128", None, CheckState.NOT_ASKED),
        ("governor", "section-128", None, CheckState.MISSING),
        ("staff", "dbs", Seen(needed=True, expires=None), CheckState.SEEN),
        ("staff", "overseas", Seen(needed=False, expires=None), CheckState.NOT_NEEDED),
        ("staff", "dbs", Seen(needed=True, expires=DAY + timedelta(days=30)), CheckState.DUE_SOON),
        ("staff", "dbs", Seen(needed=True, expires=DAY + timedelta(days=31)), CheckState.SEEN),
        ("staff", "dbs", Seen(needed=True, expires=DAY), CheckState.DUE_SOON),
        ("staff", "dbs", Seen(needed=True, expires=DAY - timedelta(days=1)), CheckState.EXPIRED),
    ],
)
def test_a_check_stands_as_it_was_seen(kind: str, check: str, seen: Seen | None, state: CheckState) -> None:
    assert state_of(kind, check, seen, DAY) is state
    assert is_gap(state) == (state in {CheckState.MISSING, CheckState.EXPIRED})


CLASSES = [
    ClassRow(1, "Reception Ash", "reception"),
    ClassRow(2, "1 Ash", "year-1"),
    ClassRow(3, "1 Oak", "year-1"),
    ClassRow(4, "2 Oak", "year-2"),
    ClassRow(5, "2 Ash", "year-2"),
    ClassRow(6, "6 Ash", "year-6"),
    ClassRow(7, "Willow", ""),
]


def test_each_class_goes_to_the_one_of_like_name_the_oldest_leave_and_a_mixed_one_stays() -> None:
    assert proposal(CLASSES) == [
        Step(1, 2),
        Step(2, 5),
        Step(3, 4),
        Step(4, 7),  # there is no Year 3 but a mixed class
        Step(5, 7),
        Step(6, None),
        Step(7, 7),
    ]


def test_a_pupil_takes_the_year_of_the_class_and_in_a_mixed_one_the_next_of_their_own() -> None:
    assert year_after("year-3", "year-4") == "year-4"
    assert year_after("year-3", "") == "year-4"
    assert year_after("", "") == ""


def test_a_code_is_an_id_that_is_not_taken() -> None:
    assert code_for("Reception Ash") == "reception-ash"
    assert code_for("4 Oak", {"4-oak", "4-oak-2"}) == "4-oak-3"
    assert code_for("Кот", otherwise="room") == "room"


def test_a_name_in_use_is_found_in_the_other_entry() -> None:
    one = Row(1, True, "Elizabeth", "Bennet", "Lizzy", DAY, "")
    assert [pair.why.code for pair in likenesses([one, row(2, "Lizzy", "Bennet")])] == ["same-name"]


@given(st.text(max_size=60))
def test_every_code_fits_the_policy(name: str) -> None:
    from belisha.engine.policy.reading.texts import read_id

    code = code_for(name)
    assert read_id(code) == code
    assert len(code) <= 40


def png(width: int = 100, height: int = 120, *, more: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\x00" * (width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + head + more + picture + chunk(b"IEND", b"") + b"<script>tail</script>"


def jpeg(width: int = 100, height: int = 120) -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    place = segment(0xE1, b"Exif\x00\x00GPS 51.5 -0.1") + segment(0xFE, b"secret note")
    return b"\xff\xd8" + segment(0xE0, b"JFIF\x00") + place + frame + b"\xff\xda\x00\x02pixels\xff\xd9tail"


def test_a_photo_is_kept_without_what_was_hidden_in_it() -> None:
    text = struct.pack(">I", 4) + b"tEXt" + b"home" + struct.pack(">I", zlib.crc32(b"tEXthome"))
    picture = read_picture(png(more=text))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 100, 120)
    assert b"home" not in picture.data
    assert b"script" not in picture.data
    photo = read_picture(jpeg())
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 100, 120)
    for hidden in (b"GPS", b"secret", b"tail"):
        assert hidden not in photo.data
    assert b"pixels" in photo.data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a" + bytes(100), "neither"),
        (b"", "neither"),
        (b"<svg onload='x'>", "neither"),
        (png()[:60], "damaged"),
        (jpeg()[:30], "damaged"),
        (png(8, 8), "pixels"),
        (png(5000, 100), "pixels"),
        (bytes(LARGEST_FILE + 1), "1 MB"),
    ],
)
def test_what_is_no_usable_photo_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_picture(data)


@given(st.binary(max_size=300), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b""]))
def test_no_bytes_break_the_reading_of_photos(data: bytes, start: bytes) -> None:
    with suppress(ValueError):  # any other error would be a fault
        read_picture(start + data)


def test_every_form_and_step_proves_a_duty_and_its_questions_are_their_own() -> None:
    forms = staff_forms()
    assert len({form.id for form in forms}) == len(forms)
    for form in forms:
        assert form.duty.startswith("people.")
        assert len({question.id for question in form.questions}) == len(form.questions)
    assert {step.duty for step in starter_steps()} == {"people.induction-discussed", "people.induction-social-media"}


def test_answers_are_held_against_what_is_hoped() -> None:
    form = form_of("no-friending")
    right = {question.id: question.hoped for question in form.questions if question.hoped}
    assert judge(form, right) == ([], None, True)
    assert judge(form, right | {"families": "yes"}).exceptions == ["families"]
    with pytest.raises(ValueError, match="families"):
        judge(form, {"pupils": "no"})


def test_a_self_check_below_its_mark_is_not_passed() -> None:
    form = form_of("security-check")
    right = {question.id: question.hoped for question in form.questions}
    assert judge(form, right) == ([], 10, True)
    flip = {"yes": "no", "no": "yes"}
    wrong = right | {name: flip[right[name]] for name in ("lock", "share", "stick")}
    assert judge(form, wrong).passed is False
    assert judge(form, wrong).score == 7
