"""What is under deploy/ passes the linters of its kind. No image is built: that needs a machine with Docker."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
MOST_EXPOSED = 2.5  # of 10, as systemd counts: sshd has 9.6


def program(name: str) -> str:
    """A linter beside Python or on the machine; the test is skipped where there is none."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def test_the_image_s_recipe_passes_hadolint() -> None:
    outcome = subprocess.run(
        [program("hadolint"), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert outcome.stdout == ""
    assert outcome.returncode == 0


def test_the_compose_file_has_the_shape_of_one() -> None:
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_read_without_a_fault_and_expose_little(unit: Path, tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    here = tmp_path / unit.name
    here.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE))
    read = subprocess.run([analyze, "verify", "--man=no", str(here)], capture_output=True, text=True, check=False)
    faults = [line for line in read.stderr.splitlines() if unit.name in line]
    assert faults == []
    judged = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", str(here)], capture_output=True, text=True, check=False
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", judged.stdout)
    if level is None:
        pytest.skip("this systemd cannot judge a file: " + judged.stderr.strip())
    assert float(level[1]) <= MOST_EXPOSED


def test_the_image_installs_what_start_installs() -> None:
    wanted = re.search(r'PACKAGES_run="([^"]+)"', (DEPLOY / "prepare.sh").read_text())
    assert wanted
    recipe = (DEPLOY / "Dockerfile").read_text()
    assert [name for name in wanted[1].split() if name not in recipe] == []
