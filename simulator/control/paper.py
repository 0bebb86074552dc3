"""The papers that the citizen attaches: one-page PDF files that any reader opens."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.domain.service import Service
from simulator.wire.form import Attachment

REPLACED = "replaced"
"""In a story's `leave_out`: every component that data of a source replace."""


def papers(components: Iterable[Mapping[str, Any]], leave_out: Iterable[str], service: Service) -> list[Attachment]:
    """Attach what the form requires, without what the story leaves out."""
    left_out = set(leave_out)
    if REPLACED in left_out:
        left_out |= {component.code for component in service.components if component.replaced_by}
    return [
        Attachment(component["code"], f"{component['code']}.pdf", pdf(component["code"]))
        for component in components
        if component["required"] and component["code"] not in left_out
    ]


def pdf(title: str) -> bytes:
    """Return a PDF 1.4 file with one line of text (ISO 32000-1, 7.5); the same title gives the same bytes."""
    shown = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in title)
    stream = f"BT /F1 14 Tf 72 760 Td (dvcsim: {shown}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )
    body, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    return (
        f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("ascii")
