"""A paper that data replace is neither asked for nor needed."""

from collections.abc import Iterator

from simulator.checks.blocked import no_dossier, no_form, officer_stopped
from simulator.checks.comparing import folded
from simulator.checks.forms import Row
from simulator.checks.seen import acknowledged, done_actions, exchanges_of, status_made, status_of, status_text
from simulator.checks.telling import is_of_its_own_accord
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import Component, Service

_DEMANDS = (DossierStatus.SUPPLEMENT_REQUESTED, DossierStatus.NOT_ACCEPTED)

_ACCEPTED = (DossierStatus.ACCEPTED, DossierStatus.PROCESSING, DossierStatus.FINISHED, DossierStatus.RETURNED)
"""States that only an accepted dossier reaches."""


def replaced_components(service: Service) -> list[Component]:
    """Return the components of the dossier that data of a source replace."""
    return [component for component in service.components if component.replaced_by]


def without_replaced_papers(service: Service) -> str:
    """Return why there is no paper to judge: data replace none."""
    return "" if replaced_components(service) else "no_replaced_paper"


def replaced_paper_not_asked(evidence: Evidence) -> Judgement:
    """Judge the form: a replaced component is absent, or shown without being required."""
    forms = list(evidence.of("form_read"))
    if not forms:
        return Judgement(findings=(no_form(evidence),))
    held = [one for one in replaced_components(evidence.service) if any(map(evidence.holds_record, one.replaced_by))]
    findings = tuple(finding for component in held for finding in _asked(evidence, component, forms))
    if findings:
        return Judgement(exchanges_of(forms), findings)
    readable = [form for form in forms if is_readable(evidence.service, form)]
    if not readable:
        return Judgement(findings=(Finding("form_unreadable", exchanges=exchanges_of(forms), settles=False),))
    return Judgement(exchanges_of(readable))


def _asked(evidence: Evidence, component: Component, forms: list[Fact]) -> Iterator[Finding]:
    asking = [form for form in forms if demands(component, form)]
    if asking:
        yield Finding(
            "paper_asked",
            _named(component),
            where=component.code,
            expected="required: false",
            found="required: true",
            exchanges=exchanges_of(asking),
            assumed=not evidence.surely_replaces(component.replaced_by),
        )


def demands(component: Component, form: Fact) -> list[Row]:
    """Return the lines of a form that require a component."""
    rows = form.get("components") or ()
    return [row for row in rows if row.get("required") is True and _is_same(component, row)]


def _is_same(component: Component, row: Row) -> bool:
    if row.get("code"):
        return bool(row["code"] == component.code)
    return folded(str(row.get("name") or "")) in (folded(component.name.vi), folded(component.name.en))


def is_readable(service: Service, form: Fact) -> bool:
    """Return whether the form speaks our vocabulary, so that a component it does not name is truly not asked."""
    components = form.get("components") or ()
    if components:
        return any(_is_same(component, row) for component in service.components for row in components)
    datums = {field.datum for field in service.fields}
    return any(row.get("datum") in datums for row in form.get("fields") or ())


def _named(component: Component) -> dict[str, object]:
    return {"code": component.code, "name": component.name, "sources": ", ".join(component.replaced_by)}


def accepted_without_replaced_paper(evidence: Evidence) -> Judgement:
    """Judge that the dossier without the replaced papers is taken, accepted, and not sent back for them."""
    missing = replaced_components(evidence.service)
    refused = [fact for fact in evidence.of("submission") if not fact.get("accepted")]
    turned_down = [fact for fact in evidence.of("officer_action") if not fact.get("done")]
    demanded = [_demanded(evidence, fact, missing) for fact in (*refused, *turned_down)]
    if findings := tuple(finding for finding in demanded if finding):
        return Judgement(findings=findings)
    blocked = no_dossier(evidence) or officer_stopped(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    accepted = [fact for fact in evidence.of("submission") if fact.get("accepted")]
    handed_in = {code for fact in accepted for code in fact.get("components") or ()}
    if attached := [component for component in missing if component.code in handed_in]:
        values = {"names": ", ".join(component.code for component in attached)}
        return Judgement(
            findings=(Finding("paper_was_attached", values, exchanges=exchanges_of(accepted), settles=False),)
        )
    if findings := tuple(_sent_back(evidence)):
        return Judgement(exchanges_of(accepted), findings)
    reports = [fact for fact in acknowledged(evidence) if status_of(fact) in _ACCEPTED]
    going_on = [fact for fact in reports if not is_of_its_own_accord(evidence, fact)]
    if not going_on:
        own_word = exchanges_of([*accepted, *done_actions(evidence)])
        return Judgement(findings=(Finding("acceptance_not_seen", exchanges=own_word, settles=False),))
    return Judgement(exchanges_of([*accepted, *going_on]))


def _demanded(evidence: Evidence, refusal: Fact, missing: list[Component]) -> Finding | None:
    """Return a finding when the refusal names a replaced paper; other refusals are not about paper."""
    reason = str(refusal.get("reason") or "")
    told = folded(reason)
    for component in missing:
        if any(folded(name) in told for name in (component.code, component.name.vi, component.name.en) if name):
            return Finding(
                "refused_for_paper",
                _named(component) | {"reason": reason},
                where=component.code,
                found=reason,
                exchanges=(refusal.exchange,),
                assumed=not evidence.surely_replaces(component.replaced_by),
            )
    return None


def _sent_back(evidence: Evidence) -> Iterator[Finding]:
    made = {status_made(action) for action in done_actions(evidence)}
    for status in _DEMANDS:
        reports = [fact for fact in acknowledged(evidence) if status_of(fact) == status and status not in made]
        if reports:
            told = ", ".join(dict.fromkeys(str(fact.get("content")) for fact in reports if fact.get("content")))
            yield Finding(
                "sent_back",
                {"status": status_text(status), "content": told or "–"},
                found=str(int(status)),
                exchanges=exchanges_of(reports),
            )
