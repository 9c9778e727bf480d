#!/bin/sh
# hostile.sh - every row of hostile mail with its exact verdict, small bombs.

# As they are shipped here, not as an older program was installed.
rules=$(cd "${srcdir:-.}/rules" && pwd) || exit 1
exec python3 "${srcdir:-.}/tests/soak/hostile/hostile.py" --few 3 \
	./postdesk "$rules"
