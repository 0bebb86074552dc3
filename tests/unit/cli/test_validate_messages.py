"""`dvcsim validate MESSAGE --contract ID`: the portal's own findings, offline."""

import io
import json

import pytest

from simulator.core.data_folders import data_folders
from simulator.wire.contracts import load_contracts

CONTRACT = "portal/DongBoHoSoMC"


@pytest.fixture(scope="module")
def example():
    return load_contracts(data_folders())[CONTRACT].example_request


@pytest.fixture
def write(tmp_path, example):
    """Write the contract's example with changes to its row, or other bytes."""

    def make(name="message.json", raw=None, envelope=None, **changes):
        path = tmp_path / name
        document = {**example, **(envelope or {}), "data": [{**example["data"][0], **changes}]}
        path.write_bytes(json.dumps(document, ensure_ascii=False).encode() if raw is None else raw)
        return path

    return make


def test_a_good_message_is_ok(dvcsim, write):
    said = dvcsim("validate", write(), "--contract", CONTRACT)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"message.json: OK - {CONTRACT}\n")


def test_a_message_without_the_name_of_its_contract_is_told_how(dvcsim, write):
    said = dvcsim("validate", write())
    assert said.code == 2
    assert "--contract portal/DongBoHoSoMC" in said.err


def test_what_breaks_the_contract_is_told_with_place_and_remedy(dvcsim, write):
    said = dvcsim("validate", write(MaHoSo=5, nguoinop="x"), "--contract", CONTRACT)
    assert said.code == 1
    assert "FAIL /data/0/MaHoSo: 5 - cần / expected string" in said.out
    assert "WARN /data/0/nguoinop: `nguoinop`" in said.out
    assert "numbers, statuses and amounts are texts in quotes" in said.out


def test_a_warning_alone_is_no_failure_unless_it_is_asked_for(dvcsim, write):
    path = write(TrangThaiHoSo="11")
    assert dvcsim("validate", path, "--contract", CONTRACT).code == 0
    said = dvcsim("validate", path, "--contract", CONTRACT, "--fail-on", "warn")
    assert said.code == 1
    assert "WARN - 1 khác biệt" in said.out
    assert "giả định / assumed" in said.out


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"session": ', "Line 1, column 13"),
        ("{}".encode("utf-16"), "UTF-16"),
        (b'{"a": "\xd0\xe0"}', "windows-1258"),
        (b"", "The body is empty"),
        (b'{"a": NaN}', "NaN is no JSON value"),
        (b"[" * 70 + b"]" * 70, "Nested at most 64 deep"),
    ],
)
def test_what_is_no_message_says_why(dvcsim, write, raw, words):
    said = dvcsim("validate", write(raw=raw), "--contract", CONTRACT)
    assert said.code == 1
    assert words in said.out


def test_several_files_and_json(dvcsim, write):
    good, bad = write("good.json"), write("bad.json", envelope={"isUpdating": False}, TrangThaiHoSo="11")
    said = dvcsim("validate", good, bad, "--contract", CONTRACT, "--json")
    assert said.code == 1
    first, second = json.loads(said.out)
    assert (first["verdict"], first["findings"], first["problem"]) == ("OK", [], None)
    assert second["file"] == str(bad)
    assert [(one["keyword"], one["verdict"]) for one in second["findings"]] == [
        ("enum", "FAIL"),
        ("status_meaning", "WARN"),
    ]
    assert all(one["remedy"]["vi"] and one["remedy"]["en"] for one in second["findings"])


def test_standard_input(dvcsim, monkeypatch, write):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(write().read_bytes())))
    said = dvcsim("validate", "-", "--contract", CONTRACT)
    assert (said.code, said.out) == (0, f"stdin: OK - {CONTRACT}\n")


def test_an_answer_is_held_against_the_other_half(dvcsim, write):
    good = write(raw='{"error_code": "0", "message": "Thực hiện thành công"}'.encode())
    assert dvcsim("validate", good, "--contract", CONTRACT, "--answer").code == 0
    said = dvcsim("validate", write(raw=b'{"error_code": true}'), "--contract", CONTRACT, "--answer")
    assert said.code == 1
    assert "/message" in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--contract", "portal/DongBoHoSo", "x.json"], "did you mean portal/DongBoHoSoMC"),
        (["--contract", CONTRACT], "one or more files, or - for stdin"),
        (["--contract", CONTRACT, "none.json"], "cannot be read"),
        (["--contract", "portal/handover", "--answer", "x.json"], "the answer of portal/handover has no body"),
        (["x.json", "--json"], "go with --contract"),
        (["--fail-on", "warn"], "go with --contract"),
    ],
)
def test_a_mistake_of_the_user_is_exit_code_2(dvcsim, words, told):
    said = dvcsim("validate", *words)
    assert said.code == 2
    assert told in said.err
