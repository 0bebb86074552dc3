"""The payment platform as this system calls it: start a payment, ask how it went, fetch its receipt."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier
from simulator.province.national_side import NationalSide, NationalSideDown, document_of
from simulator.province.payment.fees import Fee
from simulator.province.payment.messages import DONE, asking_message, start_message, unwrapped

PATH = "/paymentplatform"
PDF = "application/pdf"


class PaymentRefused(Exception):
    """The platform answered, and does not start the payment."""


class Receipt(NamedTuple):
    """A receipt as it was fetched."""

    content: bytes
    content_type: str


class Platform:
    """Calls the platform; every call raises `NationalSideDown` when it gets no answer as agreed."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, clock: Clock) -> None:
        self._national_side = national_side
        self._config = config
        self._clock = clock

    def start(self, reference: str, dossier: Dossier, fees: Sequence[Fee], ip: str) -> str:
        """Start a payment and return the payer's page; raises `PaymentRefused`."""
        sent = start_message(reference, dossier, fees, self._clock.now(), ip, self._config)
        answer = self._ask(sent)
        url = str(answer.get("UrlThanhToan") or "")
        if str(answer.get("MaLoi")) != DONE:
            raise PaymentRefused(f"{answer.get('MaLoi')} {answer.get('MoTaLoi')}")
        if urlsplit(url).scheme not in ("http", "https"):
            raise NationalSideDown("the payment platform names no page for the payer")
        return url

    def ask(self, reference: str) -> Mapping[str, Any]:
        """Return what the platform says of a payment."""
        return self._ask(asking_message("QUERY", reference, self._clock.now(), self._config))

    def receipt(self, reference: str) -> Receipt:
        """Return the receipt of a payment: the platform answers with it, or with where it is."""
        sent = asking_message("GET_BILL", reference, self._clock.now(), self._config)
        answer = self._send(sent)
        if _is_pdf(answer):
            return _file(answer)
        document = unwrapped(document_of(answer))
        url = str(document.get("URLBienLai") or document.get("UrlBienLai") or "")
        if str(document.get("MaLoi")) != DONE or not url:
            raise NationalSideDown(f"GET_BILL: MaLoi {document.get('MaLoi')}")
        # Receipts travel through the platform: an address elsewhere is not followed.
        if url.startswith("http") and urlsplit(url).netloc != urlsplit(self._national_side.url).netloc:
            raise NationalSideDown("GET_BILL: the receipt is said to be elsewhere")
        file = self._national_side.send("GET", url, headers={"Accept": PDF})
        if file.status_code != 200 or not _is_pdf(file):
            raise NationalSideDown(f"the receipt: HTTP {file.status_code}")
        return _file(file)

    def _ask(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        return unwrapped(document_of(self._send(message)))

    def _send(self, message: Mapping[str, Any]) -> requests.Response:
        answer = self._national_side.send("POST", PATH, json=message, headers={"Accept": f"application/json, {PDF}"})
        if answer.status_code != 200:
            raise NationalSideDown(f"{message['LoaiBanTin']}: HTTP {answer.status_code}")
        return answer


def _is_pdf(answer: requests.Response) -> bool:
    return answer.headers.get("Content-Type", "").startswith(PDF)


def _file(answer: requests.Response) -> Receipt:
    return Receipt(answer.content, PDF)
