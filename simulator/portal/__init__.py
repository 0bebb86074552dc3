"""The mock of the National Public Service Portal: adapter, dossiers, catalogues, citizen API and e-forms."""

from simulator.portal.blueprint import blueprint

__all__ = ["blueprint"]
