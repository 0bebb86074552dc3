"""Answers for `dvcsim init`: from the flags, else by asking where somebody sits at a terminal, else by default."""

from collections.abc import Callable, Mapping, Sequence

import click

from simulator.catalogue.catalogue import Catalogue
from simulator.cli import init_answers as answers
from simulator.cli.init_answers import DRIVERS, INTAKES, KINDS, TRIAL, Answers
from simulator.core.errors import ConfigurationError, SimulatorError
from simulator.core.text import Text
from simulator.domain.identity_profile import STANDARD

Check = Callable[[str, str], str]
"""(where, word) -> the answer; raises with near matches."""
_LOCAL = "http://127.0.0.1"


class Questions:
    """Asks for one thing after the other; what a flag gave is checked and not asked."""

    def __init__(self, given: Mapping[str, str | None], asking: bool) -> None:
        self._given = given
        self._asking = asking

    def answer(self, name: str, question: Text, default: str, check: Check) -> str:
        """Return the answer to one question; `name` is the flag without its dashes."""
        flag = f"--{name}"
        if (given := self._given.get(name)) is not None:
            return check(flag, given)
        if not self._asking:
            if not default:
                raise ConfigurationError(
                    flag, "not given", f"the {question.en}", f"Give {flag}; at a terminal it is asked."
                )
            return check(flag, default)
        while True:
            word: str = click.prompt(f"{question.vi} / {question.en}", default=default or None, type=str)
            try:
                return check("", word)
            except SimulatorError as error:
                click.echo(f"  ✕ {error.text()}", err=True)


def answers_from(questions: Questions, services: Sequence[str], sets: Sequence[str], catalogue: Catalogue) -> Answers:
    """Return all answers."""
    ask = questions.answer
    kind = ask("kind", Text("Tỉnh hay bộ, ngành", "province or ministry"), KINDS[0], _choice(KINDS))
    code = _province(questions, catalogue)
    trial = code == TRIAL
    own = ask("id", Text("Mã ngắn của hệ thống", "short id of the system"), _id(kind, code), answers.id_of)
    name = _name(questions, kind, code, catalogue)
    letter = "G" if kind == "ministry" else "H"
    agency_text = Text("Mã đơn vị (QĐ 20/2020/QĐ-TTg)", "agency code of Decision 20/2020/QĐ-TTg")
    agency = ask("agency", agency_text, f"000.00.00.{letter}99" if trial else "", answers.agency_of)
    receiving_text = Text("Mã đơn vị tiếp nhận", "agency code in the hand-over")
    receiving = ask("receiving-agency", receiving_text, f"{letter}99.12" if trial else agency, answers.agency_of)
    base = Text("Địa chỉ hệ thống của bạn", "address of your system")
    base_url = ask("base-url", base, f"{_LOCAL}:8030", answers.address_of)
    landing = Text("Đường dẫn trang chuyển tiếp", "path of the landing page")
    return Answers(
        id=own,
        name=name,
        kind=kind,
        province_code=code,
        agency=agency,
        receiving_agency=receiving,
        base_url=base_url,
        landing=ask("landing", landing, "/vi/nps/apply", answers.path_of),
        services=answers.services_of(services, sets, catalogue),
        **_dealings(questions, own, catalogue),
    )


def _dealings(questions: Questions, own: str, catalogue: Catalogue) -> dict[str, str]:
    """Return how the system deals with the national side."""
    ask = questions.answer
    national = Text("Địa chỉ phía quốc gia (dvcsim serve)", "address of the national side")
    family = Text(f"Họ phần mềm ({', '.join(catalogue.dialects)})", "dialect")
    profile = Text(f"Kiểu VNeID ({', '.join(catalogue.identity_profiles)})", "profile of VNeID")
    driver = Text("Ai thao tác (api, browser, attended)", "who works its pages")
    intake = Text(f"Hồ sơ đến bằng đường nào ({', '.join(INTAKES)})", "how dossiers reach it")
    return {
        "national_url": ask("simulator", national, f"{_LOCAL}:8025", answers.address_of),
        "dialect": ask("dialect", family, "default", _choice(catalogue.dialects)),
        "profile": ask("profile", profile, STANDARD, _choice(catalogue.identity_profiles)),
        "driver": ask("driver", driver, "api", _choice(DRIVERS)),
        "intake": ask("intake", intake, "redirect", _choice(INTAKES)),
        "account": ask("account", Text("Tài khoản bộ chuyển đổi", "adapter account"), own, answers.words_of),
        "client_id": ask("client-id", Text("Mã OpenID", "OpenID client id"), f"{own}-rp", answers.words_of),
    }


def _province(questions: Questions, catalogue: Catalogue) -> str:
    text = Text("Tỉnh, thành phố (mã hoặc tên; 99: thử nghiệm)", "province, by code or name")
    return questions.answer("province", text, TRIAL, lambda where, word: answers.province_of(where, word, catalogue))


def _name(questions: Questions, kind: str, code: str, catalogue: Catalogue) -> Text:
    unit = catalogue.codes[code].name
    known = "Hệ thống của bộ, ngành" if kind == "ministry" else f"Hệ thống một cửa {unit}"
    vi = questions.answer("name", Text("Tên hệ thống", "its name in Vietnamese"), known, answers.words_of)
    other = "One-stop system" if kind == "province" else "System of a ministry"
    en = questions.answer("name-en", Text("Tên tiếng Anh", "its name in English"), f"{other} {code}", answers.words_of)
    return Text(vi, en)


def _id(kind: str, code: str) -> str:
    return f"{'bo' if kind == 'ministry' else 'tinh'}-{code}"


def _choice(known: Sequence[str] | Mapping[str, object]) -> Check:
    return lambda where, word: answers.one_of(where, word, known)
