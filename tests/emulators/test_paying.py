"""The emulated systems take money: each signs, reads and believes as its family does."""

import json
from collections.abc import Callable

import pytest

from simulator.session.payments import Payments as Kept
from simulator.session.sessions import Session
from simulator.web.outbox import Outbox
from tests.emulators.adapter import browser
from tests.emulators.payments import Payments
from tests.emulators.ring import CALLED, OPENCPS, TANDAN, Make, Open, Ring, lodged, nothing_is_wrong
from tests.emulators.store import Dossier

FEES = (("Lệ phí thử nghiệm", 50_000), ("Phí thử nghiệm", 15_000))


class Payer:
    """A dossier with a fee, and the person who pays it."""

    def __init__(self, at: Ring, session: Session) -> None:
        self.at = at
        self.dossier: Dossier = lodged(at.system, session)
        self.account = Payments(at.system.config, at.system.store)
        self.page = self.account.start(self.dossier.code, FEES)
        (self.reference,) = self.account.references(self.dossier.code)

    def pay(self, *faults: str) -> None:
        national, province = self.at.national, f"field-{self.at.system.config.family}"
        kept = Kept(national.db)
        payment = kept.by_reference(province, self.reference)
        assert payment is not None
        with national.db.write() as tx:
            kept.set_faults(tx, payment.token, faults)
        bank = next(iter(national.catalogue.payment.banks))
        answer = browser().post(self.page, data={"bank": bank, "action": "pay"}, timeout=10)
        assert answer.url.endswith("/result"), answer.text
        Outbox(national).deliver_due(province)

    @property
    def state(self) -> str:
        return str(self.at.system.store.kept(f"payment:{self.reference}")["state"])

    def callbacks(self) -> list[tuple[bool, int]]:
        """Return (whether it was genuine, HTTP status of the answer) of each telling of the result."""
        facts = [fact for fact in self.at.national.journal.facts("") if fact.kind == "payment_callback"]
        return [(bool(fact.get("genuine")), int(str(fact.get("status")))) for fact in facts]


@pytest.fixture
def payer(ring: Make, open_session: Open) -> Callable[[str], Payer]:
    def make(family: str) -> Payer:
        return Payer(ring(family), open_session(f"field-{family}"))

    return make


@pytest.mark.parametrize("family", CALLED)
def test_a_fee_is_paid_and_its_receipt_read(family: str, payer: Callable[[str], Payer]) -> None:
    one = payer(family)
    assert one.state == "open"
    one.pay()
    assert (one.state, one.callbacks()) == ("paid", [(True, 200)])
    assert one.account.query(one.reference)["MaThamChieu"] == one.reference
    bill = one.account.bill(one.reference)
    assert bill.startswith(b"%PDF-") if family == TANDAN else json.loads(bill)["MaLoi"] == "00"
    nothing_is_wrong(one.at.exchanges())


@pytest.mark.parametrize(("family", "status"), [(OPENCPS, 200), (TANDAN, 500)])
def test_a_forged_result_is_believed_by_one_family_and_breaks_the_other(
    family: str, status: int, payer: Callable[[str], Payer]
) -> None:
    """The older one computes the signature and does not look at it; the genuine result follows."""
    one = payer(family)
    one.pay("wrong_signature")
    assert one.callbacks()[0] == (False, status)
    assert one.state == ("paid" if family == OPENCPS else "open")


def test_a_result_that_comes_twice_is_one_payment(payer: Callable[[str], Payer]) -> None:
    one = payer(TANDAN)
    one.pay("twice")
    assert (one.state, one.callbacks()) == ("paid", [(True, 200), (True, 200)])


def test_a_lost_result_is_asked_for(payer: Callable[[str], Payer]) -> None:
    one = payer(OPENCPS)
    one.pay("lost")
    assert (one.state, one.callbacks()) == ("open", [])
    assert one.account.query(one.reference)["TrangThaiGD"]


def test_what_is_to_be_paid_is_told(ring: Make, open_session: Open) -> None:
    at = ring(OPENCPS)
    dossier = lodged(at.system, open_session(f"field-{OPENCPS}"))
    url = f"{at.url}/pgi/ppdvcqg/dptracuuthanhtoanhs"

    def ask(code: str) -> dict[str, object]:
        return dict(browser().post(url, json={"MaHoSo": code}, timeout=10).json())

    assert ask("H72.12-260101-0001") == {"error_code": -1, "message": []}
    assert ask(dossier.code) == {"error_code": 0, "message": []}
    at.system.store.keep(f"due:{dossier.code}", FEES)
    said = ask(dossier.code)
    assert said["error_code"] == 1
    assert isinstance(said["message"], dict)
    assert said["message"]["MaTraCuuTT"].startswith(dossier.code)
