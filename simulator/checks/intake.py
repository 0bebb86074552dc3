"""What a citizen filed at the portal itself reaches the system that fetches it: taken in, once, whole and unchanged.

A system may keep a code of its own for such a dossier; it says so with its status reports, and both codes are then one.
"""

from collections.abc import Sequence
from dataclasses import replace

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.seen import done_actions, exchanges_of, nothing_more_is_due, status_made, status_of, status_text
from simulator.checks.telling import tells
from simulator.checks.typed import typed_data_unchanged
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement

_REPORTS = ("dossier_report", "progress_report", "status_report")
_STAGES = {
    "filing_acknowledged": Text("đã xác nhận là nhận", "acknowledged"),
    "filing_file": Text("đã lấy tệp", "its files fetched"),
    "filing_read": Text("đã đọc", "read"),
    "filing_listed": Text("đã có trong danh sách trả về", "listed"),
}
"""How far a dossier came, the farthest first."""
_NOWHERE = Text("chưa lần nào được hỏi tới", "never asked for")
_FOLDED = {4: 2, 9: 2, 10: 2, 6: 2, 3: 5, 7: 5, 8: 5}
"""Status -> what one family of clients makes of it when it reports a dossier that the portal made."""
_REFUSED_ELSEWHERE = {3: 11}
"""The same of another family."""


def portal_dossier_taken_in(evidence: Evidence) -> Judgement:
    """Judge that the portal hears of each dossier that was filed there from the system which fetches it."""
    filed = filings_at_portal(evidence)
    if not filed:
        return _blocked(evidence)
    strangers = _strangers(evidence)
    missing = [one for one in filed if not _told(evidence, one)]
    if len(strangers) >= len(missing):
        missing = []  # under a code of its own that nothing ties to the portal's: another check's matter
    findings = [_not_taken(evidence, one) for one in missing]
    findings += [found for one in filed if one not in missing and (found := _unacknowledged(evidence, one))]
    findings += [late for one in filed if (late := _late(evidence, one))]
    heard = [fact for one in filed for fact in _told(evidence, one)]
    return Judgement(exchanges_of([*heard, *strangers]), tuple(findings))


def portal_dossier_filed_once(evidence: Evidence) -> Judgement:
    """Judge that one filing is one dossier: under the portal's code, or under one own code that is tied to it."""
    filed = filings_at_portal(evidence)
    if not filed:
        return _blocked(evidence)
    findings = [_twice(_code(one), sorted(own)) for one in filed if len(own := _own_codes(evidence, one)) > 1]
    for fact in _strangers(evidence):
        known = ", ".join(_code(one) for one in filed)
        findings.append(replace(_twice(known, [str(fact.get("dossier_code"))]), exchanges=(fact.exchange,)))
    heard = [fact for one in filed for fact in _told(evidence, one)]
    if not heard and not findings:
        return Judgement(findings=(_unheard(filed),))
    return Judgement(exchanges_of(heard), tuple(findings))


def portal_files_fetched(evidence: Evidence) -> Judgement:
    """Judge that each file which came with a dossier was fetched."""
    filed = [one for one in filings_at_portal(evidence) if one.get("components")]
    fetched = list(evidence.of("filing_file"))
    reached = [one for one in filed if _told(evidence, one) or _was_read(evidence, _code(one))]
    if not reached:
        return _blocked(evidence) if not filed else Judgement(findings=(_unheard(filed),))
    findings = tuple(found for one in reached if (found := _unfetched(evidence, one, fetched)))
    return Judgement(exchanges_of(fetched), findings)


def portal_data_unchanged(evidence: Evidence) -> Judgement:
    """Judge what the citizen typed into the portal's form by what the system says of the dossier afterwards."""
    facts = [replace(fact, kind="submission") if fact.kind == "portal_filing" else fact for fact in evidence.facts]
    # The portal shows what was typed there whether or not any system has fetched it.
    judged = [fact for fact in facts if fact.kind != "dossier_view" or fact.get("place") != "portal"]
    return typed_data_unchanged(replace(evidence, facts=tuple(judged)))


def portal_status_comes_back(evidence: Evidence) -> Judgement:
    """Judge that the portal hears what the officer made of a dossier that was filed there."""
    filed = filings_at_portal(evidence)
    stopped = officer_stopped(evidence)
    if not filed or stopped:
        return Judgement(findings=(stopped,)) if filed and stopped else _blocked(evidence)
    heard = _told(evidence, filed[-1])
    arrived, findings = list[Fact](), list[Finding]()
    for action in done_actions(evidence):
        found = next((fact for fact in heard if _says(evidence, action, fact)), None)
        if found is not None:
            arrived.append(found)
        else:
            findings.append(_untold(evidence, action, heard))
    return Judgement(exchanges_of(arrived), tuple(findings))


def filings_at_portal(evidence: Evidence) -> list[Fact]:
    """Return what the citizen filed at the portal and the portal took, in order."""
    return [fact for fact in evidence.of("portal_filing") if fact.get("accepted")]


def _blocked(evidence: Evidence) -> Judgement:
    return Judgement(findings=(no_dossier(evidence) or Finding("no_submission", settles=False),))


def _code(fact: Fact) -> str:
    return str(fact.get("dossier_code"))


def _own_codes(evidence: Evidence, filing: Fact) -> set[str]:
    """Return the system's own codes of a dossier, other than the portal's."""
    told = (fact for fact in evidence.of("status_report") if fact.get("accepted") and _code(fact) == _code(filing))
    return {str(fact.get("own_code")) for fact in told if fact.get("own_code")} - {_code(filing)}


def _told(evidence: Evidence, filing: Fact) -> list[Fact]:
    codes = {_code(filing)} | _own_codes(evidence, filing)
    return [fact for fact in evidence.of(*_REPORTS) if fact.get("accepted") and _code(fact) in codes]


def _strangers(evidence: Evidence) -> list[Fact]:
    """Return the first report of each dossier of this service that nothing ties to a filing at the portal."""
    known = {code for one in filings_at_portal(evidence) for code in (_code(one), *_own_codes(evidence, one))}
    procedures = {code.code for code in evidence.service.codes}
    first: dict[str, Fact] = {}
    for fact in evidence.of("dossier_report"):
        if fact.get("accepted") and _code(fact) not in known and fact.get("procedure_code") in procedures:
            first.setdefault(_code(fact), fact)
    return list(first.values())


def _how_far(evidence: Evidence, code: str) -> Text:
    seen = {fact.kind for fact in evidence.of(*_STAGES, "dossier_query") if _code(fact) == code}
    seen |= {"filing_read"} if "dossier_query" in seen else set()
    return next((said for kind, said in _STAGES.items() if kind in seen), _NOWHERE)


def _was_read(evidence: Evidence, code: str) -> bool:
    return _how_far(evidence, code) not in (_NOWHERE, _STAGES["filing_listed"])


def _not_taken(evidence: Evidence, filing: Fact) -> Finding:
    return Finding(
        "filing_not_taken_in",
        {"dossier": _code(filing), "how_far": _how_far(evidence, _code(filing))},
        expected=_code(filing),
        found="–",
        exchanges=(filing.exchange,),
        settles=nothing_more_is_due(evidence),
    )


def _unacknowledged(evidence: Evidence, filing: Fact) -> Finding | None:
    """The service of linked births and deaths offers a dossier again and again until it is acknowledged."""
    said = any(_code(fact) == _code(filing) for fact in evidence.of("filing_acknowledged"))
    if said or filing.get("way") != "poll-linked":
        return None
    values = {"dossier": _code(filing), "how_far": _how_far(evidence, _code(filing))}
    settles, seen = nothing_more_is_due(evidence), (filing.exchange,)
    return Finding("linked_not_acknowledged", values, "", _code(filing), "–", exchanges=seen, settles=settles)


def _late(evidence: Evidence, filing: Fact) -> Finding | None:
    limit, heard = evidence.limit_after(filing), _told(evidence, filing)
    took = (heard[0].at - filing.at).total_seconds() if heard else 0.0
    if limit is None or took <= limit or any(evidence.of("disturbed", "restarted")):
        return None  # an outage of ours excuses the delay
    values = {"dossier": _code(filing), "took": f"{took:.1f}", "limit": f"{limit:g}"}
    seen = exchanges_of([filing, heard[0]])
    return Finding("filing_taken_late", values, "", f"≤ {limit:g} s", f"{took:.1f} s", exchanges=seen)


def _twice(code: str, others: Sequence[str]) -> Finding:
    values = {"dossier": code, "others": ", ".join(others)}
    return Finding("filing_made_another", values, expected=code, found=values["others"])


def _unheard(filed: Sequence[Fact]) -> Finding:
    values = {"dossier": ", ".join(map(_code, filed))}
    return Finding("filing_unheard", values, exchanges=exchanges_of(filed), settles=False)


def _unfetched(evidence: Evidence, filing: Fact, fetched: Sequence[Fact]) -> Finding | None:
    have = {fact.get("component") for fact in fetched if _code(fact) == _code(filing)}
    left = [str(code) for code in filing.get("components") or () if code not in have]
    if not left:
        return None
    values = {"dossier": _code(filing), "components": ", ".join(left)}
    expected = ", ".join(map(str, filing.get("components") or ()))
    found = ", ".join(sorted(map(str, have))) or "–"
    settles, seen = nothing_more_is_due(evidence), (filing.exchange,)
    return Finding("filing_file_left", values, "", expected, found, exchanges=seen, settles=settles)


def _says(evidence: Evidence, action: Fact, fact: Fact) -> bool:
    status, said = status_made(action), status_of(fact)
    folded = fact.kind == "status_report" and said in (_FOLDED.get(status), _REFUSED_ELSEWHERE.get(status))
    return tells(evidence, action, fact) or (folded and said is not None)


def _untold(evidence: Evidence, action: Fact, heard: Sequence[Fact]) -> Finding:
    made = status_made(action)
    return Finding(
        "filing_status_untold",
        {"status": status_text(made)},
        expected=str(made),
        found=", ".join(dict.fromkeys(str(status_of(fact)) for fact in heard)) or "–",
        exchanges=exchanges_of([action, *heard]),
        settles=nothing_more_is_due(evidence),
    )
