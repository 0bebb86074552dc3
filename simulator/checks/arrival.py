"""One act leaves one trace at the portal: one dossier for a submission, one step for an officer's action.

A repeat with the same key is how a careful system survives a lost answer, and is fine. So is a step that a system
adds of its own accord (some prepend an "accepted" step), and so are several different steps within one status.
"""

from collections import defaultdict
from collections.abc import Iterator

from simulator.checks.blocked import no_dossier
from simulator.checks.seen import (
    acknowledged,
    deeds,
    exchanges_of,
    reports_of_another,
    status_made,
    status_of,
    status_text,
)
from simulator.checks.seen import dossier_code as own_code
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement

_MANY_STEPS = DossierStatus.PROCESSING
"""Systems report each internal step (assign, examine, sign ...) with this one status."""


def arrives_once(evidence: Evidence) -> Judgement:
    """Judge how often the submission and each officer action left their trace."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    findings = (*_second_dossier(evidence), *_doubled_steps(evidence))
    return Judgement(exchanges_of(acknowledged(evidence)), findings)


def _second_dossier(evidence: Evidence) -> Iterator[Finding]:
    own = own_code(evidence)
    others = reports_of_another(evidence)
    asked = sum(step.verb == "call" and step.target == "citizen.apply" for step in evidence.steps) or 1
    answered = [fact for fact in evidence.of("submission") if fact.get("accepted") and fact.get("dossier_code")]
    codes = dict.fromkeys([own, *(str(fact.get("dossier_code")) for fact in [*answered, *others])])
    if len(codes) <= asked:
        return
    yield Finding(
        "second_dossier",
        {"dossier": own, "others": ", ".join(code for code in codes if code != own), "count": len(codes)},
        expected=own,
        found=", ".join(codes),
        exchanges=exchanges_of([*answered, *others]),
    )


def _doubled_steps(evidence: Evidence) -> Iterator[Finding]:
    actions = deeds(evidence)
    for (status, _), steps in _told_alike(evidence).items():
        times = dict.fromkeys(str(step.get("occurred_at")) for step in steps)
        acted = sum(status_made(action) == status for action in actions)
        if acted == 0 or len(times) <= acted:
            continue
        alike = {(step.get("officer"), step.get("content")) for step in steps}
        added = evidence.dialect is not None and status in evidence.dialect.added_steps
        code = "step_doubled" if len(alike) == 1 else "step_doubled_in_other_words"
        yield Finding(
            "added_step_repeated" if added else code,
            {"status": status_text(status), "times": ", ".join(times), "count": len(times), "acted": acted},
            expected=str(acted),
            found=", ".join(times),
            exchanges=exchanges_of(steps),
            assumed=added or len(alike) > 1,
        )


def _told_alike(evidence: Evidence) -> dict[tuple[int, tuple[object, ...]], list[Fact]]:
    """Group the acknowledged steps that could be the same act: by status, while processing also by what they tell."""
    groups: dict[tuple[int, tuple[object, ...]], list[Fact]] = defaultdict(list)
    for step in acknowledged(evidence, "progress_report"):
        status = status_of(step)
        if status is not None:
            told = (step.get("officer"), step.get("content")) if status == _MANY_STEPS else ()
            groups[(status, told)].append(step)
    return groups
