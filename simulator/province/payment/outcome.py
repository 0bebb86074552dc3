"""What the platform's words mean for a payment that was asked for (`TrangThaiGD` of its published contract)."""

from collections.abc import Mapping

from simulator.province.national_side import NationalSideDown
from simulator.province.payment.attempts import FAILED, OPEN, PAID
from simulator.province.payment.messages import DONE, Result

_STATES: Mapping[str, str] = {"0": OPEN, "1": PAID, "2": FAILED, "3": FAILED, "4": FAILED}
_UNKNOWN_PAYMENT = "09"


def state_of(told: Result) -> str:
    """Return the state of a payment; raises `NationalSideDown` for an answer that does not say it.

    A payment that the platform does not know cannot be paid any more.
    """
    if told.code == DONE:
        return PAID
    if told.code == _UNKNOWN_PAYMENT:
        return FAILED
    state = _STATES.get(told.state, PAID)
    if state == PAID:  # said without MaLoi 00, or not said at all
        raise NationalSideDown(f"QUERY: MaLoi {told.code}, TrangThaiGD {told.state or 'none'}")
    return state
