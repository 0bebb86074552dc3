#!/usr/bin/env bash
# Installs what the tests here need into a throw-away folder, by package name, and runs them: run.sh [PYTHON]
# PYTHON has the development environment. Where there is no node, what needs it is skipped; what fails to install fails.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=${1:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
if command -v node >/dev/null && command -v npm >/dev/null; then
  cp "$here/package.json" "$folder"
  npm install --prefix "$folder" --no-package-lock --no-audit --no-fund --loglevel error
fi
cd "$here/../.."
DVCSIM_INTEROP=$folder "$python" -m pytest -q tests/interop
