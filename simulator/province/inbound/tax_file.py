"""The XML of a land-tax notice. No document type, entity or outside address is followed.

The item's name is read under either spelling of its tag: clients of the field know one or the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from simulator.province.inbound.answers import NotTaken

TAX_CODE, DECISION, DAY, AMOUNT = "MA_SO_THUE", "SO_QUYET_DINH", "NGAY_QUYET_DINH", "SO_TIEN"
ITEM_TAGS = ("TEN_TIEUMUC", "TEN_TIEU_MUC")
_UNREADABLE = "Tệp thông báo thuế không đọc được"


class Item(NamedTuple):
    """One LIST: what is to be paid, in VND."""

    decision: str
    day: str
    """dd-MM-yyyy, as written."""
    name: str
    amount: int


class Rows(NamedTuple):
    """One ROW_LIST."""

    dossier: str
    items: Sequence[Item]
    tags: frozenset[str]
    """Tags that stand in its LISTs."""


def rows_of(content: bytes) -> list[Rows]:
    """Return what is to be paid, dossier by dossier. Raises `NotTaken`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.doctype:
            raise NotTaken(_UNREADABLE)
        found = [_rows(node) for node in root.findall("BODY/ROW_LIST")]
    except (etree.XMLSyntaxError, ValueError):
        raise NotTaken(_UNREADABLE) from None
    if not found:
        raise NotTaken(_UNREADABLE)
    return found


def _rows(node: etree._Element) -> Rows:
    lists = node.findall("LIST")
    tags = frozenset(str(child.tag) for one in lists for child in one)
    return Rows(_text(node, "MA_HSO"), [_item(one) for one in lists], tags)


def _item(node: etree._Element) -> Item:
    name = next((found for tag in ITEM_TAGS if (found := _text(node, tag))), "")
    return Item(_text(node, DECISION), _text(node, DAY), name, int(_text(node, AMOUNT)))


def _text(node: etree._Element, tag: str) -> str:
    return (node.findtext(tag) or "").strip()
