"""Floor 3: services, requirements, scenarios, weathers, dialects and claim sheets from their files."""

from simulator.catalogue.catalogue import Catalogue, load_catalogue, problems
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet

__all__ = ["Catalogue", "claim_sheet_of", "load_catalogue", "load_claim_sheet", "problems"]
