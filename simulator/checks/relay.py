"""A service that others handle is shown, leads to whoever handles it, and nothing is asked on the way."""

from simulator.checks.blocked import hand_problem
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.wire.dossiers import national_code

_ARRIVED = ("portal", "handler")


def relay_shown(evidence: Evidence) -> Judgement:
    """Judge that the system's list of services holds this one, under a code in use if it gives a code."""
    listings = list(evidence.of("listing_read"))
    if not listings:
        return Judgement(findings=(hand_problem(evidence) or Finding("no_listing", owner=Owner.TESTER, settles=False),))
    row = listings[-1]
    service = evidence.service
    if not row.get("found"):
        values = {"service": service.name, "rows": row.get("rows") or 0}
        codes = ", ".join(code.code for code in service.codes) or service.id
        return Judgement((), (Finding("not_shown", values, expected=codes, found="–", exchanges=(row.exchange,)),))
    code = national_code(str(row.get("procedure_code") or ""))
    day = evidence.session_opened_at.date()
    old = [one for one in service.codes if one.code == code and not one.valid_on(day)]
    if old:
        return Judgement((row.exchange,), (_shown_under_old_code(evidence, row, code),))
    return Judgement((row.exchange,))


def _shown_under_old_code(evidence: Evidence, row: Fact, code: str) -> Finding:
    valid = [one.code for one in evidence.service.codes if one.valid_on(evidence.session_opened_at.date())]
    expected = ", ".join(valid) or "–"
    values = {"code": code, "valid": expected}
    return Finding("shown_under_old_code", values, "procedure", expected, code, exchanges=(row.exchange,), assumed=True)


def handover_works(evidence: Evidence) -> Judgement:
    """Judge where the link of the list ends: at the portal's page of the service, or at who handles it."""
    found = _handed_off(evidence)
    if isinstance(found, Finding):
        return Judgement(findings=(found,))
    landed = found.get("landed")
    if landed == "handler" or (landed == "own" and "take" in evidence.claims):
        return Judgement((found.exchange,))
    if landed == "portal":
        wrong = _wrong_page(evidence, found)
        return Judgement((found.exchange,), (wrong,) if wrong else ())
    return Judgement(findings=(_astray(found),))


def _wrong_page(evidence: Evidence, handed: Fact) -> Finding | None:
    """Return what is wrong with the portal's page: another service's, or none of a service at all."""
    service = evidence.service
    shown = str(handed.get("service") or "")
    if shown == service.id or handed.get("procedure_code") in {code.code for code in service.codes}:
        return None
    values = {"service": service.name, "shown": shown or "–", "url": str(handed.get("url"))}
    return Finding(
        "handed_to_other_service" if shown else "handed_to_portal_only",
        values,
        where="link",
        expected=service.id,
        found=shown or str(handed.get("url")),
        exchanges=(handed.exchange,),
        # That the citizen has to look again at the portal is a nuisance; no rule read so far forbids it.
        assumed=not shown,
    )


def _astray(handed: Fact) -> Finding:
    landed, link, url = (str(handed.get(name) or "–") for name in ("landed", "link", "url"))
    values = {"link": link, "url": url, "status": handed.get("status") or "–"}
    if landed == "own" and not handed.get("readable", True):
        return Finding("relay_page_unreadable", values, "link", found=url, exchanges=(handed.exchange,), settles=False)
    if landed == "elsewhere":
        return Finding("handed_elsewhere", values, "link", found=url, exchanges=(handed.exchange,), settles=False)
    code = "not_handed_over" if landed == "own" else "link_dead"
    return Finding(code, values, "link", "portal | handler", f"{landed}: {url}", exchanges=(handed.exchange,))


def relay_asks_nothing(evidence: Evidence) -> Judgement:
    """Judge the system's own pages on the way: none has a line for the citizen to fill, unless it takes dossiers."""
    found = _handed_off(evidence)
    if isinstance(found, Finding):
        return Judgement(findings=(found,))
    asked = [str(field) for field in found.get("asked") or ()]
    if asked and "take" not in evidence.claims:
        names = ", ".join(asked)
        values = {"fields": names, "count": len(asked)}
        finding = Finding("relay_asks", values, names, expected="fields: []", found=names, exchanges=(found.exchange,))
        return Judgement((found.exchange,), (finding,))
    if not found.get("readable", True):
        values = {"link": str(found.get("link") or "–"), "url": str(found.get("url") or "–")}
        unreadable = Finding("relay_page_unreadable", values, "link", exchanges=(found.exchange,), settles=False)
        return Judgement(findings=(unreadable,))
    if found.get("landed") not in _ARRIVED and "take" not in evidence.claims:
        return Judgement(findings=(Finding("not_arrived", exchanges=(found.exchange,), settles=False),))
    return Judgement((found.exchange,))


def _handed_off(evidence: Evidence) -> Fact | Finding:
    """Return the last hand-off, or why there is none to judge."""
    handed = list(evidence.of("handed_off"))
    if handed:
        return handed[-1]
    listings = list(evidence.of("listing_read"))
    if not listings:
        return hand_problem(evidence) or Finding("no_listing", owner=Owner.TESTER, settles=False)
    if not listings[-1].get("found"):
        return Finding("no_row_to_follow", exchanges=exchanges_of(listings), settles=False)
    return hand_problem(evidence) or Finding("no_link", exchanges=exchanges_of(listings), settles=False)
