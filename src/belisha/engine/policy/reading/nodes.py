"""YAML text to a tree of nodes with line numbers, with nothing in it that a policy file does not need.

Anchors, aliases, tags, several documents and deep nesting are refused while streaming, before any tree is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from belisha.engine.policy.model import Fault, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 20_000_000
DEEPEST: Final = 16
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it was built in: ten times faster
OPENING: Final = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CLOSING: Final = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def compose(text: str) -> yaml.MappingNode:
    """The tree of one document. Raises PolicyError when the text is too long, no YAML or more than plain YAML."""
    if len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES:
        raise PolicyError([Fault(1, "file", f"is longer than {MOST_BYTES // 1_000_000} MB; no policy is")])
    try:
        refused = list(_refused(text))
        if refused:
            raise PolicyError(refused)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise PolicyError([_syntax_fault(error)]) from error
    if not isinstance(root, yaml.MappingNode):
        raise PolicyError([Fault(1, "file", "must begin with keys such as “version: 1”; it holds none")])
    return root


def line_of(node: yaml.Node) -> int:
    """The line that a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def _refused(text: str) -> Iterator[Fault]:
    """Everything that is YAML but not ours; the first deep nesting ends it, since the rest may be endless."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, OPENING) - isinstance(event, CLOSING)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST:
            yield Fault(line, "file", f"is nested deeper than {DEEPEST} levels")
            return
        if documents > 1:
            yield Fault(line, "file", "holds a second document; leave out the line of three dashes")
            return
        if getattr(event, "anchor", None):
            yield Fault(line, "file", "uses an anchor or alias (& or *); write the value out, or put it in quotes")
        if getattr(event, "tag", None):
            yield Fault(line, "file", "uses a tag (!); put the value in quotes if it begins with “!”")


def _syntax_fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Fault(mark.line + 1 if mark else 1, "file", f"is not YAML: {problem}")
