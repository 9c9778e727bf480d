#!/bin/sh
# check-listed.sh - every file is named in Makefile.am, so that the archive of
# `make dist` is whole.
#
# The source of a test program follows from its name; a folder stands for all
# that is in it.

cd "${srcdir:-.}" || exit 1

find include src sql rules replies systemd samples doc tests -type f \
	! -path 'sql/embedded/*' ! -name '*.o' ! -name '*.py[co]' \
	! -name '*.log' ! -name '*.trs' ! -name '.dirstamp' \
	! -path '*/.deps/*' 2>/dev/null | sort | awk '
FILENAME == "Makefile.am" {
	sub(/#.*/, "")
	gsub(/\$\((top_)?srcdir\)\//, "")
	for (i = 1; i <= NF; i++)
		listed[$i] = 1
	next
}
{
	program = $0
	sub(/\.c$/, "", program)
	found = $0 in listed || program in listed
	for (folder = $0; sub("/[^/]*$", "", folder);)
		found = found || (folder in listed && index(folder, "/"))
	if (!found) {
		print $0 " is not named in Makefile.am"
		failed = 1
	}
}
END { exit failed }' Makefile.am -
