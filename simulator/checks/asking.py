"""The citizen is not asked for what the state knew when they logged in."""

from collections.abc import Iterator

from simulator.checks.comparing import folded
from simulator.checks.forms import Row, bound_fields, no_bound_form, shown_value
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import FormField


def known_data_not_asked(evidence: Evidence) -> Judgement:
    """Judge each field of the form: a datum that is known at login is never an empty input.

    A prefilled field may be editable. Whether the value is right is another check's business.
    """
    blocked = no_bound_form(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    asked = {
        field.datum: _asked(evidence, form, row, field)
        for form, row, field in bound_fields(evidence)
        if field.known_once == "login" and is_empty_input(row) and evidence.truth(field.datum)
    }
    findings = (*asked.values(), *_asked_without_saying(evidence))
    return Judgement(exchanges_of(form for form, _, _ in bound_fields(evidence)), findings)


def is_empty_input(row: Row) -> bool:
    """Return whether the citizen has to fill this field."""
    return row.get("state") != "locked" and not shown_value(row)


def _asked(evidence: Evidence, form: Fact, row: Row, field: FormField) -> Finding:
    _, sources = evidence.truth(field.datum) or ("", ())
    return Finding(
        "asked_again",
        {"field": str(row.get("id") or "–"), "label": field.label, "datum": field.datum, "sources": ", ".join(sources)},
        where=str(row.get("id") or field.datum),
        expected="state: locked | editable + value",
        found=f"state: {row.get('state') or '–'}, value: –",
        exchanges=exchanges_of([form]),
        assumed=not evidence.surely_replaces(sources),
    )


def _asked_without_saying(evidence: Evidence) -> Iterator[Finding]:
    """Yield the empty fields that name no datum but carry the label of one that is known: to be looked at."""
    known = {
        folded(label): field
        for field in evidence.service.fields
        if field.known_once == "login" and evidence.truth(field.datum)
        for label in (field.label.vi, field.label.en)
    }
    seen: set[str] = set()
    for form in evidence.of("form_read"):
        for row in form.get("fields") or ():
            label = folded(str(row.get("label") or ""))
            if row.get("datum") or label not in known or label in seen or not is_empty_input(row):
                continue
            seen.add(label)
            name, field = str(row.get("id") or "–"), known[label]
            yield Finding(
                "maybe_asked_again",
                {"field": name, "label": field.label, "datum": field.datum},
                where=name,
                expected=f"datum: {field.datum}",
                found="datum: –",
                exchanges=exchanges_of([form]),
                assumed=True,
            )
