"""Addresses of the two-tier model: detail, ward or commune, province. There is no district."""

from simulator.world.draw import Draw
from simulator.world.tables import table


def draw_commune(draw: Draw, purpose: str) -> str:
    """Return `Phường X, tỉnh Y`."""
    commune, province = draw.pick(table("places")["communes"], purpose)
    return f"{commune}, {province}"


def draw_address(draw: Draw, purpose: str) -> str:
    """Return `12 đường L, Phường X, tỉnh Y`."""
    street = draw.pick(table("places")["streets"], f"{purpose} street")
    return f"{1 + draw.below(240, f'{purpose} house')} {street}, {draw_commune(draw, f'{purpose} commune')}"
