"""Named, switchable faults of the reference province: proof that a check can fail.

Each is described in `defects.yaml` and overrides one seam. The description can be read without the rest.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.core.errors import ConfigurationError, near_matches
from simulator.province.defects.catalogue import DefectInfo, catalogue

if TYPE_CHECKING:
    from simulator.province.seams import Seams

__all__ = ["DefectInfo", "build_seams", "catalogue"]


def build_seams(ids: Sequence[str]) -> "Seams":
    """Return the seams of a province with these defects; of two that override one seam, the first acts last."""
    from simulator.province.defects.registry import CLASSES
    from simulator.province.seams import Seams

    for defect in ids:
        if defect not in CLASSES:
            raise ConfigurationError(
                "--defect", f'no defect "{defect}"', near_matches(defect, CLASSES), "See `dvcsim list defects`."
            )
    if not ids:
        return Seams()
    seams = type("DefectiveSeams", tuple(CLASSES[defect] for defect in dict.fromkeys(ids)), {})()
    assert isinstance(seams, Seams)
    return seams
