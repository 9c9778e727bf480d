#!/bin/sh
# golden.sh - what `postdesk try` says of every folder in tests/golden.

# As they are shipped here, not as an older program was installed.
POSTDESK_RULES=$(cd "${srcdir:-.}/rules" && pwd)
export POSTDESK_RULES
exec python3 "${srcdir:-.}/tests/golden/run.py" ./postdesk
