"""Defects of what is answered to the portal's own calls."""

from collections.abc import Sequence

from simulator.province import workflow
from simulator.province.dossier import Dossier
from simulator.province.inbound.tax_file import ITEM_TAGS, Item
from simulator.province.seams import Seams


class LooksUpOldStatus(Seams):
    """The look-up reads a table that is filled once, when a dossier is filed."""

    def looked_up_status(self, dossier: Dossier) -> int:
        """Say that it was just filed."""
        del dossier
        return workflow.REGISTERED


class TakesPromotionTwice(Seams):
    """The key of a notice is the system's own number, so the same notice is a new one each time."""

    def is_notice_taken_again(self, code: str) -> bool:
        """Take it again."""
        del code
        return True


class KnowsReceiptsOnly(Seams):
    """The shared address was built for land-tax receipts; whatever else comes there is unknown."""

    def is_service_known(self, service: str, known: bool) -> bool:
        """Know no amendment."""
        del service, known
        return False


class RefusesBothSpellings(Seams):
    """The XML is held against a schema of its own, which knows one spelling of a tag and nothing else."""

    def is_tax_file_taken(self, tags: frozenset[str]) -> bool:
        """Refuse a file with the other spelling in it."""
        return super().is_tax_file_taken(tags) and not tags.issuperset(ITEM_TAGS)


class KeepsFirstTaxItem(Seams):
    """The answer of the XML reader is taken for one item, as it was in the test with one item."""

    def tax_items(self, items: Sequence[Item]) -> Sequence[Item]:
        """Keep the first."""
        return super().tax_items(items)[:1]


class IgnoresReceipt(Seams):
    """The receipt is filed and nothing reads it; an officer is meant to look."""

    def is_receipt_booked(self, decision: str) -> bool:
        """Book none."""
        del decision
        return False
