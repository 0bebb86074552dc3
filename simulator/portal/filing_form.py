"""The portal's own form of a procedure: for dossiers that are filed here and fetched by the system that handles them.

The national side answers for this form; no system under test is judged for it.
"""

from collections.abc import Mapping
from typing import Any

from simulator.domain.person import Person
from simulator.domain.service import FormField, ProcedureCode, Service

_LOCKED = ("full_name", "personal_id", "birth_date")
"""What the login says of the citizen and nobody types."""


def shown_form(service: Service, code: ProcedureCode, citizen: Person, submit: str) -> dict[str, Any]:
    """Return the form as this citizen sees it, in the shape of the contract of a province's form."""
    return {
        "procedure": code.code,
        "name": service.name.to_json(),
        "fields": [_line(service, field, citizen) for field in service.fields],
        "components": [
            {"code": one.code, "name": one.name.to_json(), "required": False, "replaced_by": list(one.replaced_by)}
            for one in service.components
            if one.kind != "eform"
        ],
        "submit": submit,
    }


def filed_values(form: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in each line: a locked line keeps what was shown, whatever the browser sends."""
    return {
        line["id"]: line["value"] if line["state"] == "locked" else values.get(line["id"], "").strip()
        for line in form["fields"]
    }


def typed_data(form: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return datum -> text of what the citizen typed, which is what was not there before."""
    return {
        line["datum"]: values[line["id"]]
        for line in form["fields"]
        if line["datum"] and values[line["id"]] and values[line["id"]] != line["value"]
    }


def empty_lines(form: Mapping[str, Any], values: Mapping[str, str]) -> list[str]:
    """Return the ids of the required lines in which nothing stands."""
    return [line["id"] for line in form["fields"] if line["required"] and not values[line["id"]]]


def _line(service: Service, field: FormField, citizen: Person) -> dict[str, Any]:
    value = _known(service, field, citizen)
    locked = value and field.datum.partition(".")[2] in _LOCKED
    return {
        "id": field.key,
        "label": field.label.to_json(),
        "type": field.type,
        "datum": field.datum,
        "required": field.required,
        "state": "locked" if locked else "editable" if value else "input",
        "value": value,
        "source": next(iter(field.known_to), "") if value else "",
        "choices": list(field.choices),
    }


def _known(service: Service, field: FormField, citizen: Person) -> str:
    """Return what the state knows of the citizen as soon as they have logged in."""
    subject, _, attribute = field.datum.partition(".")
    if service.subjects.get(subject) != "applicant" or field.known_once != "login":
        return ""
    known = any(citizen.knows(source, attribute) for source in field.known_to)
    return (citizen.get(attribute) or "") if known else ""
