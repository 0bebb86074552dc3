"""`--waivers` and `--write-waivers`, from a draft to a report, and what is refused."""

from datetime import datetime

import pytest

from simulator.cli import waivers
from simulator.core.clock import VIETNAM, FixedClock
from simulator.report.reading import read_run
from tests.unit.report.run_builder import cell, events, not_synchronised, write_run

LOST = [not_synchronised("H99.12-250701-0001", [1])]
FILLED = {
    'owner: ""': "owner: Sở Khoa học và Công nghệ", 'vi: ""': "vi: Chờ bản vá", 'en: ""': "en: Waiting for a patch",
    'legal_basis: ""': "legal_basis: Công văn 12/SKHCN", 'expires: ""': "expires: 2026-12-31",
}  # fmt: skip


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """A run with a failure and one without, on 31 December 2026, in the last minute of it."""
    monkeypatch.chdir(tmp_path)
    today(monkeypatch, datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM))
    write_run(tmp_path / "bad", list(events([cell("khai-sinh", "tracking/every-status", "FAIL", LOST)], "FAIL")))
    good = [{**LOST[0], "verdict": "PASS"}]
    write_run(tmp_path / "good", list(events([cell("khai-sinh", "tracking/every-status", "PASS", good)], "PASS")))
    return tmp_path


def today(monkeypatch, moment):
    monkeypatch.setattr(waivers, "SystemClock", lambda: FixedClock(moment))


@pytest.fixture
def accepted(dvcsim, runs):
    """A draft, filled in."""
    assert dvcsim("report", "bad", "--write-waivers", "waivers.yaml").code == 0
    path = runs / "waivers.yaml"
    text = path.read_text(encoding="utf-8")
    for gap, value in FILLED.items():
        assert text.count(gap) == 1
        text = text.replace(gap, value)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_draft_is_refused_gap_by_gap_until_it_is_filled_in(dvcsim, runs):
    said = dvcsim("report", "bad", "--write-waivers", "draft.yaml")
    assert "Draft to fill in: draft.yaml (1)" in said.out
    refused = dvcsim("report", "bad", "--waivers", "draft.yaml")
    assert refused.code == 2
    assert "expected a date like" in refused.err
    assert dvcsim("validate", "draft.yaml").out.count('found ""') == 5


def test_a_filled_draft_covers_the_run_that_it_was_made_from(dvcsim, accepted, runs):
    said = dvcsim("report", "bad", "--waivers", accepted)
    assert said.code == 0
    assert "✕ KHÔNG ĐẠT / FAIL  § TẠM CHẤP NHẬN / WAIVED" in said.out
    assert "§" in (runs / "bad/report.html").read_text(encoding="utf-8")
    assert read_run(runs / "bad").waiving.applied == ()
    assert "§" not in dvcsim("report", "bad").out


def test_a_waiver_whose_finding_is_gone_is_6(dvcsim, accepted):
    said = dvcsim("report", "good", "--waivers", accepted)
    assert said.code == 6
    assert "STALE" in said.out


def test_a_waiver_expires_at_midnight_in_vietnam(dvcsim, accepted, monkeypatch):
    today(monkeypatch, datetime(2027, 1, 1, 0, 0, tzinfo=VIETNAM))
    said = dvcsim("report", "bad", "--waivers", accepted)
    assert said.code == 6
    assert "No longer holds since 2027-01-01" in said.out
    assert "WAIVED" not in said.out


def test_a_report_that_cannot_be_written_is_4_before_6(dvcsim, accepted, monkeypatch):
    from simulator.report.render import RENDERERS

    monkeypatch.setitem(RENDERERS, "report.html", lambda record: 1 / 0)
    assert dvcsim("report", "good", "--waivers", accepted).code == 4


def test_a_draft_never_takes_the_place_of_a_file(dvcsim, accepted):
    said = dvcsim("report", "bad", "--write-waivers", accepted)
    assert said.code == 2
    assert "is there already" in said.err
    assert "Chờ bản vá" in accepted.read_text(encoding="utf-8")


def test_there_is_no_draft_of_nothing_nor_of_an_interrupted_run(dvcsim, runs):
    said = dvcsim("report", "good", "--write-waivers", "none.yaml")
    assert (said.code, (runs / "none.yaml").exists()) == (0, False)
    assert "There is no finding to accept." in said.out
    write_run(runs / "cut", list(events([cell("khai-sinh", "once/x", "NOT_RUN")]))[:-1])
    refused = dvcsim("report", "cut", "--write-waivers", "none.yaml")
    assert refused.code == 2
    assert "--resume RUN" in refused.err


def test_a_second_draft_holds_what_the_first_does_not(dvcsim, accepted, runs):
    said = dvcsim("report", "bad", "--waivers", accepted, "--write-waivers", "more.yaml")
    assert "There is no finding to accept." in said.out
    assert not (runs / "more.yaml").exists()


@pytest.mark.parametrize("words", [["report", "bad"], ["demo", "--role", "ministry"]])
def test_waivers_of_another_system_are_refused_before_anything_starts(dvcsim, accepted, words):
    system = "tinh-thu-nghiem" if words[0] == "demo" else "bo-khac"
    accepted.write_text(accepted.read_text(encoding="utf-8").replace("tinh-thu-nghiem", system), encoding="utf-8")
    said = dvcsim(*words, "--waivers", accepted)
    assert said.code == 2
    assert f"is about {system}" in said.err


def test_one_file_given_twice_is_refused(dvcsim, accepted):
    said = dvcsim("report", "bad", "--waivers", accepted, "--waivers", accepted)
    assert said.code == 2
    assert "stands in" in said.err


def test_validate_reads_waiver_files_and_tells_every_mistake(dvcsim, accepted):
    assert dvcsim("validate", accepted).code == 0
    text = accepted.read_text(encoding="utf-8").replace("khai-sinh", "kai-sinh").replace("[calm]", "[clam]")
    accepted.write_text(text, encoding="utf-8")
    said = dvcsim("validate", accepted)
    assert said.code == 2
    assert "did you mean khai-sinh" in said.out
    assert "did you mean calm" in said.out or "'clam'" in said.out
