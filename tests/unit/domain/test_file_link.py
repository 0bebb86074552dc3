"""From where files may be fetched, and which addresses may be connected to."""

from types import SimpleNamespace
from typing import Any

import pytest

from simulator.domain.claim_sheet import FileSource
from simulator.domain.dossier_content import DossierContent, Paper, ResultPaper, ToldSupplement
from simulator.domain.file_link import Place, links_of, may_be_connected, may_be_fetched, place_of

LISTED = ("kho.tinh.example", "tep.tinh.example:8443", "10.0.0.5", "[fd00::5]:9000", "localhost:9001")


def sheet(base_url: str = "http://10.9.9.9:8030/goc") -> Any:
    return SimpleNamespace(base_url=base_url, files=FileSource(LISTED))


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("https://kho.tinh.example/a?b=c", Place("kho.tinh.example", 443)),
        ("http://KHO.tinh.example:81/", Place("kho.tinh.example", 81)),
        ("http://[fd00::5]:9000/a", Place("fd00::5", 9000)),
        ("//kho.tinh.example/a", None),
        ("http://a@kho.tinh.example/", None),
        ("http://kho.tinh.example:99999/", None),
        ("http://kho.tinh.example\\@evil.example/", None),
        ("http://kho.tinh.example/\tx", None),
        ("http://[fd00::5/", None),
        ("http:///a", None),
        ("javascript:alert(1)", None),
    ],
)
def test_where_a_link_leads(link: str, place: Place | None) -> None:
    assert place_of(link) == place


@pytest.mark.parametrize(
    ("link", "allowed"),
    [
        ("http://10.9.9.9:8030/tep/1", True),
        ("http://10.9.9.9:8031/tep/1", False),
        ("https://kho.tinh.example/1", True),
        ("http://kho.tinh.example:8000/1", True),
        ("https://tep.tinh.example:8443/1", True),
        ("https://tep.tinh.example/1", False),
        ("https://kho.tinh.example.evil.example/1", False),
        ("http://[fd00::5]:9000/1", True),
        ("http://127.0.0.1:8025/admin/status", False),
    ],
)
def test_only_listed_places_are_fetched_from(link: str, allowed: bool) -> None:
    place = place_of(link)
    assert place is not None
    assert may_be_fetched(sheet(), place) is allowed


@pytest.mark.parametrize(
    ("host", "address", "allowed"),
    [
        ("kho.tinh.example", "8.8.8.8", True),
        ("kho.tinh.example", "127.0.0.1", False),
        ("kho.tinh.example", "192.168.1.1", False),
        ("kho.tinh.example", "169.254.169.254", False),
        ("kho.tinh.example", "224.0.0.1", False),
        ("kho.tinh.example", "0.0.0.0", False),
        ("kho.tinh.example", "::1", False),
        ("kho.tinh.example", "fe80::1%eth0", False),
        ("kho.tinh.example", "::ffff:127.0.0.1", False),
        ("kho.tinh.example", "10.0.0.5", True),
        ("10.0.0.5", "10.0.0.5", True),
        ("localhost", "127.0.0.1", True),
        ("10.9.9.9", "10.9.9.9", True),
        ("fd00::5", "fd00::5", True),
    ],
)
def test_inside_addresses_have_to_be_listed_themselves(host: str, address: str, allowed: bool) -> None:
    assert may_be_connected(sheet(), Place(host, 80), address) is allowed


def test_the_systems_own_name_may_lead_inside() -> None:
    assert may_be_connected(sheet("http://province:8030"), Place("province", 8030), "172.18.0.3")


def test_links_come_from_papers_supplements_and_results_and_deleted_ones_are_none() -> None:
    content = DossierContent(
        papers=(Paper(component="C1", link="a"), Paper(link="b", deleted=True), Paper()),
        supplements=(ToldSupplement(papers=(Paper(component="C2", link="c"),)),),
        results=(ResultPaper(code="K1", link="d"), ResultPaper()),
    )
    found = [(one.purpose, one.component, one.link) for one in links_of(content)]
    assert found == [("paper", "C1", "a"), ("paper", "C2", "c"), ("result", "K1", "d")]
    assert links_of(None) == []
