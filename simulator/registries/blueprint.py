"""The paths of the registries."""

from flask import Blueprint

from simulator.registries.population import CONTRACT, PATH, PopulationLookUp
from simulator.web.national import National
from simulator.web.recording import recorded


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/ndxp`."""
    routes = Blueprint("registries", __name__)
    view = recorded(national, "registries", CONTRACT)(PopulationLookUp(national).look_up)
    routes.add_url_rule(PATH, "population", view, methods=["GET", "POST"], strict_slashes=False)
    return routes
