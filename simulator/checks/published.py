"""Fee and deadline are those that are published for the service; a shorter promise is fine."""

from datetime import datetime, timedelta

from simulator.checks.blocked import no_dossier, no_form, officer_stopped
from simulator.checks.seen import acknowledged, exchanges_of, status_of
from simulator.core.text import Text
from simulator.domain.calendar import add_working_days
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import Deadline, Service

_UNITS = {
    "working_day": Text("ngày làm việc", "working days"),
    "day": Text("ngày", "days"),
    "hour": Text("giờ", "hours"),
}
"""Units that a promise can be counted in."""

_PROMISING = (DossierStatus.ACCEPTED, DossierStatus.PROCESSING)


def without_deadline(service: Service) -> str:
    """Return why there is no deadline to hold: it follows a calendar, is at once, or no number is published."""
    counted = service.deadline.unit in _UNITS and service.deadline.value is not None
    return "" if counted else "no_deadline"


def promised_in_time(evidence: Evidence) -> Judgement:
    """Judge the date that an accepted dossier promises: not later than the published time after it was received.

    The day itself is not counted and the last day counts to its end, so what is received late in the day has its
    next working day.
    """
    blocked = no_dossier(evidence) or officer_stopped(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    rows = [row for row in acknowledged(evidence, "dossier_report") if status_of(row) in _PROMISING]
    dated = [row for row in rows if _moment(row, "due_at") and _moment(row, "received_at")]
    if not dated:
        return Judgement(findings=(Finding("no_promise", exchanges=exchanges_of(rows), settles=False),))
    late = {row.get("due_at"): found for row in dated if (found := _late(evidence, row))}
    return Judgement(exchanges_of(dated), tuple(late.values()))


def _late(evidence: Evidence, row: Fact) -> Finding | None:
    deadline = evidence.service.deadline
    received, due = _moment(row, "received_at"), _moment(row, "due_at")
    if received is None or due is None or due <= (latest := _latest(received, deadline)):
        return None
    return Finding(
        "promised_late",
        {
            "value": deadline.value,
            "unit": _UNITS[deadline.unit],
            "received": received.isoformat(timespec="minutes"),
            "due": due.isoformat(timespec="minutes"),
        },
        where="due_at",
        expected=f"≤ {latest.isoformat(timespec='minutes')}",
        found=due.isoformat(timespec="minutes"),
        exchanges=(row.exchange,),
        # The published times were read in copies of 2026; which number stood there on the day is not known.
        assumed=True,
    )


def _latest(received: datetime, deadline: Deadline) -> datetime:
    value = deadline.value or 0
    if deadline.unit == "hour":
        return received + timedelta(hours=value)
    last = add_working_days(received, value) if deadline.unit == "working_day" else received + timedelta(days=value)
    return last.replace(hour=23, minute=59, second=59)


def _moment(row: Fact, name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(row.get(name) or ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def without_fee(service: Service) -> str:
    """Return why there is no fee to compare: no single number is published."""
    return "" if service.fee.online_vnd is not None else "no_single_fee"


def fee_as_published(evidence: Evidence) -> Judgement:
    """Judge the fee that the form shows for filing online."""
    forms = list(evidence.of("form_read"))
    if not forms:
        return Judgement(findings=(no_form(evidence),))
    shown = [form for form in forms if form.get("fee") is not None]
    if not shown:
        return Judgement(findings=(Finding("fee_not_shown", exchanges=exchanges_of(forms), settles=False),))
    published = evidence.service.fee
    wrong = {form.get("fee"): form for form in shown if form.get("fee") != published.online_vnd}
    findings = tuple(
        Finding(
            "fee_differs",
            {"shown": fee, "published": published.online_vnd},
            where="fee.online_vnd",
            expected=str(published.online_vnd),
            found=str(fee),
            exchanges=(form.exchange,),
            assumed=published.mark is not Mark.SEEN,
        )
        for fee, form in wrong.items()
    )
    return Judgement(exchanges_of(shown), findings)
