"""A schema as a table, and the command beside it."""

import json
import shlex

from simulator.openapi.curl import curl_of
from simulator.openapi.differences import differences
from simulator.openapi.documents import Described
from simulator.openapi.fields import fields_of, request_fields, term_of
from simulator.openapi.operation import Operation, Schema

BASE = "http://127.0.0.1:8025"


def operation(described: Described, name: str) -> Operation:
    found = described.operations.get(name)
    assert found is not None
    return found


def test_rows_references_and_limits() -> None:
    node = {
        "required": ["rows"],
        "properties": {
            "rows": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/$defs/row"},
                "description": "Các dòng. Rows.",
            },
            "open": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        },
    }
    root = {"$defs": {"row": {"type": "object", "properties": {"x": {"enum": [None, "1", ""], "x-mark": "UNSURE"}}}}}
    rows = {one.pointer: one for one in fields_of(Schema("", "", node, root))}
    assert list(rows) == ["/rows", "/rows/*/x", "/open", "/open/…"]
    assert (rows["/rows"].type, rows["/rows"].required, rows["/rows"].term.en) == ("array[object]", True, "Rows.")
    assert [one.en for one in rows["/rows"].allowed] == ["at least 1 rows"]
    assert (rows["/rows/*/x"].mark, rows["/rows/*/x"].type) == ("UNSURE", "string | null")
    assert rows["/rows/*/x"].allowed[0].en == 'null, 1, ""'
    assert rows["/open/…"].type == "string | null"


def test_a_schema_that_holds_itself_ends() -> None:
    root = {"$defs": {"node": {"properties": {"below": {"$ref": "#/$defs/node"}}}}}
    assert 1 < len(fields_of(Schema("", "", root["$defs"]["node"], root))) < 30


def test_terms_stand_in_both_languages(described: Described) -> None:
    assert term_of("Mã hồ sơ. Dossier code: agency code.").vi == "Mã hồ sơ"
    rows = {one.pointer: one for one in request_fields(operation(described, "portal/DongBoHoSoMC"))}
    assert rows["/data/*/MaHoSo"].term.vi == "Mã hồ sơ"
    assert rows["dstcode"].place == "header"


def test_the_command_can_be_pasted_into_a_shell(described: Described) -> None:
    words = shlex.split(curl_of(operation(described, "portal/DongBoHoSoMC"), BASE).replace("\\\n", ""))
    assert words[:4] == ["curl", "--request", "POST", f"{BASE}/mapi/g"]
    assert json.loads(words[-1])["service"] == "DongBoHoSoMC"
    assert "{" not in curl_of(operation(described, "portal/eform"), BASE)
    assert "province=" in curl_of(operation(described, "portal/communes"), BASE)
    assert "--data-urlencode grant_type=authorization_code" in curl_of(operation(described, "vneid/token"), BASE)
    assert "https://tinh.example" in curl_of(operation(described, "province/whoami"), BASE)
    for hook in ("officer", "counter", "clock", "idle"):
        assert "Bearer $HOOK_TOKEN" in curl_of(operation(described, f"province/{hook}"), BASE)


def test_dialects_differ_at_the_adapter_only(described: Described) -> None:
    dialects = described.dialects.values()
    rows = {one.dialect.id: one for one in differences(operation(described, "portal/DongBoHoSoMC"), dialects)}
    assert rows["default"].success == '"0"'
    assert rows["opencps-2021"].success == "0"
    assert "POST /KetNoiMotCuaQuocGia/ThemMoiHoSo" in rows["lgsp-facade"].addresses
    assert any("9" in note.en for note in rows["tandan"].notes)
    assert "/data/*/DanhSachTepDinhKemKhac/*/SoLuong may be number" in [note.en for note in rows["tandan"].notes]
    assert differences(operation(described, "vneid/token"), dialects) == []
