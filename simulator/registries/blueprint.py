"""The routes below `/ndxp`."""

from flask import Blueprint

from simulator.registries import population, records
from simulator.registries.asking import PARTY
from simulator.web.national import National
from simulator.web.recording import recorded


def blueprint(national: National) -> Blueprint:
    """Return the look-ups that the exchange platform offers."""
    routes = Blueprint("registries", __name__)
    ask_population = recorded(national, PARTY, population.CONTRACT)(population.PopulationLookUp(national).look_up)
    ask_records = recorded(national, PARTY, records.CONTRACT)(records.RecordLookUp(national).look_up)
    routes.add_url_rule(population.PATH, "population", ask_population, methods=["GET", "POST"], strict_slashes=False)
    routes.add_url_rule(records.PATH, "records", ask_records, methods=["GET", "POST"], strict_slashes=False)
    return routes
