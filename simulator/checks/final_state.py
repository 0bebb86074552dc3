"""The end of a dossier arrives in its own record at the portal, with its times and the code of the result."""

from collections.abc import Iterator

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.seen import (
    acknowledged,
    deeds,
    exchanges_of,
    nothing_more_is_due,
    numbers_text,
    status_made,
    status_of,
    status_text,
)
from simulator.checks.telling import has_no_field_for, tellings
from simulator.domain.dossier import FINAL, DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_ENDS = (*FINAL, DossierStatus.FINISHED)


def final_state_arrives(evidence: Evidence) -> Judgement:
    """Judge the last state that the officer or the citizen made, when it ends the dossier."""
    ends = [action for action in deeds(evidence) if status_made(action) in _ENDS]
    blocked = no_dossier(evidence) or (None if ends else officer_stopped(evidence))
    if blocked:
        return Judgement(findings=(blocked,))
    if not ends:
        return Judgement(findings=(Finding("no_final_action", owner=Owner.TESTER, settles=False),))
    wanted = status_made(ends[-1])
    records = _records(evidence, ends[-1])
    if not records:
        return Judgement(findings=(_missing(evidence, ends[-1]),))
    return Judgement(exchanges_of(records), tuple(_incomplete(evidence, records, wanted)))


def _records(evidence: Evidence, end: Fact) -> list[Fact]:
    """Return the rows that tell this end; a number that told an earlier deed too counts after the deed before alone."""
    told, stand_ins = tellings(evidence, end), _stand_ins(evidence)
    before = [deed for deed in deeds(evidence) if deed.exchange < end.exchange]
    alike = any(not stand_ins.isdisjoint(tellings(evidence, deed)) for deed in before)
    after = before[-1].exchange if alike else 0
    rows = [fact for fact in acknowledged(evidence, "dossier_report") if status_of(fact) in told]
    return [fact for fact in rows if status_of(fact) not in stand_ins or fact.exchange > after]


def _stand_ins(evidence: Evidence) -> set[int]:
    return {one.told_as for one in evidence.dialect.rewrites} if evidence.dialect else set()


def _missing(evidence: Evidence, end: Fact) -> Finding:
    wanted = status_made(end)
    steps = [fact for fact in acknowledged(evidence, "progress_report") if status_of(fact) == wanted]
    records = acknowledged(evidence, "dossier_report")
    due = nothing_more_is_due(evidence)
    missing = "final_only_in_progress" if steps else "final_state_missing"
    return Finding(
        missing if due else "final_state_not_yet",
        {"status": status_text(wanted), "seen": numbers_text(status_of(fact) for fact in records)},
        expected=str(wanted),
        found=numbers_text(status_of(fact) for fact in records),
        exchanges=exchanges_of([end, *steps, *records]),
        settles=due,
    )


def _incomplete(evidence: Evidence, records: list[Fact], wanted: int) -> Iterator[Finding]:
    """Yield what the dossier's record lacks; any of the acknowledged rows may have brought it."""

    def has(name: str) -> bool:
        return any(record.get(name) for record in records)

    values = {"status": status_text(wanted)}
    exchanges = exchanges_of(records)
    if wanted == DossierStatus.FINISHED and not has("finished_at"):
        unknown = has_no_field_for(evidence, "finished_at")
        yield Finding("no_finish_time", values, found="–", exchanges=exchanges, assumed=unknown)
    if wanted != DossierStatus.RETURNED:
        return
    if not has("returned_at"):
        unknown = has_no_field_for(evidence, "returned_at")
        yield Finding("no_return_time", values, found="–", exchanges=exchanges, assumed=unknown)
    elif not has("finished_at"):
        yield Finding("no_finish_time", values, found="–", exchanges=exchanges, assumed=True)
    yield from _result_codes(evidence, records)


def _result_codes(evidence: Evidence, records: list[Fact]) -> Iterator[Finding]:
    known = {result.code: result for result in evidence.service.results}
    sent = {str(code) for record in records for code in record.get("result_codes") or () if code}
    values = {"codes": ", ".join(sorted(sent)) or "–", "known": ", ".join(sorted(known)) or "–"}
    if not sent:
        yield Finding(
            "no_result_code",
            values,
            expected=values["known"],
            found="–",
            exchanges=exchanges_of(records),
            assumed=has_no_field_for(evidence, "result_codes"),
        )
    elif known and not sent & known.keys():
        certain = all(result.mark.can_fail for result in known.values())
        yield Finding(
            "unknown_result_code",
            values,
            expected=values["known"],
            found=values["codes"],
            exchanges=exchanges_of(records),
            assumed=not certain,
        )
