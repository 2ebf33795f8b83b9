"""A command loads what it needs and nothing else: loading takes a report longer than its questions."""

import subprocess
import sys

SLOW = ("belisha.engine.snapshot", "dataclasses", "duckdb", "importlib.resources", "pyarrow", "weasyprint", "yaml")


def test_a_report_loads_nothing_that_only_other_commands_need() -> None:
    tell = f"import sys, belisha.cli.report; print(*(name for name in {SLOW} if name in sys.modules))"
    told = subprocess.run([sys.executable, "-I", "-c", tell], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
