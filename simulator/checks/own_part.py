"""A parent registers a child: what the login told of the parent stands in the parent's part of the form."""

from collections.abc import Iterator

from simulator.checks.asking import is_empty_input
from simulator.checks.forms import Row, bound_fields, no_bound_form
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import FormField, Service

_CITIZEN = "applicant"


def parent_not_typed_again(evidence: Evidence) -> Judgement:
    """Judge that no line about the parent who logged in is empty, as far as the state knows it."""
    if blocked := no_bound_form(evidence):
        return Judgement(findings=(blocked,))
    lines = list(_lines(evidence))
    if not lines:
        unbound = Finding("parent_part_not_bound", exchanges=exchanges_of(evidence.of("form_read")), settles=False)
        return Judgement(findings=(unbound,))
    seen = exchanges_of(form for form, _, _ in lines)
    again = {field.datum: field for _, row, field in lines if is_empty_input(row)}
    if not again:
        return Judgement(seen)
    values = {"count": len(again), "of": len({field.datum for _, _, field in lines}), "datums": ", ".join(again)}
    expected = ", ".join(f"{datum}: {(evidence.truth(datum) or ('',))[0]}" for datum in again)
    return Judgement(seen, (Finding("parent_typed_again", values, expected=expected, found="–", exchanges=seen),))


def has_no_own_part(service: Service) -> str:
    """Return why there is nothing to judge: no other part of the form speaks of who logs in."""
    parts = {field.datum.partition(".")[0] for field in service.fields if field.known_to}
    return "" if any(_is_own(service, part) for part in parts) else "no_own_part"


def _lines(evidence: Evidence) -> Iterator[tuple[Fact, Row, FormField]]:
    for form, row, field in bound_fields(evidence):
        own = _is_own(evidence.service, field.datum.partition(".")[0])
        if own and field.known_to and evidence.truth(field.datum):
            yield form, row, field


def _is_own(service: Service, part: str) -> bool:
    return part != _CITIZEN and service.subjects.get(part) == _CITIZEN
