"""What a WARN is in a run of pytest."""


class ConformanceWarning(UserWarning):
    """A cell passed with something to review; `-W error::simulator.testing.ConformanceWarning` fails on it."""
