"""Defects of what comes between filing and result: remembering, supplementing, withdrawing."""

import re

from simulator.province import workflow
from simulator.province.dossier import Dossier
from simulator.province.outbox import Event
from simulator.province.seams import Seams


class ForgetsTypedData(Seams):
    """Each form begins with what the state knows; what the citizen once typed stays in the old dossier."""

    def remembered(self, learnt: dict[str, str]) -> dict[str, str]:
        """Remember nothing."""
        del learnt
        return {}


class ReasonSwallowed(Seams):
    """The officer's reason stays in an internal note."""

    def told_reason(self, reason: str) -> str:
        """Tell nobody."""
        del reason
        return ""


class SupplementAskedAgain(Seams):
    """Requests come one by one: with each supplement the desk thinks of another paper."""

    def demand_after_supplement(self, dossier: Dossier) -> str:
        """Ask for one more paper."""
        del dossier
        return "Đề nghị nộp thêm bản sao sổ hộ khẩu"


class AsksForWhatWasGiven(Seams):
    """The request is a fixed list of all papers, whatever was handed in."""

    def asked_components(self, dossier: Dossier, components: tuple[str, ...]) -> tuple[str, ...]:
        """Ask for every paper of the dossier again."""
        asked = super().asked_components(dossier, components)
        return tuple(dict.fromkeys([*asked, *(paper.code for paper in dossier.papers)]))


class NewNumberAfterSupplement(Seams):
    """A supplement is filed as a new dossier."""

    def supplemented_code(self, code: str) -> str:
        """Answer with the code of a new dossier."""
        return re.sub(r"[0-9]{4}$", lambda number: f"{(int(number.group()) + 5000) % 10000:04}", code)


class RefusesWithdrawal(Seams):
    """Once a dossier is accepted, the system has no way to stop it for the citizen."""

    def is_allowed(self, status: int, target: int, allowed: bool) -> bool:
        """Refuse every withdrawal."""
        return target != workflow.WITHDRAWN and super().is_allowed(status, target, allowed)


class GoesOnAfterWithdrawal(Seams):
    """The dossier stays in the officers' list after its withdrawal."""

    def is_allowed(self, status: int, target: int, allowed: bool) -> bool:
        """Let officers go on."""
        return status == workflow.WITHDRAWN or super().is_allowed(status, target, allowed)


class WithdrawalNotReported(Seams):
    """The status "withdrawn" has no entry in the table of the portal's codes."""

    def is_reported(self, event: Event) -> bool:
        """Leave the withdrawal out."""
        return event.dossier.status != workflow.WITHDRAWN and super().is_reported(event)
