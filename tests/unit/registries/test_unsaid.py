"""Who asks and why: what a look-up does not say is an assumed finding, never a refusal."""

import pytest

from simulator.wire.population import lookup_from_wire, unsaid

CONTRACT = "registries/TraCuuThongTinCongDan"


@pytest.mark.parametrize(
    ("message", "pointers"),
    [
        ({}, ["/MaCanBo", "/MucDich"]),
        ({"MaCanBo": "  ", "MucDich": "x"}, ["/MaCanBo"]),
        ({"MaCanBo": "canbo"}, ["/MucDich"]),
        ({"MaCanBo": "canbo", "MaDVC": "VPCP"}, []),
        ({"MaCanBo": "canbo", "MucDich": "x"}, []),
    ],
)
def test_what_is_not_said_is_found(message: dict[str, str], pointers: list[str]) -> None:
    findings = unsaid(lookup_from_wire(message), CONTRACT)
    assert [finding.pointer for finding in findings] == pointers
    assert all(finding.assumed for finding in findings)
