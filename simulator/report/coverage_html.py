"""`coverage.html`: which rules the run judged, by family, with index and score. It stands beside `report.html`."""

from math import floor

from simulator.core.text import Text
from simulator.report.coverage import Coverage, coverage_of
from simulator.report.environment import environment
from simulator.report.reading import RunRecord
from simulator.report.texts import text
from simulator.report.verdict_sentence import caveats


def render_coverage_html(record: RunRecord) -> str:
    """Return the file's text."""
    coverage = coverage_of(record)
    context = {
        "record": record,
        "head": record.head,
        "province": record.province,
        "coverage": coverage,
        "sentence": coverage_sentence(coverage),
        "caveats": caveats(record),
        "percent": percent,
    }
    return environment().get_template("coverage.html").render(context)


def coverage_sentence(coverage: Coverage) -> Text:
    """Return how many of the rules were judged."""
    tally = coverage.tally
    return text("coverage_judged" if coverage.whole else "coverage_old", n=tally.judged, all=tally.rules)


def percent(share: float | None) -> str:
    """Return a share in whole percent, cut off and not rounded: 99.6 % is not 100 %."""
    return "–" if share is None else f"{floor(share * 100 + 1e-9)} %"
