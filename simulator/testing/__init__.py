"""For users' own test suites: cells as pytest items (`pytest --province province.yaml`), and the national side without
a socket (`national_side`, fixture `national`).

pytest loads the plugin of this package in every run, so nothing here imports anything of ours before it is used.
"""

from typing import TYPE_CHECKING, Any

from simulator.testing.warned import ConformanceWarning

if TYPE_CHECKING:
    from simulator.testing.mounted import MountedNationalSide, national_side

__all__ = ["ConformanceWarning", "MountedNationalSide", "national_side"]


def __getattr__(name: str) -> Any:
    if name not in ("MountedNationalSide", "national_side"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from simulator.testing import mounted

    return getattr(mounted, name)
