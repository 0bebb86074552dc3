"""Waiver files (`waivers.yaml`), read and checked; a row with a gap or with a name that nothing has is refused."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.documents import Document, day_at
from simulator.core.errors import DataFileError
from simulator.core.masking import holds_possibly_real_number
from simulator.core.text import Text
from simulator.core.yaml_file import load_path
from simulator.domain.likeness import lasting
from simulator.domain.outcome import Verdict
from simulator.domain.waiver import Waiver, WaiverFile

ALL = ("*",)
SUBJECTS = ("requirement", "check", "cell")

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?<![0-9])(?:\+84|0)(?:[ .-]?[0-9]){9}(?![0-9])")
"""An e-mail address, or a phone number as it is dialled in Vietnam: ten digits, or nine after +84."""
_WORD = re.compile(r"[^\W\d_]{3}")


def load_waivers(path: Path, catalogue: Catalogue, rules: Mapping[str, str]) -> WaiverFile:
    """Read a waiver file; `rules` names the requirement of each check. The first problem is raised."""
    document = Document(str(path), load_path(path))
    found = waiver_problems(document, catalogue, rules)
    if found:
        raise found[0]
    waivers = tuple(_waiver(document, index) for index in range(len(document.data["waivers"])))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return WaiverFile(document.data["system"], str(path), digest, waivers)


def waiver_problems(document: Document, catalogue: Catalogue, rules: Mapping[str, str]) -> list[DataFileError]:
    """Return everything that is wrong in a waiver file."""
    found = catalogue.schemas.problems("waivers", document)
    if found:
        return found
    rows = document.data["waivers"]
    ids = [row["id"] for row in rows]
    for index, row in enumerate(rows):
        if ids.index(row["id"]) != index:
            found.append(document.problem(("waivers", index, "id"), f"{row['id']!r} stands twice"))
        day_at(document, ("waivers", index, "expires"), row["expires"], found)
        found.extend(_Row(document, index, row, catalogue, rules).problems())
    return found


def judged_in(row: Mapping[str, Any], catalogue: Catalogue, rules: Mapping[str, str]) -> tuple[str, ...]:
    """Return the scenarios that judge what the row names; every scenario says something of its own cells."""
    if not row.get("requirement") and not row.get("check"):
        return tuple(catalogue.scenarios)
    check = str(row.get("check", "")).partition("/")[0]
    checks = {name for name, rule in rules.items() if name == check or rule == row.get("requirement")}
    return tuple(key for key, scenario in catalogue.scenarios.items() if not checks.isdisjoint(scenario.checks))


@dataclass(frozen=True)
class _Row:
    """One row that follows the schema, and what its words are looked up in."""

    document: Document
    index: int
    row: Mapping[str, Any]
    catalogue: Catalogue
    rules: Mapping[str, str]

    def problems(self) -> Iterator[DataFileError]:
        subjects = [name for name in SUBJECTS if name in self.row]
        if len(subjects) == 1:
            yield from self._unknown_subject() or (*self._unknown_words(), *self._judged_nowhere())
        else:
            found = f"names {' and '.join(subjects) if subjects else 'nothing that is accepted'}"
            do = "`cell: true` is what the engine itself says of a session: that it was not run, or is not settled."
            yield self._problem((), found, "one of requirement, check and cell", do)
        yield from self._private()
        if "finding" in self.row and not _WORD.search(lasting(self.row["finding"])):
            do = "Write words of the sentence that every such finding has."
            yield self._problem(("finding",), "names only what differs from run to run", "", do)

    def _unknown_subject(self) -> tuple[DataFileError, ...]:
        check, slash, case = str(self.row.get("check", "")).partition("/")
        names: tuple[tuple[str, str, str, Collection[str]], ...] = ()
        if "requirement" in self.row:
            names = (("requirement", "requirement", self.row["requirement"], self.catalogue.requirements),)
        elif "check" in self.row:
            names = (("check", "check", check, self.rules),)
            names += (("check", f"case of {check}", case, self.catalogue.identity_cases),) if slash else ()
        return tuple(self._unknown((key,), what, word, known) for key, what, word, known in names if word not in known)

    def _unknown_words(self) -> Iterator[DataFileError]:
        known: dict[str, Collection[str]] = {
            "service": self.catalogue.services,
            "scenario": self.catalogue.scenarios,
            "weather": self.catalogue.weathers,
        }
        for what, ids in known.items():
            for at, word in enumerate(self.row.get(f"{what}s", ())):
                if not _any(ids, (word,)):
                    yield self._unknown((f"{what}s", at), what, word, ids)

    def _judged_nowhere(self) -> Iterator[DataFileError]:
        judging = judged_in(self.row, self.catalogue, self.rules)
        told = self.row.get("scenarios", ALL)
        if not _any(judging, told) and _any(self.catalogue.scenarios, told):
            expected = f"one of {', '.join(judging)}" if judging else "a rule that a scenario judges"
            yield self._problem(("scenarios",), f"{', '.join(told)}: nothing there judges it", expected)

    def _private(self) -> Iterator[DataFileError]:
        places: tuple[tuple[str, ...], ...] = (("owner",), ("legal_basis",), ("reason", "vi"), ("reason", "en"))
        for place in places:
            text = str(self.row["reason"][place[1]] if len(place) > 1 else self.row[place[0]])
            if _ADDRESS.search(text) or holds_possibly_real_number(text):
                found = "holds a phone number, an e-mail address or a personal number"
                do = "Name the role or the unit; this file is printed in every report."
                yield self._problem(place, found, "no person's private data", do)
        if holds_possibly_real_number(self.row.get("finding", "")):
            yield self._problem(("finding",), "holds a personal number", "no person's private data", "Write … for it.")

    def _problem(self, place: Sequence[str | int], found: str, expected: str, do: str = "") -> DataFileError:
        return self.document.problem(("waivers", self.index, *place), found, expected, do)

    def _unknown(self, place: Sequence[str | int], what: str, word: str, known: Collection[str]) -> DataFileError:
        return self.document.unknown(("waivers", self.index, *place), what, word, list(known))


def _any(ids: Collection[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(one, pattern) for one in ids for pattern in patterns)


def _waiver(document: Document, index: int) -> Waiver:
    row = document.data["waivers"][index]
    return Waiver(
        id=row["id"],
        requirement=row.get("requirement", ""),
        check=row.get("check", ""),
        verdict=Verdict(row.get("verdict", "FAIL")),
        services=tuple(row.get("services", ALL)),
        scenarios=tuple(row.get("scenarios", ALL)),
        weathers=tuple(row.get("weathers", ALL)),
        finding=row.get("finding", ""),
        owner=row["owner"],
        reason=Text.of(row["reason"]),
        legal_basis=row["legal_basis"],
        expires=date.fromisoformat(row["expires"]),
        label=document.where(("waivers", index)),
    )
