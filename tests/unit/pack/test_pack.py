import csv
import io
import json
import re
from dataclasses import replace

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.cli.init_questions import Questions, answers_from
from simulator.cli.init_sheet import sheet_text
from simulator.core.data_folders import data_folders
from simulator.core.text import Text
from simulator.core.yaml_file import load_path
from simulator.domain.dossier import DossierStatus
from simulator.pack.contents import contents
from simulator.pack.document import Column, Table
from simulator.pack.render import as_csv, as_json, html, markdown
from simulator.pack.samples import first_dossier
from simulator.pack.subject import Subject, Unset
from simulator.wire.contracts import load_contracts


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(data_folders())


@pytest.fixture(scope="module")
def about(catalogue, tmp_path_factory):
    return pack_of(catalogue, tmp_path_factory.mktemp("pack"))


def pack_of(catalogue, folder, url="http://127.0.0.1:8025", chosen=(), secret="${TINH_99_ADAPTER_PASSWORD}", **given):
    flags = {name.replace("_", "-"): word for name, word in given.items()}
    text = sheet_text(answers_from(Questions(flags, asking=False), (), (), catalogue), catalogue)
    path = folder / "province.yaml"
    path.write_text(text.replace("${TINH_99_ADAPTER_PASSWORD}", secret), encoding="utf-8")
    sheet = load_claim_sheet(path, catalogue, Unset())
    return Subject(sheet, catalogue, load_contracts(data_folders()), url, chosen, load_path(path))


def rows(about, name):
    """Return the rows of a table by column, as pack.json has them."""
    return json.loads(as_json(contents(about)))["tables"][name]["rows"]


def test_every_row_comes_from_the_data_and_none_is_missing(about, catalogue):
    handled = [catalogue.services[one] for one, claim in about.sheet.services.items() if claim.role == "handler"]
    assert {row["code"] for row in rows(about, "procedures")} >= {code.code for one in handled for code in one.codes}
    assert len(rows(about, "fields")) == sum(len(one.fields) for one in handled)
    assert len(rows(about, "components")) == sum(len(one.components) for one in handled)
    assert len(rows(about, "results")) == sum(len(one.results) for one in handled)
    assert [row["code"] for row in rows(about, "statuses")] == [str(int(one)) for one in DossierStatus]
    assert {row["answer"]: row["code"] for row in rows(about, "answers")} == catalogue.dialects["default"].answers


def test_the_handbook_of_the_national_side_is_named(about):
    assert "http://127.0.0.1:8025/docs" in as_json(contents(about))


def test_a_code_that_moved_is_told_with_its_days(about):
    dated = [row for row in rows(about, "procedures") if row["from"] or row["until"]]
    assert dated
    assert all(re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?", row["until"]) for row in dated)


def test_the_counters_of_the_communes_are_there_and_the_closed_codes_too(about):
    told = rows(about, "agencies")
    assert told[0]["code"] == "000.00.00.H99"
    assert {row["state"]["en"] for row in told} >= {"counter", "closed"}


def test_only_what_was_chosen_is_told(catalogue, tmp_path):
    about = pack_of(catalogue, tmp_path, chosen=("khai-tu",))
    assert {row["service"] for row in rows(about, "procedures")} == {"khai-tu"}


def test_a_hook_that_the_sheet_lacks_is_told_as_missing(catalogue, tmp_path):
    told = {row["contract"]: row["state"]["en"] for row in rows(pack_of(catalogue, tmp_path), "addresses")}
    assert told["province/officer"].startswith("claimed, called with the token")
    assert told["province/clock"] == "not in the claim sheet"


def test_a_system_behind_a_middleware_is_told_its_doors(about, catalogue, tmp_path):
    told = rows(pack_of(catalogue, tmp_path, dialect="lgsp-facade"), "doors")
    assert [row["operation"] for row in told] == [
        door.service for door in catalogue.dialects["lgsp-facade"].facade.doors
    ]
    assert told[0]["call"].startswith("GET http://127.0.0.1:8025/KetNoiMotCuaQuocGia/")
    assert "doors" not in json.loads(as_json(contents(about)))["tables"]


def test_a_certificate_is_told_where_https_is_spoken(about, catalogue, tmp_path):
    assert "ca.pem" not in as_json(contents(about))
    secure = pack_of(catalogue, tmp_path, url="https://sim.example:8025")
    assert "https://sim.example:8025/ca.pem" in as_json(contents(secure))


@pytest.mark.parametrize("secret", ["${TINH_99_ADAPTER_PASSWORD}", "s3cret-in-the-file"])
def test_no_secret_is_written_only_where_it_comes_from(secret, catalogue, tmp_path, monkeypatch):
    monkeypatch.setenv("TINH_99_ADAPTER_PASSWORD", "s3cret-of-the-environment")
    document = contents(pack_of(catalogue, tmp_path, chosen=("khai-tu",), secret=secret))
    for told in (html(document), as_json(document), markdown(document, "vi"), markdown(document, "en")):
        assert "s3cret" not in told
        assert secret.startswith("s3cret") or "TINH_99_ADAPTER_PASSWORD" in told


def test_the_page_has_both_languages_and_loads_nothing(about):
    page = html(contents(about))
    assert "Mã thủ tục hành chính" in page
    assert "Procedure codes" in page
    assert re.findall(r'(?:src|href)="https?://', page) == []


def test_the_samples_message_follows_its_contract(about):
    message = {**first_dossier(about), "session": "x"}
    assert about.contracts["portal/DongBoHoSoMC"].check_request(message) == ()
    assert (message["madonvi"], message["data"][0]["MaTTHC"]) == ("000.00.00.H99", "1.001193.H99")


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    columns = [Column("one", Text.of("x")), Column("two", Text.of("y"))]
    read = as_csv(Table("t", Text.of("t"), columns, [["=1+1", Text("á", "a")], ["-", "b"]]))
    assert read.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(read[1:]))) == [
        ["one", "two_vi", "two_en"],
        ["'=1+1", "á", "a"],
        ["'-", "b", "b"],
    ]


def test_names_of_the_site_and_its_routing_code_are_in_the_pack(about):
    names, code = {"add": "hoso/Them"}, "VN:GOV:000.00.00.G22:vpcpdvcprovider"
    sheet = replace(about.sheet, dialect="tandan", middleware=names, dstcode=code)
    routed = replace(about, sheet=sheet)
    told = markdown(contents(routed), "vi")
    assert "/KetNoiMotCuaQuocGia/hoso/Them" in told
    assert "/KetNoiMotCuaQuocGia/ThemMoiHoSo" not in told
    scripts = [sample.text for sample in contents(routed).samples]
    assert scripts
    assert all(f"-H 'dstcode: {code}'" in script for script in scripts)
    assert code not in markdown(contents(about), "vi")
