"""What a search term or an address may say about a child's welfare: theme, level, and why.

`Reader.shipped()` has our own rules (rules/*.yaml); `adjusted` those of a school; `term` and `page` read.
"""

from belisha.engine.themes.model import (
    ASKING_FOR_HELP,
    GUARDED_THEMES,
    THEMES,
    Because,
    Found,
    Level,
    Rule,
)
from belisha.engine.themes.reader import Reader
from belisha.engine.themes.school import Added, Mark, Precision, SchoolThemes, Softened, precision
from belisha.engine.themes.school_file import SchoolThemesError, read_school_themes

__all__ = [
    "ASKING_FOR_HELP",
    "GUARDED_THEMES",
    "THEMES",
    "Added",
    "Because",
    "Found",
    "Level",
    "Mark",
    "Precision",
    "Reader",
    "Rule",
    "SchoolThemes",
    "SchoolThemesError",
    "Softened",
    "precision",
    "read_school_themes",
]
