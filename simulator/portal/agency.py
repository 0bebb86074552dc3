"""Whose agency codes an account may use.

Both orders of an agency code are in use (`000.00.12.H99` and `H99.12`); the part that begins with a letter names the
province or the ministry, so a unit below the account's own agency is its own too.
"""

from simulator.domain.claim_sheet import ClaimSheet


def is_own_agency(sheet: ClaimSheet, agency: str) -> bool:
    """Return whether an agency code is the claim sheet's own, or that of a unit below it."""
    return agency in (sheet.agency, sheet.receiving_agency) or (
        _root(agency) != "" and _root(agency) == _root(sheet.agency)
    )


def _root(agency: str) -> str:
    return next((part for part in agency.split(".") if part[:1].isalpha()), "")
