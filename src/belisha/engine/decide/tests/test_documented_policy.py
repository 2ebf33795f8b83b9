"""docs/operate/policy.md says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from belisha.engine.decide.file_kinds import CONTENT_TYPES
from belisha.engine.lists import categories
from belisha.engine.policy.model import Profile
from belisha.engine.policy.reading import read_policy

PAGE = (Path(__file__).parents[5] / "docs" / "operate" / "policy.md").read_text("utf-8")


def test_the_policy_in_the_documentation_has_no_fault() -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert read_policy(text, categories(), CONTENT_TYPES).schools


def test_every_setting_of_a_profile_is_documented() -> None:
    missing = [
        field for field in Profile.__struct_fields__ if f"`{field}`" not in PAGE and field not in {"name", "inherits"}
    ]
    assert missing == []
