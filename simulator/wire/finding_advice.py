"""What to do about a finding, in both languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from simulator.core.text import Text
from simulator.core.yaml_file import parse_yaml
from simulator.domain.contract_finding import ContractFinding

_FILE = "finding_advice.yaml"


def advice(finding: ContractFinding) -> Text:
    """Return the remedy of a finding."""
    known = _advice()
    return known.get(finding.keyword) or known["other"]


@cache
def _advice() -> Mapping[str, Text]:
    text = files("simulator.wire").joinpath(_FILE).read_text(encoding="utf-8")
    return {keyword: Text.of(value) for keyword, value in parse_yaml(text, _FILE).items()}
