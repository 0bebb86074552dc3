import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.cli import check, judging
from simulator.cli.judging import folder_of_run, spoken
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.core.exit_status import ExitStatus
from simulator.province.claim import claim_sheet_text
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.stack.checking import Checked
from tests.unit.report.run_builder import cell, events, write_run


@pytest.fixture
def sheet(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DVCSIM_SIMULATOR", raising=False)
    path = tmp_path / "province.yaml"
    path.write_text(claim_sheet_text({**DEMO_DOCUMENT, "national_side": {"url": "http://192.0.2.1:1"}}), "utf-8")
    return path


@pytest.fixture
def ran(monkeypatch):
    """Stand in for the run itself; remembers its options and answers with an exit code."""
    calls = []

    def check_system(sheet, catalogue, options, listen, stop):
        calls.append(options)
        for event in events([cell("khai-sinh", "once/x", "FAIL")]):
            listen(event)
        return Checked(ExitStatus.FAIL, (options.output / "report.html",))

    monkeypatch.setattr(judging, "check_system", check_system)
    return calls


def test_the_exit_code_of_the_run_is_that_of_the_command(dvcsim, sheet, ran):
    said = dvcsim("check", sheet)
    assert said.code == ExitStatus.FAIL
    assert "Report: dvcsim-run-" in said.out
    assert "Next: dvcsim check province.yaml --service khai-sinh --scenario once/x --weather calm" in said.out
    assert "[1/1]" in said.err
    assert "[1/1]" not in said.out


def test_the_flags_reach_the_run(dvcsim, sheet, ran):
    dvcsim(
        "check", sheet, "--service", "khai-sinh", "--service", "ket-hon", "--scenario", "once/*", "--weather", "calm",
        "--set", "proof", "--as-of", "2025-08-01", "--seed", "7", "--patience", "2.5", "--fail-on", "warn",
        "--output", "out", "--simulator", "http://192.0.2.9:1", "--admin-token", "hidden",
    )  # fmt: skip
    options = ran[0]
    assert (options.services, options.sets) == (("khai-sinh", "ket-hon"), ("proof",))
    assert (options.scenarios, options.weathers) == (("once/*",), ("calm",))
    assert (str(options.as_of), options.seed, options.patience, options.fail_on) == ("2025-08-01", 7, 2.5, "warn")
    assert (options.output, options.simulator, options.admin_token) == (Path("out"), "http://192.0.2.9:1", "hidden")
    assert "hidden" not in " ".join(options.command)


def test_the_environment_names_the_national_side_unless_a_flag_does(dvcsim, sheet, ran, monkeypatch):
    monkeypatch.setenv("DVCSIM_SIMULATOR", "http://192.0.2.7:1")
    dvcsim("check", sheet)
    dvcsim("check", sheet, "--simulator", "http://192.0.2.8:1")
    assert [options.simulator for options in ran] == ["http://192.0.2.7:1", "http://192.0.2.8:1"]


WAIVERS = """\
format: 1
system: tinh-demo
waivers:
  - id: biet-roi
    check: known_data_not_asked
    owner: Sở Tư pháp
    reason: {vi: Đã biết, en: Known}
    legal_basis: Công văn 12
    expires: 2999-12-31
"""


def test_the_waivers_of_the_system_reach_the_run_and_those_of_another_are_refused(dvcsim, sheet, ran):
    own = WAIVERS.replace("tinh-demo", DEMO_DOCUMENT["id"])
    Path("own.yaml").write_text(own, encoding="utf-8")
    Path("other.yaml").write_text(WAIVERS.replace("tinh-demo", "tinh-khac"), encoding="utf-8")
    dvcsim("check", sheet, "--waivers", "own.yaml")
    assert [(file.system, file.label) for file in ran[0].waivers] == [(DEMO_DOCUMENT["id"], "own.yaml")]
    said = dvcsim("check", sheet, "--waivers", "other.yaml")
    assert said.code == 2
    assert "--waivers other.yaml: is about tinh-khac" in said.err
    assert len(ran) == 1


def test_an_earlier_run_is_gone_on_with(dvcsim, sheet, ran):
    write_run(Path("dvcsim-run-1"))
    dvcsim("check", sheet, "--resume", "run-1")
    assert (ran[0].output, ran[0].resume) == (Path("dvcsim-run-1"), True)


def test_an_unknown_run_names_those_that_are_there(dvcsim, sheet):
    write_run(Path("dvcsim-run-1"))
    said = dvcsim("check", sheet, "--resume", "run-9")
    assert said.code == 2
    assert "dvcsim-run-1" in said.err
    with pytest.raises(ConfigurationError):
        folder_of_run("run-9")


def test_a_run_in_the_background_returns_at_once(dvcsim, sheet, monkeypatch):
    started = []
    running = SimpleNamespace(pid=4711, returncode=None)
    monkeypatch.setattr(check, "start_detached", lambda *asked: started.append(asked) or running)
    said = dvcsim("check", sheet, "--detach", "--seed", "3")
    words, log, record = started[0]
    assert said.code == 0
    assert "4711" in said.out
    assert words[:4] == ["check", str(sheet), "--seed", "3"]
    assert words[4] == "--output"
    assert (log, record) == (Path(words[5]) / "check.log", Path(words[5]) / "run.ndjson")
    assert Path(words[5]).is_dir()


def test_a_run_in_the_background_that_cannot_begin_says_why(dvcsim, sheet, monkeypatch):
    def ends_at_once(_words, log, _record):
        log.write_text("the national side does not answer\n", encoding="utf-8")
        return SimpleNamespace(pid=4711, returncode=5)

    monkeypatch.setattr(check, "start_detached", ends_at_once)
    said = dvcsim("check", sheet, "--detach")
    assert (said.code, said.out, said.err) == (5, "", "the national side does not answer\n")


def test_a_missing_claim_sheet_is_a_mistake_of_the_user(dvcsim, sheet):
    said = dvcsim("check", "nothing.yaml")
    assert said.code == 2
    assert "nothing.yaml: no such file" in said.err


def test_a_national_side_that_does_not_answer_is_5(dvcsim, sheet, monkeypatch):
    def unreachable(*_):
        raise SystemUnreachable("http://192.0.2.1:1/admin/status", "no answer in time")

    monkeypatch.setattr(judging, "check_system", unreachable)
    said = dvcsim("check", sheet)
    assert said.code == 5
    assert "no answer in time" in said.err


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("check p.yaml --admin-token s --seed 1", "check p.yaml --seed 1"),
        ("check --admin-token=s p.yaml", "check p.yaml"),
        ("check p.yaml --admin-token", "check p.yaml"),
        ("demo", "demo"),
    ],
)
def test_the_record_of_the_command_has_no_secret(words, kept):
    assert list(spoken(words.split())) == kept.split()


def test_the_record_is_json_whatever_was_typed():
    assert json.dumps(spoken(["check", "tỉnh.yaml"]))


def test_an_earlier_record_in_the_folder_is_set_aside_not_lost(dvcsim, sheet, ran):
    write_run(Path("out"))
    said = dvcsim("check", sheet, "--output", "out")
    assert said.code == ExitStatus.FAIL
    assert Path("out/run-0a1b2c3d4e5f.ndjson").is_file()
    assert not Path("out/run.ndjson").exists()


def test_a_record_that_cannot_be_read_is_set_aside_too(dvcsim, sheet, ran):
    Path("out").mkdir()
    Path("out/run.ndjson").write_text("no record", encoding="utf-8")
    dvcsim("check", sheet, "--output", "out")
    assert [path.read_text(encoding="utf-8") for path in Path("out").glob("run-unreadable-*.ndjson")] == ["no record"]
