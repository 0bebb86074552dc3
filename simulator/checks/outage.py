"""A registry does not answer while the citizen applies: nothing is lost, and the dossier says why data were missing."""

from collections.abc import Iterator

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.fallback import names_source
from simulator.checks.papers import demands
from simulator.checks.seen import exchanges_of, listed
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner


def nothing_lost_while_registry_down(evidence: Evidence) -> Judgement:
    """Judge that the dossier is taken and worked on, and that what did not answer is asked again once it does."""
    refused = _refused(evidence)
    if not refused:
        return Judgement(findings=(_nothing_missed(evidence),))
    if findings := tuple(_turned_away(evidence)):
        return Judgement(exchanges_of(refused), findings)
    if blocked := no_dossier(evidence):
        return Judgement(findings=(blocked,))
    again = list(_asked_again(evidence, refused))
    silent = [source for source in _sources(refused) if source not in {fact.get("registry") for fact in again}]
    if silent:
        values = {"sources": _names(evidence, silent)}
        never = Finding("never_asked_again", values, found=", ".join(silent), exchanges=exchanges_of(refused))
        return Judgement(exchanges_of(refused), (never,))
    return Judgement(exchanges_of([*refused, *again]))


def outage_recorded(evidence: Evidence) -> Judgement:
    """Judge that the dossier names what did not answer, and that no paper was asked for because of it."""
    refused = _refused(evidence)
    if not refused:
        return Judgement(findings=(_nothing_missed(evidence),))
    if findings := tuple(_asked_for_paper(evidence, refused)):
        return Judgement(exchanges_of(refused), findings)
    blocked = no_dossier(evidence) or hand_problem(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    told = [fact for fact in evidence.of("dossier_view", "progress_report") if _texts(fact)]
    silent = _sources(refused)
    unnamed = [
        source
        for source in silent
        if not any(names_source(evidence, text, source) for fact in told for text in _texts(fact))
    ]
    if unnamed:
        values = {"sources": _names(evidence, unnamed)}
        seen = exchanges_of([*refused, *evidence.of("dossier_view")])
        return Judgement(seen, (Finding("outage_not_recorded", values, found="–", exchanges=seen),))
    return Judgement(exchanges_of([*refused, *told]))


def _refused(evidence: Evidence) -> list[Fact]:
    return [fact for fact in evidence.of("disturbed") if fact.get("registry")]


def _sources(refused: list[Fact]) -> list[str]:
    return list(dict.fromkeys(str(fact.get("registry")) for fact in refused))


def _names(evidence: Evidence, sources: list[str]) -> Text:
    return listed(evidence.name_of(source) for source in sources)


def _nothing_missed(evidence: Evidence) -> Finding:
    return hand_problem(evidence) or Finding("no_registry_missed", owner=Owner.TESTER, settles=False)


def _turned_away(evidence: Evidence) -> Iterator[Finding]:
    for fact in evidence.of("submission"):
        if not fact.get("accepted"):
            reason = str(fact.get("reason") or "–")
            yield Finding("turned_away_in_outage", {"reason": reason}, found=reason, exchanges=(fact.exchange,))
    for fact in evidence.of("officer_action"):
        if not fact.get("done"):
            values = {"action": str(fact.get("action")), "reason": str(fact.get("reason") or "–")}
            yield Finding("stuck_after_outage", values, found=values["reason"], exchanges=(fact.exchange,))


def _asked_again(evidence: Evidence, refused: list[Fact]) -> Iterator[Fact]:
    """Yield the look-ups that were answered after the last one that was not, source by source."""
    last = {str(fact.get("registry")): fact.exchange for fact in refused}
    for fact in evidence.of("lookup"):
        if fact.exchange > last.get(str(fact.get("registry")), fact.exchange):
            yield fact


def _asked_for_paper(evidence: Evidence, refused: list[Fact]) -> Iterator[Finding]:
    silent = set(_sources(refused))
    for component in evidence.service.components:
        if component.required != "always" or not component.replaced_by or not silent.issuperset(component.replaced_by):
            continue
        asking = [form for form in evidence.of("form_read") if demands(component, form)]
        if asking:
            sources = _names(evidence, list(component.replaced_by))
            yield Finding(
                "paper_asked_in_outage",
                {"code": component.code, "name": component.name, "sources": sources},
                where=component.code,
                expected="required: false",
                found="required: true",
                exchanges=exchanges_of(asking),
            )


def _texts(fact: Fact) -> list[str]:
    told = [str(note) for note in fact.get("notes") or ()]
    return [*told, str(fact.get("content"))] if fact.get("content") else told
