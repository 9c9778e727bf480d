# build.sh - the program, built beside the sources.  Sourced by quickstart and
# check, which set `top`.
# shellcheck shell=bash disable=SC2154

# By the owner of the sources, also when sudo brought us here.
as_owner() {
	local owner

	owner=$(stat -c %U "$top")
	if [ "$(id -u)" -ne 0 ] || [ "$owner" = root ] ||
		[ "$owner" = UNKNOWN ]; then
		"$@"
	else
		runuser -u "$owner" -- "$@"
	fi
}

# A build in the source folder would hide behind every other one.
make_configure() {
	cd "$top" || return
	[ ! -e config.status ] || as_owner make -s distclean
	if [ ! -x configure ] || [ configure.ac -nt configure ] ||
		[ Makefile.am -nt Makefile.in ]; then
		as_owner autoreconf -i
	fi
}

# build_in FOLDER OPTION...: configured with these options, and made.
build_in() {
	local folder=$top/build/$1

	shift
	make_configure
	as_owner mkdir -p "$folder"
	cd "$folder" || return
	if [ ! -e Makefile ] || [ "$(cat .options 2>/dev/null)" != "$*" ]; then
		as_owner ../../configure -q "$@"
		as_owner sh -c 'echo "$1" > .options' sh "$*"
	fi
	as_owner make -s -j "$(nproc)"
}

# What people call: ./postdesk in the source folder.
build_program() {
	build_in program
	as_owner ln -sfn build/program/postdesk "$top/postdesk"
}

build_for_tests() {
	build_in check --enable-development
	as_owner ln -sfn build/check/postdesk "$top/postdesk"
}
