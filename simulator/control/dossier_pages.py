"""The citizen looks at the dossier, supplements and withdraws it in a real browser, on the system's own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.control.body import text_of, texts_of
from simulator.control.changing import ASKED, ENDED, NOT_POSSIBLE, asked_codes
from simulator.control.contract_ids import SUPPLEMENT, VIEW, WITHDRAWAL
from simulator.control.form_pages import attach, come, played, script_of, unclear, words_in, written
from simulator.control.form_reading import codes_on, read_files, read_lines
from simulator.control.journey import Wishes, procedure_code
from simulator.control.page_exchanges import last_exchange, watched
from simulator.control.paper import pdf
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.tab import Tab
from simulator.domain.form_script import Action, DossierPage, Line, Reading, SendingPage, Spot


@dataclass(frozen=True)
class Look:
    """The dossier's page as it was seen, recorded already."""

    page: DossierPage
    seen: Mapping[str, Any]
    """Data of the fact `dossier_view`."""


def view(stage: Stage, tab: Tab) -> dict[str, Any]:
    """Look at the dossier on the system's own page."""
    found = _look(stage, tab)
    return {"ok": True, "dossier_code": stage.dossier().code, "status": found.seen["status"]}


def supplement(stage: Stage, tab: Tab, wishes: Wishes) -> dict[str, Any]:
    """State anew the lines and hand in the papers that the dossier's page asks for."""
    found = _look(stage, tab)
    asked = found.seen["asked"] or {}
    codes = asked_codes(texts_of(wishes.told, "attach") or (ASKED,), asked.get("components") or ())
    code = stage.dossier().code
    fact = {"dossier_code": code, "typed": {}, "components": codes}
    page, blocked = _page(stage, tab, found, "supplement", fact)
    if page is None:
        return blocked
    with watched(stage, tab, SUPPLEMENT):
        _go(stage, tab, page, found.page.supplement, code)
        fact["typed"] = _state_anew(stage, tab, page, frozenset(asked.get("fields") or ()), wishes)
        files = read_files(tab, page.components or script_of(stage).form.components)
        for component in codes:
            attach(tab, files, component, f"{component}.pdf", pdf(component))
    return _send(stage, tab, page, SUPPLEMENT, "supplement", fact)


def withdraw(stage: Stage, tab: Tab, wishes: Wishes) -> dict[str, Any]:
    """Stop the procedure. A repeat after a crash finds it stopped already, which is what was wanted."""
    found = _look(stage, tab)
    code, status = stage.dossier().code, found.seen["status"]
    fact: dict[str, Any] = {"dossier_code": code, "status": status}
    if status in ENDED:
        _tell(stage, tab, VIEW, "withdrawal", {**fact, "accepted": True, "reason": ""})
        return {"ok": True, "dossier_code": code, "status": status}
    page, blocked = _page(stage, tab, found, "withdrawal", fact)
    if page is None:
        return blocked
    with watched(stage, tab, WITHDRAWAL):
        _go(stage, tab, page, found.page.withdraw, code)
        if page.reason and (reason := text_of(wishes.told, "reason", "")):
            tab.act([Action("fill", page.reason, reason)])
    return _send(stage, tab, page, WITHDRAWAL, "withdrawal", {**fact, "status": None})


def _look(stage: Stage, tab: Tab) -> Look:
    """Open the dossier on the system's own page, read it, and record what was seen."""
    dossier, page = stage.dossier(), script_of(stage).dossier
    if page is None:
        raise HandProblem("not_offered", f"the script of {stage.service.id} has no page `dossier`")
    with watched(stage, tab, VIEW):
        if not tab.logged_in:
            come(stage, tab, procedure_code(stage))
            tab.act(played(stage, script_of(stage).form.before))
            tab.logged_in = True
        tab.open(stage.url(words_in(stage, page.open, dossier.code) or dossier.view))
        tab.act(played(stage, page.before, dossier.code))
        tab.reach([page.status.spot] if page.status else [])
        seen = _seen(tab, page, dossier.code)
    stage.record(last_exchange(stage, tab, VIEW), [("dossier_view", seen)])
    return Look(page, seen)


def _seen(tab: Tab, page: DossierPage, code: str) -> dict[str, Any]:
    decision = [{"datum": datum, "value": value, "source": ""} for datum, _, value in _shown(tab, page.decision)]
    fields = [{"id": line, "datum": datum, "value": value} for datum, line, value in _shown(tab, page.fields)]
    return {
        "place": "province",
        "dossier_code": code,
        "status": _status(tab, page.status),
        "unit": {"code": "", "name": tab.read(page.unit)} if page.unit else None,
        "fields": fields,
        "decision": decision or None,
        "history": [{"status": None, "at": "", "content": text} for text in _texts(tab, page.history)],
        "asked": _asked(tab, page),
        "supplement": _offered(tab, page.supplement),
        "withdraw": _offered(tab, page.withdraw),
        "notes": _texts(tab, page.notes),
    }


def _shown(tab: Tab, lines: tuple[Line, ...]) -> list[tuple[str, str, str]]:
    """Return (datum, id, value) of the values on the page."""
    shown = []
    for line in lines:
        found = tab.rows(line.spot, *([line.datum_from] if line.datum_from else []))
        for row in found if line.datum_from else found[:1]:
            datum = row["attributes"].get(line.datum_from, "") if line.datum_from else line.datum
            shown.append((datum, line.id or row["name"] or row["id"], str(row["value"])))
    return shown


def _status(tab: Tab, status: Reading | None) -> int | None:
    """Return the portal's code for what the page says; None for words that the script does not know."""
    if status is None:
        return None
    said = " ".join(tab.read(status).casefold().split())
    known = {" ".join(word.casefold().split()): code for word, code in status.words.items()}
    held = sorted((word for word in known if word in said), key=len)
    return known[held[-1]] if held else None


def _asked(tab: Tab, page: DossierPage) -> dict[str, Any] | None:
    reason = " ".join(_texts(tab, page.reason))
    components, fields = codes_on(tab, page.asked_components), codes_on(tab, page.asked_fields)
    if not (reason or components or fields or _offered(tab, page.supplement)):
        return None
    return {"reason": reason, "components": components, "fields": fields}


def _offered(tab: Tab, spot: Spot | None) -> str | None:
    """Return where something leads, empty when it is not there; None when the script does not say."""
    if spot is None:
        return None
    found = [row for row in tab.rows(spot) if row["visible"]]
    return str(found[0]["href"] or spot.selector) if found else ""


def _texts(tab: Tab, spot: Spot | None) -> list[str]:
    return [str(row["value"]) for row in tab.rows(spot) if row["value"] and row["visible"]] if spot else []


def _page(
    stage: Stage, tab: Tab, found: Look, kind: str, fact: Mapping[str, Any]
) -> tuple[SendingPage | None, dict[str, Any]]:
    """Return the page to go on with, or the answer that says why there is none."""
    name = "withdraw" if kind == "withdrawal" else kind
    page: SendingPage | None = getattr(script_of(stage), name)
    if page is None:
        raise HandProblem("not_offered", f"the script of {stage.service.id} has no page `{name}`")
    if found.seen[name] == "":
        _tell(stage, tab, VIEW, kind, {**fact, "accepted": False, "reason": NOT_POSSIBLE})
        return None, {"ok": False, "problem": HandProblem("not_offered", NOT_POSSIBLE).to_json()}
    return page, {}


def _go(stage: Stage, tab: Tab, page: SendingPage, link: Spot | None, code: str) -> None:
    """Come from the dossier's page to one that can be sent."""
    if page.open:
        tab.open(stage.url(words_in(stage, page.open, code)))
    elif not page.before and link:
        tab.press(link)
    tab.act(played(stage, page.before, code))
    tab.reach([page.submit])


def _state_anew(stage: Stage, tab: Tab, page: SendingPage, asked: frozenset[str], wishes: Wishes) -> dict[str, str]:
    """Fill in what is asked for, and what the story wants to stand otherwise; return datum -> what was typed."""
    typed = {}
    lines = page if page.fields else script_of(stage).form
    for row, handle in read_lines(stage, tab, lines):
        text = wishes.typed.get(row["datum"]) or row["value"]
        if row["state"] == "locked" or not text or (row["id"] not in asked and text == row["value"]):
            continue
        made = tab.fill(handle, written(lines, handle, text))
        if row["datum"]:
            typed[row["datum"]] = made
    return typed


def _send(
    stage: Stage, tab: Tab, page: SendingPage, operation: str, kind: str, fact: Mapping[str, Any]
) -> dict[str, Any]:
    with watched(stage, tab, operation):
        tab.act(played(stage, page.after, stage.dossier().code))
        ended = tab.send(page.submit, page.taken, page.refused)
    if ended.refused:
        _tell(stage, tab, operation, kind, {**fact, "accepted": False, "reason": ended.refused})
        return {"ok": False, "problem": HandProblem("http_status", f"refused: {ended.refused}", tab.url).to_json()}
    if not ended.code:
        raise unclear(stage, tab, operation, page)
    code = ended.code if page.taken is script_of(stage).form.taken else fact["dossier_code"]
    _tell(stage, tab, operation, kind, {**fact, "dossier_code": code, "accepted": True, "reason": ""})
    return {"ok": True, "dossier_code": fact["dossier_code"], "status": fact.get("status")}


def _tell(stage: Stage, tab: Tab, operation: str, kind: str, fact: Mapping[str, Any]) -> None:
    stage.record(last_exchange(stage, tab, operation), [(kind, dict(fact))])
