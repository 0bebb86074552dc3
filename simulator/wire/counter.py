"""Filing at the counter through the counter hook (our own, assumed)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from simulator.domain.person import Person
from simulator.wire.form import Attachment, attachments_to_wire, refusal_from_wire
from simulator.wire.scalars import field, rows


class CardAddress(NamedTuple):
    """The address on the citizen's card."""

    text: str
    former_commune: str
    """Code of the old commune; empty for an address of today."""


def counter_to_wire(
    *,
    request_id: str,
    procedure: str,
    agency: str,
    identified_by: str,
    person: Person,
    address: CardAddress,
    values: Mapping[str, str],
    components: Iterable[Attachment],
    session_time: datetime,
) -> dict[str, Any]:
    """Return the body of the counter hook; `values` by datum."""
    return {
        "request_id": request_id,
        "procedure": procedure,
        "agency": agency,
        "identified_by": identified_by,
        "person": {
            **{name: person.get(name) or "" for name in ("personal_id", "full_name", "birth_date")},
            "address_on_card": address.text,
            "commune_on_card": address.former_commune,
        },
        "values": dict(values),
        "components": attachments_to_wire(components),
        "session_time": session_time.isoformat(),
    }


def counter_refusal_from_wire(document: Any) -> tuple[list[str], str]:
    """Return (what was demanded beyond the form, why it was refused in one line)."""
    demands = [demand for _, row in rows(document, "errors") if (demand := field(row, "demand"))]
    return list(dict.fromkeys(demands)), refusal_from_wire(document)
