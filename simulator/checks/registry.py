"""The province takes the data from the registry: it looks up, says for what, and decides with what it was told."""

from collections.abc import Iterator

from simulator.checks.blocked import hand_problem, no_dossier, officer_stopped
from simulator.checks.comparing import KINDS, attribute_of, same_value
from simulator.checks.seen import done_actions, exchanges_of, nothing_more_is_due, status_made
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.service import Service

ROUTE = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"
"""The route to the population database that this national side offers."""

_POPULATION = "CSDLQG_DAN_CU"
_DECISIONS = (DossierStatus.FINISHED, DossierStatus.RETURNED)


def needs_no_lookup(service: Service) -> str:
    """Return why the province has nothing to look up in the population database for this service."""
    replaced = any(_POPULATION in component.replaced_by for component in service.components)
    return "" if replaced or decided_datums(service) else "no_lookup_needed"


def decides_without_data(service: Service) -> str:
    """Return why there is no datum to judge in the decision."""
    return "" if decided_datums(service) else "no_decided_datum"


def decided_datums(service: Service) -> tuple[str, ...]:
    """Return the datums that the service's results take from a registry, of those that can be compared."""
    datums = (datum for result in service.results for datum in result.data)
    return tuple(dict.fromkeys(datum for datum in datums if attribute_of(datum) in KINDS))


def registry_consulted(evidence: Evidence) -> Judgement:
    """Judge that the applicant was looked up before the decision, with requester and purpose."""
    applicant = evidence.people.get(evidence.service.subjects.get("applicant", "applicant"))
    number = applicant.get("personal_id") if applicant else None
    lookups = [fact for fact in evidence.of("lookup") if fact.get("personal_id") == number]
    if not lookups:
        return Judgement(findings=(_never(evidence),))
    decided = _decision_at(evidence)
    in_time = [fact for fact in lookups if decided is None or fact.exchange < decided.exchange]
    findings = tuple(_unexplained(in_time or lookups))
    if decided is not None and not in_time:
        late = Finding("looked_up_after_decision", {"route": ROUTE}, exchanges=exchanges_of([decided, *lookups]))
        findings = (late, *findings)
    return Judgement(exchanges_of(in_time), findings)


def _never(evidence: Evidence) -> Finding:
    blocked = no_dossier(evidence) or (None if _decision_at(evidence) else officer_stopped(evidence))
    if blocked:
        return blocked
    decided = _decision_at(evidence)
    due = decided is not None or nothing_more_is_due(evidence)
    return Finding(
        "never_looked_up" if due else "not_looked_up_yet",
        {"route": ROUTE},
        expected=f"POST {ROUTE}",
        found="–",
        exchanges=exchanges_of([*evidence.of("submission"), *([decided] if decided else [])]),
        settles=due,
    )


def _unexplained(lookups: list[Fact]) -> Iterator[Finding]:
    bare = [fact for fact in lookups if not (fact.get("requester") and fact.get("purpose"))]
    if bare and len(bare) == len(lookups):
        lacking = [name for name in ("requester", "purpose") if not bare[0].get(name)]
        yield Finding(
            "lookup_unexplained",
            {"lacking": ", ".join(lacking), "route": ROUTE},
            expected="requester, purpose",
            found=", ".join(f"{name}: {bare[0].get(name) or '–'}" for name in ("requester", "purpose")),
            exchanges=exchanges_of(bare),
            assumed=True,
        )


def _decision_at(evidence: Evidence) -> Fact | None:
    return next((action for action in done_actions(evidence) if status_made(action) in _DECISIONS), None)


def decision_uses_datum(evidence: Evidence) -> Judgement:
    """Judge that the decision carries what the registry knows about the citizen."""
    blocked = no_dossier(evidence) or (None if _decision_at(evidence) else officer_stopped(evidence))
    views = [view for view in evidence.of("dossier_view") if view.get("place") == "province" and view.get("decision")]
    if not views:
        missing = Finding("no_decision_shown", exchanges=exchanges_of(evidence.of("dossier_view")), settles=False)
        return Judgement(findings=(blocked or hand_problem(evidence) or missing,))
    decided = {str(row.get("datum")): str(row.get("value") or "") for row in views[-1].get("decision")}
    known = {datum: truth for datum in decided_datums(evidence.service) if (truth := evidence.truth(datum))}
    if not known:
        return Judgement(findings=(Finding("nobody_knows", owner=Owner.TESTER, settles=False),))
    exchanges = exchanges_of(views[-1:])
    findings = [
        _decided(datum, value, sources, decided, exchanges)
        for datum, (value, sources) in known.items()
        if datum not in decided or not same_value(attribute_of(datum), value, decided[datum])
    ]
    return Judgement(exchanges, tuple(findings))


def _decided(
    datum: str, value: str, sources: tuple[str, ...], decided: dict[str, str], exchanges: tuple[int, ...]
) -> Finding:
    return Finding(
        "decision_differs" if datum in decided else "decision_lacks_datum",
        {"datum": datum, "value": decided.get(datum) or "–", "truth": value, "sources": ", ".join(sources)},
        where=datum,
        expected=value,
        found=decided.get(datum) or "–",
        exchanges=exchanges,
        settles=datum in decided,
    )
