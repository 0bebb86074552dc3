"""The portal's dossiers on the console."""

import re

import pytest

from simulator.console.dossiers import SHOWN
from simulator.domain.report import DossierReport, ProgressReport
from simulator.session.dossiers import PortalDossiers

REPORT = {field: "" for field in DossierReport.__dataclass_fields__}
