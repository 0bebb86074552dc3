"""What the portal tells a system, or asks it, by itself: in domain words. Times and days are ISO 8601."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LOOK_UP, PROMOTION, AMENDMENT, TAX_NOTICE, TAX_RECEIPT = OPERATIONS = (
    "look_up",
    "promotion",
    "amendment",
    "tax_notice",
    "tax_receipt",
)
"""What the portal calls on a system, as the fact `portal_asked` names it."""
CONTRACTS = {
    LOOK_UP: "portal/inbound-lookup",
    PROMOTION: "portal/inbound-promotion",
    AMENDMENT: "portal/inbound-promotion-amendment",
    TAX_NOTICE: "portal/inbound-tax-notice",
    TAX_RECEIPT: "portal/inbound-tax-receipt",
}
PARTS = {
    LOOK_UP: "lookup",
    PROMOTION: "promotion",
    AMENDMENT: "promotion_amendment",
    TAX_NOTICE: "tax_notice",
    TAX_RECEIPT: "tax_receipt",
}
"""Operation -> the key of `inbound` in the claim sheet that names its address."""
TWICE = "twice"
"""Fault of a sending: the same message comes once more at once although it was taken."""
FAULTS = (TWICE,)


@dataclass(frozen=True)
class PromotionNotice:
    """A trader's notice of a promotion, filed at the portal."""

    dossier_code: str
    """The portal's code."""
    procedure_code: str
    filed_at: str
    trader: str
    tax_code: str
    address: str
    phone: str
    email: str
    programme: str
    form: str
    starts_at: str
    ends_at: str
    goods: str
    quantity: str
    prizes: str
    value_vnd: str
    details: str


@dataclass(frozen=True)
class PromotionAmendment:
    """An amendment of such a notice; a dossier of its own at the portal."""

    dossier_code: str
    procedure_code: str
    filed_at: str
    trader: str
    tax_code: str
    address: str
    phone: str
    email: str
    earlier_code: str
    """The portal's code of the notice that is amended."""
    earlier_filed_at: str
    programme: str
    quantity: str
    prizes: str
    details: str
    reason: str
    file_path: str
    """Where the portal keeps the file, for the operation that fetches files."""


@dataclass(frozen=True)
class TaxLine:
    """One item of a land-tax notice."""

    tax_code: str
    decision: str
    """Number of the decision; the receipt names it."""
    day: str
    item: str
    amount: int
    """VND."""


@dataclass(frozen=True)
class TaxNotice:
    """What is to be paid for one land dossier."""

    dossier_code: str
    lines: tuple[TaxLine, ...]

    @property
    def amount(self) -> int:
        """Return the sum in VND."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class TaxReceipt:
    """The receipt of what was paid for one decision."""

    dossier_code: str
    decision: str
    amount: int
    """VND."""
    tax_code: str
    payer: str
    payer_id: str
    address: str
    paid_at: str


Message = PromotionNotice | PromotionAmendment | TaxNotice | TaxReceipt


def note_of(message: Message) -> dict[str, Any]:
    """Return a message as plain values, to be kept until it is sent."""
    return asdict(message)


def message_of(operation: str, note: Mapping[str, Any]) -> Message:
    """Return the message that `note_of` made plain."""
    if operation == TAX_NOTICE:
        return TaxNotice(note["dossier_code"], tuple(TaxLine(**line) for line in note["lines"]))
    kinds: Mapping[str, type[PromotionNotice | PromotionAmendment | TaxReceipt]] = {
        PROMOTION: PromotionNotice,
        AMENDMENT: PromotionAmendment,
        TAX_RECEIPT: TaxReceipt,
    }
    return kinds[operation](**note)
