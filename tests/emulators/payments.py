"""The payment platform as a system pays there: a reference, a signature, the payer sent away, and what comes back."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests
from flask import Flask, jsonify, request

from .adapter import TransportFailed, ask, browser
from .config import Config
from .office import VIETNAM
from .store import Store
from .system import System

INIT = (
    "LoaiBanTin PhienBan MaDoiTac MaThamChieu SoTien LoaiHinhThanhToan MaKenhThanhToan MaThietBi NgonNgu MaTienTe "
    "MaNganHang ThongTinGiaoDich ThoiGianGD Ip"
)
CONFIRM = "LoaiBanTin MaLoi MaDoiTac MaThamChieu SoTien MaTienTe MaGiaoDich MaNganHang ThoiGianGD ThongTinGiaoDich"
ASKS = "LoaiBanTin PhienBan MaDoiTac MaThamChieu ThoiGianGD"


class WrongSignature(Exception):
    """The newer family throws; its server answers 500."""


def signature(told: dict[str, Any], names: str, secret: str) -> str:
    """[signature] SHA-256 of the values and the secret, joined by a bar, in small letters."""
    return hashlib.sha256("|".join([*(str(told[name]) for name in names.split()), secret]).encode()).hexdigest()


@dataclass
class Payments:
    """The account of one installation at the platform."""

    config: Config
    store: Store
    http: requests.Session = field(default_factory=browser)

    @property
    def newer(self) -> bool:
        """Return whether answers come through a middleware, and times on a clock of twelve hours."""
        return self.config.traits.words["called"] == "tandan"

    def start(self, dossier_code: str, fees: Sequence[tuple[str, int]]) -> str:
        """[payment-init] Return the address to which the payer is sent. Raises `TransportFailed`."""
        reference, amount = f"F{secrets.token_hex(8)}", str(sum(cost for _, cost in fees))
        told: dict[str, Any] = {
            **self._head("INIT", reference),
            "SoTien": amount,
            "LoaiHinhThanhToan": "PAY",
            "MaKenhThanhToan": "1",
            "MaThietBi": "1",
            "NgonNgu": "vi-VN",
            "MaTienTe": "VND",
            "MaNganHang": "PAYMENT",
            "ThongTinGiaoDich": f"Thanh toan ho so {dossier_code}",
            "Ip": "192.0.2.10",
        }
        told["MaXacThuc"] = signature(told, INIT, self.config.payment_secret)
        told["ThongTinBienLai"] = self.receipt(dossier_code, fees)
        said = self._read(self._ask(told))
        self.store.keep(f"payment:{reference}", {"dossier": dossier_code, "amount": amount, "state": "open"})
        return str(said["UrlThanhToan"])

    def receipt(self, dossier_code: str, fees: Sequence[tuple[str, int]]) -> dict[str, Any]:
        """[receipt-lines] Return `ThongTinBienLai`: the kind of a fee is a number or a word."""
        kind = "Phi" if self.newer else "1"
        lines = [
            {"LoaiPhiLePhi": kind, "MaPhiLePhi": f"PLP.{n:04}", "TenPhiLePhi": name, "SoTien": str(cost)}
            for n, (name, cost) in enumerate(fees, start=1)
        ]
        parts = [{"NoiDung": name, "SoTien": str(cost)} for name, cost in fees]
        return {"MaDichVu": "2", "MaHoSo": dossier_code, "PhiLePhi": lines, "DSKhoanNop": parts}

    def query(self, reference: str) -> dict[str, Any]:
        """[payment-query] Return what the platform says of a payment."""
        return self._read(self._ask(self._signed("QUERY", reference)))

    def bill(self, reference: str) -> bytes:
        """[payment-bill] Return the receipt: a file at one family, JSON at the other."""
        told = self._signed("GET_BILL", reference)
        if not self.newer:
            return json.dumps(self._read(self._ask(told))).encode()
        return self.http.post(self._url, json=told, timeout=self.config.timeout).content

    def confirmed(self, told: dict[str, Any]) -> None:
        """[payment-confirm] Take the result. Raises `WrongSignature` where the family looks at it."""
        genuine = told.get("MaXacThuc") == signature(told, CONFIRM, self.config.payment_secret)
        if not genuine and self.newer:
            raise WrongSignature(told["MaThamChieu"])
        kept = self.store.kept(f"payment:{told['MaThamChieu']}")
        if kept is None:
            raise LookupError(told["MaThamChieu"])
        state = "paid" if told["MaLoi"] == "00" else "failed"
        self.store.keep(f"payment:{told['MaThamChieu']}", {**kept, "state": state, "genuine": genuine})

    def references(self, dossier_code: str) -> list[str]:
        """Return the references of a dossier's payments."""
        found = self.store.kept_like("payment:")
        return [name.removeprefix("payment:") for name, kept in found if kept["dossier"] == dossier_code]

    def _head(self, kind: str, reference: str) -> dict[str, Any]:
        # [twelve-hours] One family writes the hour on a clock of twelve, by mistake.
        at = datetime.now(VIETNAM).strftime("%Y%m%d%I%M%S" if self.newer else "%Y%m%d%H%M%S")
        head = {"LoaiBanTin": kind, "PhienBan": "1.0.6", "MaDoiTac": self.config.partner}
        return {**head, "MaThamChieu": reference, "ThoiGianGD": at}

    def _signed(self, kind: str, reference: str) -> dict[str, Any]:
        told = self._head(kind, reference)
        return {**told, "MaXacThuc": signature(told, ASKS, self.config.payment_secret)}

    @property
    def _url(self) -> str:
        return f"{self.config.portal}/paymentplatform"

    def _ask(self, told: dict[str, Any]) -> dict[str, Any]:
        return ask(self.http, "POST", self._url, self.config.timeout, json=told)

    def _read(self, said: dict[str, Any]) -> dict[str, Any]:
        """[payment-answer] `MaLoi` at the top, or `error_code` and a JSON text in `message`."""
        if self.newer:
            if said.get("error_code") != "0":
                raise TransportFailed(f"payment: {said}")
            return dict(json.loads(said["message"]))
        if said.get("MaLoi") != "00":
            raise TransportFailed(f"payment: {said}")
        return said


class PaymentDoors:
    """What the platform calls."""

    def __init__(self, app: Flask, system: System) -> None:
        self._system = system
        self.payments = Payments(system.config, system.store)
        if self.payments.newer:
            app.add_url_rule("/DvcPayment/Confirm", "confirm", self.confirm, methods=["POST"])
            return
        app.add_url_rule("/pgi/ppdvcqg/dpnhankqthanhtoanhs", "confirm", self.confirm, methods=["POST"])
        app.add_url_rule("/pgi/ppdvcqg/dptracuuthanhtoanhs", "fees", self.fees, methods=["POST"])

    def confirm(self) -> Any:
        """[payment-confirm] A wrong signature is a 500 at the newer family; the older takes it."""
        told = dict(request.get_json())
        try:
            self.payments.confirmed(told)
        except WrongSignature:
            return jsonify({"error": "MaXacThuc"}), 500
        except LookupError:
            return jsonify(self._answer(told, "99"))
        return jsonify(self._answer(told, "00"))

    def _answer(self, told: dict[str, Any], code: str) -> dict[str, str]:
        said = {"MaLoi": code, "MoTaLoi": "", "MaDoiTac": told["MaDoiTac"], "MaThamChieu": told["MaThamChieu"]}
        return said | {"ThoiGianGD": told["ThoiGianGD"], "MaXacThuc": ""}

    def fees(self) -> Any:
        """[fee-look-up] 1 something to pay, 0 nothing, -1 no such dossier."""
        code = str(dict(request.get_json()).get("MaHoSo"))
        dossier, due = self._system.store.find(code), self._system.store.kept(f"due:{code}")
        if dossier is None:
            return jsonify({"error_code": -1, "message": []})
        if not due:
            return jsonify({"error_code": 0, "message": []})
        at = datetime.now(VIETNAM).strftime("%Y%m%d%H%M%S")
        told = self.payments.receipt(code, [(name, cost) for name, cost in due])
        return jsonify({"error_code": 1, "message": {"MaTraCuuTT": f"{code}{at}", **told}})
