"""The XML inside a land-tax notice: DATA / BODY / ROW_LIST per dossier / LIST per item.

One family reads the item's name under TEN_TIEUMUC, another under TEN_TIEU_MUC (both read in public code): both are
written into each LIST, and either is read. No document type, entity or outside address is ever followed.
"""

import re
from datetime import date

from lxml import etree

from simulator.domain.inbound import TaxLine, TaxNotice

ITEM_TAGS = ("TEN_TIEUMUC", "TEN_TIEU_MUC")
_DAY = "%d-%m-%Y"
_WRITTEN_DAY = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold; a system's own dossier code may."""
MOST_BYTES = 5 * 1024 * 1024


class UnreadableNotice(ValueError):
    """A file from which no land-tax notice can be taken; the text says why."""


def notice_to_xml(notice: TaxNotice) -> bytes:
    """Return the file of one dossier."""
    root = etree.Element("DATA")
    rows = etree.SubElement(etree.SubElement(root, "BODY"), "ROW_LIST")
    _add(rows, "MA_HSO", notice.dossier_code)
    for line in notice.lines:
        row = etree.SubElement(rows, "LIST")
        _add(row, "MA_SO_THUE", line.tax_code)
        _add(row, "SO_QUYET_DINH", line.decision)
        _add(row, "NGAY_QUYET_DINH", day_to_wire(line.day))
        for tag in ITEM_TAGS:
            _add(row, tag, line.item)
        _add(row, "SO_TIEN", str(line.amount))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def notice_from_xml(content: bytes) -> TaxNotice:
    """Read the first dossier of a file."""
    rows = _root(content).find("BODY/ROW_LIST")
    if rows is None:
        raise UnreadableNotice("no DATA/BODY/ROW_LIST")
    try:
        return TaxNotice(_text(rows, "MA_HSO"), tuple(_line(row) for row in rows.findall("LIST")))
    except ValueError as error:
        raise UnreadableNotice(str(error)) from None


def day_to_wire(day: str) -> str:
    """Return dd-MM-yyyy for an ISO day; an empty text for none."""
    return f"{date.fromisoformat(day[:10]):{_DAY}}" if day else ""


def _root(content: bytes) -> etree._Element:
    if len(content) > MOST_BYTES:
        raise UnreadableNotice("too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableNotice(str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableNotice("a document type is not read")
    return root


def _line(row: etree._Element) -> TaxLine:
    return TaxLine(
        tax_code=_text(row, "MA_SO_THUE"),
        decision=_text(row, "SO_QUYET_DINH"),
        day=_day(_text(row, "NGAY_QUYET_DINH")),
        item=next((found for tag in ITEM_TAGS if (found := _text(row, tag))), ""),
        amount=int(_text(row, "SO_TIEN")),
    )


def _day(written: str) -> str:
    """Return the ISO day of dd-MM-yyyy; raises `ValueError` for any other text."""
    found = _WRITTEN_DAY.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is no day dd-MM-yyyy")
    day, month, year = map(int, found.groups())
    return date(year, month, day).isoformat()


def _text(node: etree._Element, tag: str) -> str:
    return (node.findtext(tag) or "").strip()


def _add(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
