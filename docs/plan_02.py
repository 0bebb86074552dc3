"""Make docs/plan-02.md of docs/plan-02.yaml: what the plan asks, and where this product answers it.

    python docs/plan_02.py           write the page
    python docs/plan_02.py --check   say whether it is up to date (exit code 1 when not)

Whether a home is there is looked up in the repository. A home that is neither there nor under `later` is a mistake.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this checkout's package, wherever the script is started

from simulator.cli.main import COMMANDS  # noqa: E402
from simulator.core.errors import near_matches  # noqa: E402
from simulator.core.yaml_file import load_path  # noqa: E402
from simulator.report.render import RENDERERS  # noqa: E402

DATA = ROOT / "docs" / "plan-02.yaml"
PAGE = ROOT / "docs" / "plan-02.md"
KINDS = ("family", "command", "file", "report")
HEAD = """\
# Kế hoạch 02-KH/BCĐTW và sản phẩm này / Plan 02-KH/BCĐTW and this product

Made from [plan-02.yaml](plan-02.yaml) by `make docs`; do not edit.

Plan 02-KH/BCĐTW of 19 June 2025 (Central Steering Committee for science, technology, innovation and digital
transformation). Every row was read in a press report and is told in our own words; the text of the plan and of its
handbook was not available. ● there, ○ comes later, – out of scope with the reason.
"""


def is_there(kind: str, name: str) -> bool:
    """Return whether a home exists in this repository."""
    if kind == "family":
        return any((ROOT / "scenarios" / name).glob("*.yaml"))
    if kind == "file":
        return (ROOT / name).is_file()
    return name in (COMMANDS if kind == "command" else RENDERERS)


def homes_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (kind, name) of each home of a row."""
    return [(kind, name) for home in row.get("homes", ()) for kind, name in home.items()]


def problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong: a number that is missing or twice, a row without a home or a reason, an unknown home."""
    if [row["number"] for row in data["rows"]] != list(range(1, 30)):
        yield "rows: expected the numbers 1 to 29, each once and in order"
    for row in data["rows"]:
        where = f"row {row['number']}"
        if bool(row.get("homes")) == ("out_of_scope" in row):
            yield f"{where}: expected either homes or out_of_scope"
        for source in row["sources"]:
            if source not in data["sources"]:
                yield f"{where}: unknown source {source!r} - {near_matches(source, data['sources'])}"
        for kind, name in homes_of(row):
            if kind not in KINDS:
                yield f"{where}: unknown kind of home {kind!r} - {near_matches(kind, KINDS)}"
            elif not is_there(kind, name) and name not in data["later"]:
                yield f"{where}: {kind} {name} is neither there nor under `later` - {near_matches(name, data['later'])}"


def page(data: Mapping[str, Any]) -> str:
    """Return the page."""
    lines = [HEAD, "Sources: " + "; ".join(f"{short} {name}" for short, name in data["sources"].items()) + ".", ""]
    lines += ["| # | Kế hoạch nói / The plan says | Source | Ở đâu / Where |", "| --- | --- | --- | --- |"]
    for row in data["rows"]:
        says = f"{row['says']['vi']}.<br>{row['says']['en']}."
        lines.append(f"| {row['number']} | {says} | {', '.join(row['sources'])} | {_where(row, data['later'])} |")
    targets = "[contracts/codes/targets.yaml](../contracts/codes/targets.yaml)"
    lines += ["", f"The plan's numbers, each with what is counted here, are in {targets}."]
    return "\n".join(lines) + "\n"


def _where(row: Mapping[str, Any], later: Mapping[str, Any]) -> str:
    if "out_of_scope" in row:
        return f"– {row['out_of_scope']['vi']}.<br>{row['out_of_scope']['en']}."
    parts = [_home(kind, name, later) for kind, name in homes_of(row)]
    note = [f"{row['note']['vi']}.<br>{row['note']['en']}."] if "note" in row else []
    return "<br>".join(parts + note)


def _home(kind: str, name: str, later: Mapping[str, Any]) -> str:
    shown = {"family": f"scenarios/{name}/", "command": f"dvcsim {name}"}.get(kind, name)
    if not is_there(kind, name):
        return f"○ `{shown}` {later[name]['vi']} / {later[name]['en']}"
    link = {"family": f"../scenarios/{name}", "file": f"../{name}"}.get(kind)
    return f"● [{shown}]({link})" if link else f"● `{shown}`"


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    data = load_path(DATA)
    if found := list(problems(data)):
        print("\n".join(f"docs/plan-02.yaml: {one}" for one in found), file=sys.stderr)
        return 2
    text = page(data)
    if "--check" in arguments:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
