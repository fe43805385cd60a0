#!/bin/sh
# Writes what packages/models/test/keras-parity.test.ts compares with, into bench/keras/out or the folder given.
# Needs python3 with venv; installs TensorFlow (about 300 MB) from PyPI once, outside the repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${PNEUMO_KERAS_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/pneumo/keras-venv}
if [ ! -x "$venv/bin/python" ]; then python3 -m venv "$venv"; fi
"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
exec "$venv/bin/python" "$here/make_references.py" "${1:-$here/out}"
