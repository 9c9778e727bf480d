# packages.sh - get the Debian packages that are missing, and nothing else.
#
# No question is asked, nothing is removed, no service is started or enabled,
# no database cluster is made, and no mail transport agent is installed: a
# machine has one, and it is not for a demonstration to choose.  Postfix is
# unpacked below $top/.rig instead, where it is not there already.
# Sourced by quickstart and check, which set `top`.
# shellcheck shell=bash disable=SC2154

readonly BUILD_PACKAGES='gcc make autoconf automake pkg-config libc6-dev
	libglib2.0-dev libgmime-3.0-dev libpcre2-dev libssl-dev libyaml-dev
	libcmark-dev libpq-dev libseccomp-dev libetpan-dev libcmocka-dev'
readonly SERVER_PACKAGES='postgresql-15 dovecot-imapd dovecot-lmtpd python3
	openssl tzdata'
readonly TEST_PACKAGES='valgrind xz-utils procps swaks libnet-ssleay-perl
	libauthen-sasl-perl neomutt'

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_MARK='# Postdesk: only while packages are installed.'
readonly CLUSTERS=/etc/postgresql-common/createcluster.d

# become_root SCRIPT ARGUMENT...: packages and Postfix need root.
become_root() {
	[ "$(id -u)" -ne 0 ] || return 0
	command -v sudo >/dev/null ||
		die 'root is needed (packages, Postfix): call it as root'
	[ -t 0 ] || sudo -n true 2>/dev/null ||
		die 'root is needed, and sudo would ask for a password:' \
			'call it as root or on a terminal'
	exec sudo -- "$@"
}

# missing PACKAGE...: those of them that are not installed.
missing() {
	dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
		awk -v wanted="$*" '
		$2 == "installed" { have[$1] = 1 }
		END {
			count = split(wanted, name, " ")
			for (i = 1; i <= count; i++)
				if (!(name[i] in have))
					print name[i]
		}'
}

postfix_is_there() {
	[ -x /usr/lib/postfix/sbin/master ] ||
		[ -x "$top/.rig/postfix/usr/lib/postfix/sbin/master" ]
}

apt() {
	DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y \
		-o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
		-o APT::Sandbox::User=root "$@"
}

# The policy of the machine, if it has one, waits beside ours.
services_sleep() {
	if [ -e "$POLICY" ] && ! grep -qxF "$POLICY_MARK" "$POLICY"; then
		mv "$POLICY" "$POLICY.postdesk"
	fi
	printf '%s\n' '#!/bin/sh' "$POLICY_MARK" 'exit 101' >"$POLICY"
	chmod 0755 "$POLICY"
	mkdir -p "$CLUSTERS"
	echo 'create_main_cluster = false' >"$CLUSTERS/postdesk.conf"
}

services_wake() {
	rm -f "$POLICY" "$CLUSTERS/postdesk.conf"
	rmdir --ignore-fail-on-non-empty "$CLUSTERS"
	[ ! -e "$POLICY.postdesk" ] || mv "$POLICY.postdesk" "$POLICY"
}

# What the machine starts when it boots.
boot_links() {
	find /etc/systemd/system /etc/rc?.d -type l -name '*.*' -o \
		-type l -name 'S[0-9]*' 2>/dev/null | sort
}

# disable_new BEFORE: whatever the packages enabled is disabled again.
disable_new() {
	local link name

	boot_links | comm -13 "$1" - | while read -r link; do
		name=${link##*/}
		case $link in
		/etc/rc*) update-rc.d "${name#S[0-9][0-9]}" disable ;;
		*) deb-systemd-helper disable "$name" ;;
		esac
	done
}

unpack_postfix() {
	local new=$top/.rig/postfix.new

	rm -rf "$new"
	dpkg-deb -x "$top"/.rig/download/postfix_*.deb "$new"
	rm -rf "$top/.rig/postfix" "$top/.rig/download"
	mv "$new" "$top/.rig/postfix"
}

# The libraries that Postfix needs, from its own list.
download_postfix() {
	rm -rf "$top/.rig/download"
	mkdir -p "$top/.rig/download"
	(cd "$top/.rig/download" && apt download postfix >&2) || return
	dpkg-deb -f "$top"/.rig/download/postfix_*.deb Depends |
		tr ',' '\n' | sed -n 's/^ *\(lib[a-z0-9.+-]*\).*/\1/p'
}

no_network() {
	die 'packages are missing and cannot be fetched (is there a network?):' \
		"$*"
}

# apt_missing PACKAGE...: install them, with everything asleep.
apt_missing() {
	local before status=0

	before=$(mktemp)
	boot_links >"$before"
	trap services_wake EXIT
	services_sleep
	apt install --no-install-recommends --no-remove "$@" || status=$?
	disable_new "$before"
	rm -f "$before"
	[ "$status" -eq 0 ] || die "apt-get could not install: $*"
}

# install_packages LIST...: all of them and Postfix are there afterwards.
install_packages() {
	local absent libraries=''

	# shellcheck disable=SC2048,SC2086 # lists become words
	set -- $*
	absent=$(missing "$@")
	if [ -z "$absent" ] && postfix_is_there; then
		return
	fi
	# A source that does not answer matters only if it has what is missing.
	apt update || true
	if ! postfix_is_there; then
		libraries=$(download_postfix) || no_network postfix
	fi
	# shellcheck disable=SC2086 # words
	absent=$(missing "$@" $libraries)
	if [ -n "$absent" ]; then
		# shellcheck disable=SC2086 # words
		apt install --no-install-recommends --no-remove \
			--download-only $absent || no_network $absent
		# shellcheck disable=SC2086 # words
		apt_missing $absent
	fi
	postfix_is_there || unpack_postfix
}
