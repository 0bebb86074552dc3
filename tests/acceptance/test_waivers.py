"""A known finding that is accepted for a time: the verdict stays, the exit code is 0, and every report says why."""

import json

import jsonschema

from tests.acceptance.processes import ROOT, run

DEFECT = "asks-known-residence"
ONE = ("--role", "province", "--service", "khai-sinh", "--scenario", "once/known-not-asked", "--weather", "calm")
WAIVERS = """\
format: 1
system: tinh-thu-nghiem
waivers:
  - id: hoi-lai-noi-cu-tru
    check: known_data_not_asked
    services: [khai-sinh]
    scenarios: [once/known-not-asked]
    weathers: [calm]
    owner: Sở Tư pháp
    reason: {vi: Chờ bản vá của nhà cung cấp, en: Waiting for the patch of the supplier}
    legal_basis: Công văn 12/STP
    expires: 2999-12-31
"""


def test_a_known_finding_is_accepted_and_keeps_its_verdict(tmp_path):
    (tmp_path / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    accepted = run("demo", *ONE, "--defect", DEFECT, "--waivers", "waivers.yaml", "--output", "out", cwd=tmp_path)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert "✕ KHÔNG ĐẠT / FAIL  § TẠM CHẤP NHẬN / WAIVED" in accepted.stdout
    document = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "contracts/files/results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    (cell,) = document["cells"]
    assert (cell["verdict"], cell["waived"], document["summary"]["verdict"]) == ("FAIL", True, "FAIL")
    assert [one["waiver"]["until"] for one in cell["checks"] if one["verdict"] == "FAIL"] == ["2999-12-31"]
    assert "TẠM CHẤP NHẬN" in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert 'type="FAIL (WAIVED)"' in (tmp_path / "out/junit.xml").read_text(encoding="utf-8")
    assert f"--role province --defect {DEFECT} --waivers waivers.yaml" in accepted.stdout
