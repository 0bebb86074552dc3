"""What a relay claims beyond showing: a dossier that it takes is passed on, a status that it mirrors is true."""

from collections.abc import Iterator

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.comparing import same_value
from simulator.checks.seen import acknowledged, exchanges_of, nothing_more_is_due, status_text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_OWNER = {"personal_id": "owner_id", "full_name": "owner_name", "phone": "phone"}
"""Attribute of the applicant -> where a dossier row carries it."""


def taken_dossier_passed_on(evidence: Evidence) -> Judgement:
    """Judge the row by which the portal hears of the dossier: under the procedure, of the very applicant."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    rows = acknowledged(evidence, "dossier_report")
    taken = exchanges_of(evidence.of("submission"))
    if not rows:
        missing = nothing_more_is_due(evidence)
        return Judgement(findings=(Finding("not_passed_on", found="–", exchanges=taken, settles=missing),))
    return Judgement(exchanges_of(rows), tuple(_changed(evidence, rows[-1])))


def _changed(evidence: Evidence, row: Fact) -> Iterator[Finding]:
    codes = [code.code for code in evidence.service.codes]
    if row.get("procedure_code") not in codes:
        found = str(row.get("procedure_code") or "–")
        yield _differs("procedure_code", ", ".join(codes), found, row)
    applicant = evidence.people.get("applicant")
    for attribute, name in _OWNER.items():
        truth, told = (applicant.get(attribute) if applicant else None), str(row.get(name) or "")
        # What a row leaves out is the contract's business; what it says has to be true.
        if truth and told and not same_value(attribute, truth, told):
            yield _differs(name, truth, told, row)


def _differs(name: str, expected: str, found: str, row: Fact) -> Finding:
    values = {"name": name, "expected": expected, "found": found}
    return Finding("passed_on_changed", values, name, expected, found, exchanges=(row.exchange,))


def mirrored_status_true(evidence: Evidence) -> Judgement:
    """Judge each status on the relay's page against what the citizen saw on the portal just before."""
    looks = _last_looks(evidence)
    if not looks:
        blocked = hand_problem(evidence) or Finding("no_mirror", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(blocked,))
    findings = tuple(found for held, view in looks if (found := _untrue(held, view)))
    return Judgement(exchanges_of(view for _, view in looks), findings)


def _last_looks(evidence: Evidence) -> list[tuple[list[Fact], Fact]]:
    """Return (looks at the portal so far, last look at the relay) for each time the citizen went to look."""
    held: list[Fact] = []
    looks: list[tuple[list[Fact], Fact]] = []
    for fact in evidence.of("dossier_view"):
        if fact.get("place") == "portal":
            held = [*held, fact]
        elif fact.get("place") == "relay" and held:
            again = bool(looks) and looks[-1][0][-1].exchange == held[-1].exchange
            looks = [*(looks[:-1] if again else looks), (held, fact)]
    return looks


def _untrue(held: list[Fact], view: Fact) -> Finding | None:
    shown, now = view.get("status"), held[-1].get("status")
    if shown == now:
        return None
    older = any(shown == earlier.get("status") for earlier in held[:-1])
    values = {"shown": status_text(int(shown or 0)), "held": status_text(int(now or 0))}
    return Finding(
        "mirror_behind" if older else "mirror_invented",
        values,
        where="status",
        expected=str(now),
        found=str(shown),
        exchanges=(held[-1].exchange, view.exchange),
        # An old status is untrue only once the system's own longest time has passed.
        settles=not older or view.get("overdue") is True,
    )
