"""What is committed under static/design is what the sources give."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DESIGN = Path(__file__).parents[1]
ROOT = DESIGN.parents[3]
BUILT = DESIGN / "static" / "design"


def test_the_built_files_are_what_the_sources_give(tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("node is not installed: the committed styles are used as they are")
    if not (ROOT / "build/design/installed").exists():
        pytest.skip("packages of the design are not installed: deploy/build-design.sh installs them")
    subprocess.run([ROOT / "deploy/build-design.sh", tmp_path], check=True, timeout=120)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path, content in made.items() if content != (BUILT / path).read_bytes()} == set()


def test_the_lock_names_no_place_that_packages_come_from() -> None:
    assert "resolved" not in (DESIGN / "frontend/package-lock.json").read_text()


def test_styles_and_script_stay_small() -> None:
    assert len(gzip.compress((BUILT / "belisha.css").read_bytes(), 9)) < 25_000
    assert len(gzip.compress((BUILT / "belisha.js").read_bytes(), 9)) < 12_000


def test_nothing_of_the_government_is_in_it() -> None:
    text = "".join((BUILT / name).read_text() for name in ("belisha.css", "belisha.js", "beacon.svg")).lower()
    assert [word for word in ("gds transport", "crown", "gov.uk logo") if word in text] == []


def test_licences_travel_with_what_they_cover() -> None:
    assert "SIL Open Font License" in (BUILT / "fonts/OFL.txt").read_text()
    assert "govuk-frontend" in (BUILT / "NOTICES.txt").read_text()


def test_the_styles_ask_for_nothing_that_is_not_here() -> None:
    asked = re.findall(r"url\(\"?([^\")]+)", (BUILT / "belisha.css").read_text())
    assert [name for name in asked if not (BUILT / name).is_file()] == []
