"""The claim sheet that a request, a session or a work item names."""

from simulator.control.envelope import not_found
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National


def known_province(national: National, province: str) -> ClaimSheet:
    """Return the claim sheet of that id; an unknown id is answered with the known ones."""
    sheet = national.provinces.get(province)
    if sheet is None:
        known = [one.id for one in national.provinces.all()]
        raise not_found("unknown_province", Text("tờ khai", "claim sheet"), province, known)
    return sheet
