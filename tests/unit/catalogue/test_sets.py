"""Sets of services: those with a name, and a file of the user's own."""

from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.core.errors import ConfigurationError, DataFileError

OWN = """\
format: 1
id: cua-toi
title: {vi: Của tôi, en: My own}
source: made up
services: [khai-tu, khai-sinh]
"""


def own(folder: Path, text: str = OWN) -> str:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_set_is_named_by_its_id_or_by_its_file(catalogue: Catalogue, tmp_path: Path) -> None:
    assert catalogue.services_of(["proof"]) == catalogue.sets["proof"]
    assert catalogue.services_of([own(tmp_path), "proof"])[:2] == ("khai-tu", "khai-sinh")
    assert catalogue.services_of([]) == ()


def test_an_unknown_set_is_refused_with_near_matches(catalogue: Catalogue) -> None:
    with pytest.raises(ConfigurationError, match="--set essential-52: no such set - did you mean essential-25"):
        catalogue.services_of(["essential-52"])


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("khai-tu,", "khai-tuu,", 5, "unknown service 'khai-tuu' - did you mean khai-tu"),
        ("khai-tu,", "khai-sinh,", 5, "'khai-sinh' stands twice"),
        ("source: made up", "sorce: made up", 4, "unknown key 'sorce' - did you mean source"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(
    catalogue: Catalogue, tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    path = own(tmp_path, OWN.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        catalogue.services_of([path])
    assert f"{path}:{line}: " in caught.value.text()
    assert said in caught.value.text()


def test_a_file_that_is_not_there_is_told(catalogue: Catalogue) -> None:
    with pytest.raises(DataFileError, match="no such file"):
        catalogue.services_of(["none.yaml"])


def test_the_services_of_the_proof_are_some_of_every_shape(catalogue: Catalogue) -> None:
    members = [catalogue.services[one] for one in catalogue.sets["proof"]]
    assert len(members) < len(catalogue.sets["essential-25"]) / 2
    assert {one.roles["province"] for one in members} == {"handler", "relay"}
    assert any(part.kind == "original" for one in members for part in one.components)
    assert any(part.replaced_by for one in members for part in one.components)
    assert any(not one.codes for one in members)
    assert any(code.valid_until for one in members for code in one.codes)
