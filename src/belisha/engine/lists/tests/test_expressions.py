"""UT1's expressions are checked and counted; what could hang a gateway is refused."""

import pytest

from belisha.engine.lists import ReadReport, read_expressions


@pytest.mark.parametrize(
    "text", [r"(/banner/|/sponsor/)", r"^[0-9]+\.[0-9]+/search\?q=[0-9]+$", r".*/ymsgr*\.exe", "(a+b)c+"]
)
def test_a_plain_expression_is_usable(text: str) -> None:
    report = ReadReport("test")
    assert [found.pattern for found in read_expressions([text], report)] == [text]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(a+)+$", "for ever"),
        ("((ab*)c)*", "for ever"),
        ("(x{2,9})+", "for ever"),
        ("(unclosed", "not a valid pattern"),
        ("a" * 2000, "too long"),
        ("[[a]", "not a valid pattern"),
    ],
)
def test_a_broken_or_dangerous_expression_is_refused_with_its_reason(text: str, reason: str) -> None:
    report = ReadReport("test")
    assert list(read_expressions(["# note", text], report)) == []
    assert reason in report.samples[0].reason
    assert (report.lines, report.passed_over, report.rejected) == (2, 1, 1)
