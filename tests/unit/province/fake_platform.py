"""The payment platform in memory: it believes what is signed, and tells what it is told to tell."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import requests

JSON_TYPE, PDF_TYPE = {"Content-Type": "application/json"}, {"Content-Type": "application/pdf"}
PAY_URL = "http://national.example/paymentplatform/pay/"


def hashed(*values: str) -> str:
    return hashlib.sha256("|".join(values).encode()).hexdigest()


class FakePlatform:
    def __init__(self) -> None:
        self.secret = ""
        self.started: dict[str, dict[str, Any]] = {}
        self.states: dict[str, int] = {}
        self.asked: list[str] = []
        self.bills: list[str] = []
        self.pdf = False
        self.wrapped = False
        self.refuses = ""
        self.down = False
        self.wrong: dict[str, Any] = {}
        self.during: Callable[[], None] = lambda: None

    def answer(self, request: requests.PreparedRequest, path: str) -> tuple[int, dict[str, str], bytes]:
        if self.down:
            return 503, JSON_TYPE, b"{}"
        if path.startswith("/paymentplatform/bill"):
            return 200, PDF_TYPE, b"%PDF-1.7 kept"
        message = json.loads(request.body or "{}")
        work = {"INIT": self._start, "QUERY": self._query, "GET_BILL": self._bill}[message["LoaiBanTin"]]
        answer = work(message)
        if isinstance(answer, bytes):
            return 200, PDF_TYPE, answer
        if self.wrapped:
            answer = {"error_code": "0", "message": json.dumps(answer)}
        return 200, JSON_TYPE, json.dumps(answer).encode()

    def _start(self, message: dict[str, Any]) -> dict[str, Any]:
        values = [
            *("INIT", "1.0.6", message["MaDoiTac"], message["MaThamChieu"], message["SoTien"], "PAY", "1", "1"),
            *("vi-VN", "VND", "PAYMENT", message["ThongTinGiaoDich"], message["ThoiGianGD"], message["Ip"]),
        ]
        if message["MaXacThuc"] != hashed(*values, self.secret):
            return {"MaLoi": "03", "MoTaLoi": "Sai mã xác thực"}
        if self.refuses or message["MaThamChieu"] in self.started:
            return {"MaLoi": self.refuses or "08", "MoTaLoi": "Không nhận"}
        self.started[message["MaThamChieu"]] = message
        self.during()
        self.states[message["MaThamChieu"]] = 0
        url = {"UrlThanhToan": PAY_URL + message["MaThamChieu"]}
        return url if self.wrapped else {"MaLoi": "00", "MoTaLoi": "Thành công", **url}

    def _query(self, message: dict[str, Any]) -> dict[str, Any]:
        reference = message["MaThamChieu"]
        assert message["MaXacThuc"] == hashed(
            "QUERY", "1.0.6", message["MaDoiTac"], reference, message["ThoiGianGD"], self.secret
        )
        self.asked.append(reference)
        if reference not in self.states:
            return {"MaLoi": "09", "MoTaLoi": "Không có"}
        state = self.states[reference]
        told = self.result(reference, "00" if state == 1 else f"2{state}", kind="QUERY")
        return {**told, "TrangThaiGD": state} | self.wrong

    def _bill(self, message: dict[str, Any]) -> dict[str, Any] | bytes:
        self.bills.append(message["MaThamChieu"])
        if self.pdf:
            return b"%PDF-1.7 at once"
        return {"MaLoi": "00", "MoTaLoi": "", "URLBienLai": "http://national.example/paymentplatform/bill?token=1"}

    def result(self, reference: str, code: str = "00", kind: str = "CONFIRM", **changes: Any) -> dict[str, Any]:
        """Return CONFIRM, signed after the changes; `MaXacThuc` among them stays as it is given."""
        started = self.started[reference]
        told = {
            "LoaiBanTin": kind,
            "MaLoi": code,
            "MaDoiTac": started["MaDoiTac"],
            "MaThamChieu": reference,
            "SoTien": int(started["SoTien"]),
            "MaTienTe": "VND",
            "MaGiaoDich": "GD1",
            "MaNganHang": "LUAVANG",
            "ThoiGianGD": "20250701081500",
            "ThongTinGiaoDich": started["ThongTinGiaoDich"],
        } | changes
        signed = hashed(*(str(value) for name, value in told.items() if name != "MaXacThuc"), self.secret)
        return {"MaXacThuc": signed, **told}
