"""A QR code as inline SVG."""

import io

import segno

_QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


def qr_svg(text: str, label: str) -> str:
    """Return the QR code of a text as an SVG element with a name for screen readers; dark on light in any scheme."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=_QUIET, dark="#000000", light="#ffffff", omitsize=True,
        title=label, svgclass="qr", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" data-testid="qr" ', 1)
