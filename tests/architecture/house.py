"""The house as these tests see it: the checkout, the modules, and what each of them imports."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "simulator"
DATA = ("services", "contracts", "scenarios")


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules(package: Path = PACKAGE) -> Iterator[Path]:
    """Yield every Python file of the package."""
    return (path for path in sorted(package.rglob("*.py")) if "__pycache__" not in path.parts)


def tracked(*folders: str) -> list[str]:
    """Return the files below these folders that belong to the project; outside of git, those that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0 and listed.stdout:
        return sorted(line for line in listed.stdout.splitlines() if (ROOT / line).is_file())
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return sorted(path.relative_to(ROOT).as_posix() for path in found if not path.name.endswith(".local.yaml"))


def bad_imports(path: Path, package: Path) -> list[str]:
    """Return the imports that hide from the floors: relative ones that climb, and those of a missing package."""
    known = {child.stem for child in package.iterdir() if child.suffix == ".py" or (child / "__init__.py").is_file()}
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level > 0:
            wrong.append(f"{path.name}:{node.lineno}: relative import")
        for name in _imported(node):
            parts = name.split(".")
            if parts[0] == "simulator" and len(parts) > 1 and parts[1] not in known:
                wrong.append(f"{path.name}:{node.lineno}: {name} has no floor")
    return wrong


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        whole = node.module == "simulator"
        return (
            [f"simulator.{alias.name}" for alias in node.names if alias.name != "__version__"]
            if whole
            else [node.module]
        )
    return []
