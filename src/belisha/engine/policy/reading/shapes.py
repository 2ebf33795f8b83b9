"""Nodes to structs, by the types in the model: every fault is noted with its line, and reading goes on."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

import msgspec.inspect as shape
import yaml

from belisha.engine.policy.model import Fault
from belisha.engine.policy.reading.nodes import line_of
from belisha.engine.policy.reading.texts import TEXTS, read_date, read_time, read_until

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from zoneinfo import ZoneInfo

Path = tuple[str | int, ...]
NULL_TAG: Final = "tag:yaml.org,2002:null"
BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}


class Unfit(ValueError):  # noqa: N818
    """A node is not what its place needs; the text completes a sentence that begins with the place."""


def spell(path: Path) -> str:
    """A place in the file as people write it: schools.oakfield.people[3].class."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a fault about an unknown word: what it may have been, or what there is."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"; did you mean “{close[0]}”?"
    few = sorted(known)
    return f"; there are: {', '.join(few)}" if 0 < len(few) <= 20 else ""


class ShapeReader:
    """Reads one file; `faults`, `lines` (of every place) and `places` (of every struct, by identity) fill up."""

    def __init__(self, zone: ZoneInfo, words: Mapping[str, Collection[str] | None]) -> None:
        """`words`: the known ones of each form, None where any will do."""
        self.faults: list[Fault] = []
        self.lines: dict[Path, int] = {}
        self.places: dict[int, Path] = {}
        self._kept: list[object] = []
        self._zone = zone
        self._words = words
        self._readers: Mapping[type[shape.Type], Callable[..., object]] = {
            shape.StructType: self._struct,
            shape.DictType: self._dict,
            shape.VarTupleType: self._tuple,
            shape.UnionType: self._optional,
            shape.Metadata: self._named_text,
            shape.LiteralType: self._literal,
            shape.EnumType: self._enum,
            shape.StrType: self._text,
            shape.BoolType: self._bool,
            shape.DateType: lambda node, _, __: read_date(_scalar(node)),
            shape.TimeType: lambda node, _, __: read_time(_scalar(node)),
            shape.DateTimeType: lambda node, _, __: read_until(_scalar(node), self._zone),
        }

    def read(self, node: yaml.Node, wanted: shape.Type, path: Path) -> object:
        """The value of a node; None, with a fault noted, when it is not what is wanted."""
        self.lines.setdefault(path, line_of(node))
        try:
            return self._readers[type(wanted)](node, wanted, path)
        except ValueError as error:
            self.fault(path, str(error))
            return None

    def fault(self, path: Path, message: str) -> None:
        """Note a fault at a place already seen, or at the nearest around it."""
        self.faults.append(Fault(self.line(path), spell(path), message))

    def line(self, path: Path) -> int:
        """The line of a place, or of what it would lie in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _keys(self, node: yaml.Node, path: Path) -> dict[str, yaml.Node]:
        """A mapping's nodes by key; a key that is there twice keeps its first value and is a fault."""
        if not isinstance(node, yaml.MappingNode):
            message = f"must hold keys with values, not {_kind(node)}"
            raise Unfit(message)
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            place = (*path, key or "?")
            if key in found or not key:
                first = f" (first on line {self.lines[place]})" if key else ""
                problem = f"is there twice{first}" if key else "has a key that is not a word"
                self.faults.append(Fault(line_of(key_node), spell(place), problem))
                continue
            self.lines[place] = line_of(key_node)
            found[key] = value
        return found

    def _struct(self, node: yaml.Node, wanted: shape.StructType, path: Path) -> object:
        nodes = self._keys(node, path)
        fields = {field.encode_name: field for field in wanted.fields}
        for key in nodes.keys() - fields.keys():
            self.fault((*path, key), f"is not known here{did_you_mean(key, fields)}")
        values: dict[str, object] = {}
        for key, field in fields.items():
            if key in nodes and not (_is_null(nodes[key]) and not field.required):
                value = self.read(nodes[key], field.type, (*path, key))
                if value is not None:
                    values[field.name] = value
            elif field.required:
                self.fault((*path, key), "is missing")
        return self._make(wanted, values, path)

    def _make(self, wanted: shape.StructType, values: dict[str, object], path: Path) -> object:
        """The struct, with stand-ins for what is missing, so that the rest can be checked; None where none will do."""
        for field in wanted.fields:
            if field.required and field.name not in values:
                stand_in = STAND_INS.get(type(field.type))
                if stand_in is None:
                    return None
                values[field.name] = stand_in(field.type)
        made = wanted.cls(**values)
        self.places[id(made)] = path
        self._kept.append(made)
        return made

    def _dict(self, node: yaml.Node, wanted: shape.DictType, path: Path) -> object:
        entries: dict[str, object] = {}
        for key, value_node in self._keys(node, path).items():
            try:
                name = self._of_key(key, wanted.key_type)
            except ValueError as error:
                self.fault((*path, key), str(error))
                continue
            value = self.read(value_node, wanted.value_type, (*path, key))
            if value is not None:
                entries[name] = value
        return entries

    def _of_key(self, key: str, wanted: shape.Type) -> str:
        return self._in_form(key, wanted) if isinstance(wanted, shape.Metadata) else key

    def _tuple(self, node: yaml.Node, wanted: shape.VarTupleType, path: Path) -> object:
        if not isinstance(node, yaml.SequenceNode):
            message = f"must be a list, such as [one, two], not {_kind(node)}"
            raise Unfit(message)
        values = [self.read(item, wanted.item_type, (*path, number)) for number, item in enumerate(node.value)]
        return tuple(value for value in values if value is not None)

    def _optional(self, node: yaml.Node, wanted: shape.UnionType, path: Path) -> object:
        first = next(kind for kind in wanted.types if not isinstance(kind, shape.NoneType))
        return self._readers[type(first)](node, first, path)

    def _named_text(self, node: yaml.Node, wanted: shape.Metadata, _path: Path) -> str:
        return self._in_form(_scalar(node), wanted)

    def _in_form(self, text: str, wanted: shape.Metadata) -> str:
        form = (wanted.extra or {})["form"]
        if form in TEXTS:
            return TEXTS[form](text)
        known = self._words[form]
        if known is not None and text not in known:
            message = f"“{text[:64]}” is not a {form.replace('-', ' ')}{did_you_mean(text, known)}"
            raise Unfit(message)
        return text

    def _literal(self, node: yaml.Node, wanted: shape.LiteralType, _path: Path) -> object:
        return _one_of(_scalar(node), {str(value): value for value in wanted.values})

    def _enum(self, node: yaml.Node, wanted: shape.EnumType, _path: Path) -> object:
        return _one_of(_scalar(node), {str(member.value): member for member in wanted.cls})

    def _text(self, node: yaml.Node, _wanted: shape.StrType, _path: Path) -> str:
        return _scalar(node)

    def _bool(self, node: yaml.Node, _wanted: shape.BoolType, _path: Path) -> bool:
        value = BOOLEANS.get(_scalar(node).lower())
        if value is None:
            message = f"must be true or false, not “{_scalar(node)[:64]}”"
            raise Unfit(message)
        return value


def _one_of(text: str, known: Mapping[str, object]) -> object:
    if text not in known:
        message = f"must be one of {', '.join(known)}, not “{text[:64]}”"
        raise Unfit(message)
    return known[text]


def _scalar(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        message = f"must be one value, not {_kind(node)}"
        raise Unfit(message)
    text = str(node.value).strip()
    if not text or _is_null(node):
        message = "is empty"
        raise Unfit(message)
    return text


def _is_null(node: yaml.Node) -> bool:
    return node.tag == NULL_TAG


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return f"“{str(node.value)[:64]}”" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "keys with values"


STAND_INS: Final[Mapping[type[shape.Type], Callable[[shape.Type], object]]] = {
    shape.StrType: lambda _: "",
    shape.Metadata: lambda _: "",
    shape.DictType: lambda _: {},
    shape.VarTupleType: lambda _: (),
    shape.LiteralType: lambda wanted: wanted.values[0] if isinstance(wanted, shape.LiteralType) else None,
}
