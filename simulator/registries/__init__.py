"""The national databases behind the exchange platform: today the population database."""

from simulator.registries.blueprint import blueprint

__all__ = ["blueprint"]
