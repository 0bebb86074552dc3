"""Defects of the officer's side: what is asked of the citizen, of the registry, and what the decision says."""

import re

from simulator.province import workflow
from simulator.province.dossier import Dossier
from simulator.province.people import without_marks
from simulator.province.seams import Seams


class SupplementForPaper(Seams):
    """The desk sends a dossier back for a paper that data replace."""

    def officer_status(self, dossier: Dossier, status: int) -> int:
        """Ask for the paper instead of accepting."""
        status = super().officer_status(dossier, status)
        missing = status == workflow.ACCEPTED and dossier.replaced_papers_left_out
        return workflow.SUPPLEMENT if missing else status


class NoRegistryLookup(Seams):
    """Officers have no right to read the population data: nothing is asked, the form is believed."""

    def population_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Send nothing."""
        del query
        return None


class OnlyPopulationAsked(Seams):
    """The province is connected to the population database and to no other registry."""

    def record_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Send nothing."""
        del query
        return None


class SilentAboutOutage(Seams):
    """A registry that does not answer leaves a line in a log file and nothing in the dossier."""

    def outage_note(self, note: str) -> str:
        """Note nothing."""
        del note
        return ""


class LookupWithoutPurpose(Seams):
    """The registry is asked without saying for which service and why."""

    def population_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Send the look-up without service code and purpose."""
        sent = super().population_query(query)
        return None if sent is None else sent | {"MaDVC": "", "MucDich": ""}


class DecisionFromForm(Seams):
    """The decision is printed from the province's own old copy: no marks, and of dates the year alone."""

    def decided_value(self, attribute: str, value: str) -> str:
        """Return the value as the old copy has it."""
        value = super().decided_value(attribute, value)
        return re.sub(r"^([0-9]{4})-[0-9]{2}-[0-9]{2}$", r"\1", without_marks(value))
