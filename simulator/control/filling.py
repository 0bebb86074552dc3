"""What the citizen types into a form: what the scenario wants, else the truth, else something harmless by type."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.domain.person import Person
from simulator.domain.persona import ORGANISATION
from simulator.domain.service import FormField, Service

_BY_TYPE = {
    "person_name": "Nguyễn Thị Hoà",
    "personal_id": "099190999999",
    "date": "2025-06-20",
    "phone": "0509999999",
    "email": "congdan@dancu.example",
    "address2": "1 đường Lê Lợi, Phường Hạc Thành, tỉnh Thanh Hóa",
    "int": "1",
}
_ANYTHING = "Không có ghi chú thêm"
_NO_TEXT = ("group", "list", "file")
"""Types of lines that nobody types into."""
_OF_A_PERSON = frozenset({"phone", "email", "personal_id"})


@dataclass(frozen=True)
class Filled:
    """A form as the citizen leaves it."""

    values: Mapping[str, str]
    """Field id -> text, as it is submitted."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Datum -> exactly what was typed for it."""


@dataclass(frozen=True)
class Citizen:
    """What the citizen knows while filling the form."""

    service: Service
    people: Mapping[str, Person]
    wanted: Mapping[str, str]
    """Datum -> what the scenario wants typed."""

    def fill(self, form: Mapping[str, Any]) -> Filled:
        """Type into every empty field that takes input, and leave alone what is already filled or locked."""
        values: dict[str, str] = {}
        typed: dict[str, str] = {}
        for item in form["fields"]:
            if item["state"] == "editable" and item["value"]:
                values[item["id"]] = item["value"]
            elif item["state"] in ("input", "editable") and (text := self._answer(item)):
                values[item["id"]] = text
                if item["datum"]:
                    typed[item["datum"]] = text
        return Filled(values, typed)

    def told(self, line: FormField) -> str:
        """Return what the citizen says to a line of the published form; nothing to one that may stay empty."""
        wanted = line.datum in self.wanted or bool(self._truth(line.datum)) or line.required
        shape = {"id": line.key, "datum": line.datum, "type": line.type, "required": line.required}
        return self._answer(shape) if wanted and line.type not in _NO_TEXT else ""

    def _answer(self, item: Mapping[str, Any]) -> str:
        datum = item["datum"]
        if datum in self.wanted:
            return unicodedata.normalize("NFC", self.wanted[datum])
        return self._truth(datum) or self._harmless(item)

    def _truth(self, datum: str) -> str:
        subject, _, attribute = datum.partition(".")
        person = self.people.get(self.service.subjects.get(subject, ""))
        return (person.get(attribute) or "") if person else ""

    def _is_about_organisation(self, datum: str) -> bool:
        """Return whether a line speaks of an organisation, which has no birth date and no gender."""
        person = self.people.get(self.service.subjects.get(datum.partition(".")[0], ""))
        return person is not None and person.get("account_type") == ORGANISATION

    def _harmless(self, item: Mapping[str, Any]) -> str:
        """Something plausible; but nobody makes up a phone or a number that they do not have and need not give."""
        if not item["required"] and (item["type"] in _OF_A_PERSON or self._is_about_organisation(item["datum"])):
            return ""
        choices = self._choices(item)
        return choices[0] if choices else _BY_TYPE.get(item["type"], _ANYTHING)

    def _choices(self, item: Mapping[str, Any]) -> tuple[str, ...]:
        for known in self.service.fields:
            if known.choices and (known.key == item["id"] or (known.datum and known.datum == item["datum"])):
                return known.choices
        return ("1",) if item["type"] == "enum" else ()
