"""Files that were made to do harm, or merely badly: a clear error or a bad row, never a crash, never without end."""

from __future__ import annotations

import io
import stat
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.console.people.roster.readers import RosterError, bundle_of, bundle_of_path, read_roster
from belisha.console.people.roster.readers.files import MOST_BYTES
from belisha.console.people.roster.readers.mapped import Mapping, sample_of
from belisha.console.people.roster.readers.notebook import MOST_ROWS, Notebook
from belisha.console.people.roster.tests.samples import (
    MOTHER,
    ONEROSTER_11,
    PUPILS_CSV,
    STAFF_SHEET,
    USERS_11,
    bundled,
    ctf,
    ctf_pupil,
    packed,
    workbook,
)
from belisha.console.people.roster.watching import Claimed

PUPILS = Mapping(
    columns={"key": "Adno", "given": "Legal Forename", "family": "Legal Surname", "born": "DOB"}, kind="pupil"
)
LAUGHS = """<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><CTfile><Header><CTFversion>&c;</CTFversion></Header></CTfile>"""


def refusal(files: dict[str, str | bytes], mapping: Mapping | None = None) -> str:
    with pytest.raises(RosterError) as error:
        read_roster(bundled(files), mapping)
    return str(error.value)


def test_entities_and_document_types_are_refused() -> None:
    outside = '<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile><Header>&x;</Header></CTfile>'
    for text in (LAUGHS, outside, '<?xml version="1.0"?><!DOCTYPE CTfile><CTfile/>'):
        assert "never does" in refusal({"ctf.xml": text})
        assert "never does" in refusal({"ctf.xml": text.encode("utf-16")})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<html><body>Sign in</body></html>", "begins with <html>"),
        ("<CTfile><Header>", "not whole XML"),
        ("<CTfile>" + "<a>" * 100_000, "nested deeper"),
        ("<CTfile></CTfile>", "no header and no pupils"),
        ('<?xml version="1.0" encoding="klingon"?><CTfile/>', "XML"),
    ],
)
def test_xml_that_is_no_transfer_file_is_refused_with_a_reason(text: str, says: str) -> None:
    assert says in refusal({"ctf.xml": text})


def test_a_transfer_file_in_windows_letters_that_claims_utf_8_is_read_with_a_note() -> None:
    data = ctf(ctf_pupil(given="Zoë")).decode().encode("cp1252")
    roster = read_roster(bundled({"ctf.xml": data}))
    assert roster.people[0].given == "Zoë"
    assert "Windows-1252" in roster.notes[-1]


def test_a_bomb_is_known_by_its_own_account_before_it_is_unpacked() -> None:
    bomb = packed({"users.csv": b"0" * 200_000_000})
    tracemalloc.start()
    message = refusal({"export.zip": bomb})
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "That is no roster" in message
    assert most < 20_000_000


def test_an_archive_that_lies_about_its_size_is_stopped_at_the_size_it_told() -> None:
    data = bytearray(packed({"users.csv": b"sourcedId,role\n" + b"p,student\n" * 1000}))
    real = len(b"sourcedId,role\n" + b"p,student\n" * 1000).to_bytes(4, "little")
    lie = (100).to_bytes(4, "little")
    assert data.count(real) >= 2, "in the local and in the central directory"
    with pytest.raises(RosterError, match=r"damaged|larger than"):
        bundle_of([("export.zip", bytes(data).replace(real, lie))])


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.csv", "/etc/passwd", "C:\\users.csv", "a/../../b.csv", "..\\x.csv"]
)
def test_paths_that_lead_out_of_an_archive_are_refused(name: str) -> None:
    assert "outside of it" in refusal({"export.zip": packed({name: "sourcedId\n"})})


def test_links_in_an_archive_are_refused() -> None:
    out, entry = io.BytesIO(), zipfile.ZipInfo("users.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "a link" in refusal({"export.zip": out.getvalue()})


def test_a_locked_archive_says_that_it_is_locked() -> None:
    data = bytearray(packed({"users.csv": "sourcedId\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert "password" in refusal({"export.zip": bytes(data)})


def test_an_archive_in_an_archive_is_not_opened() -> None:
    assert "another archive" in refusal({"a.zip": packed({"b.zip": packed({"users.csv": "sourcedId\n"})})})


def test_two_files_of_one_name_in_an_archive_are_refused() -> None:
    assert "two files called" in refusal({"a.zip": packed({"a/users.csv": "x", "b/Users.csv": "x"})})


def test_too_many_files_are_refused() -> None:
    assert "files" in refusal({"a.zip": packed({f"{n}.csv": "x" for n in range(300)})})


def test_a_damaged_archive_says_so() -> None:
    data = packed(dict(ONEROSTER_11))
    assert "damaged" in refusal({"a.zip": data[: len(data) // 2]})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x1f\x8b\x08\x00", "zip archive"),
        (b"", "empty"),
        (b"PK\x05\x06" + b"\x00" * 18, "no files"),
    ],
)
def test_files_of_other_kinds_are_called_by_their_name(data: bytes, says: str) -> None:
    assert says in refusal({"users.csv": data})


def test_binary_rubbish_is_no_text() -> None:
    assert "not a text file" in refusal({"users.csv": b"sourcedId" + bytes(range(32)) * 20, "orgs.csv": b"sourcedId\n"})


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(RosterError, match="may have 32 MB"):
        bundle_of([("users.csv", b"0" * (MOST_BYTES + 1))])


def test_a_million_rows_end_with_a_clear_error() -> None:
    text = "Adno,Legal Surname\n" + "1,a\n" * 1_000_000
    assert f"more than {MOST_ROWS:,} rows" in refusal(
        {"x.csv": text}, Mapping(columns={"key": "Adno", "family": "Legal Surname"}, kind="pupil")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_letters_come_out_right_in_any_usual_encoding(encoding: str) -> None:
    roster = read_roster(bundled({"x.csv": PUPILS_CSV.encode(encoding)}), PUPILS)
    assert roster.people[1].name == "Zoë O'Brien"
    assert any("written in" in note for note in roster.notes) == (encoding not in {"utf-8", "utf-8-sig"})


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_another_separator_is_found_and_told(sign: str) -> None:
    roster = read_roster(bundled({"x.csv": PUPILS_CSV.replace(",", sign)}), PUPILS)
    assert [p.key for p in roster.people] == ["1001", "1002", "1003"]
    classic = {name: text.replace(",", sign) for name, text in ONEROSTER_11.items() if name != "users.csv"}
    roster = read_roster(
        bundled(
            classic
            | {
                "users.csv": USERS_11.replace(",", sign)
                + "p1,,,true,s1,student,amy,,Amy,Hill,,,,,,,04,\n".replace(",", sign)
            }
        )
    )
    assert any("not commas" in note for note in roster.notes)


def test_formula_cells_are_kept_as_text_and_told() -> None:
    text = PUPILS_CSV + '1004,,"=HYPERLINK(""https://bad.example"",""Ann"")",@SUM(A1),,,,\n'
    roster = read_roster(bundled({"x.csv": text}), PUPILS)
    assert roster.people[3].family.startswith("=HYPERLINK")
    assert any("formula" in note for note in roster.notes)


def test_formulas_of_a_workbook_are_never_worked_out() -> None:
    rows = [*STAFF_SHEET, ["ZZ", "=1+1", '=WEBSERVICE("https://bad.example")', "x", None]]
    bundle = bundled({"staff.xlsx": workbook(rows)})
    roster = read_roster(bundle, sample_of(bundle, Notebook()).guess)
    assert roster.people[2].family == "=1+1"


def test_a_workbook_with_entities_is_refused() -> None:
    book = workbook(STAFF_SHEET)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = LAUGHS.encode()
    assert "never does" in refusal({"x.xlsx": packed(parts)}, PUPILS)


def test_a_workbook_that_claims_a_million_columns_is_read_as_it_is() -> None:
    book = workbook(STAFF_SHEET)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:E4"', b'ref="A1:XFD1048576"')
    assert sheet != parts["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    bundle = bundled({"staff.xlsx": packed(parts)})
    assert [p.key for p in read_roster(bundle, sample_of(bundle, Notebook()).guess).people] == ["JR", "TB"]


def test_a_workbook_with_links_to_elsewhere_is_read_without_them() -> None:
    book = workbook(STAFF_SHEET)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/externalLinks/externalLink1.xml"] = b'<externalLink xmlns="x"><externalBook/></externalLink>'
    bundle = bundled({"staff.xlsx": packed(parts)})
    assert len(read_roster(bundle, sample_of(bundle, Notebook()).guess).people) == 2


def test_one_bad_row_never_loses_a_file() -> None:
    bad = (
        "1010,,Poe,Dee,,31/02/2018,3,\n"
        "1011,,Poe,Eve,,yesterday,3,\n"
        "1001,,Twice,Ann,,01/01/2018,3,\n"
        ",,Nobody,No,,01/01/2018,3,\n"
        "1012,,,,,01/01/2018,3,\n"
        "1013,,Nul\x00l,Ann,,,,\n"
        "1014,,Hid\u202eden,Ann,,,,\n"
        "1015,,a,b,c,d,e,f,g,h,i\n"
        f"1016,,{'x' * 90},Ann,,,,\n"
        f"1017,,{'x' * 200_000},Ann,,,,\n"
    )
    roster = read_roster(bundled({"x.csv": PUPILS_CSV + bad + "1099,,Last,One,,01/01/2018,3,\n"}), PUPILS)
    assert [p.key for p in roster.people] == ["1001", "1002", "1003", "1099"]
    assert sorted(row.line for row in roster.bad) == list(range(5, 15))
    assert all(len(row.text) <= 60 for row in roster.bad)


def test_two_pupils_of_one_number_are_not_both_taken() -> None:
    roster = read_roster(bundled({"ctf.xml": ctf(ctf_pupil(), ctf_pupil(given="Ann"))}))
    assert len(roster.people) == 1
    assert "already used" in roster.bad[0].reason


def test_somebody_in_an_unknown_class_is_a_bad_row() -> None:
    text = ONEROSTER_11["enrollments.csv"] + "e9,,,c9,s1,p1,student,\ne8,,,c1,s1,zz,student,\n"
    roster = read_roster(bundled(ONEROSTER_11 | {"enrollments.csv": text}))
    assert [row.reason for row in roster.bad] == [
        "no class in these files has the id c9",
        "nobody in these files has the id zz",
    ]


def test_a_file_without_its_columns_names_the_first_that_is_missing() -> None:
    assert "sourcedid" in refusal(ONEROSTER_11 | {"users.csv": "a,b\n1,2\n"})


def test_a_mapping_that_fits_no_more_says_which_column_is_gone() -> None:
    assert "Adno" in refusal({"x.csv": "a,b\n1,2\n"}, PUPILS)


def test_a_folder_with_links_is_read_without_following_them(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "outside.csv").write_text("secret")
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "users.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(RosterError):
        read_roster(bundle_of_path(folder))


def test_a_link_put_in_the_place_of_a_file_that_was_looked_at_is_not_followed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "outside.csv").write_text("secret")
    taken = tmp_path / "feed" / ".working" / "1-users.csv"
    taken.mkdir(parents=True)
    (taken / "users.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(RosterError, match="No file was given"):
        Claimed(taken, "users.csv").bundle()


def test_a_path_that_is_not_there_says_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RosterError, match="cannot be read"):
        bundle_of_path(tmp_path / "none.csv")


NAMES = st.sampled_from(
    ["x.csv", "users.csv", "student.csv", "manifest.csv", "ctf.xml", "x.xlsx", "x.zip", "roles.csv"]
)
SEEDS = [
    ctf(ctf_pupil(contacts=MOTHER)),
    packed(dict(ONEROSTER_11)),
    workbook(STAFF_SHEET),
    PUPILS_CSV.encode(),
    ONEROSTER_11["users.csv"].encode(),
    b"School SIS ID,SIS ID,First Name\n1,2,3\n",
]


@given(st.lists(st.tuples(NAMES, st.binary(max_size=400)), max_size=4))
def test_no_bytes_whatever_raise_anything_but_a_roster_error(files: list[tuple[str, bytes]]) -> None:
    attempt(files)


@settings(max_examples=300)
@given(st.sampled_from(SEEDS), NAMES, st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=5))
def test_no_damaged_file_raises_anything_but_a_roster_error(
    data: bytes, name: str, cuts: list[tuple[int, bytes]]
) -> None:
    for place, put in cuts:
        at = place % (len(data) or 1)
        data = data[:at] + put + data[at + len(put) :]
    attempt([(name, data)])


def attempt(files: list[tuple[str, bytes]]) -> None:
    for mapping in (None, PUPILS):
        with suppress(RosterError):
            read_roster(bundle_of(files), mapping)
    with suppress(RosterError):
        read_roster(bundle_of(files), sample_of(bundle_of(files), Notebook()).guess)


def test_dates_of_impossible_years_are_refused() -> None:
    text = PUPILS_CSV + "1,,A,B,,01/01/0001,,\n2,,A,B,,2018-13-01,,\n"
    roster = read_roster(bundled({"x.csv": text}), PUPILS)
    assert [row.column for row in roster.bad] == ["DOB", "DOB"]
    assert roster.people[0].born == date(2017, 10, 2)
