"""Asks the platform about payments of which nothing was heard, and for receipts: at set times, kept over restarts."""

import logging

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSideDown
from simulator.province.payment.attempts import OPEN, Attempt
from simulator.province.payment.cashier import Cashier
from simulator.province.seams import Seams
from simulator.province.worker import Worker

_LOG = logging.getLogger(__name__)
_AWAITED_ASKS = 3
"""Who asks whether anything is under way is told of a payment until it was asked for so often."""


class Asking(Worker):
    """One worker over the unsettled payments; `run_due` is one round of it."""

    def __init__(self, cashier: Cashier, config: ProvinceConfig, clock: Clock, seams: Seams) -> None:
        super().__init__("payments", config, config.payment_longest_seconds)
        self._cashier = cashier
        self._config = config
        self._clock = clock
        self._seams = seams

    def run_due(self) -> float | None:
        """Ask what is due. Return the seconds until something is due again; None when nothing is."""
        for attempt in self._wanted():
            if attempt.ask_at <= self._now and not self._stopped.is_set():
                self._ask(attempt)
        left = [attempt.ask_at for attempt in self._wanted()]
        return max(0.0, min(left) - self._now) if left else None

    def pending(self) -> int:
        """Return how many payments will be asked for before long: open ones once, receipts a few times."""
        return sum(one.asks < (1 if one.state == OPEN else _AWAITED_ASKS) for one in self._wanted())

    def _wanted(self) -> list[Attempt]:
        unsettled = self._cashier.attempts.unsettled()
        return [one for one in unsettled if self._seams.is_payment_asked_for(one.state)]

    def _ask(self, attempt: Attempt) -> None:
        wait = self._config.payment_ask_seconds * 2.0 ** min(attempt.asks + 1, 30)
        # Noted first: an answer that settles the payment starts the count anew.
        self._cashier.attempts.asked(attempt.reference, self._now + min(wait, self._config.payment_longest_seconds))
        try:
            self._cashier.ask(attempt) if attempt.state == OPEN else self._cashier.fetch_receipt(attempt)
        except NationalSideDown as error:
            _LOG.warning("payment %s: the platform does not say (%s)", attempt.reference, error)

    @property
    def _now(self) -> float:
        return self._clock.now().timestamp()
