#!/bin/sh
# check-arrows.sh - every #include points to a layer on its left.
#
# Prints each include that does not, each foreign header outside its door and
# each test that links more than its own layer, and fails.  The tables below
# are the architecture: to add a dependency, first change it here and say why.

cd "${srcdir:-.}" || exit 1

find include src tests -name '*.[ch]' | sort | xargs awk '
BEGIN {
	# Read "x may include": data runs right, includes point left.
	may["base"]  = " base "
	may["mail"]  = " base mail "
	may["desk"]  = " base mail desk "
	may["store"] = " base mail desk store "
	may["net"]   = " base net "
	may["app"]   = " base mail desk store net app "

	# A door is a file, or a whole layer.
	door["pcre2.h"]    = " src/base/regex.c "
	door["yaml.h"]     = " src/base/yaml.c "
	door["glib"]       = " base "
	door["gio/"]       = " "
	# What these say depends on the locale: base/ascii.h.
	door["ctype.h"]    = " store net app "
	door["strings.h"]  = " store net app "
	door["openssl/"]   = " src/base/hmac.c src/net/tls.c "
	door["gmime/"]     = " src/mail/parse.c src/mail/enclose.c src/mail/safe.c "
	door["cmark.h"]    = " src/mail/markdown.c "
	door["libpq-fe.h"] = " src/store/db.c "
	door["libetpan/"]  = " src/net/stream.c include/net/session.h " \
			     "src/net/body.c src/net/ehlo.c src/net/reply.c "
	door["seccomp.h"]      = " src/app/sandbox.c "
	door["linux/landlock"] = " src/app/sandbox.c "
	door["linux/seccomp"]  = " src/app/sandbox.c "

	# Written by the build: not of any layer.
	made = " config.h "
}
/^[ \t]*#[ \t]*include/ {
	split(FILENAME, path, "/")
	own = header = $0
	gsub(/.*include[ \t]*[<"]|[>"].*/, "", header)
	layer = header
	sub(/\/.*/, "", layer)
	if (layer in may && path[2] in may) {
		if (index(may[path[2]], " " layer " ") == 0)
			bad("points to the right")
	} else if (own ~ /include[ \t]*"/ && path[1] != "tests" && \
		   layer != "sql" && index(made, " " header " ") == 0) {
		bad("does not name its layer")
	}
	# A test may knock on the back of its own door.
	for (lib in door)
		if (path[1] != "tests" && index(header, lib) == 1 && \
		    index(door[lib], " " FILENAME " ") == 0 && \
		    index(door[lib], " " path[2] " ") == 0)
			bad("has its door elsewhere")
}
function bad(why) {
	printf "%s:%d: %s %s\n", FILENAME, FNR, header, why
	failed = 1
}
END { exit failed }'
includes=$?

# The link line is the second proof: a test of a layer gets that layer and
# those left of it, so that a wrong call does not link.
awk '
/^tests_[a-z]+_test_[a-z_]+_LDADD = / {
	split($1, name, "_")
	if ($3 != "$(" toupper(name[2]) "_LIBS)") {
		printf "Makefile.am:%d: %s links %s\n", FNR, $1, $3
		failed = 1
	}
}
END { exit failed }' Makefile.am && exit "$includes"
