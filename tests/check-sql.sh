#!/bin/sh
# check-sql.sh - the schema can be spread over machines by desk.
#
# Every table leads with desk_id, every unique and foreign key and every
# unique index starts with it; there are no triggers and no advisory locks;
# and each statement says desk_id = $1 once for every table that it names.
# Prints each place where that is not so, and fails.

cd "${srcdir:-.}" || exit 1

cat sql/migrations/*.sql sql/queries/*.sql | sed 's/--.*//' | awk '
tolower($0) ~ /create +(constraint +)?trigger/ {
	print "sql: no triggers: " $0
	failed = 1
}
tolower($0) ~ /advisory/ {
	print "sql: no advisory locks: " $0
	failed = 1
}
END { exit failed }'
rules=$?

# Whatever stands in the brackets after a key word starts with desk_id.
sed 's/--.*//' sql/migrations/*.sql | tr -s ' \t\n' '   ' | awk '
BEGIN { RS = ";" }
function bad(what, why) {
	printf "sql/migrations: %s %s\n", what, why
	failed = 1
}
function check_keys(name, body,    rest) {
	rest = body
	while (match(rest, /(PRIMARY KEY|UNIQUE|FOREIGN KEY)( NULLS NOT DISTINCT)? *\([^)]*\)/)) {
		key = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		if (key !~ /\( *desk_id/)
			bad(name ":", key " does not start with desk_id")
	}
}
# A key that stands in the line of a column is a key of that column alone.
function check_columns(name, body,    n, i, part) {
	n = split(body, part, ",")
	for (i = 1; i <= n; i++) {
		sub(/^ +/, "", part[i])
		if (part[i] ~ /^(PRIMARY|UNIQUE|FOREIGN|CHECK)/ ||
		    part[i] ~ /^desk_id /)
			continue
		if (part[i] ~ /^[a-z_]+ [a-z].*(PRIMARY KEY|UNIQUE|REFERENCES)/)
			bad(name ":", "a key on the column " part[i])
	}
}
/CREATE TABLE/ {
	name = $0
	sub(/.*CREATE TABLE (IF NOT EXISTS )?/, "", name)
	body = name
	sub(/ *\(.*/, "", name)
	sub(/^[^(]*\( */, "", body)
	if (body !~ /^desk_id bigint NOT NULL/)
		bad("table " name, "does not lead with desk_id")
	check_keys(name, body)
	check_columns(name, body)
}
/CREATE UNIQUE INDEX/ && !/\( *desk_id/ {
	sub(/.*CREATE UNIQUE INDEX/, "index")
	bad($0, "does not start with desk_id")
}
/ALTER TABLE/ { check_keys("ALTER TABLE", $0) }
END { exit failed }'
schema=$?

# Statements that find a desk or set the clock have no desk yet.
tables=$(sed -n 's/^CREATE TABLE \([a-z_]*\).*/\1/p' sql/migrations/*.sql)
cat sql/queries/*.sql | awk -v tables="$tables" '
BEGIN {
	count = split(tables, table, /[ \n]+/)
	for (i = 1; i <= count; i++)
		is_table[table[i]] = 1
	cold["desk_find"] = cold["desk_lock_names"] = cold["desk_add"] = 1
	cold["clock_shift"] = 1
}
/^-- name: / { judge(); name = $3; text = ""; next }
/^--/ { next }
{ text = text " " $0 }
END { judge(); exit failed }

# How often `text` names a table, and how often it binds one to the desk.
function judge(    rest, named, bound, word) {
	if (name == "" || name in cold)
		return
	rest = text
	while (match(rest, /(FROM|JOIN|UPDATE|USING|INTO|TABLE)[ \t]+[a-z_]+/)) {
		word = substr(rest, RSTART, RLENGTH)
		sub(/.*[ \t]/, "", word)
		rest = substr(rest, RSTART + RLENGTH)
		named += word in is_table
	}
	rest = text
	bound = gsub(/desk_id = (\$1|[a-z]+\.desk_id)/, "", rest)
	rest = text
	bound += gsub(/INSERT INTO [a-z_]+( AS [a-z]+)? \(desk_id,[^)]*\)[ \t]*(SELECT( DISTINCT)?|VALUES \()[ \t]*\$1/, "", rest)
	if (named > bound) {
		printf "sql/queries: %s names %d tables and binds %d to $1\n", \
			name, named, bound
		failed = 1
	}
}'
queries=$?

[ "$rules" -eq 0 ] && [ "$schema" -eq 0 ] && [ "$queries" -eq 0 ]
