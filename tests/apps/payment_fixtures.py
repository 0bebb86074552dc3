"""A system with an account at the payment platform, and what hears the results for it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.payment import Payment
from simulator.session.payments import Payments
from simulator.web.national import National
from simulator.web.outbox import Outbox
from tests.apps.live import LiveApp

PARTNER, SECRET = "TINH92", "a-secret-of-the-province"
CONFIRM = "/paygate/confirm"
INIT_ORDER = (
    "LoaiBanTin PhienBan MaDoiTac MaThamChieu SoTien LoaiHinhThanhToan MaKenhThanhToan MaThietBi NgonNgu MaTienTe"
    " MaNganHang ThongTinGiaoDich ThoiGianGD Ip"
)
RESULT_ORDER = "LoaiBanTin MaLoi MaDoiTac MaThamChieu SoTien MaTienTe MaGiaoDich MaNganHang ThoiGianGD ThongTinGiaoDich"
ASKED_ORDER = "LoaiBanTin PhienBan MaDoiTac MaThamChieu ThoiGianGD"


def sha(message: dict[str, Any], order: str, secret: str = SECRET) -> str:
    """The documented signature, worked out without the code under test."""
    written = "|".join([*(str(message.get(name, "")) for name in order.split()), secret])
    return hashlib.sha256(written.encode()).hexdigest()


def init(reference: str = "dvc0001", amount: str = "50000", secret: str = SECRET, **changes: Any) -> dict[str, Any]:
    """An INIT as a known client sends it."""
    message: dict[str, Any] = {
        "LoaiBanTin": "INIT", "PhienBan": "1.0.6", "MaDoiTac": PARTNER, "MaThamChieu": reference, "SoTien": amount,
        "LoaiHinhThanhToan": "PAY", "MaKenhThanhToan": "1", "MaThietBi": "1", "NgonNgu": "vi-VN", "MaTienTe": "VND",
        "MaNganHang": "PAYMENT", "ThongTinGiaoDich": "THANH TOAN THU", "ThoiGianGD": "20260305021500",
        "Ip": "192.0.2.10",
        "ThongTinBienLai": {
            "MaDichVu": "2", "MaTTHC": "1.001193", "TenTTHC": "Đăng ký khai sinh",
            "MaHoSo": "000.00.92.H92-260305-0007",
            "TenDonVi": "UBND phường Thử Nghiệm", "HoTenNguoiNop": "Nguyễn Thị Thử", "SoCMNDNguoiNop": "099190000101",
            "NoiDungThanhToan": "Lệ phí đăng ký khai sinh",
            "PhiLePhi": [
                {"LoaiPhiLePhi": "1", "MaPhiLePhi": "PLP.0001", "TenPhiLePhi": "Lệ phí thử", "SoTien": amount},
            ],
            "DSKhoanNop": [{"NoiDung": "Lệ phí thử", "SoTien": amount}],
        },
        **changes,
    }  # fmt: skip
    message = {name: value for name, value in message.items() if value is not None}
    return {**message, "MaXacThuc": changes.get("MaXacThuc") or sha(message, INIT_ORDER, secret)}


def ask(kind: str, reference: str = "dvc0001", **changes: Any) -> dict[str, Any]:
    """A QUERY or a GET_BILL."""
    message = {
        "LoaiBanTin": kind, "PhienBan": "1.0.6", "MaDoiTac": PARTNER, "MaThamChieu": reference,
        "ThoiGianGD": "20260305102000", **changes,
    }  # fmt: skip
    return {**message, "MaXacThuc": changes.get("MaXacThuc") or sha(message, ASKED_ORDER)}


@dataclass
class Hearer:
    """A system that hears results, and answers what it is told to, in turn; at last always the last of it."""

    heard: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {"MaLoi": "00"})])

    during: Callable[[], None] = lambda: None
    """What the system does while the platform waits for its answer."""

    def app(self) -> Flask:
        app = Flask("hearer")

        @app.post(CONFIRM)
        def confirm() -> Response:
            self.heard.append(json.loads(request.get_data()))
            self.during()
            status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return Response(json.dumps(body), status, mimetype="application/json")

        return app


@dataclass
class Paying:
    """One system that takes payments, with the payer's hands and the clock."""

    national: National
    client: FlaskClient
    clock: FixedClock
    sheet: ClaimSheet
    hearer: Hearer

    def send(self, message: Any) -> dict[str, Any]:
        answer = self.client.post("/paymentplatform", json=message)
        assert answer.status_code == 200
        body: dict[str, Any] = answer.get_json()
        return body

    def start(self, reference: str = "dvc0001", amount: str = "50000", **changes: Any) -> str:
        """Start a payment and return the path of the payer's page."""
        answer = self.send(init(reference, amount, **changes))
        assert answer["MaLoi"] == "00", answer
        return str(answer["UrlThanhToan"]).removeprefix(self.national.public_url)

    def decide(self, path: str, action: str = "pay", bank: str = "LUAVANG") -> Any:
        return self.client.post(path, data={"bank": bank, "action": action})

    def stored(self, reference: str = "dvc0001") -> Payment:
        found = Payments(self.national.db).by_reference(self.sheet.id, reference)
        assert found is not None
        return found

    def disturb(self, *faults: str) -> None:
        payments, token = Payments(self.national.db), self.stored().token
        with self.national.db.write() as tx:
            payments.set_faults(tx, token, faults)

    def deliver(self, after: float = 0.0) -> int:
        self.clock.move(timedelta(seconds=after))
        return Outbox(self.national).deliver_due(self.sheet.id)


@pytest.fixture(scope="module")
def hearing() -> Iterator[LiveApp]:
    served = LiveApp()
    yield served
    served.stop()


@pytest.fixture
def paying(national: National, client: FlaskClient, clock: FixedClock, register: Any, hearing: LiveApp) -> Paying:
    hearer = Hearer()
    hearing.app = hearer.app()
    account = {"partner": PARTNER, "secret": SECRET, "confirm": CONFIRM}
    sheet = register("payable", payment=account, base_url=hearing.url)
    return Paying(national, client, clock, sheet, hearer)
