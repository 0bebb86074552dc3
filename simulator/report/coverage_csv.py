"""`coverage.csv`: one line per rule, then one per family, then the sum; all lines have the same columns.

It begins with a byte order mark, without which the usual spreadsheet shows Vietnamese letters wrong; read it as
`utf-8-sig`.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from simulator.domain.outcome import Verdict
from simulator.report.coverage import Coverage, FamilyCoverage, RuleCoverage, Tally, coverage_of
from simulator.report.reading import RunRecord

_BYTE_ORDER_MARK = "\ufeff"
_ABOUT = (
    "requirement", "family", "level", "mark", "document", "article", "title_vi", "title_en",
    "state", "checks", "scenarios", "not_tested_vi", "not_tested_en", "cells_evaluated",
)  # fmt: skip
_TALLY = ("rules", "judged", "index", "must_evaluated", "must_passed", "score")
COLUMNS = ("row", *_ABOUT, *(verdict.value for verdict in Verdict), *_TALLY)
"""`row` is requirement, family or total; index and score are shares from 0 to 1, empty when there is nothing to
share. Lists are parted by a blank."""


def render_coverage_csv(record: RunRecord) -> str:
    """Return the file's text."""
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(coverage_of(record)))
    return _BYTE_ORDER_MARK + page.getvalue()


def _rows(coverage: Coverage) -> Iterator[dict[str, Any]]:
    yield from (_rule(rule, coverage.whole) for rule in coverage.rules)
    yield from (_family(family, coverage.whole) for family in coverage.families)
    yield {"row": "total", **_sums(coverage.tally, coverage.whole)}


def _rule(rule: RuleCoverage, whole: bool) -> dict[str, Any]:
    why = rule.not_tested
    return {
        "row": "requirement",
        "requirement": rule.id,
        **{name: rule.rule.get(name, "") for name in ("family", "level", "mark", "document", "article")},
        "title_vi": rule.title.vi,
        "title_en": rule.title.en,
        "state": rule.judged.value,
        "checks": " ".join(rule.checks),
        "scenarios": " ".join(rule.scenarios),
        "not_tested_vi": why.vi if why else "",
        "not_tested_en": why.en if why else "",
        "cells_evaluated": rule.cells,
        **{verdict.value: rule.counts.get(verdict, 0) for verdict in Verdict},
        **_sums(rule.tally, whole),
    }


def _family(family: FamilyCoverage, whole: bool) -> dict[str, Any]:
    return {"row": "family", "family": family.family, **_sums(family.tally, whole)}


def _sums(tally: Tally, whole: bool) -> dict[str, Any]:
    """Return the columns of a tally; a record that does not name all rules has no index."""
    return {
        "rules": tally.rules,
        "judged": tally.judged,
        "index": _share(tally.index if whole else None),
        "must_evaluated": tally.must_evaluated,
        "must_passed": tally.must_passed,
        "score": _share(tally.score),
    }


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
