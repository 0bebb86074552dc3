"""The citizen pays the fee of the dossier: from its page to the payment platform's, and what is done there.

The platform tells the system how it went by itself, in its background. A hand lets it do so before it returns, so
that a story goes on with what the system made of it.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.control.body import bad_request, text_of
from simulator.control.browser import PAGE_HEADERS, Browser
from simulator.control.contract_ids import PAY
from simulator.control.journey import Wishes, look
from simulator.control.problems import HandProblem, said, wrong_status
from simulator.control.stage import Stage
from simulator.domain.payment import EXPIRED, FAULTS, OPEN, PAID, Payment
from simulator.session.payments import Payments
from simulator.web.outbound import Reply
from simulator.web.outbox import Outbox
from simulator.wire.form import payment_from_wire
from simulator.wire.scalars import UnreadableAnswer

ACTIONS = ("pay", "fail", "cancel", "leave")
CALLBACKS = ("ok", *FAULTS)
NOTHING_TO_PAY = "the dossier's page offers no way to pay"
OVER = "the payment that the system leads to has ended already, or its time is over"
ELSEWHERE = "the address of the payer's page is not the payment platform's"
_AT_PLATFORM = "citizen/pay"
_SENDINGS: Mapping[str, int] = {"twice": 2, "lost": 0, "late": 0, "wrong_signature": 2, "wrong_amount": 2}
"""Fault -> how many messages about the result leave at once; without a fault it is one."""
_LOOK_SECONDS = 0.05
_STARTED = (200, 201)
_DECIDED = 303


def pay(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """Pay, let the payment fail, cancel it or walk away, as `does` says.

    `callback`: what is wrong with the platform's word of it.
    """
    action = _one_of(wishes, "does", ACTIONS)
    callback = _one_of(wishes, "callback", CALLBACKS)
    found = look(stage, browser)
    shown = found.seen["payment"]
    fact: dict[str, Any] = {"dossier_code": stage.dossier().code, "status": None, "url": "", "reference": ""}
    if shown is None:
        found.record(stage)
        raise HandProblem("not_offered", "the page of the dossier (contract province/view) has no key `payment`")
    if not shown.get("pay") and action == "pay" and _is_paid(stage):
        found.record(stage)  # a repeat after a crash finds it paid already, which is what was wanted
        return {"ok": True, "dossier_code": fact["dossier_code"], "status": found.seen["status"]}
    if not shown.get("pay"):
        return _not_possible(stage, found.reply, [("dossier_view", {"place": "province", **found.seen})], fact)
    found.record(stage)
    reply = browser.post(stage.url(shown["pay"]), PAY, {"request_id": stage.request_id})
    payment = _start(stage, reply, fact)
    if isinstance(payment, str):
        return _not_possible(stage, reply, [], {**fact, "problem": payment})
    if not _decided(stage, browser, payment, action, () if callback == "ok" else (callback,)):
        return {"ok": False, "problem": HandProblem("not_offered", OVER).to_json()}
    return {"ok": True, "dossier_code": fact["dossier_code"], "status": found.seen["status"]}


def expire(stage: Stage) -> dict[str, Any]:
    """Let the time for paying run out: the platform's clock is the real one, and nobody waits a quarter of an hour."""
    code = stage.dossier().code
    payments = Payments(stage.national.db)
    now = stage.national.clock.now()
    known = payments.of_dossier(stage.sheet.id, code)
    with stage.national.db.write() as tx:
        for payment in known:
            payments.run_out(tx, payment.token, now)
    if not any(one.state_at(now) in (OPEN, EXPIRED) for one in known):
        return {"ok": False, "problem": HandProblem("not_offered", f"no open payment for dossier {code}").to_json()}
    return {"ok": True, "dossier_code": code, "status": None}


def _start(stage: Stage, reply: Reply, fact: Mapping[str, Any]) -> Payment | str:
    """Record what the system answered, and return the payment at the platform; a text says why there is none."""
    if reply.status not in _STARTED:
        return f"answered {reply.status}, expected 200 with the payer's page: {said(reply)}"
    document = reply.json()
    try:
        told = payment_from_wire(document)
    except UnreadableAnswer as error:
        return str(error)
    token = urlsplit(told["url"]).path.rsplit("/", 1)[-1]
    payment = Payments(stage.national.db).by_token(token)
    if payment is None or payment.province != stage.sheet.id:
        return f"{ELSEWHERE}: {told['url']}"
    asked = ("payment_asked", {**fact, **told, "status": reply.status, "problem": ""})
    stage.record(reply, [asked], stage.findings(PAY, document))
    return payment


def _decided(stage: Stage, browser: Browser, payment: Payment, action: str, faults: tuple[str, ...]) -> bool:
    """Do what the payer does on the platform's page, and say whether it was possible; walking away always is."""
    url = f"{stage.national.public_url}/paymentplatform/pay/{payment.token}"
    browser.step(url, _AT_PLATFORM, PAGE_HEADERS)
    if action == "leave":
        return True
    payments = Payments(stage.national.db)
    with stage.national.db.write() as tx:
        payments.set_faults(tx, payment.token, faults)
    bank = next(iter(stage.national.catalogue.payment.banks))
    reply = browser.fill(url, _AT_PLATFORM, {"action": action, "bank": bank})
    if reply.status != _DECIDED:
        raise wrong_status(reply, "303 to the result of the payment")
    ended = payments.by_token(payment.token)
    if payment.state != OPEN or ended is None or ended.state == OPEN:
        return False
    _let_it_tell(stage, payment, sum(_SENDINGS[fault] for fault in faults) if faults else 1)
    return True


def _let_it_tell(stage: Stage, payment: Payment, sendings: int) -> None:
    """Let the platform tell the result now, and wait for what it is telling already."""
    outbox, payments = Outbox(stage.national), Payments(stage.national.db)
    account = stage.sheet.payment
    until = time.monotonic() + stage.sheet.connect_seconds + stage.sheet.read_seconds
    while account and account.confirm and time.monotonic() < until:
        outbox.deliver_due(stage.sheet.id)
        now = payments.by_token(payment.token)
        if now is None or now.told >= sendings:
            return
        time.sleep(_LOOK_SECONDS)


def _is_paid(stage: Stage) -> bool:
    payments = Payments(stage.national.db).of_dossier(stage.sheet.id, stage.dossier().code)
    return any(one.state == PAID for one in payments)


def _not_possible(
    stage: Stage, reply: Reply, facts: list[tuple[str, Mapping[str, Any]]], fact: Mapping[str, Any]
) -> dict[str, Any]:
    """Record that there was no payment, and why."""
    problem = str(fact.get("problem") or NOTHING_TO_PAY)
    asked = {**fact, "amount": None, "status": reply.status, "problem": problem}
    stage.record(reply, [*facts, ("payment_asked", asked)])
    return {"ok": False, "problem": HandProblem("http_status", problem, reply.draft.url).to_json()}


def _one_of(wishes: Wishes, name: str, known: tuple[str, ...]) -> str:
    word = text_of(wishes.told, name, known[0])
    if word not in known:
        raise bad_request(name, f"one of {', '.join(known)}")
    return word
