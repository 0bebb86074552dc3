"""The one YAML loader. Codes stay the text that was written, and every value knows its line.

Plain YAML 1.1 turns `001077001234` into an octal number, `1.001193` into a float, `off` into False, `12:30` into
750 and a date into a date; a repeated key silently wins. Here only `true`, `false`, `null` and whole decimal
numbers without a leading zero are more than text, and a repeated key is an error that names both lines.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml

from simulator.core.data_folders import DataFile
from simulator.core.errors import DataFileError


class LinedDict(dict[str, Any]):
    """A mapping that remembers the line of the mapping and of each key (1-based)."""

    line: int = 0
    lines: Mapping[str, int] = {}


class _RepeatedKey(yaml.constructor.ConstructorError):
    """A key that stands twice in one mapping."""


def _mapping(loader: Any, node: yaml.MappingNode) -> LinedDict:
    seen: dict[str, int] = {}
    for key_node, _ in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in seen:
            raise _RepeatedKey(
                None, None, f"key {key!r} stands on line {seen[key]} and again on line {line}", key_node.start_mark
            )
        seen[key] = line
    values = yaml.SafeLoader.construct_mapping(loader, node, deep=True)
    result = LinedDict((str(key), value) for key, value in values.items())
    result.line = node.start_mark.line + 1
    result.lines = seen
    return result


def _strict(base: Any) -> Any:
    """Return a loader that knows only true, false, null, whole numbers and text."""

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    for tag, pattern, first in (
        ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
        ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
        ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
        ("tag:yaml.org,2002:merge", r"^<<$", "<"),
    ):
        Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))
    Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
    return Loader


_PLAIN = _strict(yaml.SafeLoader)
_FAST = _strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""libyaml, where PyYAML was built with it: some ten times faster, the same values and lines."""


def parse_yaml(text: str, label: str) -> Any:
    """Return the document in `text`; `label` names it in errors, which read the same with and without libyaml."""
    try:
        return yaml.load(text, Loader=_FAST)
    except yaml.YAMLError:
        return _parse_plainly(text, label)


def _parse_plainly(text: str, label: str) -> Any:
    try:
        return yaml.load(text, Loader=_PLAIN)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DataFileError(f"{label}:{line}", error.problem or "not YAML", "valid YAML", _what_to_do(error)) from None
    except yaml.YAMLError as error:
        raise DataFileError(f"{label}:1", str(error), "valid YAML in UTF-8") from None


def _what_to_do(error: yaml.MarkedYAMLError) -> str:
    return "Remove one of the two." if isinstance(error, _RepeatedKey) else "Check indentation and quotes."


def load_data_file(file: DataFile) -> Any:
    """Return the YAML document of one of our data files."""
    return parse_yaml(_text(file.node.read_bytes(), file.label), file.label)


def load_path(path: Path) -> Any:
    """Return the YAML document of a file the user named."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataFileError(str(path), "no such file", "a YAML file", "Check the path.") from None
    except OSError as error:
        raise DataFileError(str(path), f"cannot be read ({error})", "a YAML file", "Check the path.") from None
    return parse_yaml(_text(content, str(path)), str(path))


def _text(content: bytes, label: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise DataFileError(f"{label}:{line}", found, "a YAML file", "Save it as UTF-8.") from None


def line_at(document: Any, path: Sequence[str | int]) -> int:
    """Return the line of the value at `path`, or of the nearest mapping above it."""
    line, node = 1, document
    for part in path:
        if isinstance(node, LinedDict):
            line = node.lines.get(str(part), node.line)
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return line
        if isinstance(part, int) and isinstance(node, LinedDict):
            line = node.line
    return node.line if isinstance(node, LinedDict) and not path else line
