"""A claim sheet that claims what the system does not do fails in that claim only."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from simulator.province.claim import claim_sheet_text
from tests.acceptance.laboratory import Laboratory
from tests.acceptance.processes import run

TRUE = ("khai-sinh", "once/known-not-asked")
"""A claim that the reference province keeps, told in the same run."""


class FalseClaim(NamedTuple):
    service: str
    claim: dict[str, Any]
    scenario: str


API = {"intake": "redirect", "driver": "api"}
CLAIMS = (
    FalseClaim("cap-ho-chieu", {"role": "handler", **API}, TRUE[1]),
    FalseClaim("cap-ho-chieu", {"role": "relay", **API, "claims": ["mirror"]}, "relay/mirrored"),
)


@pytest.mark.parametrize("false", CLAIMS, ids=lambda false: f"{false.service} {false.claim['role']}")
def test_only_the_claim_that_is_not_kept_falls(laboratory: Laboratory, tmp_path: Path, false: FalseClaim) -> None:
    with laboratory.province() as path:
        sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
        sheet["services"][false.service] = false.claim
        path.write_text(claim_sheet_text(sheet), encoding="utf-8")
        told = ("--service", false.service, "--service", TRUE[0], "--scenario", false.scenario, "--scenario", TRUE[1])
        process = run("check", str(path), *told, "--weather", "calm", "--output", "out", cwd=tmp_path)
    assert process.returncode in (1, 3), process.stdout + process.stderr
    cells = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["cells"]
    verdicts = {(cell["service"], cell["scenario"]): cell["verdict"] for cell in cells}
    assert verdicts[TRUE] == "PASS"
    assert verdicts[false.service, false.scenario] in ("FAIL", "INCONCLUSIVE")
