"""A closed code is never used again: it leads to its successor, or is refused with the successor's name."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.comparing import folded
from simulator.checks.seen import acknowledged, dossier_code, exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement


def closed_code_not_used(evidence: Evidence) -> Judgement:
    """Judge what became of a dossier that was handed over with a closed agency code."""
    handed = [fact for fact in evidence.of("handover") if fact.get("closed")]
    if not handed:
        missing = Finding("no_closed_handover", settles=False)
        return Judgement(findings=(hand_problem(evidence) or no_dossier(evidence) or missing,))
    closed = handed[-1].get("closed")
    refused = [*evidence.of("hand_failed"), *(one for one in evidence.of("submission") if not one.get("accepted"))]
    if not dossier_code(evidence):
        return _refused(closed, handed[-1], refused)
    used = tuple(_used(evidence, closed))
    reports = acknowledged(evidence, "dossier_report")
    if not used and not reports:
        return Judgement(findings=(Finding("nothing_reported_since", settles=False),))
    return Judgement(exchanges_of([handed[-1], *reports]), used)


def _refused(closed: Mapping[str, Any], handed: Fact, refused: list[Fact]) -> Judgement:
    """A refusal is right when it says where to go instead; a refusal that says nothing of units proves nothing."""
    said = " ".join(str(fact.get("reason") or fact.get("detail") or "") for fact in refused)
    names = [word for heir in closed["successors"] for word in (heir["name"], heir["agency"], heir["code"])]
    exchanges = exchanges_of([handed, *refused])
    if any(folded(name) in folded(said) for name in names):
        return Judgement(exchanges)
    values = {"closed": closed["code"], "successors": _named(closed), "reason": said or "–"}
    about_code = closed["code"] in said or folded(closed["name"]) in folded(said)
    found = Finding(
        "closed_code_dead_end" if about_code else "closed_code_refused_otherwise",
        values,
        expected=_named(closed),
        found=said or "–",
        exchanges=exchanges,
        settles=about_code,
        assumed=True,
    )
    return Judgement(findings=(found,))


def _used(evidence: Evidence, closed: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield each place that carries the closed code or the name of the unit that it stood for."""
    own = dossier_code(evidence)
    if _prefix(closed["code"]) and own.startswith(_prefix(closed["code"])):
        filed = [fact for fact in evidence.of("submission") if fact.get("dossier_code") == own]
        yield _finding(closed, "dossier_code", own, exchanges_of(filed))
        return
    for fact in evidence.of("dossier_report", "dossier_view"):
        unit = fact.get("unit") or {}
        name = str(fact.get("agency_name") or unit.get("name") or "")
        if unit.get("code") == closed["code"] or (name and folded(name) == folded(closed["name"])):
            yield _finding(closed, fact.kind, name or closed["code"], (fact.exchange,))
            return


def _finding(closed: Mapping[str, Any], where: str, found: str, exchanges: tuple[int, ...]) -> Finding:
    values = {"closed": closed["code"], "name": closed["name"], "successors": _named(closed), "found": found}
    return Finding("closed_code_used", values, where=where, expected=_named(closed), found=found, exchanges=exchanges)


def _named(closed: Mapping[str, Any]) -> str:
    return ", ".join(f"{heir['name']} ({heir['agency']})" for heir in closed["successors"]) or "–"


def _prefix(agency: str) -> str:
    """Return the agency as dossier codes write it: 000.00.13.H99- of H99.13 (Circular 01/2018/TT-VPCP, article 19)."""
    head, _, number = agency.partition(".")
    return f"000.00.{number.zfill(2)}.{head}-" if number.isdigit() and len(number) <= 2 else ""
