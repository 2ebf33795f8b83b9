"""A report as one HTML page that needs nothing else: no script, no network, for screen and paper."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from belisha.activity.reports.tables import tables
from belisha.activity.reports.week import Report
from belisha.activity.reports.wording import making, nothing, period, say, title

ROWS_SHOWN = 300

_environment = Environment(
    loader=PackageLoader("belisha.activity.reports", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_page(report: Report) -> str:
    """The whole report; of very long tables the first rows."""
    return _environment.get_template("report.html.j2").render(
        title=title(report),
        school=report.subject.school_name,
        period=period(report),
        making=making(report),
        nothing=nothing(report) if report.empty else "",
        tables=[] if report.empty else tables(report),
        rows_shown=ROWS_SHOWN,
        say=say,
        is_number=lambda cell: isinstance(cell, int),
    )
