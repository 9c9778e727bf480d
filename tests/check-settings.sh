#!/bin/sh
# check-settings.sh - every setting of the program is in doc/postdesk.yaml.
#
# Prints each key of the tables that the documentation does not know, and
# fails.  That the file holds no other key is proven by reading it
# (tests/app/test_settings.c).

cd "${srcdir:-.}" || exit 1
keys=$(grep -Eho '(\.key = "|CAP\(|THRESHOLD\(")[a-z_]+' \
	src/app/settings.c src/app/server_settings.c \
	src/app/hours_settings.c src/app/cover_settings.c src/app/command_settings.c src/app/notice_settings.c \
	src/app/people_settings.c src/app/team_settings.c \
	src/app/notify_settings.c src/app/caps_settings.c src/app/relay_settings.c src/app/reopen_settings.c src/app/survey_settings.c src/app/thread_settings.c |
	sed 's/.*[("]//' | sort -u | grep -v '^name$\|^word$'; echo name)
failed=0
count=0
for key in $keys; do
	count=$((count + 1))
	grep -Eq "(^|[ {-])$key:" doc/postdesk.yaml || {
		echo "doc/postdesk.yaml: $key is missing"
		failed=1
	}
done
# A pattern that finds nothing would prove nothing.
[ "$count" -gt 40 ] || { echo "found only $count keys"; failed=1; }
exit $failed
