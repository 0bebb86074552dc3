"""What the payment platform answers, and the banks that a payer can choose: data of `contracts/payment/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.mark import Mark


@dataclass(frozen=True)
class PaymentAnswer:
    """One answer of the platform."""

    code: str
    text: Text
    """What is wrong; `{detail}` is to be filled in."""
    remedy: Text
    mark: Mark

    def told(self, detail: str = "") -> Text:
        """Return the sentence with its detail and, for a refusal, what to do."""
        vi, en = (" ".join(one.replace("{detail}", detail).split()) for one in (self.text.vi, self.text.en))
        return Text(vi, en) if self.code == "00" else Text(f"{vi} {self.remedy.vi}", f"{en} {self.remedy.en}")


@dataclass(frozen=True)
class PaymentRules:
    """The words of the platform."""

    answers: Mapping[str, PaymentAnswer]
    states: Mapping[str, tuple[int, str]]
    """State of a payment -> (its number on the wire, the answer with which it is told)."""
    banks: Mapping[str, Text]
    """By code, in the order of the page."""
    open_minutes: int
    """From the start of a payment until the payer cannot pay any more."""
