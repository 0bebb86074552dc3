"""Claim sheets: what is read, what is refused, and what never leaves this machine."""

from pathlib import Path
from typing import Any

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet
from simulator.core.errors import DataFileError

SHEET = """
format: 1
id: tinh-thu-nghiem
name: {vi: Tỉnh Thử nghiệm, en: Trial province}
kind: province
province_code: "99"
agency: 000.00.00.H99
receiving_agency: H99.12
version: "0.1.0"
base_url: http://127.0.0.1:8030/
national_side: {url: http://127.0.0.1:8025}
dialect: default
account: {name: demo, password: demo}
openid: {client_id: demo-rp, client_secret: s, redirect_uris: ["http://127.0.0.1:8030/vneid/callback"]}
landing: /vi/nps/apply
services:
  khai-sinh: {role: handler, intake: redirect, driver: api}
hooks:
  officer: {path: /test/officer, token: "${TOKEN}"}
  clock: {path: /test/clock}
test_clock: per_dossier
sync: {every_seconds: 1, max_seconds: 5}
limits: {concurrency: 4}
"""
ENVIRON = {"TOKEN": "secret"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "province.yaml"


def test_sheet_is_read(path: Path, catalogue: Catalogue) -> None:
    path.write_text(SHEET, encoding="utf-8")
    sheet = load_claim_sheet(path, catalogue, ENVIRON)
    assert sheet.name.vi == "Tỉnh Thử nghiệm"
    assert sheet.base_url == "http://127.0.0.1:8030"
    assert sheet.services["khai-sinh"].role == "handler"
    assert sheet.hooks["officer"].token == "secret"
    assert sheet.hooks["clock"].token == ""
    assert (sheet.sync_max_seconds, sheet.concurrency, sheet.connect_seconds) == (5, 4, 3.0)
    assert sheet.raw["openid"]["client_secret"] == "s"
    assert len(sheet.digest) == 64


def test_raw_document_makes_the_same_sheet_again(path: Path, catalogue: Catalogue) -> None:
    path.write_text(SHEET, encoding="utf-8")
    sheet = load_claim_sheet(path, catalogue, ENVIRON)
    again = claim_sheet_of(sheet.raw, sheet.label, catalogue)
    assert {**vars(again), "digest": ""} == {**vars(sheet), "digest": ""}


def test_digest_is_that_of_the_file_and_does_not_depend_on_secrets(path: Path, catalogue: Catalogue) -> None:
    path.write_text(SHEET, encoding="utf-8")
    one, other = (load_claim_sheet(path, catalogue, {"TOKEN": token}) for token in ("a", "b"))
    assert one.digest == other.digest
    path.write_text(SHEET + "# changed\n", encoding="utf-8")
    assert load_claim_sheet(path, catalogue, ENVIRON).digest != one.digest


def test_missing_variable_is_told_with_its_line(path: Path, catalogue: Catalogue) -> None:
    path.write_text(SHEET, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"province\.yaml:19: hooks\.officer\.token: \$\{TOKEN\} is not set"):
        load_claim_sheet(path, catalogue, {})


def test_sheet_from_the_network_reads_nothing_of_our_environment(catalogue: Catalogue) -> None:
    document = document_of(account={"name": "demo", "password": "${HOME}"})
    assert claim_sheet_of(document, "PUT /admin/provinces/x", catalogue).raw["account"]["password"] == "${HOME}"


def test_what_is_not_said_has_its_default(catalogue: Catalogue) -> None:
    sheet = claim_sheet_of(document_of(), "demo", catalogue)
    assert (sheet.kind, sheet.test_clock, sheet.sync_max_seconds, sheet.concurrency) == ("province", "none", None, 2)
    assert sheet.hooks == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  khai-sinh:", "  khaisinh:", 17, "unknown service 'khaisinh' - did you mean khai-sinh"),
        ("dialect: default", "dialect: defalt", 12, "unknown dialect 'defalt' - did you mean default"),
        ('province_code: "99"', 'province_code: "98"', 6, "unknown province '98'"),
        ('province_code: "99"', "province_code: 99", 6, "expected string"),
        ("role: handler", "role: handlr", 17, "did you mean handler"),
        ("intake: redirect", "intake: redirekt", 17, "did you mean redirect"),
        ("landing: /vi/nps/apply", "landing: vi/nps/apply", 15, "expected a path that starts with /"),
        ("landing: /vi/nps/apply", "lading: /vi/nps/apply", 15, "unknown key 'lading' - did you mean landing"),
        ("agency: 000.00.00.H99", "agency: h99", 7, "expected an agency code"),
        ("  clock: {path: /test/clock}\n", "", 20, "a test clock without the hook to set it"),
        ("base_url: http://127.0.0.1:8030/", "base_url: 127.0.0.1:8030", 10, "starts with http:// or https://"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line(
    path: Path, catalogue: Catalogue, old: str, new: str, line: int, said: str
) -> None:
    assert SHEET.count(old) == 1
    path.write_text(SHEET.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_claim_sheet(path, catalogue, ENVIRON)
    problems = caught.value.text()
    assert said in problems
    assert f"province.yaml:{line}:" in problems


def test_mistake_in_a_parsed_document_names_its_label(catalogue: Catalogue) -> None:
    with pytest.raises(DataFileError, match="PUT sheet: dialect: unknown dialect 'x'"):
        claim_sheet_of(document_of(dialect="x"), "PUT sheet", catalogue)


@pytest.mark.parametrize("address", ["http://[bad/x", "https://host:99999/", "http:///x", "https://host:0/"])
def test_an_address_that_nobody_can_call_is_a_mistake(catalogue: Catalogue, address: str) -> None:
    signing = {"partner_code": "P", "secret": "s", "webhook_url": address}
    for services in ({"signing": signing}, {"sharing": {"return_url": address}}):
        with pytest.raises(DataFileError, match=r"vneid_services\..*is no address"):
            claim_sheet_of(document_of(vneid_services=services), "PUT sheet", catalogue)


@pytest.mark.parametrize(
    ("dialect", "names", "said"),
    [
        ("default", {"add": "Them"}, "middleware.add: the dialect default has no such address - expected lgsp-facade"),
        ("tandan", {"ad": "Them"}, "did you mean add"),
        ("tandan", {"add": "/Them"}, "expected a path without leading slash"),
        ("tandan", {}, "middleware"),
    ],
)
def test_a_name_of_an_address_that_the_dialect_lacks_is_a_mistake(
    catalogue: Catalogue, dialect: str, names: dict[str, str], said: str
) -> None:
    with pytest.raises(DataFileError) as problem:
        claim_sheet_of(document_of(dialect=dialect, middleware=names), "PUT sheet", catalogue)
    assert said in problem.value.text()


def test_names_of_addresses_and_a_routing_code_are_read(catalogue: Catalogue) -> None:
    names, code = {"update": "hoso/CapNhat"}, "VN:GOV:000.00.00.G22:vpcpdvcprovider"
    document = document_of(dialect="lgsp-facade", middleware=names, dstcode=code)
    sheet = claim_sheet_of(document, "PUT sheet", catalogue)
    assert (sheet.middleware, sheet.dstcode) == (names, code)
    plain = claim_sheet_of(document_of(), "PUT sheet", catalogue)
    assert (plain.middleware, plain.dstcode) == ({}, "")


@pytest.mark.parametrize(("written", "read"), [("0.5", 0.5), (0.5, 0.5), (7, 7.0), ("12.25", 12.25)])
def test_seconds_may_have_a_fraction(catalogue: Catalogue, written: Any, read: float) -> None:
    """A sheet's YAML keeps `0.5` as text, a sheet from the network has a number."""
    document = document_of(limits={"read_seconds": written}, sync={"max_seconds": written})
    sheet = claim_sheet_of(document, "PUT sheet", catalogue)
    assert (sheet.read_seconds, sheet.sync_max_seconds) == (read, read)


@pytest.mark.parametrize("written", ["0.0", "0.05", 0.05, 0, "soon", "100.5", 121, "1e3", True, None])
def test_a_limit_that_is_no_time_is_refused(catalogue: Catalogue, written: Any) -> None:
    with pytest.raises(DataFileError, match="limits"):
        claim_sheet_of(document_of(limits={"read_seconds": written}), "PUT sheet", catalogue)


@pytest.mark.parametrize("document", [[], "text", None, 5])
def test_what_is_no_mapping_is_refused(catalogue: Catalogue, document: Any) -> None:
    with pytest.raises(DataFileError, match="not a mapping"):
        claim_sheet_of(document, "PUT sheet", catalogue)


def document_of(**change: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "id": "demo",
        "name": {"vi": "Tài khoản dùng thử", "en": "Demo account"},
        "province_code": "99",
        "agency": "000.00.00.H99",
        "receiving_agency": "H99.12",
        "version": "0",
        "base_url": "http://127.0.0.1:8030",
        "national_side": {"url": "http://127.0.0.1:8025"},
        "dialect": "default",
        "account": {"name": "demo", "password": "demo"},
        "openid": {"client_id": "demo-rp"},
        "landing": "/vi/nps/apply",
        "services": {},
        **change,
    }
