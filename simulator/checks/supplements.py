"""A supplement is asked for once and in full, never for what was given, and is taken into the same dossier."""

from collections.abc import Iterator

from simulator.checks.blocked import hand_problem, no_dossier, officer_stopped
from simulator.checks.seen import acknowledged, done_actions, dossier_code, exchanges_of, owns, status_of, taken
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner


def supplement_asked_once(evidence: Evidence) -> Judgement:
    """Judge the request, as the citizen was told of it, and what became of the supplement."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    requests = [act for act in done_actions(evidence) if act.get("action") == "request_supplement"]
    if not requests:
        nothing = Finding("no_supplement_asked", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(officer_stopped(evidence) or nothing,))
    sent = list(evidence.of("supplement"))
    if not sent:
        nothing = Finding("not_supplemented", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(hand_problem(evidence) or nothing,))
    findings = (*_not_taken(evidence), *_another_number(evidence), *_asked_twice(evidence, requests))
    views = _requests_seen(evidence, sent[0])
    findings += (*_incomplete(requests, views), *_given_before(evidence, views))
    return Judgement(exchanges_of([*views, *taken(evidence, "supplement")]), findings)


def _requests_seen(evidence: Evidence, first: Fact) -> list[Fact]:
    """Return the views of the dossier that told what to bring, up to the first supplement."""
    code = dossier_code(evidence)
    views = (view for view in evidence.of("dossier_view") if owns(view, code) and view.get("asked"))
    return [view for view in views if view.exchange <= first.exchange]


def _not_taken(evidence: Evidence) -> Iterator[Finding]:
    refused = [fact for fact in evidence.of("supplement") if not fact.get("accepted")]
    if refused and not taken(evidence, "supplement"):
        reason = str(refused[-1].get("reason") or "–")
        yield Finding("supplement_refused", {"reason": reason}, found=reason, exchanges=exchanges_of(refused))


def _another_number(evidence: Evidence) -> Iterator[Finding]:
    own = dossier_code(evidence)
    others = [fact for fact in taken(evidence, "supplement") if fact.get("dossier_code") != own]
    if others:
        found = str(others[0].get("dossier_code"))
        values = {"dossier": own, "found": found}
        yield Finding("number_changed_by_supplement", values, expected=own, found=found, exchanges=exchanges_of(others))


def _asked_twice(evidence: Evidence, requests: list[Fact]) -> Iterator[Finding]:
    """Yield a finding when there are more different requests than the officer made; the same one again is none."""
    steps = [
        fact
        for fact in acknowledged(evidence, "progress_report")
        if status_of(fact) == DossierStatus.SUPPLEMENT_REQUESTED
    ]
    contents = list(dict.fromkeys(str(fact.get("content") or "–") for fact in steps))
    if len(contents) > len(requests):
        yield Finding(
            "asked_twice",
            {"acted": len(requests), "count": len(contents), "contents": " / ".join(contents)},
            expected=str(len(requests)),
            found=str(len(contents)),
            exchanges=exchanges_of([*requests, *steps]),
        )


def _incomplete(requests: list[Fact], views: list[Fact]) -> Iterator[Finding]:
    shown = {code for view in views for name in ("components", "fields") for code in view.get("asked").get(name) or ()}
    wanted = [code for act in requests for name in ("components", "fields") for code in act.get(name) or ()]
    lacking = [code for code in dict.fromkeys(wanted) if code not in shown]
    if views and shown and lacking:
        yield Finding(
            "demand_incomplete",
            {"lacking": ", ".join(lacking)},
            expected=", ".join(dict.fromkeys(wanted)),
            found=", ".join(sorted(shown)),
            exchanges=exchanges_of([*requests, *views]),
        )


def _given_before(evidence: Evidence, views: list[Fact]) -> Iterator[Finding]:
    code = dossier_code(evidence)
    filed = [fact for fact in evidence.of("submission") if fact.get("accepted") and owns(fact, code)]
    handed_in = {paper for fact in filed for paper in fact.get("components") or ()}
    again = [paper for view in views for paper in view.get("asked").get("components") or () if paper in handed_in]
    if again:
        given = ", ".join(dict.fromkeys(again))
        exchanges = exchanges_of([*filed, *views])
        yield Finding("given_asked_again", {"given": given}, expected="–", found=given, exchanges=exchanges)
