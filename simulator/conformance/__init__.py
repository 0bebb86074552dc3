"""The engine: plans the cells of a run, steps each session through its story, and lets the checks judge.

It knows the national side by HTTP alone (`/admin`); the system under test it never calls itself.
"""

from simulator.conformance.options import RunOptions
from simulator.conformance.record import RunRecord, read_record
from simulator.conformance.run import run_check
from simulator.conformance.stop import StopSignal

__all__ = ["RunOptions", "RunRecord", "StopSignal", "read_record", "run_check"]
