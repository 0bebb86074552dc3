"""Puts a pack together: the order in which a supplier sets things up."""

from simulator import __version__
from simulator.core.text import Text
from simulator.pack.agencies import agencies
from simulator.pack.connection import connection, not_there, openid, own_side
from simulator.pack.document import Document, Section
from simulator.pack.messages import messages
from simulator.pack.samples import samples
from simulator.pack.services import services, sources
from simulator.pack.subject import Subject
from simulator.pack.texts import text


def contents(about: Subject) -> Document:
    """Return the whole pack."""
    sheet = about.sheet
    return Document(
        title=text("title", vi=sheet.name.vi, en=sheet.name.en),
        intro=[text("intro"), text("marks")],
        facts=[f"dvcsim {__version__}", sheet.id, about.national_url, sheet.base_url, f"sha256 {sheet.digest[:12]}"],
        sections=[_order(about), *_sections(about)],
    )


def _sections(about: Subject) -> list[Section]:
    return [
        connection(about),
        openid(about),
        agencies(about),
        services(about),
        messages(about),
        sources(about),
        own_side(about),
        samples(about),
        not_there(),
    ]


def _order(about: Subject) -> Section:
    """Return the steps, one sentence each."""
    counts = {
        "services": len(list(about.services())),
        "handled": len(about.handled()),
        "url": about.national_url,
        "file": about.sheet.label.replace("\\", "/").rpartition("/")[2] or "province.yaml",
    }
    steps: list[Text] = []
    for number in range(1, 8):
        steps.append(text(f"step_{number}", **counts))
    return Section("order", text("sec_order"), steps)
