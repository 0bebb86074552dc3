"""What a login means for the citizen's errand: the level it has, its end while typing, and an outage of VNeID."""

from simulator.checks.blocked import hand_problem, no_form
from simulator.checks.seen import exchanges_of
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_NEEDED = 2
_TEMPORARY = (502, 503, 504)
_BROKEN_PAGE = 500


def step_up_leads_to_form(evidence: Evidence) -> Judgement:
    """Judge that a citizen who comes with a login of level 1 proves more at VNeID and then reads the form."""
    logins = list(evidence.of("identity_login"))
    low = next((fact for fact in logins if fact.get("auth_level") == 1), None)
    if low is None or not any(form.exchange < low.exchange for form in evidence.of("form_read")):
        return Judgement(findings=(no_form(evidence),))
    form = _first_after(evidence, "form_read", low.exchange)
    if form is None:
        return _shut_out(evidence, low)
    last = [fact for fact in logins if fact.exchange < form.exchange][-1]
    seen = exchanges_of([low, last, form])
    level = int(last.get("auth_level") or 0)
    if level < _NEEDED:
        found = Finding(
            "form_at_low_level", {"level": level}, expected=f">= {_NEEDED}", found=str(level), exchanges=seen
        )
        return Judgement(seen, (found,))
    return Judgement(seen)


def typed_survives_login(evidence: Evidence) -> Judgement:
    """Judge that what was typed stands in the form again after a new login, or that the dossier was taken."""
    sent = next(evidence.of("typing_interrupted"), None)
    if sent is None:
        return Judgement(findings=(no_form(evidence),))
    if not sent.get("ended"):
        status = {"status": sent.get("status")}
        return Judgement(findings=(Finding("session_not_ended", status, exchanges=(sent.exchange,), settles=False),))
    if sent.get("accepted"):
        return Judgement((sent.exchange,))
    typed: dict[str, str] = dict(sent.get("typed") or {})
    form = _first_after(evidence, "form_read", sent.exchange)
    if form is None or not typed:
        why = no_form(evidence) if typed else Finding("nothing_typed", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(why,))
    shown = {row.get("datum"): row.get("value") for row in form.get("fields") or ()}
    lost = [datum for datum, text in typed.items() if shown.get(datum) != text]
    seen = exchanges_of([sent, form])
    if lost:
        values = {"count": len(lost), "of": len(typed), "datums": ", ".join(lost)}
        found = ", ".join(f"{datum}: {shown.get(datum) or '–'}" for datum in lost)
        expected = ", ".join(f"{datum}: {typed[datum]}" for datum in lost)
        return Judgement(
            seen, (Finding("typed_lost_at_login", values, expected=expected, found=found, exchanges=seen),)
        )
    return Judgement(seen)


def login_outage_survived(evidence: Evidence) -> Judgement:
    """Judge the page that a citizen sees while VNeID does not answer, and that the login works afterwards."""
    refused = [fact for fact in evidence.of("disturbed") if str(fact.get("operation")).startswith("vneid/")]
    if not refused:
        return Judgement(findings=(hand_problem(evidence) or _nothing_disturbed(),))
    page = _first_after(evidence, "handover", refused[0].exchange)
    if page is None:
        return Judgement(findings=(no_form(evidence),))
    if page.get("landed"):
        # Without tokens there is nobody to show a form to.
        values = {"status": page.get("status") or 200}
        return Judgement((page.exchange,), (Finding("form_without_login", values, exchanges=(page.exchange,)),))
    findings = [*_page_findings(page)]
    later = [fact for fact in evidence.of("handover") if fact.exchange > max(page.exchange, refused[-1].exchange)]
    back = _first_after(evidence, "form_read", refused[-1].exchange)
    if back is None and not later:
        return Judgement(findings=(*findings, no_form(evidence)))
    if back is None:
        said = {"said": str(later[-1].get("reason") or "–"), "status": later[-1].get("status") or "–"}
        findings.append(Finding("login_stuck", said, found=said["said"], exchanges=exchanges_of([*refused, *later])))
    return Judgement(exchanges_of([*refused, page]), tuple(findings))


def _page_findings(page: Fact) -> list[Finding]:
    status, said = int(page.get("status") or 0), str(page.get("reason") or "")
    if not status or (status >= _BROKEN_PAGE and status not in _TEMPORARY):
        values = {"status": status or Text("không trả lời", "no answer"), "said": said or "–"}
        wanted = "4xx | 502 | 503 | 504"
        return [Finding("outage_breaks_login", values, expected=wanted, found=str(status), exchanges=(page.exchange,))]
    if not said.strip():
        return [Finding("outage_not_explained", {"status": status}, found="–", exchanges=(page.exchange,))]
    return []


def _nothing_disturbed() -> Finding:
    return Finding("login_not_disturbed", owner=Owner.TESTER, settles=False)


def _shut_out(evidence: Evidence, low: Fact) -> Judgement:
    """Say that no way led up, when the system answered; silence and broken connections tell nothing about levels."""
    failed = _first_after(evidence, "hand_failed", low.exchange)
    if failed is None or failed.get("problem") not in ("http_status", "not_json", "redirect_loop"):
        return Judgement(findings=(no_form(evidence),))
    values = {"detail": str(failed.get("detail") or "–")}
    seen = exchanges_of([low, failed])
    return Judgement(seen, (Finding("no_way_up", values, found=values["detail"], exchanges=seen),))


def _first_after(evidence: Evidence, kind: str, exchange: int) -> Fact | None:
    return next((fact for fact in evidence.of(kind) if fact.exchange > exchange), None)
