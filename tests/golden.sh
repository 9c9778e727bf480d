#!/bin/sh
# golden.sh - what `postdesk try` says of every folder in tests/golden.

exec python3 "${srcdir:-.}/tests/golden/run.py" ./postdesk
