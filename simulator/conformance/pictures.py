"""Screenshots of pages that a browser script could not work: brought from the national side into the run's folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.conformance.national import NationalSide

FOLDER = "screenshots"


def keep_pictures(national: NationalSide, evidence: Mapping[str, Any], output: Path) -> None:
    """Write the screenshots of a session as `screenshots/<session>-<name>`, as its findings name them."""
    session = str(evidence["session"])
    names = (fact["data"].get("screenshot") for fact in evidence["facts"] if fact["kind"] == "hand_failed")
    for name in filter(None, names):
        path = output / FOLDER / f"{session}-{name}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(national.screenshot(session, str(name)))
