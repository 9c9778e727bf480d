# postgres.sh - a database server of its own for one test, on a socket only.
# Sourced by servers.sh.
# shellcheck shell=bash disable=SC2154

# The newest installed server.
postgres_bin() {
	local found

	found=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
	[ -x "$found/initdb" ] || die 'no PostgreSQL server is installed'
	echo "$found"
}

# PostgreSQL refuses to run as root: then it is the user postgres.
postgres_do() {
	if [ "$(id -u)" -eq 0 ]; then
		(cd / && exec runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

postgres_start() {
	local bin data=$dir/pg/data

	bin=$(postgres_bin)
	mkdir -p "$dir/pg"
	[ "$(id -u)" -ne 0 ] || chown postgres "$dir/pg"
	[ -s "$data/PG_VERSION" ] ||
		postgres_do "$bin/initdb" -D "$data" -U postdesk -A trust \
			-E UTF8 --locale=C.UTF-8 --no-sync \
			>"$dir/log/initdb.log" 2>&1 ||
		die "no database cluster could be made; see $dir/log/initdb.log"
	# Tests lose nothing when the machine stops: no fsync, but where it is
	# measured (RIG_FSYNC=on).
	postgres_do "$bin/pg_ctl" -D "$data" -w -t 20 -s \
		-l "$dir/pg/server.log" -o "-c listen_addresses='' \
		-c unix_socket_directories=$dir/pg -c fsync=${RIG_FSYNC:-off} \
		-c max_connections=60" start >"$dir/log/pg_ctl.log" 2>&1 ||
		die "PostgreSQL did not start; see $dir/pg/server.log"
	postgres_do psql -qXAt -h "$dir/pg" -U postdesk postgres \
		-c "SELECT 'CREATE DATABASE postdesk' WHERE NOT EXISTS
			(SELECT FROM pg_database WHERE datname = 'postdesk')" |
		postgres_do psql -qX -h "$dir/pg" -U postdesk postgres
}

postgres_stop() {
	# INT: end sessions, keep the data whole.
	stop_pid "$dir/pg/data/postmaster.pid" postgres INT
}
