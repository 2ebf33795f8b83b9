"""Category lists: reading every usual form, what they are made of and who publishes them, what an installation holds.

Layers inside: reports < texts, entries < the forms < shelves, reading < catalogue, store
< our_words, locked < installed < update.
Nothing here reaches the network or a clock: `Updater` is given both.
"""

from belisha.engine.lists.catalogue import (
    Category,
    EmptyCategory,
    Source,
    categories,
    category_ids,
    corrections,
    empty_categories,
    sources,
    uses,
)
from belisha.engine.lists.entries import Entry, entry_of
from belisha.engine.lists.expressions import read_expressions
from belisha.engine.lists.forms import Form, read_lines, sniff
from belisha.engine.lists.gathering import gather
from belisha.engine.lists.installed import InstalledList, Provenance, ignored_files, installation
from belisha.engine.lists.locked import LockedState, import_locked, locked_ids, locked_state, record_upstream
from belisha.engine.lists.our_words import OurWords, our_words, write_our_words
from belisha.engine.lists.reading import read_file
from belisha.engine.lists.reports import ListError, ReadReport, Rejected
from belisha.engine.lists.update import Fetch, FetchError, Outcome, Updater

__all__ = [
    "Category",
    "EmptyCategory",
    "Entry",
    "Fetch",
    "FetchError",
    "Form",
    "InstalledList",
    "ListError",
    "LockedState",
    "OurWords",
    "Outcome",
    "Provenance",
    "ReadReport",
    "Rejected",
    "Source",
    "Updater",
    "categories",
    "category_ids",
    "corrections",
    "empty_categories",
    "entry_of",
    "gather",
    "ignored_files",
    "import_locked",
    "installation",
    "locked_ids",
    "locked_state",
    "our_words",
    "read_expressions",
    "read_file",
    "read_lines",
    "record_upstream",
    "sniff",
    "sources",
    "uses",
    "write_our_words",
]
