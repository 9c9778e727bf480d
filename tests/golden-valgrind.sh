#!/bin/sh
# golden-valgrind.sh - the mails of the golden tests, read and decided under
# valgrind, which finds what is read before it is written, or lost.
#
# Valgrind itself does not fit into the reader's sandbox: `parse` shows the
# reading, and `try` everything after it: of every fifth folder, for it takes
# half a second a mail.  The sanitizers see them all.

POSTDESK_RULES=$(cd "${srcdir:-.}/rules" && pwd)
export POSTDESK_RULES
clean="valgrind -q --error-exitcode=99 --leak-check=full
	--errors-for-leak-kinds=definite --child-silent-after-fork=yes
	--suppressions=${srcdir:-.}/tests/valgrind.supp"

$clean ./postdesk parse --json "${srcdir:-.}"/tests/golden/*/*.eml >/dev/null &&
	$clean ./postdesk try --json "${srcdir:-.}"/tests/golden/0??[05]*/*.eml \
		>/dev/null
