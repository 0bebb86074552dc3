"""The handbook as files: every link leads somewhere, in both languages, without a server."""

import json
import re
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.openapi.blueprint import profile_paths
from simulator.openapi.documents import Described
from simulator.openapi.files import write_files

LINK = re.compile(r'href="([^"#][^"]*)"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, described: Described, catalogue: Catalogue) -> Path:
    place = tmp_path_factory.mktemp("book")
    write_files(place, described, profile_paths(catalogue.identity_profiles), "http://127.0.0.1:8025")
    return place


def test_every_link_leads_to_a_file(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not link.startswith("data:"):
                assert (page.parent / link.partition("#")[0]).is_file(), f"{page}: {link}"


def test_each_page_is_there_in_both_languages_and_needs_no_network(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert f'<html lang="{"en" if page.name.endswith(".en.html") else "vi"}">' in text
        assert "<script" not in text
        assert not re.search(r'(src|href)="(https?:)?//', text)
        if not page.name.endswith(".en.html"):
            assert page.with_suffix(".en.html").is_file()


def test_documents_are_written_as_they_are_served(folder: Path, described: Described) -> None:
    written = json.loads((folder / "openapi" / "portal.json").read_text(encoding="utf-8"))
    assert written == described.document("portal", "http://127.0.0.1:8025")
