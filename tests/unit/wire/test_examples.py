"""Every example file: a positive one has no finding, a negative one has exactly the findings that it names."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.wire.contracts import Contracts

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(EXAMPLES.rglob("*.json"))
KEYS = ("pointer", "keyword", "assumed", "row", "unknown_field")


def read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_example_has_the_findings_that_it_names(path: Path, contracts: Contracts) -> None:
    example = read(path)
    contract = contracts[example["contract"]]
    check = contract.check_request if example["part"] == "request" else contract.check_response
    found = [{key: finding.to_json()[key] for key in KEYS} for finding in check(example["document"])]
    assert sorted(found, key=str) == sorted(example["findings"], key=str)
    assert bool(found) == ("negative" in path.parts)


def test_every_contract_has_a_positive_and_a_negative_example(contracts: Contracts) -> None:
    for sign in ("positive", "negative"):
        covered = {read(path)["contract"] for path in FILES if sign in path.parts}
        assert covered == set(contracts.ids())


def test_every_example_says_why() -> None:
    assert all(read(path)["why"] for path in FILES)
