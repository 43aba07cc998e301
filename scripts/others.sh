#!/usr/bin/env bash
# Installs the programs that the benchmarks compare with: bash scripts/others.sh FOLDER. Done once; safe to repeat.
set -euo pipefail

home=${1:?Name a folder: bash scripts/others.sh build/others}
python=("check50==3.5.0" "tavern==3.7.1" "pytest<9" "hs-test-python==11.0.30" "Flask>=3")
node=("newman@6.2.2" "jest@30.5.2" "supertest@7.3.2")
wanted="${python[*]} ${node[*]}"

if [ "$(cat "$home/installed" 2>/dev/null)" = "$wanted" ]; then
  echo "others: they are there"
  exit 0
fi
mkdir -p "$home"
echo "others: installing ${wanted}"
python3 -m venv "$home/venv"
"$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check "${python[@]}"
npm install --prefix "$home" --no-audit --no-fund --loglevel error "${node[@]}"
echo "$wanted" >"$home/installed"
