"""Each defect of the reference province, over HTTP with a national side as a process: exactly the expected checks fall,
and the finding says which requirement is broken, by whom, on which exchanges, and what to do.

Of the defects that say themselves in which stories they show - those of the login, about a hundred - only a sample is
tried here, so that the suite stays short: one for each kind of expectation. `make mutants` proves each of them, and
`tests/conformance/test_defect_laws.py` holds that every case of a login has one."""

import os
from pathlib import Path

import pytest

from simulator.conformance import RunRecord
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import CheckOutcome, Owner, Verdict
from simulator.province.defects import DefectInfo, catalogue
from tests.acceptance.laboratory import Laboratory

KNOWN, TYPED, PAPER = "once/known-not-asked", "once/typed-unchanged", "data/no-replaced-paper"
ORGANISATION, LAND_TAX = "identity/representative", "inbound/land-tax"
"""Told for the one service that an organisation may file, and that costs a tax."""
EVERY, FINAL = "tracking/every-status", "tracking/final-states"
REFUSED, OUTAGE = "lifecycle/refused-with-reason", "tracking/outage-catch-up"
SECOND, SUPPLEMENTED, WITHDRAWN = "once/second-dossier", "lifecycle/supplemented", "lifecycle/withdrawn"
CALM, DOWN = "calm", "portal-down"
SHOWN_BY: dict[str, tuple[str, ...]] = {
    "status-lost": (CALM, EVERY, LAND_TAX),
    "final-state-not-synced": (CALM, EVERY, FINAL),
    "stale-overwrites": (CALM, EVERY),
    "no-catch-up": (DOWN, OUTAGE),
    "doubled-step": (CALM, REFUSED),
    "new-code-on-retry": (DOWN, OUTAGE),
    "asks-known-residence": (CALM, KNOWN, ORGANISATION),
    "prefills-someone-else": (CALM, KNOWN, ORGANISATION),
    "demands-id-copy": (CALM, PAPER),
    "strips-diacritics": (CALM, TYPED),
    "drops-leading-zero": (CALM, TYPED),
    "decomposes-text": (CALM, TYPED),
    "supplement-for-paper": (CALM, PAPER, "identity/notices"),
    "no-registry-lookup": (CALM, PAPER, KNOWN, "identity/parent-for-child"),
    "lookup-without-purpose": (CALM, PAPER, REFUSED),
    "decision-from-form": (CALM, PAPER),
    "knows-first-code-only": (CALM, "catalogue/reachable"),
    "takes-dead-code": (CALM, "catalogue/dead-codes"),
    "shows-old-fee": (CALM, "catalogue/fee-and-deadline"),
    "promises-later": (CALM, "catalogue/fee-and-deadline"),
    "commune-without-counter": (CALM, "catalogue/counters"),
    "hides-relayed": (CALM, "relay/handed-over"),
    "leads-nowhere": (CALM, "relay/handed-over"),
    "asks-before-leaving": (CALM, "relay/handed-over"),
    "keeps-taken-dossiers": (CALM, "relay/taken-and-passed-on"),
    "mirrors-old-status": (CALM, "relay/mirrored"),
    "iso-dates-on-wire": (CALM, REFUSED),
    "district-code-on-wire": (CALM, REFUSED),
    "forgets-typed-data": (CALM, SECOND),
    "reason-swallowed": (CALM, REFUSED),
    "supplement-asked-again": (CALM, SUPPLEMENTED),
    "asks-for-what-was-given": (CALM, SUPPLEMENTED),
    "new-number-after-supplement": (CALM, SUPPLEMENTED),
    "refuses-withdrawal": (CALM, WITHDRAWN),
    "goes-on-after-withdrawal": (CALM, WITHDRAWN),
    "withdrawal-not-reported": (CALM, WITHDRAWN),
    "demands-vneid": (CALM, "counter/without-vneid"),
    "demands-place-name-proof": (CALM, "counter/old-address"),
    "refuses-old-address": (CALM, "counter/old-address"),
    "handed-to-wrong-commune": (CALM, "transition/district-handed-over"),
    "new-number-at-hand-over": (CALM, "transition/district-handed-over"),
    "deadline-starts-anew": (CALM, "transition/district-handed-over"),
    "files-under-closed-code": (CALM, "transition/closed-codes"),
    "only-population-asked": (CALM, PAPER),
    "paper-without-reason": (CALM, "data/mismatch"),
    "turns-away-in-outage": ("registry-down", "data/registry-down"),
    "silent-about-outage": ("registry-down", "data/registry-down"),
}
"""Defect -> a weather in which it shows, and the fewest scenarios that ask every check that it trips."""
SAMPLE = ("takes-first-of-two", "secret-in-body", "wants-id-token-at-refresh", "stays-in-after-logout")
"""Of the defects that name their stories: one that is too lax, asks wrongly, is too strict, and does not end."""
PLAIN = [defect for defect in catalogue() if not defect.scenarios]
EACH = os.environ.get("DVCSIM_PROOF") == "1"
"""In every run of the suite each twelfth one; `make mutants` tries all of them here, too."""
TRIED = [*(PLAIN if EACH else PLAIN[::12]), *(defect for defect in catalogue() if defect.id in SAMPLE)]


def test_every_defect_has_its_scenarios() -> None:
    assert set(SHOWN_BY) == {defect.id for defect in PLAIN}
    assert set(SAMPLE) <= {defect.id for defect in catalogue()}
    assert all(SHOWN_BY[defect.id][0] in defect.visible_in for defect in PLAIN)


@pytest.mark.parametrize("defect", TRIED, ids=lambda defect: defect.id)
def test_a_defect_is_found_by_exactly_its_checks(laboratory: Laboratory, tmp_path: Path, defect: DefectInfo) -> None:
    weather, *scenarios = SHOWN_BY.get(defect.id) or (*defect.visible_in, *defect.scenarios)
    service = "khai-sinh" if "*" in defect.services else defect.services[0]
    service = "dat-dai-bien-dong" if {ORGANISATION, LAND_TAX} & set(scenarios) else service
    with laboratory.system(defect.id) as sheet:
        record = laboratory.judge(sheet, tmp_path / "out", *scenarios, service=service, weathers=(weather,))
    # What only warns can keep another check from a conclusion: a dossier that was sent away proves nothing else.
    codes = {ExitStatus.FAIL} if "FAIL" in defect.expects.values() else {ExitStatus.OK, ExitStatus.INCONCLUSIVE}
    assert record.exit_status() in codes
    found = findings(record)
    assert {(check.name, check.verdict.value) for check in found} == set(defect.expects.items())
    assert {check.requirement for check in found} == set(defect.breaks)
    for check in found:
        assert check.owner is Owner.PROVINCE
        assert check.exchanges
        assert all(text.strip() for both in (check.message, check.remedy) for text in (both.vi, both.en))


def findings(record: RunRecord) -> list[CheckOutcome]:
    """Every check that is a finding; what fell with another one has no finding of its own."""
    silent = (Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.INCONCLUSIVE)
    return [check for cell in record.cells.values() for check in cell.checks if check.verdict not in silent]
