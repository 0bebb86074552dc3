"""How a verdict looks: a mark and a word beside the colour, so that nobody has to see colours."""

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.report.texts import text

MARKS: dict[Verdict, str] = {
    Verdict.ERROR: "⚠",
    Verdict.FAIL: "✕",
    Verdict.INCONCLUSIVE: "?",
    Verdict.NOT_RUN: "–",
    Verdict.WARN: "!",
    Verdict.ATTESTED: "✎",
    Verdict.PASS: "✓",
    Verdict.NOT_APPLICABLE: "·",
}

STYLES: dict[Verdict, str] = {
    Verdict.ERROR: "bold reverse",
    Verdict.FAIL: "bold red",
    Verdict.INCONCLUSIVE: "magenta",
    Verdict.NOT_RUN: "dim",
    Verdict.WARN: "yellow",
    Verdict.ATTESTED: "cyan",
    Verdict.PASS: "green",
    Verdict.NOT_APPLICABLE: "dim",
}
"""Styles of the terminal (words of rich)."""


def verdict_word(verdict: Verdict) -> Text:
    """Return what the verdict is called."""
    return text(f"verdict_{verdict.value.lower()}")
