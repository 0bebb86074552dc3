"""Writes the OpenAPI documents and the handbook's pages into a folder, to be read without a server."""

import json
from collections.abc import Mapping
from pathlib import Path
from posixpath import relpath

from simulator.openapi.documents import Described
from simulator.openapi.pages import PACKAGE, Handbook
from simulator.web.pages import LANGUAGES, Pages

_ENGLISH = ".en"


class InFolder:
    """Addresses as seen from one page of the folder, in one language."""

    def __init__(self, here: str, spoken: str) -> None:
        self._folder = f"docs/{here}".rpartition("/")[0]
        self._spoken = spoken

    def page(self, name: str) -> str:
        """Return the address of a page from here, in the same language."""
        return relpath(page_file(name, self._spoken), self._folder)

    def document(self, name: str) -> str:
        """Return the address of a document from here."""
        return relpath(f"openapi/{name}.json", self._folder)


def page_file(name: str, spoken: str) -> str:
    """Return where a page is written; the Vietnamese one has the plain name."""
    return f"docs/{name}{'' if spoken == 'vi' else _ENGLISH}.html"


def write_files(folder: Path, described: Described, profiles: Mapping[str, Mapping[str, str]], base: str) -> list[Path]:
    """Write everything below `folder` and return what was written."""
    handbook = Handbook(described, Pages(PACKAGE), profiles)
    written = [_document(folder, described, one.id, base) for one in described.documents()]
    for name in handbook.names():
        written += [_page(folder, handbook, name, spoken, base) for spoken in LANGUAGES]
    return written


def _document(folder: Path, described: Described, name: str, base: str) -> Path:
    text = json.dumps(described.document(name, base), ensure_ascii=False, indent=2)
    return _kept(folder / "openapi" / f"{name}.json", f"{text}\n")


def _page(folder: Path, handbook: Handbook, name: str, spoken: str, base: str) -> Path:
    other = "en" if spoken == "vi" else "vi"
    addresses = InFolder(name, spoken)
    template, values = handbook.values(name, base, addresses)
    there = InFolder(name, other).page(name)
    html = handbook.pages.part(template, spoken, served=False, other_language=other, other_address=there, **values)
    return _kept(folder / page_file(name, spoken), html)


def _kept(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
