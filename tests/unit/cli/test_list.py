import json

import pytest

from simulator.checks import CHECKS
from simulator.cli.listing import COLUMNS, KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_has_an_id_of_its_own_and_a_title(kind, dvcsim):
    said = dvcsim("list", kind, "--json")
    assert said.code == 0
    rows = json.loads(said.out)
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["title"]["vi"]
        assert set(COLUMNS[kind]) <= set(row)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_shows_every_id_whole(kind, dvcsim):
    ids = [row["id"] for row in json.loads(dvcsim("list", kind, "--json").out)]
    table = dvcsim("list", kind).out
    assert all(f"{one} " in table for one in ids)
    assert "…" not in "".join(line.split(" ")[0] for line in table.splitlines())


def test_every_check_of_the_code_is_listed_with_what_uses_it(dvcsim):
    rows = {row["id"]: row for row in json.loads(dvcsim("list", "checks", "--json").out)}
    assert set(rows) == set(CHECKS)
    assert all(row["scenarios"] and row["defects"] for row in rows.values()), "no check without a scenario and a defect"


def test_a_data_folder_of_the_user_is_listed_too(dvcsim, tmp_path):
    (tmp_path / "scenarios" / "weathers").mkdir(parents=True)
    broken = tmp_path / "scenarios" / "weathers" / "fog.yaml"
    broken.write_text("id: fog\n", encoding="utf-8")
    said = dvcsim("list", "weathers", "--data-dir", tmp_path)
    assert said.code == 2
    assert "scenarios/weathers/fog.yaml:1" in said.err


def test_the_handbook_is_written_as_files(dvcsim, tmp_path):
    said = dvcsim("list", "contracts", "--write", tmp_path / "book")
    assert said.code == 0
    assert str(tmp_path / "book" / "docs" / "index.html") in said.out
    assert json.loads((tmp_path / "book" / "openapi" / "portal.json").read_text(encoding="utf-8"))["openapi"] == "3.1.0"
    assert (tmp_path / "book" / "docs" / "portal" / "DongBoHoSoMC.en.html").is_file()


def test_only_contracts_have_a_handbook(dvcsim, tmp_path):
    said = dvcsim("list", "services", "--write", tmp_path / "book")
    assert said.code == 2
    assert "list contracts --write" in said.err
