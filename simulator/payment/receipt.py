"""The receipt of a payment as a PDF: A4, Vietnamese with its diacritics, text that can be searched and copied.

Its form number C1-10/NS is named as a label alone: the official form was not copied, and every page says that it is
for tests only. The same payment always gives the same bytes.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from simulator.core.clock import VIETNAM
from simulator.domain.payment import Payment
from simulator.payment.amount_in_words import amount_in_words
from simulator.payment.money import written_amount
from simulator.payment.office import Office

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"
_LEFT, _RIGHT, _TOP = 57.0, 538.0, 785.0
"""Margins in points; A4 is 595 by 842."""
_LABELS_END = 190.0
_BOTTOM = 120.0
_LINE = 17.0
_WARNING = "Bản thử nghiệm / test only"
_MISSING = "?"


def receipt_pdf(payment: Payment, office: Office) -> bytes:
    """Return the receipt of a payment that was made."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="vi")
    canvas.setTitle(f"Biên lai {number_of(payment)}")
    canvas.setSubject(_WARNING)
    _Sheet(canvas, payment, office).draw()
    canvas.save()
    return out.getvalue()


def number_of(payment: Payment) -> str:
    """Return the number of a receipt."""
    return f"BL{payment.receipt:07}"


class _Sheet:
    """The pages of one receipt, from top to bottom."""

    def __init__(self, canvas: "Canvas", payment: Payment, office: Office) -> None:
        self._canvas = canvas
        self._payment = payment
        self._office = office
        self._y = _TOP

    def draw(self) -> None:
        self._begin_page()
        self._head()
        self._facts()
        self._lines()
        self._total()
        self._foot()

    def _begin_page(self) -> None:
        self._y = _TOP
        self._canvas.saveState()
        self._canvas.setFillGray(0.9)
        self._canvas.translate(297, 380)
        self._canvas.rotate(38)
        self._canvas.setFont(BOLD, 40)
        self._canvas.drawCentredString(0, 0, _WARNING)
        self._canvas.restoreState()

    def _head(self) -> None:
        self._text(_LEFT, "NỀN TẢNG THANH TOÁN TRỰC TUYẾN (MÔ PHỎNG)", BOLD, 9)
        self._text(_RIGHT, "Mẫu số: C1-10/NS", PLAIN, 9, right=True)
        self._down(14)
        self._text(_LEFT, _WARNING, PLAIN, 9)
        self._text(_RIGHT, f"Số: {number_of(self._payment)}", BOLD, 9, right=True)
        self._down(44)
        self._canvas.setFont(BOLD, 17)
        self._canvas.drawCentredString(297, self._y, "BIÊN LAI THU PHÍ, LỆ PHÍ")
        self._down(18)
        at = self._payment.decided_at or self._payment.started_at
        day = f"{at.astimezone(VIETNAM):Ngày %d tháng %m năm %Y, %H:%M:%S}"
        self._canvas.setFont(PLAIN, 10)
        self._canvas.drawCentredString(297, self._y, day)
        self._down(34)

    def _facts(self) -> None:
        asked, bank = self._payment.asked, self._office.rules.banks.get(self._payment.bank)
        sheet = self._office.national.provinces.get(self._payment.province)
        facts = (
            ("Người nộp", asked.payer_name),
            ("Số định danh", asked.personal_id),
            ("Địa chỉ", asked.payer_address),
            ("Đơn vị thu", asked.agency_name or (sheet.name.vi if sheet else "")),
            ("Thủ tục", " – ".join(part for part in (asked.procedure_code, asked.procedure_name) if part)),
            ("Mã hồ sơ", asked.dossier_code),
            ("Nội dung", asked.purpose or asked.info),
            ("Mã tham chiếu", asked.reference),
            ("Mã giao dịch", self._payment.transaction),
            ("Ngân hàng", bank.vi if bank else self._payment.bank),
        )
        for label, value in facts:
            if value:
                self._fact(label, value)

    def _fact(self, label: str, value: str) -> None:
        self._make_room()
        self._text(_LEFT, label, PLAIN, 10, grey=0.4)
        for line in self._wrapped(value, 10, _RIGHT - _LABELS_END):
            self._make_room()
            self._text(_LABELS_END, line, PLAIN, 10)
            self._down(_LINE)

    def _lines(self) -> None:
        self._down(14)
        self._row("Khoản nộp", "Số tiền", BOLD)
        for line in self._payment.asked.shown_lines:
            self._row(line.name or "–", written_amount(line.amount), PLAIN)

    def _row(self, name: str, amount: str, font: str) -> None:
        wrapped = self._wrapped(name, 10, _RIGHT - _LEFT - 120)
        self._make_room()
        self._text(_RIGHT, amount, font, 10, right=True)
        for line in wrapped:
            self._make_room()
            self._text(_LEFT, line, font, 10)
            self._down(_LINE)
        self._rule()

    def _total(self) -> None:
        self._make_room(5)
        self._text(_LEFT, "Tổng cộng", BOLD, 12)
        self._text(_RIGHT, written_amount(self._payment.amount), BOLD, 12, right=True)
        self._down(24)
        for line in self._wrapped(f"Số tiền bằng chữ: {amount_in_words(self._payment.amount)}.", 10, _RIGHT - _LEFT):
            self._text(_LEFT, line, PLAIN, 10)
            self._down(_LINE)

    def _foot(self) -> None:
        self._y = 80
        self._rule()
        self._down(4)
        self._text(
            _LEFT, f"{_WARNING}: không có giá trị pháp lý, không có khoản tiền nào được chuyển.", PLAIN, 8, grey=0.4
        )
        self._down(12)
        self._text(
            _LEFT, "No legal value; no money was moved. Every person and every bank is fictitious.", PLAIN, 8, grey=0.4
        )

    def _rule(self) -> None:
        self._canvas.setStrokeGray(0.75)
        self._canvas.line(_LEFT, self._y + 11, _RIGHT, self._y + 11)
        self._down(6)

    def _make_room(self, lines: int = 1) -> None:
        if self._y - lines * _LINE < _BOTTOM:
            self._canvas.showPage()
            self._begin_page()

    def _down(self, by: float) -> None:
        self._y -= by

    def _text(self, x: float, text: str, font: str, size: float, right: bool = False, grey: float = 0.0) -> None:
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(grey)
        draw = self._canvas.drawRightString if right else self._canvas.drawString
        draw(x, self._y, printable(text))

    def _wrapped(self, text: str, size: float, width: float) -> list[str]:
        from reportlab.lib.utils import simpleSplit

        lines: list[str] = simpleSplit(printable(text), PLAIN, size, width)
        return [part for line in lines for part in self._broken(line, size, width)] or [""]

    def _broken(self, line: str, size: float, width: float) -> list[str]:
        """Return a line cut where a single word is wider than the column."""
        most = max(1, int(width / (size * 0.75)))
        if self._canvas.stringWidth(line, PLAIN, size) <= width:
            return [line]
        return [line[at : at + most] for at in range(0, len(line), most)]


def printable(text: str) -> str:
    """Return a text in composed letters, on one line, with `?` for each letter that the face does not have."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    known = _letters()
    return "".join(letter if ord(letter) in known else _MISSING for letter in composed)


@cache
def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, weight in ((PLAIN, 400), (BOLD, 600)):
        file = files("simulator.payment").joinpath("fonts", f"be-vietnam-pro-{weight}.ttf")
        pdfmetrics.registerFont(TTFont(name, BytesIO(file.read_bytes())))


@cache
def _letters() -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    _register_fonts()
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)
