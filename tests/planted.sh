#!/bin/sh
# planted.sh - the structure checks fail when they should.
#
# Plants one violation at a time in a small house of its own and expects the
# check to fail and to name it; the house without them must pass.

here=$(cd "$(dirname "$0")" && pwd)
house=$(mktemp -d) || exit 1
trap 'rm -rf "$house"' EXIT
cd "$house" || exit 1
failed=0

# try CHECK NAMES ARGUMENT...: the check fails and says NAMES.
try() {
	check=$1
	names=$2
	shift 2
	if said=$(srcdir=. "$here/$check" "$@" 2>&1); then
		echo "$check let pass: $names"
		failed=1
	elif ! printf '%s\n' "$said" | grep -qF "$names"; then
		echo "$check fails without naming $names: $said"
		failed=1
	fi
}

# holds CHECK ARGUMENT...: the check passes.
holds() {
	check=$1
	shift
	if ! said=$(srcdir=. "$here/$check" "$@" 2>&1); then
		echo "$check refuses a clean house: $said"
		failed=1
	fi
}

# plant FILE LINE NAMES: the include in FILE is refused.
plant() {
	printf '%s\n' "$2" > "$1"
	try check-arrows.sh "$3"
	rm "$1"
}

mkdir -p include/base src/base src/mail src/desk src/store src/net src/app \
	tests/mail
echo 'tests_mail_test_fold_LDADD = $(MAIL_LIBS) $(CMOCKA_LIBS)' > Makefile.am
echo '#include "base/text.h"' > src/mail/fold.c
echo '#include <glib.h>' > src/base/text.c
echo '#include "base/banned.h"' > include/base/text.h
echo '#include "store/db.h"' > src/app/ingest.c
echo '#include <openssl/ssl.h>' > src/net/tls.c
holds check-arrows.sh

plant src/mail/a.c '#include "desk/ticket.h"' 'desk/ticket.h points to the right'
plant src/net/a.c '#include "mail/message.h"' 'mail/message.h points to'
plant src/desk/a.c ' # include "store/db.h"' 'store/db.h points to the right'
plant include/base/a.h '#include "app/run.h"' 'app/run.h points to the right'
plant tests/mail/a.c '#include "desk/match.h"' 'desk/match.h points to'
plant src/mail/a.c '#include "fold.h"' 'fold.h does not name its layer'
plant src/mail/a.c '#include <pcre2.h>' 'pcre2.h has its door elsewhere'
plant src/app/a.c '#include <yaml.h>' 'yaml.h has its door elsewhere'
plant src/desk/a.c '#include <glib.h>' 'glib.h has its door elsewhere'
plant src/store/a.c '#include <openssl/evp.h>' 'openssl/evp.h has its door'
plant src/desk/a.c '#include <gmime/gmime.h>' 'gmime/gmime.h has its door'
plant src/mail/a.c '#include <ctype.h>' 'ctype.h has its door elsewhere'
plant src/desk/a.c '#include <cmark.h>' 'cmark.h has its door elsewhere'
plant src/app/a.c '#include <libpq-fe.h>' 'libpq-fe.h has its door elsewhere'
plant src/app/a.c '#include <libetpan/libetpan.h>' 'libetpan.h has its door'
plant src/app/a.c '#include <seccomp.h>' 'seccomp.h has its door elsewhere'

echo 'tests_mail_test_fold_LDADD = $(APP_LIBS) $(CMOCKA_LIBS)' > Makefile.am
try check-arrows.sh 'tests_mail_test_fold_LDADD links $(APP_LIBS)'

echo 'libmail_a_SOURCES = src/mail/fold.c src/base/text.c' > Makefile.am
echo 'EXTRA_DIST = include/base/text.h src/app/ingest.c src/net/tls.c' \
	>> Makefile.am
holds check-listed.sh
echo > tests/mail/lost.txt
try check-listed.sh 'tests/mail/lost.txt is not named'
echo '#EXTRA_DIST += tests/mail/lost.txt' >> Makefile.am
try check-listed.sh 'tests/mail/lost.txt is not named'

# sql FILE LINE NAMES: the SQL in FILE is refused by check-sql.sh.
sql() {
	printf '%s\n' "$2" > "sql/$1/9.sql"
	try check-sql.sh "$3"
	rm "sql/$1/9.sql"
}

mkdir -p sql/migrations sql/queries
cat > sql/migrations/1.sql <<'END'
CREATE TABLE mail (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,	-- a comment; UNIQUE
	state		text NOT NULL CHECK (state IN ('pending',
			'ended')),
	PRIMARY KEY (desk_id, id)
);
END
cat > sql/queries/1.sql <<'END'
-- name: good
SELECT 1 FROM mail a JOIN mail b ON b.desk_id = a.desk_id
 WHERE a.desk_id = $1;
-- name: added
INSERT INTO mail (desk_id, id) SELECT $1, u FROM unnest($2::bigint[]) u;
END
holds check-sql.sh

sql migrations 'CREATE TABLE x (id bigint, desk_id bigint);' 'table x does not'
sql migrations 'CREATE TABLE x (desk_id bigint NOT NULL, id bigint UNIQUE);' \
	'x: a key on the column id bigint UNIQUE'
sql migrations 'CREATE TABLE x (desk_id bigint NOT NULL, UNIQUE (id));' \
	'x: UNIQUE (id) does not start'
sql migrations 'CREATE TABLE x (desk_id bigint NOT NULL,
	FOREIGN KEY (id, desk_id) REFERENCES mail);' 'FOREIGN KEY (id, desk_id)'
sql migrations 'CREATE UNIQUE INDEX i ON mail (id, desk_id);' 'index i ON mail'
sql migrations 'ALTER TABLE mail ADD UNIQUE (id);' 'ALTER TABLE: UNIQUE (id)'
sql migrations 'CREATE TRIGGER t AFTER INSERT ON mail;' 'no triggers'
sql queries 'SELECT pg_advisory_lock(1);' 'no advisory locks'
sql queries '-- name: bad
	SELECT 1 FROM mail WHERE id = $2' 'bad names 1 tables and binds 0'
sql queries '-- name: bad
	SELECT 1 FROM mail a JOIN mail b ON b.id = a.id
	 WHERE a.desk_id = $1' 'bad names 2 tables and binds 1'
sql queries '-- name: bad
	INSERT INTO mail (id, desk_id) SELECT $1, 2' 'bad names 1'
sql queries '-- name: bad
	DELETE FROM mail' 'bad names 1 tables and binds 0'

# build LINE: one library made of LINE.
build() {
	rm -f room.a
	printf '%s\n' "$1" > room.c
	${CC:-cc} -fPIE -O0 -c room.c -o room.o && ar rc room.a room.o ||
		failed=1
}

build '#include <string.h>
	static const char *const words[] = { "a", "b" };
	const char *word(int i);
	const char *word(int i) { return strchr(words[i], 0); }'
holds check-pure.sh room.a
try check-pure.sh 'absent.a is not there' absent.a

for call in 'time(0)' 'getenv("X")' 'open("x", 0)' 'puts("x")' 'rand()' \
	'socket(1, 2, 3)' 'clock_gettime(0, 0)' 'g_getenv("x")' \
	'g_get_real_time()' 'PQexec(0, "")' 'mailimap_new(0, 0)'; do
	build "void f(void); void f(void) { $call; }" 2>/dev/null
	try check-pure.sh "${call%%(*} does not belong" room.a
done
build 'int count(void); int count(void) { static int n; return ++n; }'
try check-pure.sh 'is a variable that can change' room.a
build 'int limit = 3;'
try check-pure.sh 'limit is a variable that can change' room.a

# The real words, and one of them changed in the schema and in the manual.
rm -rf sql include
mkdir -p sql
cp -r "$here/../include" "$here/../doc" .
cp -r "$here/../sql/migrations" sql
chmod -R u+w .
holds check-words.sh
sed -i "s/'critical'/'critical', 'gone'/" sql/migrations/0001-begin.sql
try check-words.sh 'URGENCIES of include/desk/ticket.h'
sed -i '/^\.It cap-desk$/d' doc/postdesk-words.7
try check-words.sh 'RESPOND_VERDICTS of include/desk/respond.h'

exit "$failed"
