"""What the form shows as known is true of this citizen."""

from simulator.checks.comparing import KINDS, attribute_of, overlaps, same_value
from simulator.checks.forms import Row, bound_fields, no_bound_form, shown_value
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import FormField


def prefilled_data_true(evidence: Evidence) -> Judgement:
    """Judge each value that the form shows, as far as the state knows the datum and it is not a mere code."""
    blocked = no_bound_form(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    judged = [
        (form, row, field)
        for form, row, field in bound_fields(evidence)
        if shown_value(row) and attribute_of(field.datum) in KINDS and evidence.truth(field.datum)
    ]
    if not judged:
        forms = exchanges_of(form for form, _, _ in bound_fields(evidence))
        return Judgement(findings=(Finding("nothing_prefilled", exchanges=forms, settles=False),))
    wrong = {field.datum: found for form, row, field in judged if (found := _wrong(evidence, form, row, field))}
    return Judgement(exchanges_of(form for form, _, _ in judged), tuple(wrong.values()))


def _wrong(evidence: Evidence, form: Fact, row: Row, field: FormField) -> Finding | None:
    truth, sources = evidence.truth(field.datum) or ("", ())
    shown = shown_value(row)
    attribute = attribute_of(field.datum)
    if same_value(attribute, truth, shown):
        return None
    partly = KINDS[attribute] == "address" and overlaps(truth, shown)
    return Finding(
        "prefilled_in_part" if partly else "prefilled_wrong",
        {"field": str(row.get("id") or "–"), "label": field.label, "value": shown, "truth": truth}
        | {"sources": ", ".join(sources)},
        where=str(row.get("id") or field.datum),
        expected=truth,
        found=shown,
        exchanges=exchanges_of([form]),
        assumed=partly or not evidence.surely_replaces(sources),
    )
