import io

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.cli import init
from simulator.cli.init_questions import Questions, answers_from
from simulator.cli.init_sheet import sheet_text
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, DataFileError


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(data_folders())


class Secrets(dict[str, str]):
    """An environment that has whatever the sheet asks for."""

    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return f"secret of {name}"


def written(catalogue, services=(), sets=(), **given):
    """Return the text for these flags, the rest by default."""
    flags = {name.replace("_", "-"): word for name, word in given.items()}
    return sheet_text(answers_from(Questions(flags, asking=False), services, sets, catalogue), catalogue)


@pytest.mark.parametrize(
    ("chosen", "given"),
    [
        ((), {}),
        ((), {"kind": "ministry", "id": "bo-99"}),
        (("essential-25",), {"driver": "attended"}),
        (("khai-sinh", "gplx"), {"driver": "browser"}),
        ((), {"profile": "vneid-envelope", "base_url": "https://mot-cua.tinh.example:8443/cong/"}),
        (("khai-tu",), {"intake": "counter"}),
        ((), {"province": "hai phong", "agency": "H99", "id": "01-hp", "name": 'Cổng "HP": thử #1'}),
    ],
)
def test_the_loader_of_check_accepts_what_it_writes(chosen, given, tmp_path, catalogue):
    path = tmp_path / "province.yaml"
    path.write_text(written(catalogue, chosen, **given), encoding="utf-8")
    sheet = load_claim_sheet(path, catalogue, Secrets())
    assert str(sheet.raw["account"]["password"]).startswith("secret of ")
    with pytest.raises(DataFileError, match="is not set"):
        load_claim_sheet(path, catalogue, {})


def test_the_minimum_claim_gives_each_service_its_role_and_its_ways_in(tmp_path, catalogue):
    path = tmp_path / "province.yaml"
    path.write_text(written(catalogue, ("khai-sinh", "gplx"), driver="attended"), encoding="utf-8")
    sheet = load_claim_sheet(path, catalogue, Secrets())
    birth, licence = sheet.services["khai-sinh"], sheet.services["gplx"]
    assert (birth.role, birth.intakes, birth.driver) == ("handler", ("redirect", "counter"), "attended")
    assert (licence.role, licence.intakes) == ("relay", ("redirect",))
    assert not sheet.hooks


def test_it_names_the_secrets_and_what_the_minimum_claim_still_wants(dvcsim, tmp_path):
    said = dvcsim("init", "--output", tmp_path / "p.yaml", "--service", "khai-sinh", "--id", "mot-cua")
    assert "export MOT_CUA_ADAPTER_PASSWORD=" in said.out
    assert "export MOT_CUA_CLIENT_SECRET=" in said.out
    assert "NOT_RUN" in said.out
    assert "khai-tu" in said.out
    assert ((tmp_path / "p.yaml").stat().st_mode & 0o077) == 0


def test_it_never_overwrites_without_being_told(dvcsim, tmp_path):
    path = tmp_path / "province.yaml"
    path.write_text("mine", encoding="utf-8")
    said = dvcsim("init", "--output", path)
    assert (said.code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in said.err
    assert dvcsim("init", "--output", path, "--force").code == 0
    assert path.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"driver": "atended"}, "--driver: 'atended' - did you mean attended?"),
        ({"dialect": "defult"}, "did you mean default?"),
        ({"profile": "standrd"}, "did you mean standard?"),
        ({"intake": "redirct"}, "did you mean redirect?"),
        ({"kind": "provinze"}, "did you mean province?"),
        ({"province": "Nghe Ann"}, "Tỉnh Nghệ An (40)"),
        ({"province": "Hà Giang"}, "was merged into Tỉnh Tuyên Quang - expected 08"),
        ({"province": "Nghệ An"}, "--agency: not given"),
        ({"agency": "000.00.00.h99"}, "such as 000.00.00.H99"),
        ({"base_url": "mot-cua.tinh.example"}, "an address such as https://"),
        ({"landing": "vi/nps"}, "a path that starts with /"),
        ({"id": "Một Cửa"}, "such as mot-cua"),
        ({"name": " "}, "a name"),
    ],
)
def test_a_wrong_answer_is_told_with_what_was_meant(given, told, catalogue):
    with pytest.raises(ConfigurationError) as refused:
        written(catalogue, **given)
    assert told in refused.value.text()


def test_a_service_that_nobody_knows_is_told_with_what_was_meant(dvcsim, tmp_path):
    said = dvcsim("init", "--output", tmp_path / "p.yaml", "--service", "khai-sin")
    assert said.code == 2
    assert "did you mean khai-sinh" in said.err
    assert not (tmp_path / "p.yaml").exists()


def test_at_a_terminal_it_asks_again_after_a_wrong_answer(dvcsim, tmp_path, catalogue, monkeypatch):
    path = tmp_path / "province.yaml"
    lines = ["", "Nghệ Ann", "Nghệ An", "mot-cua", "", "", "000.00.00.H99"] + [""] * 11
    monkeypatch.setattr(init, "_at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    said = dvcsim("init", "--output", path, "--driver", "api")
    assert said.code == 0, said.err
    assert "did you mean Tỉnh Nghệ An (40)" in said.err
    assert "(api, browser, attended)" not in said.out  # the flag has answered it
    sheet = load_claim_sheet(path, catalogue, Secrets())
    assert (sheet.id, sheet.province_code, sheet.receiving_agency) == ("mot-cua", "40", "000.00.00.H99")
