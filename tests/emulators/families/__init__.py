"""How each family of one-stop systems talks to the portal."""

from .hg import Hg
from .opencps import OpenCps
from .tandan import Tandan

__all__ = ["TALKERS"]

TALKERS = {
    "opencps-2019": OpenCps,
    "opencps-2021": OpenCps,
    "tandan": Tandan,
    "lgsp-facade": Tandan,
    "hg-proxy": Hg,
}
"""Family -> the class that tells the portal of a dossier."""
