# embed.awk - turn SQL files into rows of an X-macro table.
#
# Each "-- name: x" block of a file becomes STATEMENT(SQL_X, "x", "...").  A
# file in a folder migrations/ becomes one MIGRATION(1, "0001-x", "...").
# Comments at the start of a line and empty lines are left out.
FILENAME != file {
	end()
	file = FILENAME
	base = FILENAME
	sub(/.*\//, "", base)
	sub(/\.sql$/, "", base)
	if (FILENAME ~ /migrations\//)
		head = sprintf("MIGRATION(%d, \"%s\",", substr(base, 1, 4), base)
}
/^-- name: / {
	end()
	head = sprintf("STATEMENT(SQL_%s, \"%s\",", toupper($3), $3)
	next
}
/^--/ || /^[ \t]*$/ { next }
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	text = text "\n\t\"" $0 "\\n\""
}
END { end() }

function end() {
	if (head != "" && text != "")
		printf "%s%s)\n", head, text
	head = text = ""
}
