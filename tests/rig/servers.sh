#!/bin/bash
# servers.sh - private Dovecot, Postfix and PostgreSQL below one folder.
#
# Usage: servers.sh start DIR SERVER... | stop DIR [SERVER...]
#
# SERVER is dovecot, postfix (needs dovecot) or postgres.  All listen on the
# loopback or on a socket in DIR, and no file outside DIR is read for settings
# or written.  The ports come from the environment (SMTP_PORT, SUBMISSION_PORT,
# IMAP_PORT, IMAPS_PORT).  Run by root: Postfix needs it.
#
# DIR/ports      the ports as NAME=NUMBER lines, to be sourced
# DIR/passwords  one "ADDRESS PASSWORD" line a mailbox
# DIR/tls/ca.pem the authority of the servers' certificate (localhost)
# DIR/pg         the socket folder of PostgreSQL; user and database postdesk

set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/rig/dovecot.sh
. "$here/dovecot.sh"
# shellcheck source=tests/rig/postfix.sh
. "$here/postfix.sh"
# shellcheck source=tests/rig/postgres.sh
. "$here/postgres.sh"

readonly MAILBOXES='support alice bob carol dave'

# 9 tells say.sh that one line says it all.
die() {
	echo "servers: $*" >&2
	exit 9
}

# wait_until SECONDS WHAT COMMAND...: poll COMMAND until it succeeds.
wait_until() {
	local tries=$(($1 * 20)) what=$2

	shift 2
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || die "$what did not happen; see $dir/log"
		sleep 0.05
	done
}

port_open() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

ports_must_be_free() {
	local port

	for port; do
		! port_open "$port" ||
			die "port $port of 127.0.0.1 is taken: stop what" \
				'uses it, or choose others (--ports)'
	done
}

# runs PID: it is there and no zombie that waits for its parent.
runs() {
	[ -r "/proc/$1/stat" ] && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null
}

# stop_pid FILE PROGRAM SIGNAL: end the process named in FILE and wait for it.
# A number that belongs to another program by now is left alone.
stop_pid() {
	local pid tries=200

	[ -s "$1" ] || return 0
	pid=$(head -n 1 "$1" | tr -d ' ')
	[ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] || return 0
	kill -s "$3" "$pid" 2>/dev/null || return 0
	while runs "$pid" && [ "$tries" -gt 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
	! runs "$pid" || kill -s KILL "$pid"
}

# An authority of our own and one certificate for localhost.
make_certificates() {
	local tls=$dir/tls

	[ ! -s "$tls/server.pem" ] || return 0
	mkdir -p "$tls"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 30 -subj '/CN=Postdesk rig authority' \
		-addext keyUsage=keyCertSign,cRLSign \
		-keyout "$tls/ca.key" -out "$tls/ca.pem"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 30 -subj /CN=localhost \
		-CA "$tls/ca.pem" -CAkey "$tls/ca.key" \
		-addext basicConstraints=CA:FALSE \
		-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
		-keyout "$tls/server.key" -out "$tls/server.pem"
}

make_passwords() {
	local name

	[ ! -s "$dir/passwords" ] || return 0
	(
		umask 077
		for name in $MAILBOXES; do
			echo "$name@example.test $(openssl rand -hex 12)"
		done >"$dir/passwords"
	)
}

start() {
	local server

	# A socket path ends at 107 bytes.
	[ ${#dir} -le 60 ] || die "$dir: a shorter folder is needed (60 bytes)"
	mkdir -p "$dir/log"
	chmod 0711 "$dir"
	make_certificates >"$dir/log/openssl.log" 2>&1 ||
		die "no certificate could be made; see $dir/log/openssl.log"
	make_passwords
	printf '%s\n' "SMTP_PORT=${SMTP_PORT:-0}" \
		"SUBMISSION_PORT=${SUBMISSION_PORT:-0}" \
		"IMAP_PORT=${IMAP_PORT:-0}" "IMAPS_PORT=${IMAPS_PORT:-0}" \
		>"$dir/ports"
	for server; do
		"${server}_start"
	done
}

verb=${1:?servers.sh start DIR SERVER... or stop DIR}
mkdir -p "${2:?a folder is missing}"
dir=$(cd "$2" && pwd)
shift 2
case $verb in
start)
	start "$@"
	;;
stop)
	[ $# -gt 0 ] || set -- postfix dovecot postgres
	for server; do
		"${server}_stop"
	done
	;;
*)
	die "servers.sh: $verb is not start or stop"
	;;
esac
