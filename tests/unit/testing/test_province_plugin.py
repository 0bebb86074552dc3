"""What pytest makes of each verdict, of selections and of mistakes; the engine's own word is put in its place."""

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from simulator.core.errors import SystemUnreachable
from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict
from simulator.testing import judging, province_plugin
from tests.acceptance.bad_sheets import write
from tests.acceptance.processes import environment
from tests.acceptance.pytest_runs import PLUGIN

pytest_plugins = ("pytester",)

SCENARIOS = ("once/known-not-asked", "once/second-dossier", "once/typed-unchanged")
SELECTED = ["--dvcsim-service=khai-sinh", "--dvcsim-weather=calm", *(f"--dvcsim-scenario={one}" for one in SCENARIOS)]
HEAVY = {
    "flask",
    "requests",
    "jinja2",
    "jsonschema",
    "yaml",
    "sqlite3",
    "cheroot",
    "authlib",
    "responses",
    "simulator.domain",
}


class Engine:
    """Says what it is told to of each scenario."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.ended: list[str] = []
        self.late: list[CellOutcome] = []

    def judge(self, judging: judging.Judging, cell: province_plugin.Cell) -> CellOutcome:
        word = self.said.get(cell.scenario.id, "PASS")
        if word == "Ctrl-C":
            raise KeyboardInterrupt
        judging.record.head = {"command": judging.options.command, "as_of": "2025-07-01", "simulator": "http://n"}
        return outcome(cell, Verdict(word))


def outcome(cell: province_plugin.Cell, verdict: Verdict) -> CellOutcome:
    check = CheckOutcome(
        id="a-check",
        requirement="A-RULE",
        level="MUST",
        verdict=verdict,
        owner=Owner.PROVINCE,
        message=Text("câu này", "the sentence"),
        remedy=Text("việc phải làm", "what to do"),
        where="the field",
        expected="this",
        found="that",
        exchanges=(7, 8),
    )
    checked = verdict in (Verdict.FAIL, Verdict.WARN, Verdict.INCONCLUSIVE)
    why = Text("lý do", "the reason")
    whole = (cell.service.id, cell.scenario.id, "calm", verdict, why, "handler", "redirect", "api")
    return CellOutcome(*whole, checks=(check,) if checked else ())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders(), frozenset(CHECKS))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> Engine:
    engine = Engine()
    monkeypatch.setattr(province_plugin, "load_catalogue", lambda *words: catalogue)
    monkeypatch.setattr(judging.Judging, "judge", lambda self, cell: engine.judge(self, cell))
    monkeypatch.setattr(judging.Judging, "late", lambda self: engine.late)
    monkeypatch.setattr(province_plugin, "require_parties", lambda *words: None)
    monkeypatch.setattr(province_plugin, "national_side_at", lambda *words: nullcontext())
    monkeypatch.setattr(province_plugin, "end_sessions", lambda *words: engine.ended.append("ended"))
    return engine


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    write(pytester.path / "province.yaml")
    return pytester.runpytest_inprocess(*PLUGIN, "-p", "no:cacheprovider", "--province", "province.yaml", *words)


def test_each_verdict_has_its_place(pytester: pytest.Pytester, engine: Engine) -> None:
    engine.said = dict(zip(SCENARIOS, ("FAIL", "INCONCLUSIVE", "ERROR"), strict=True))
    result = run(pytester, *SELECTED, "-v")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(failed=2, errors=1)
    result.stdout.fnmatch_lines(
        [
            "province.yaml::khai-sinh/once/known-not-asked?calm? FAILED*",
            "province.yaml::khai-sinh/once/second-dossier?calm? INCONCLUSIVE*",
            "province.yaml::khai-sinh/once/typed-unchanged?calm? ERROR*",
            "*ERROR at setup of khai-sinh/once/typed-unchanged?calm?*",
            "ERROR: lý do",
            "  the reason",
            "FAIL A-RULE: câu này",
            "  the sentence",
            "  Căn cứ / Rule: A-RULE (MUST)*",
            "  Phải có / Expected: this",
            "  Thực tế / Found: that",
            "  Cách khắc phục / Remedy: việc phải làm",
            "  Bằng chứng / Evidence: http://n/exchanges/7 http://n/exchanges/8",
            "*: dvcsim check province.yaml --service khai-sinh --scenario once/known-not-asked --weather calm*",
            "1 ERROR, 1 FAIL, 1 INCONCLUSIVE",
            "* NOT_APPLICABLE, not collected*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*.py:[0-9]*")
    assert engine.ended == ["ended"]


def test_a_warning_passes_and_is_told(pytester: pytest.Pytester, engine: Engine) -> None:
    engine.said = dict(zip(SCENARIOS, ("WARN", "ATTESTED", "NOT_RUN"), strict=True))
    result = run(pytester, *SELECTED, "-v", "-rs")
    assert result.ret == 0
    result.assert_outcomes(passed=2, skipped=1, warnings=1)
    result.stdout.fnmatch_lines(["*known-not-asked?calm? WARN*", "*second-dossier?calm? ATTESTED*"])
    result.stdout.fnmatch_lines(["*ConformanceWarning: WARN A-RULE: câu này*", "SKIPPED*NOT_RUN: lý do / the reason"])


def test_a_warning_can_be_made_to_fail(pytester: pytest.Pytester, engine: Engine) -> None:
    engine.said = {SCENARIOS[0]: "WARN"}
    result = run(pytester, *SELECTED, "-W", "error::simulator.testing.ConformanceWarning")
    result.assert_outcomes(failed=1, passed=2)
    result.stdout.fnmatch_lines(["WARN A-RULE: câu này", "FAILED *known-not-asked*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_inconclusive_can_be_let_through(pytester: pytest.Pytester, engine: Engine) -> None:
    engine.said = {SCENARIOS[0]: "INCONCLUSIVE"}
    result = run(pytester, *SELECTED, "--inconclusive-ok", "-rs")
    assert result.ret == 0
    result.assert_outcomes(passed=2, skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*INCONCLUSIVE A-RULE: câu này / the sentence"])


def test_what_comes_late_is_reported_once_more(
    pytester: pytest.Pytester, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(self: judging.Judging) -> list[CellOutcome]:
        self.record.head = {"command": self.options.command, "simulator": "http://n"}
        return [outcome(next(cell for cell in self._announced if cell.runs), Verdict.FAIL)]

    monkeypatch.setattr(judging.Judging, "late", late)
    result = run(pytester, *SELECTED)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["FAIL A-RULE: câu này", "*What arrived late has changed the verdict*"])


def test_ctrl_c_ends_in_order(pytester: pytest.Pytester, engine: Engine) -> None:
    engine.said = {SCENARIOS[1]: "Ctrl-C"}
    write(pytester.path / "province.yaml")
    words = (*PLUGIN, "-p", "no:cacheprovider", "--province", "province.yaml", *SELECTED)
    result = pytester.runpytest_inprocess(*words, no_reraise_ctrlc=True)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert engine.ended == ["ended"]


def test_what_is_not_claimed_or_cannot_be_driven_is_skipped_with_its_reason(
    pytester: pytest.Pytester, engine: Engine
) -> None:
    result = run(pytester, "--dvcsim-service", "khai-tu", "--dvcsim-scenario", SCENARIOS[0], "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*NOT_RUN: *"])


def test_selections_of_pytest_apply(pytester: pytest.Pytester, engine: Engine) -> None:
    run(pytester, *SELECTED, "-k", "second-dossier").assert_outcomes(passed=1, deselected=2)
    one = "province.yaml::khai-sinh/once/typed-unchanged[calm]"
    run(pytester, *SELECTED, one).assert_outcomes(passed=1)
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    run(pytester, *SELECTED).assert_outcomes(passed=3)
    run(pytester, *SELECTED, "test_own.py").assert_outcomes(passed=4)


def test_nothing_is_started_to_collect(
    pytester: pytest.Pytester, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*words: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(province_plugin, "require_parties", never)
    result = run(pytester, *SELECTED, "--collect-only", "-q")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["province.yaml::khai-sinh/once/known-not-asked?calm?", "* NOT_APPLICABLE, *"])


def test_an_absent_side_ends_the_run_with_what_to_do(
    pytester: pytest.Pytester, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*words: object) -> None:
        raise SystemUnreachable("http://n", "refused", "an answer", "Start it.")

    monkeypatch.setattr(province_plugin, "require_parties", absent)
    result = run(pytester, *SELECTED)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: http://n: refused - expected an answer", "  Start it."])
    result.stderr.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dvcsim-service", "khai-sin"], "*--service khai-sin*did you mean khai-sinh*"),
        (["--dvcsim-weather", "rain"], "*--weather rain*matches nothing*"),
        (["--dvcsim-as-of", "yesterday"], "*--dvcsim-as-of*yesterday*"),
        (["--dvcsim-patience", "0"], "*--dvcsim-patience*"),
        (["--dvcsim-ca-file", "none.pem"], "*--ca-file none.pem*"),
        (["--simulator", "ftp://x"], "*ftp://x*an http or https URL*"),
        (["--province", "nope.yaml"], "*nope.yaml: no such file*"),
    ],
)
def test_a_mistake_is_named(pytester: pytest.Pytester, engine: Engine, words: list[str], said: str) -> None:
    result = run(pytester, *words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([said])
    result.stderr.no_fnmatch_line("*Traceback*")


def test_a_run_without_the_flag_loads_nothing_of_ours(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "import sys\ndef pytest_unconfigure():\n    print('LOADED', *sorted(sys.modules))\n", encoding="utf-8"
    )
    words = [sys.executable, "-m", "pytest", "-q", "-p", "simulator.testing.plugin", "-p", "no:cacheprovider"]
    alone = environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    probe = subprocess.run(words, cwd=tmp_path, env=alone, capture_output=True, text=True, check=False, timeout=60)
    assert "1 passed" in probe.stdout, probe.stdout + probe.stderr
    loaded = set(probe.stdout.partition("LOADED")[2].split())
    assert "simulator.testing.plugin" in loaded
    assert HEAVY & loaded == set()


def test_the_fixture_is_there_for_everybody(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import requests

        def test_portal(national):
            login = {"username": "demo", "password": "demo"}
            assert requests.post(f"{national.url}/mapi/login", json=login, timeout=5).json()["error_code"] == "0"
            assert national.facts("portal_login")[0].data["ok"]
        """
    )
    pytester.runpytest_inprocess(*PLUGIN, "-p", "no:cacheprovider").assert_outcomes(passed=1)
