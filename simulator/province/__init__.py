"""The reference system under test: a province written from the published contracts, as a supplier would.

A stranger to the rest of the house: it imports `simulator.core` and nothing else of ours, keeps its own store and
its own words for the wire, so that a mistake in our contracts shows up instead of cancelling out.
"""
