"""Writes a pack into a folder; a folder that holds something else is left alone."""

from collections.abc import Iterator
from pathlib import Path

from simulator.core.errors import ConfigurationError
from simulator.pack.document import Document
from simulator.pack.render import as_csv, as_json, html, markdown

PAGE = "pack.html"


def write_pack(document: Document, folder: Path) -> list[Path]:
    """Write every file; return their paths, the page first."""
    written = []
    for name, content in _files(document):
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
            if path.suffix == ".sh":
                path.chmod(0o755)
        except OSError as error:
            raise ConfigurationError(
                str(path), f"cannot be written ({error.strerror})", "a folder that can be written", "Check --output."
            ) from None
        written.append(path)
    return written


def _files(document: Document) -> Iterator[tuple[str, str]]:
    yield PAGE, html(document)
    yield "pack.md", markdown(document, "vi")
    yield "pack.en.md", markdown(document, "en")
    yield "pack.json", as_json(document)
    for table in document.tables:
        yield f"csv/{table.id}.csv", as_csv(table)
    for sample in document.samples:
        yield f"samples/{sample.file}", sample.text
