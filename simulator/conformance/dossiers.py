"""Which dossier a story is about, also where nobody told its code: a person filed it, and a report brings the code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from simulator.domain.evidence import StepRecord
from simulator.domain.fact import Fact

FILING = ("citizen.apply", "counter.file")
OWN = "${dossier}"
"""In a scenario: the code of the dossier that was filed last."""


class Dossiers:
    """The dossiers of one session, as far as they are known."""

    def __init__(self, facts: Callable[[], Iterable[Fact]]) -> None:
        self._facts = facts
        self._codes: list[str] = []
        self._untold = 0
        """Dossiers that were filed and whose code nobody has told yet."""

    @property
    def filed(self) -> bool:
        """Return whether a dossier was filed."""
        return bool(self._codes or self._untold)

    def heard_of(self, target: str, answer: Mapping[str, Any]) -> None:
        """Take in what a call of the story was answered."""
        code = str(answer.get("dossier_code") or "")
        if code:
            self._codes = [*(one for one in self._codes if one != code), code]
        elif target in FILING and answer.get("ok"):
            self._untold += 1

    def take_up(self, codes: Sequence[str], steps: Iterable[StepRecord]) -> None:
        """Take in what is known when an interrupted run goes on."""
        self._codes = list(dict.fromkeys(codes))
        filings = sum(one.verb == "call" and one.target in FILING and one.status == "done" for one in steps)
        self._untold = max(filings - len(self._codes), 0)

    def where(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a fact has to carry; a dossier whose code is not known yet is matched by none."""
        self._learn()
        own = "" if self._untold or not self._codes else self._codes[-1]
        return {name: own if value == OWN else value for name, value in wanted.items()}

    def _learn(self) -> None:
        """Take the codes of reports for the dossiers whose codes nobody told, in their order."""
        for fact in self._facts() if self._untold else ():
            code = str(fact.get("dossier_code") or "")
            if fact.kind == "dossier_report" and fact.get("accepted") and code and code not in self._codes:
                self._codes.append(code)
                self._untold -= 1
                if not self._untold:
                    return
