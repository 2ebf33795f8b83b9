"""Lists of the v2fly community: rules, attributes, and includes that may be absent or go round in circles."""

from belisha.engine.lists import Form, ReadReport, read_lines, sniff
from belisha.engine.lists.v2fly import with_includes

LISTS = {
    "all": ["# everything", "include:one", "include:two @ads", "include:gone", "own.example"],
    "one": ["domain:one.example", "include:all", "include:two @-ads"],
    "two": ["full:ads.two.example @ads @cn", "two.example @cn", "plain.example"],
}


def hosts(*lines: str) -> tuple[list[str], ReadReport]:
    report = ReadReport("test")
    return [entry.host for entry in read_lines(lines, Form.V2FLY, report)], report


def test_names_are_kept_and_what_an_index_of_names_cannot_hold_is_refused() -> None:
    found, report = hosts(
        "domain:one.example @ads", "full:two.example # note", "three.example", "keyword:bet", r"regexp:^a\d", "youtube"
    )
    assert found == ["one.example", "two.example", "three.example"]
    assert len(report.reasons) == report.rejected == 3


def test_includes_are_followed_with_their_filters_and_circles_end() -> None:
    found, report = hosts(*with_includes("all", LISTS.get))
    assert found == ["one.example", "two.example", "plain.example", "ads.two.example", "own.example"]
    assert report.reasons == {"includes a list that is not here": 1}
    assert "include:gone" in report.samples[0].text


def test_a_list_that_is_not_there_is_empty() -> None:
    assert list(with_includes("none", LISTS.get)) == []


def test_a_list_of_includes_alone_is_recognised() -> None:
    assert sniff(["# head", "include:one"]) is Form.V2FLY
