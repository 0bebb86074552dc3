"""The face of the reports as `@font-face` rules that carry their bytes: a report loads nothing."""

import base64
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

WEIGHTS = (400, 600)
_VIETNAMESE = (
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303,U+0309,U+0323,"
    "U+1EA0-1EF9,U+20AB"
)
_RANGES = {"latin": "U+0020-00FF,U+2010-2026,U+2212", "vietnamese": _VIETNAMESE}
"""Set of letters -> the code points for which a browser asks its file. See fonts/README.md."""


@cache
def font_faces() -> str:
    """Return the rules of the style sheet, one per set of letters and weight."""
    return "\n".join(_rules())


def _rules() -> Iterator[str]:
    for letters, span in _RANGES.items():
        for weight in WEIGHTS:
            yield (
                f'@font-face {{ font-family: "Be Vietnam Pro"; font-weight: {weight}; font-display: swap;'
                f' src: url("{_data_uri(letters, weight)}") format("woff2"); unicode-range: {span}; }}'
            )


def _data_uri(letters: str, weight: int) -> str:
    content = files("simulator.report").joinpath("fonts", f"be-vietnam-pro-{letters}-{weight}.woff2").read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(content).decode('ascii')}"
