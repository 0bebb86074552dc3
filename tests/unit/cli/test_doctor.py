import io
import json

import pytest

from simulator.cli import doctor
from simulator.province.claim import claim_sheet_text
from simulator.session.provinces import DEMO_DOCUMENT


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "province.yaml"
    path.write_text(claim_sheet_text({**DEMO_DOCUMENT, "base_url": "https://mot-cua.tinh.gov.vn"}), encoding="utf-8")
    return path


def test_at_a_terminal_it_asks_and_a_no_ends_it(dvcsim, sheet, monkeypatch):
    monkeypatch.setattr(doctor, "_at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\n"))
    said = dvcsim("doctor", sheet, "--simulator", "http://sim.invalid")
    assert said.code == 2
    assert "Are outgoing SMS and e-mail switched off?" in said.out
    assert "Is this a test system that serves nobody?" in said.out
    assert "nothing more is called" in said.out
    assert "sim.invalid" not in said.out


def test_a_national_side_that_is_away_is_another_exit_code_than_a_mistake(dvcsim, sheet):
    said = dvcsim("doctor", sheet, "--simulator", "http://sim.invalid", "--test-system", "--json")
    assert (said.code, json.loads(said.out)["exit_code"]) == (5, 5)
    broken = [line["id"] for line in json.loads(said.out)["lines"] if line["state"] == "broken"]
    assert broken == ["name_national", "tcp", "http"]


def test_an_environment_that_lacks_a_secret_is_told(dvcsim, sheet):
    text = sheet.read_text(encoding="utf-8").replace('"password": "demo"', '"password": "${NO_SUCH_SECRET}"')
    sheet.write_text(text, encoding="utf-8")
    said = dvcsim("doctor", sheet)
    assert said.code == 2
    assert "${NO_SUCH_SECRET} is not set" in said.out
    assert "Set NO_SUCH_SECRET" in said.out
