#!/bin/sh
# Cài dvcsim từ gói này, không cần mạng. / Installs dvcsim from this bundle, without a network: ./install.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/dvcsim}
python=${PYTHON:-python3}
wanted=$(cat "$here/python-version")
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$found" != "$wanted" ]; then
  echo "Gói này dành cho Python $wanted, máy có $found; đặt PYTHON=python$wanted. / This bundle is for Python $wanted, found $found; set PYTHON=python$wanted." >&2
  exit 2
fi
if command -v sha256sum >/dev/null; then
  (cd "$here" && sha256sum --check --quiet SHA256SUMS)
fi
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" \
  -c "$here/constraints.txt" "dvcsim[$(cat "$here/extras")]"
"$target/bin/dvcsim" --version
echo "Tiếp theo / Next: $target/bin/dvcsim demo"
