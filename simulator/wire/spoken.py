"""What a family of systems writes in its own way, read in the words of the contract."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Dialect, Rename, Tolerance
from simulator.wire.scalars import text

_ROW = re.compile(r"/[0-9]+(?=/|$)")


def in_contract_words(dialect: Dialect, contract: str, message: Any) -> Any:
    """Return the message with the family's own names replaced by those of the contract."""
    for rename in dialect.renames:
        if rename.contract == contract:
            message = _renamed(message, rename.path, rename)
    return message


def judged(
    dialect: Dialect, contract: str, message: Any, findings: tuple[ContractFinding, ...]
) -> tuple[ContractFinding, ...]:
    """Return the findings without those that are this family's known way."""
    known = [one for one in dialect.tolerances if one.contract == contract]
    return tuple(one for one in findings if not _is_known(one, known, message)) if known else findings


def _is_known(finding: ContractFinding, known: Sequence[Tolerance], message: Any) -> bool:
    place = _ROW.sub("/*", finding.pointer)
    here = [one for one in known if one.pointer == place]
    if finding.keyword == "required" or not here:
        return any(one.absent for one in here)
    found = next(at(message, finding.pointer.split("/")[1:]), None)
    return any(_allows(one, found) for one in here)


def _allows(tolerance: Tolerance, found: Any) -> bool:
    if _kind(found) in tolerance.kinds or (tolerance.absent and not text(found)):
        return True
    return isinstance(found, str) and found in tolerance.values


def _kind(found: Any) -> str:
    if isinstance(found, bool):
        return "boolean"
    return "null" if found is None else "number" if isinstance(found, int | float) else ""


def at(node: Any, parts: list[str] | tuple[str, ...]) -> Iterator[Any]:
    """Yield what stands at a place, `*` for any row; nothing for a place that is not there."""
    if not parts:
        yield node
    elif isinstance(node, list):
        if parts[0] == "*":
            for item in node:
                yield from at(item, parts[1:])
        elif parts[0].isdigit() and int(parts[0]) < len(node):
            yield from at(node[int(parts[0])], parts[1:])
    elif isinstance(node, Mapping) and parts[0] in node:
        yield from at(node[parts[0]], parts[1:])


def _renamed(node: Any, path: tuple[str, ...], rename: Rename) -> Any:
    """Return a copy in which the field has its other name; where that stands already nothing changes."""
    name, rest = path[0], path[1:]
    if name == "*":
        return [_renamed(item, rest, rename) for item in node] if isinstance(node, list) else node
    if not isinstance(node, Mapping) or name not in node:
        return node
    if rest:
        return {**node, name: _renamed(node[name], rest, rename)}
    if text(node.get(rename.to)):
        return node
    return {**{key: value for key, value in node.items() if key != name}, rename.to: node[name]}
