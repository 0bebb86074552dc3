"""Defects of payments: what is asked for, which result is believed, and what becomes of it."""

from collections.abc import Sequence

from simulator.province.messages import NOT_PAID_ONLINE, PAID_ONLINE
from simulator.province.outbox import Event
from simulator.province.payment.attempts import OPEN, PAID
from simulator.province.payment.fees import Fee
from simulator.province.seams import Message, Seams

_HANDLING = Fee("", "1", "Phí xử lý hồ sơ trực tuyến", 10_000)


class CountsPaymentTwice(Seams):
    """Each message about a payment adds its money, whether it came before or not."""

    def is_payment_new(self, new: bool) -> bool:
        """Count every time."""
        del new
        return True


class NeverAsksForPayment(Seams):
    """What the platform tells is taken; nobody ever asks it."""

    def is_payment_asked_for(self, state: str) -> bool:
        """Ask for receipts alone."""
        return state != OPEN and super().is_payment_asked_for(state)


class TakesAnySignature(Seams):
    """The signature of a result is computed, and a difference only logged."""

    def is_payment_genuine(self, genuine: bool) -> bool:
        """Take every result."""
        del genuine
        return True


class TakesAnyAmount(Seams):
    """Only the code of a result is looked at."""

    def is_amount_taken(self, right: bool) -> bool:
        """Take every amount."""
        del right
        return True


class ChargesFreeService(Seams):
    """A fee for handling is added to every dossier that was filed online."""

    def fees_asked(self, fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
        """Ask for something where nothing is due."""
        return super().fees_asked(fees) or (_HANDLING,)


class AsksCounterFee(Seams):
    """The step of paying has an amount of its own, from before the fees for filing online were lowered."""

    def fees_asked(self, fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
        """Ask for more than is published."""
        return tuple(fee._replace(amount=fee.amount + 20_000) for fee in super().fees_asked(fees))


class ReportsUnpaid(Seams):
    """The report is made by a module that does not know of the payment."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Say that the fee was not paid online."""
        rows = super().outgoing_reports(event, report)
        told = {PAID_ONLINE: NOT_PAID_ONLINE}
        return [
            {**row, "DuocThanhToanTrucTuyen": told.get(code := row["DuocThanhToanTrucTuyen"], code)} for row in rows
        ]


class ReusesReference(Seams):
    """The reference of a payment is derived from the dossier, so that a second attempt has the same."""

    def payment_reference(self, fresh: str, last: str) -> str:
        """Use the reference of the attempt before."""
        return last or super().payment_reference(fresh, last)


class FailedCountsAsPaid(Seams):
    """That the platform calls back is taken for a payment; its code is not read."""

    def payment_state(self, code: str, state: str) -> str:
        """Take every result for a payment."""
        del code, state
        return PAID


class KeepsNoReceipt(Seams):
    """The payment is counted and its receipt never fetched."""

    def is_payment_asked_for(self, state: str) -> bool:
        """Ask for open payments alone."""
        return state == OPEN and super().is_payment_asked_for(state)


class FeeLookUpBlind(Seams):
    """The look-up was built before the fees: it says that nothing is due."""

    def fees_told(self, due: tuple[Fee, ...]) -> tuple[Fee, ...]:
        """Tell of nothing."""
        del due
        return ()
