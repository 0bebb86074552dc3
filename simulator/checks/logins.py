"""What a system makes of logins in which something is wrong: one outcome for each case that was tried.

A case counts only between two logins as they should be, both of which opened a session: a system that refuses
everybody shows nothing by refusing the wrong ones too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.checks.blocked import hand_problem
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.identity_case import NEEDS, PLAIN, IdentityCase
from simulator.domain.outcome import Finding, Judgement, Owner, Part

_BROKEN_PAGE = 500
_TEMPORARY = (502, 503, 504)
ANY, ABSENT = "*", "!"
"""What a case of kind `ask` says of a parameter whose value does not matter."""


@dataclass(frozen=True)
class Tried:
    """One case as it was tried, with the logins on both sides of it."""

    case: IdentityCase
    fact: Fact
    before: Fact | None
    after: Fact | None

    @property
    def state(self) -> bool | None:
        """Return whether a session was open at the end; None when the system did not say."""
        state: bool | None = self.fact.get("after" if self.case.browser.get("then") else "opened")
        return state

    @property
    def values(self) -> dict[str, object]:
        """Return what the sentences about the case are filled with."""
        case = self.case
        return {
            "case": case.title,
            "does": case.does,
            "document": case.document,
            "article": case.article,
            "said": str(self.fact.get("said") or "–"),
            "status": self.fact.get("status") or self.fact.get("problem") or "–",
        }


Judge = Callable[[Tried, Evidence], Judgement]


def cases_judged(*expectations: str) -> Callable[[Evidence], Judgement]:
    """Return the judge of a check: all tried cases that expect one of these (`domain.identity_case`)."""

    def judge(evidence: Evidence) -> Judgement:
        parts = tuple(_parts(evidence, expectations))
        if parts:
            return Judgement(parts=parts)
        tried = any(evidence.of("login_tried"))
        why = None if tried else hand_problem(evidence)
        return Judgement(findings=(why or Finding("no_login_tried", owner=Owner.TESTER, settles=False),))

    return judge


def _parts(evidence: Evidence, expectations: tuple[str, ...]) -> Iterator[Part]:
    facts = list(evidence.of("login_tried"))
    for place, fact in enumerate(facts):
        for row in fact.get("left_out") or ():
            case = evidence.cases.get(str(row["case"]))
            if case is not None and case.expects in expectations:
                values = {"case": case.title, "lacks": str(row["lacks"])}
                code = "case_left_out" if row["lacks"] in (*NEEDS, PLAIN) else "case_of_other_profile"
                yield Part(case.id, Judgement(left_out=code, values=values), case.remedy)
        case = evidence.cases.get(str(fact.get("case")))
        if case is not None and case.expects in expectations:
            tried = Tried(case, fact, _control(facts[:place][::-1]), _control(facts[place + 1 :]))
            yield Part(case.id, _unasked(tried) or _between(tried, evidence), case.remedy)


def _control(facts: list[Fact]) -> Fact | None:
    return next((fact for fact in facts if fact.get("control")), None)


def _unasked(tried: Tried) -> Judgement | None:
    """Return that the case means nothing to a system whose login request lacks what the case is about."""
    name = tried.case.browser.get("only_if_asked", "")
    if not name or (tried.fact.get("asked") or {}).get(name) or not tried.fact.get("asked"):
        return None
    return Judgement(left_out="case_not_asked", values={**tried.values, "name": str(name)})


def _between(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a case whose controls hold."""
    for control in (tried.before, tried.after):
        if control is None or control.get("opened") is not True:
            seen = (control or tried.fact).exchange
            said = str((control or tried.fact).get("said") or "–")
            return Judgement(
                findings=(Finding("control_login_failed", {"said": said}, exchanges=(seen,), settles=False),)
            )
    return _JUDGES[tried.case.expects](tried, evidence)


def _refused(tried: Tried, evidence: Evidence) -> Judgement:
    if _is_not_reached(tried):
        return _unclear(tried, "case_not_reached")
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if not tried.state:
        return _passed(tried, "case_refused")
    asked, told = int(tried.case.browser.get("level", 0)), int(tried.fact.get("level") or 0)
    if asked and not told:
        return _unclear(tried, "level_untold")
    if told < asked:
        # A session that is open to what a lower level may do is no wrong one, as long as it is called that.
        return _passed(tried, "case_level_told")
    return _finding(tried, evidence, "forged_login_taken", "–", _who(tried), weak=_guarded(tried))


def _is_not_reached(tried: Tried) -> bool:
    """Return whether VNeID kept the browser: the system never saw what the case is about."""
    return not (tried.fact.get("callback_status") or tried.fact.get("problem") or "discovery" in tried.case.fault)


def _guarded(tried: Tried) -> bool:
    """Return whether the system guards its login in another way than the one that the case is about."""
    asked: Mapping[str, str] = tried.fact.get("asked") or {}
    return any(asked.get(name) for name in tried.case.browser.get("guarded_by") or ())


def _taken(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.fact.get("left_host"):
        return _finding(tried, evidence, "login_left_host", "–", str(tried.fact.get("left_host")))
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if not tried.state and tried.case.browser.get("return_to"):
        return _passed(tried, "case_refused")
    if not tried.state:
        return _finding(tried, evidence, "right_login_refused", str(tried.fact.get("expected_id")), "–")
    if tried.fact.get("personal_id") != tried.fact.get("expected_id"):
        return _finding(tried, evidence, "wrong_person", str(tried.fact.get("expected_id")), _who(tried))
    if tried.case.browser.get("twice") and _is_broken(tried):
        return _finding(tried, evidence, "page_breaks", "2xx | 4xx", _page(tried), weak=True)
    return _passed(tried, "case_taken")


def _coped(tried: Tried, evidence: Evidence) -> Judgement:
    if _is_not_reached(tried):
        return _unclear(tried, "case_not_reached")
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if tried.state:
        return _finding(tried, evidence, "forged_login_taken", "–", _who(tried))
    if tried.fact.get("raw_markup"):
        return _finding(tried, evidence, "markup_not_escaped", "&lt;", "<")
    if _is_broken(tried):
        return _finding(tried, evidence, "login_trouble_breaks", "4xx | 502 | 503 | 504", _page(tried), weak=True)
    if "authorize" in tried.case.fault and _called(tried, evidence, "token_called"):
        return _finding(tried, evidence, "token_called_for_nothing", "–", "token", weak=True)
    return _passed(tried, "case_coped")


def _is_broken(tried: Tried) -> bool:
    status = int(tried.fact.get("status") or 0)
    return (status >= _BROKEN_PAGE and status not in _TEMPORARY) or bool(tried.fact.get("problem"))


def _ended(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.fact.get("opened") is not True or tried.state is None:
        return _unclear(tried, "whoami_silent")
    if tried.state:
        return _finding(tried, evidence, "session_goes_on", "401", _who(tried))
    return _passed(tried, "case_ended")


def _stayed(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.fact.get("opened") is not True or tried.state is None:
        return _unclear(tried, "whoami_silent")
    if not tried.state:
        return _finding(tried, evidence, "session_ended_by_forgery", str(tried.fact.get("expected_id")), "401")
    return _passed(tried, "case_stayed")


def _asked(tried: Tried, evidence: Evidence) -> Judgement:
    for name, value in _wanted(tried).items():
        sent = _sent(tried, evidence, name)
        if not _fits(sent, value):
            return _finding(tried, evidence, "login_asks_wrong", f"{name}: {value}", sent or "–")
    return _passed(tried, "case_asked")


def _sent(tried: Tried, evidence: Evidence, name: str) -> str:
    """Return a parameter of the authorization request, or what was seen of the calls after it (`token.verifier`)."""
    call, _, seen = name.rpartition(".")
    if not call:
        asked: Mapping[str, str] = tried.fact.get("asked") or {}
        return asked.get(name, "")
    calls = _called(tried, evidence, f"{call}_called")
    return "yes" if calls and all(one.get(seen) for one in calls) else "no" if calls else ""


def _fits(sent: str, wanted: str) -> bool:
    if wanted == ABSENT:
        return not sent
    if wanted == ANY:
        return bool(sent)
    return any(word == sent or word in sent.split() for word in wanted.split("|"))


def _wanted(tried: Tried) -> Mapping[str, str]:
    found: Mapping[str, str] = tried.case.browser.get("asks") or {}
    return found


_JUDGES: Mapping[str, Judge] = {
    "refuse": _refused,
    "either": _refused,
    "take": _taken,
    "cope": _coped,
    "end": _ended,
    "stay": _stayed,
    "ask": _asked,
}


def _finding(tried: Tried, evidence: Evidence, code: str, expected: str, found: str, weak: bool = False) -> Judgement:
    told = f"{found}; {_calls(tried, evidence)}" if _calls(tried, evidence) else found
    finding = Finding(
        code,
        tried.values,
        where=tried.case.id,
        expected=expected,
        found=told,
        exchanges=(tried.fact.exchange,),
        assumed=weak or not tried.case.can_fail,
    )
    return Judgement((tried.fact.exchange,), (finding,))


def _unclear(tried: Tried, code: str) -> Judgement:
    finding = Finding(code, tried.values, where=tried.case.id, exchanges=(tried.fact.exchange,), settles=False)
    return Judgement(findings=(finding,))


def _passed(tried: Tried, code: str) -> Judgement:
    return Judgement((tried.fact.exchange,), confirms=code, values=tried.values)


def _calls(tried: Tried, evidence: Evidence) -> str:
    """Return which of VNeID's endpoints the system called in this login."""
    counts = {kind: len(_called(tried, evidence, kind)) for kind in ("token_called", "userinfo_called")}
    return ", ".join(f"{kind.removesuffix('_called')} {count}×" for kind, count in counts.items() if count)


def _called(tried: Tried, evidence: Evidence, kind: str) -> list[Fact]:
    since = tried.before.exchange if tried.before else 0
    return [one for one in evidence.of(kind) if since < one.exchange < tried.fact.exchange]


def _who(tried: Tried) -> str:
    level = tried.fact.get("acr") or tried.fact.get("level")
    return " ".join(str(part) for part in (tried.fact.get("personal_id"), level) if part)


def _page(tried: Tried) -> str:
    return f"{tried.fact.get('status') or tried.fact.get('problem')}: {tried.fact.get('said') or '–'}"
