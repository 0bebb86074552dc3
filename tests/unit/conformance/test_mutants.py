"""The mutation matrix: what counts as found, and what as a gap."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from simulator.checks import CHECKS
from simulator.conformance.mutants import CleanResult, Fate, run_mutants
from simulator.conformance.null_systems import NULL_SYSTEMS
from simulator.conformance.reach import SystemUnderTestUnreachable
from simulator.conformance.record import RunRecord
from simulator.core.errors import SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict
from tests.unit.conformance.conftest import sheet, words

ORDER, ONCE = "no_older_state_over_newer", "arrives_once"


@dataclass(frozen=True)
class Defect:
    id: str
    expects: Mapping[str, str]
    visible_in: tuple[str, ...] = ("calm", "portal-down")
    scenarios: tuple[str, ...] = ()
    system: str = ""


def outcome(check: str, verdict: Verdict) -> CheckOutcome:
    return CheckOutcome(check, CHECKS[check].requirement, "MUST", verdict, Owner.PROVINCE, words("vì"), words(""))


def record(**weathers: Mapping[str, Verdict]) -> RunRecord:
    made = RunRecord(Path("run.ndjson"))
    for name, verdicts in weathers.items():
        checks = tuple(outcome(check, verdict) for check, verdict in verdicts.items())
        weather = name.replace("_", "-")
        cell = CellOutcome("s", "f/x", weather, Verdict.PASS, words("vì"), "handler", "redirect", "api", checks=checks)
        made.cells[cell.key] = replace(cell, checks=checks)
    return made


GOOD = {ORDER: Verdict.PASS, ONCE: Verdict.PASS}
CLEAN = record(calm=GOOD, portal_down=GOOD)


@dataclass
class Laboratory:
    """What comes out for each system."""

    records: dict[str, RunRecord | Exception] = field(default_factory=dict)

    told: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    started: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def start(self, name: str, profile: str = "") -> Iterator[ClaimSheet]:
        self.started.append((name, profile))
        yield sheet(id=name or "clean")

    def check(self, claimed: ClaimSheet, label: str, scenarios: Sequence[str]) -> RunRecord:
        self.told.append((label, tuple(scenarios)))
        found = self.records.get(label, CLEAN)
        if isinstance(found, Exception):
            raise found
        return found

    def matrix(self, *defects: Defect, nulls: tuple[str, ...] = ()):
        return run_mutants(defects, self.start, self.check, nulls=nulls, start_null=self.start)


def fallen(check: str, verdict: Verdict = Verdict.FAIL) -> dict[str, Verdict]:
    return {**GOOD, check: verdict}


def test_a_defect_with_exactly_the_expected_checks_is_killed():
    laboratory = Laboratory({"d": record(calm=fallen(ORDER), portal_down=GOOD)})

    (row,) = laboratory.matrix(Defect("d", {ORDER: "FAIL"})).defects

    assert (row.fate, row.observed, row.observed_in) == (Fate.KILLED, {ORDER: "FAIL"}, ("calm",))


def test_a_defect_that_no_check_notices_is_silent():
    assert Laboratory().matrix(Defect("d", {ORDER: "FAIL"})).defects[0].fate is Fate.SILENT


def test_a_defect_with_which_no_run_is_possible_is_dead():
    laboratory = Laboratory({"d": SystemUnreachable("http://p", "refused")})

    assert laboratory.matrix(Defect("d", {ORDER: "FAIL"})).defects[0].fate is Fate.DEAD


@pytest.mark.parametrize("seen", [{**fallen(ORDER), ONCE: Verdict.FAIL}, fallen(ORDER, Verdict.WARN), fallen(ONCE)])
def test_other_checks_or_another_weight_are_collateral(seen):
    laboratory = Laboratory({"d": record(calm=seen)})

    assert laboratory.matrix(Defect("d", {ORDER: "FAIL"})).defects[0].fate is Fate.COLLATERAL


def test_a_defect_that_shows_in_another_weather_than_told_is_collateral():
    laboratory = Laboratory({"d": record(calm=fallen(ORDER), portal_down=fallen(ORDER))})

    assert laboratory.matrix(Defect("d", {ORDER: "FAIL"}, ("portal-down",))).defects[0].fate is Fate.COLLATERAL


def test_what_reached_no_conclusion_is_listed_as_blocked():
    laboratory = Laboratory({"d": record(calm={ORDER: Verdict.FAIL, ONCE: Verdict.INCONCLUSIVE})})

    (row,) = laboratory.matrix(Defect("d", {ORDER: "FAIL"})).defects

    assert (row.fate, row.blocked) == (Fate.KILLED, (ONCE,))


def test_a_matrix_without_a_gap_is_proven():
    laboratory = Laboratory(
        {"a": record(calm=fallen(ORDER)), "b": record(calm=GOOD, portal_down=fallen(ONCE)), "null": record(calm={})}
    )

    matrix = laboratory.matrix(Defect("a", {ORDER: "FAIL"}), Defect("b", {ONCE: "FAIL"}), nulls=("null",))

    assert matrix.proven
    assert matrix.to_json()["proven"] is True


def test_a_check_that_nothing_trips_is_a_gap():
    laboratory = Laboratory({"a": record(calm=GOOD, portal_down=fallen(ORDER))})

    matrix = laboratory.matrix(Defect("a", {ORDER: "FAIL"}))

    assert matrix.never_tripped == (ONCE,)
    assert not matrix.proven


def test_a_weather_in_which_nothing_shows_that_shows_nowhere_else_is_a_gap():
    laboratory = Laboratory({"a": record(calm=fallen(ORDER), portal_down=fallen(ORDER))})

    assert laboratory.matrix(Defect("a", {ORDER: "FAIL"})).idle_weathers == ("portal-down",)


def test_defects_that_prove_the_same_are_named_together():
    seen = record(calm=fallen(ORDER))

    assert Laboratory({"a": seen, "b": seen}).matrix(
        Defect("a", {ORDER: "FAIL"}), Defect("b", {ORDER: "FAIL"})
    ).twins == (("a", "b"),)


def test_a_clean_system_that_does_not_pass_is_a_gap():
    matrix = Laboratory({"clean": record(calm=fallen(ORDER, Verdict.INCONCLUSIVE))}).matrix()

    assert matrix.clean == {ORDER: "INCONCLUSIVE"}
    assert not matrix.proven


def test_a_profile_that_a_defect_names_gets_a_clean_system_too():
    one, two = (Defect(name, {ONCE: "FAIL"}, scenarios=(f"f/{name}",), system="p") for name in "ab")
    laboratory = Laboratory({"clean-p": record(calm=fallen(ORDER))})

    matrix = laboratory.matrix(one, two, Defect("c", {ORDER: "FAIL"}))

    assert sorted(laboratory.started) == [("", ""), ("", "p"), ("a", "p"), ("b", "p"), ("c", "")]
    assert laboratory.told[:2] == [("clean", ()), ("clean-p", ("f/a", "f/b"))]
    assert matrix.clean == {f"p {ORDER}": "FAIL"}
    assert matrix.checks == (ORDER, ONCE)


def test_a_system_that_does_nothing_useful_must_pass_no_must():
    matrix = Laboratory().matrix(nulls=("null",))

    assert matrix.nulls[0].passed == (ONCE, ORDER)
    assert not matrix.proven


def cut_short() -> RunRecord:
    """A record in which one cell came to its checks and another was never run."""
    made = record(calm=GOOD)
    cell = CellOutcome("s", "f/y", "calm", Verdict.NOT_RUN, words("dừng"), "handler", "redirect", "api")
    made.cells[cell.key] = cell
    return made


def test_a_system_that_was_not_judged_in_every_cell_proves_nothing():
    laboratory = Laboratory({"clean": cut_short(), "d": cut_short(), "null": cut_short()})

    matrix = laboratory.matrix(Defect("d", {ORDER: "FAIL"}), nulls=("null",))

    assert matrix.clean == {"f/y s calm": "NOT_RUN"}
    assert (matrix.defects[0].fate, matrix.defects[0].detail) == (Fate.DEAD, "f/y s calm: dừng")
    assert not matrix.nulls[0].holds


def test_a_null_system_that_answers_nobody_earns_none_but_one_that_did_not_start_proves_nothing():
    silent, dead = SystemUnderTestUnreachable("http://p", "refused"), SystemUnreachable("dvcsim serve", "did not start")
    laboratory = Laboratory({"silent": silent, "dead": dead})

    rows = laboratory.matrix(nulls=("silent", "dead")).nulls

    assert [(row.id, row.holds, row.tried) for row in rows] == [("silent", True, True), ("dead", False, False)]


def test_rows_are_told_in_their_order_whatever_is_ready_first():
    told: list[object] = []
    made = [Defect(name, {ORDER: "FAIL"}) for name in "abcdef"]
    laboratory = Laboratory()

    matrix = run_mutants(
        made, laboratory.start, laboratory.check, nulls=("n",), start_null=laboratory.start, listen=told.append, jobs=4
    )

    assert told == [CleanResult({}, matrix.checks, matrix.weathers), *matrix.defects, *matrix.nulls]
    assert [row.id for row in matrix.defects] == list("abcdef")


@pytest.mark.parametrize("name", list(NULL_SYSTEMS))
def test_a_null_system_answers_any_path(name):
    import io

    seen: list[str] = []
    environ = {"PATH_INFO": "/any", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "2", "wsgi.input": io.BytesIO(b"{}")}

    body = b"".join(NULL_SYSTEMS[name](environ, lambda status, headers: seen.append(status)))

    assert seen[0][:3] in ("200", "204", "500")
    assert isinstance(body, bytes)
