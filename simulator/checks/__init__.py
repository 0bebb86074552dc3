"""The judgements. A check is a pure function from the evidence of one session to what it found.

No I/O, clock, sleep or province name here; a check that proves an absence passes only with a witness.
"""

from simulator.checks.all_checks import CHECKS
from simulator.checks.check import Check
from simulator.checks.judging import outcomes

__all__ = ["CHECKS", "Check", "outcomes"]
