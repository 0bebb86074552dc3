"""The electronic form that the portal publishes for a procedure, and the list of procedures it offers.

Nothing here knows a particular service: a procedure added on the national side is offered without a change.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide, NationalSideDown, document_of

KEPT_SECONDS = 60.0
APPLICANT = "applicant"


@dataclass(frozen=True)
class EFormField:
    """A line of the published form."""

    id: str
    label: str
    type: str
    required: bool
    datum: str
    known_to: tuple[str, ...]
    known_once: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class EFormComponent:
    """A component of the dossier as published."""

    code: str
    name: str
    required: str
    """always, present, if_<condition> or fallback_if_data_missing."""
    kind: str
    replaced_by: tuple[str, ...]


@dataclass(frozen=True)
class EForm:
    """A published form."""

    procedure: str
    name: str
    subjects: Mapping[str, str]
    fields: tuple[EFormField, ...]
    components: tuple[EFormComponent, ...]
    results: tuple[tuple[str, str], ...]
    result_data: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Names of the sources of data that the form mentions."""

    def source_name(self, source: str) -> str:
        """Return the name of a source with its id behind it."""
        name = self.sources.get(source, "")
        return f"{name} ({source})" if name else source

    def person_of(self, datum: str) -> str:
        """Return which person a datum speaks of, or an empty text."""
        return self.subjects.get(datum.partition(".")[0], "")


@dataclass(frozen=True)
class OfferedService:
    """A row of the portal's list of services that this system handles."""

    id: str
    code: str
    name: str


class Offer:
    """The procedures that this system offers, read from the portal when they are asked for."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, clock: Clock) -> None:
        self._national_side = national_side
        self._config = config
        self._clock = clock
        self._lock = threading.Lock()
        self._services: dict[str, OfferedService] = {}
        self._forms: dict[str, tuple[float, EForm]] = {}

    def services(self) -> list[OfferedService]:
        """Read the portal's list again and return what this system handles of it."""
        rows = self._national_side.ask("GET", "/citizen/services")
        try:
            found = [
                OfferedService(str(row["id"]), str(row["code"]), label_of(row.get("name")))
                for row in rows
                if self._handles(row)
            ]
        except (AttributeError, KeyError, TypeError) as error:
            raise NationalSideDown(f"GET /citizen/services: not a list of services ({error!r})") from None
        with self._lock:
            self._services = {service.code: service for service in found}
        return found

    def offers(self, code: str) -> bool:
        """Return whether this system handles a procedure; the list is read again for one it does not know."""
        with self._lock:
            known = code in self._services
        return known or any(service.code == code for service in self.services())

    def form(self, code: str) -> EForm | None:
        """Return the published form of a procedure, or None when the portal publishes none."""
        with self._lock:
            kept_at, kept = self._forms.get(code, (0.0, None))
        if kept is not None and self._clock.monotonic() - kept_at < KEPT_SECONDS:
            return kept
        path = f"/citizen/procedures/{code}/eform"
        answer = self._national_side.send("GET", path)
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise NationalSideDown(f"GET {path}: HTTP {answer.status_code}")
        try:
            form = eform_from_wire(document_of(answer), code)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NationalSideDown(f"GET {path}: not a form as published ({error!r})") from None
        with self._lock:
            self._forms[code] = (self._clock.monotonic(), form)
        return form

    def _handles(self, row: Mapping[str, Any]) -> bool:
        wanted = self._config.procedures
        return row.get("handled_by") == self._config.role and (not wanted or row.get("code") in wanted)


def eform_from_wire(document: Mapping[str, Any], code: str) -> EForm:
    """Read a published form."""
    results = _rows(document, "results")
    data = dict.fromkeys(str(datum) for row in results for datum in row.get("data") or ())
    return EForm(
        procedure=code,
        name=label_of(document.get("name")),
        subjects=dict(document.get("subjects") or {APPLICANT: APPLICANT}),
        fields=tuple(_field(row) for row in _rows(document, "fields")),
        components=tuple(_component(row) for row in _rows(document, "components")),
        results=tuple((str(row.get("code") or ""), label_of(row.get("name"))) for row in results),
        result_data=tuple(data),
        sources={str(source): label_of(name) for source, name in dict(document.get("sources") or {}).items()},
    )


def label_of(text: Any) -> str:
    """Return the Vietnamese half of a `{vi, en}` text, or a plain text as it is."""
    if isinstance(text, dict):
        return str(text.get("vi") or text.get("en") or "")
    return str(text or "")


def _field(row: Mapping[str, Any]) -> EFormField:
    known = row.get("known") or {}
    return EFormField(
        id=str(row["id"]),
        label=label_of(row.get("label")),
        type=str(row.get("type") or "string"),
        required=row.get("required") is True,
        datum=str(row.get("datum") or ""),
        known_to=tuple(known.get("to") or ()),
        known_once=str(known.get("once") or ""),
        choices=tuple(label_of(choice) for choice in row.get("choices") or ()),
    )


def _component(row: Mapping[str, Any]) -> EFormComponent:
    required = row.get("required")
    return EFormComponent(
        code=str(row["code"]),
        name=label_of(row.get("name")),
        required={True: "always", False: "present", None: "present"}.get(required, str(required)),
        kind=str(row.get("kind") or "paper"),
        replaced_by=tuple(row.get("replaced_by") or ()),
    )


def _rows(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [row for row in document.get(name) or () if isinstance(row, dict)]
