"""The files to which a dossier points can be fetched: its components and its result."""

from simulator.checks.blocked import no_dossier
from simulator.checks.seen import exchanges_of
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.file_link import PAPER
from simulator.domain.outcome import Finding, Judgement, Owner

_PURPOSES = {True: Text("thành phần", "the component"), False: Text("kết quả", "the result")}
_REASONS = {
    "host_not_listed": Text(
        "máy chủ này không có trong files.hosts của tờ khai", "files.hosts of the claim sheet does not list its host"
    ),
    "bad_link": Text("đây không phải một địa chỉ http", "this is no http address"),
    "private_address": Text(
        "tên miền dẫn đến địa chỉ nội bộ không được khai ở files.hosts",
        "its name leads to a private address that files.hosts does not list",
    ),
    "redirected": Text("địa chỉ này chuyển hướng đi nơi khác", "the address redirects elsewhere"),
    "refused": Text("không kết nối được", "no connection could be made"),
    "timeout": Text("không tải xong trong 10 giây", "it did not come within 10 seconds"),
    "closed": Text("kết nối bị ngắt giữa chừng", "the connection was cut"),
    "tls": Text("chứng thư TLS không tin cậy được", "its TLS certificate cannot be trusted"),
    "too_large": Text("tệp lớn hơn files.max_mb", "the file is larger than files.max_mb"),
    "empty": Text("tệp rỗng", "the file is empty"),
    "wrong_type": Text("nội dung không phải loại tệp của hồ sơ", "its content is no kind of file that dossiers have"),
    "corrupt": Text("tệp hỏng hoặc bị cắt cụt", "the file is damaged or cut short"),
}


def files_can_be_fetched(evidence: Evidence) -> Judgement:
    """Judge each link of the session's dossiers by the last that the portal saw of it."""
    if blocked := no_dossier(evidence):
        return Judgement(findings=(blocked,))
    named = {_key(fact): fact for fact in evidence.of("file_named")}
    if not named:
        return Judgement(left_out="no_file_named")
    last = {_key(fact): fact for fact in evidence.of("file_fetched")}
    fetched = [fact for fact in last.values() if fact.get("ok")]
    findings = [_not_fetched(fact) for fact in last.values() if not fact.get("ok")]
    findings += [_not_asked(fact) for key, fact in named.items() if key not in last]
    return Judgement(exchanges_of(fetched), tuple(findings))


def _key(fact: Fact) -> tuple[str, str]:
    return str(fact.get("dossier_code")), str(fact.get("file"))


def _not_fetched(fact: Fact) -> Finding:
    problem, link = str(fact.get("problem")), str(fact.get("link"))
    values = {
        "dossier": fact.get("dossier_code"),
        "purpose": _PURPOSES[fact.get("purpose") == PAPER],
        "component": fact.get("component") or "–",
        "link": link,
        "reason": _REASONS.get(problem) or Text(f"trả lời HTTP {fact.get('status')}", f"HTTP {fact.get('status')}"),
    }
    return Finding("file_not_fetched", values, link, "200", problem, (fact.exchange,))


def _not_asked(fact: Fact) -> Finding:
    values = {"dossier": fact.get("dossier_code"), "link": fact.get("link")}
    return Finding("file_not_asked_yet", values, exchanges=(fact.exchange,), owner=Owner.SUITE, settles=False)
