"""What the province's form binds to what: the ground of the ask-once checks."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.checks.blocked import no_form
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding
from simulator.domain.service import FormField, Service

Row = Mapping[str, Any]


def bound_fields(evidence: Evidence) -> Iterator[tuple[Fact, Row, FormField]]:
    """Yield (form, its field, the service's field) for each field bound to a datum of this service."""
    by_datum = {field.datum: field for field in evidence.service.fields if field.datum}
    for form in evidence.of("form_read"):
        for row in form.get("fields") or ():
            if row.get("datum") in by_datum:
                yield form, row, by_datum[row["datum"]]


def knows_nothing_at_login(service: Service) -> str:
    """Return why nothing can be asked again: the state knows none of the form's data when the citizen logs in."""
    return "" if any(field.known_once == "login" for field in service.fields) else "nothing_known_at_login"


def no_bound_form(evidence: Evidence) -> Finding | None:
    """Return why the form cannot be judged: none was read, or it binds no datum; None when it can."""
    forms = list(evidence.of("form_read"))
    if not forms:
        return no_form(evidence)
    if not any(bound_fields(evidence)):
        return Finding("form_binds_nothing", exchanges=exchanges_of(forms), settles=False)
    return None


def shown_value(row: Row) -> str:
    """Return the value that the form shows in a field, without white space around it."""
    return str(row.get("value") or "").strip()
