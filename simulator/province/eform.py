"""The electronic form that the portal publishes for a procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
    linked_name: str = ""
    """Its name in a linked dossier."""


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
    deadline: Mapping[str, Any] = field(default_factory=dict)
    """`value` and `unit` (working_day, day, hour, instant or exam_calendar), as published."""
    presence: str = ""
    """Who has to come in person, and for what; empty when nobody has to."""
    presence_on: str = ""
    """The datum that holds the day of it; empty without one."""
    fee_online_vnd: int | None = None
    """None when it varies or is not published."""
    passed_on: bool = False
    """Whether dossiers are taken for another authority and passed on to it."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Names of the sources of data that the form mentions."""

    def source_name(self, source: str) -> str:
        """Return the name of a source with its id behind it."""
        name = self.sources.get(source, "")
        return f"{name} ({source})" if name else source

    def person_of(self, datum: str) -> str:
        """Return which person a datum speaks of, or an empty text."""
        return self.subjects.get(datum.partition(".")[0], "")


def eform_from_wire(document: Mapping[str, Any], code: str) -> EForm:
    """Read a published form."""
    results = _rows(document, "results")
    presence = document.get("presence") or {}
    data = dict.fromkeys(str(datum) for row in results for datum in row.get("data") or ())
    return EForm(
        procedure=code,
        name=label_of(document.get("name")),
        subjects=dict(document.get("subjects") or {APPLICANT: APPLICANT}),
        fields=tuple(_field(row) for row in _rows(document, "fields")),
        components=tuple(_component(row) for row in _rows(document, "components")),
        results=tuple((str(row.get("code") or ""), label_of(row.get("name"))) for row in results),
        result_data=tuple(data),
        deadline=dict(document.get("deadline") or {}),
        presence=label_of(presence.get("text")),
        presence_on=str(presence.get("on") or ""),
        fee_online_vnd=(document.get("fee") or {}).get("online_vnd"),
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
        linked_name=str(row.get("linked_name") or row["id"]),
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
