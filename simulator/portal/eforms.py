"""The electronic form of a procedure as the portal publishes it: what is asked, and what the state knows already.

Public, because a province builds its own form from it. The shape is our own (assumed).
"""

from typing import Any

from simulator.domain.service import Component, FormField, Presence, ProcedureCode, Service
from simulator.domain.source import Sources
from simulator.portal.citizen_desk import CitizenDesk
from simulator.portal.procedures import Procedures
from simulator.web.recording import Answer, Inbound, ViewResult


class EForms:
    """The view of `/citizen/procedures/<code>/eform`."""

    def __init__(self, desk: CitizenDesk, procedures: Procedures) -> None:
        self._desk = desk
        self._procedures = procedures

    def show(self, _inbound: Inbound, code: str) -> ViewResult:
        """Answer the form of a procedure, whose code may be localised."""
        found = self._procedures.find(code)
        if found is None:
            return self._desk.refuse(404, "unknown_procedure", code=code)
        return Answer(eform_of(*found, self._desk.national.catalogue.sources))


def eform_of(service: Service, code: ProcedureCode, sources: Sources) -> dict[str, Any]:
    """Return the published form."""
    return {
        "procedure": code.code,
        "name": service.name.to_json(),
        "subjects": dict(service.subjects),
        "sources": {name: source.name.to_json() for name, source in sources.items() if service.names(name)},
        "fields": [_field(field) for field in service.fields],
        "components": [_component(component) for component in service.components],
        "results": [
            {"code": result.code, "name": result.name.to_json(), "data": list(result.data)}
            for result in service.results
        ],
        "deadline": {"value": service.deadline.value, "unit": service.deadline.unit},
        "fee": {"direct_vnd": service.fee.direct_vnd, "online_vnd": service.fee.online_vnd},
        **_presence(service.presence),
    }


def _field(field: FormField) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": field.key,
        "label": field.label.to_json(),
        "type": field.type,
        "required": field.required,
        "datum": field.datum,
        "linked_name": field.linked_name,
        "known": {"to": list(field.known_to), "once": field.known_once},
    }
    return shown | ({"choices": list(field.choices)} if field.choices else {})


def _presence(presence: Presence | None) -> dict[str, Any]:
    if presence is None:
        return {}
    return {"presence": {"who": list(presence.who), "text": presence.text.to_json(), "on": presence.on}}


def _component(component: Component) -> dict[str, Any]:
    return {
        "code": component.code,
        "name": component.name.to_json(),
        "required": component.required,
        "kind": component.kind,
        "replaced_by": list(component.replaced_by),
    }
