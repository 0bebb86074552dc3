"""Floor 2: the one door to the wire. Contracts, correlation, and `from_wire` / `to_wire` for each message family."""
