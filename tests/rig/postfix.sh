# postfix.sh - the mail server: takes mail on one port from anybody and on
# another from the users of Dovecot, and delivers to it.  Sourced by servers.sh.
# shellcheck shell=bash disable=SC2154
#
# A machine has one mail transport agent, which is never touched: where Postfix
# is not installed, packages.sh unpacks it below POSTFIX_ROOT.  Either way it
# runs with settings, queue and data of its own.

postfix_root() {
	if [ -x /usr/lib/postfix/sbin/master ]; then
		return
	fi
	echo "${POSTFIX_ROOT:-$here/../../.rig/postfix}"
}

# The queue belongs to Postfix's user, or to a static user of the system that
# nobody else uses; the same for the group.
postfix_user() {
	if getent passwd postfix >/dev/null; then
		echo postfix
	else
		echo uucp
	fi
}

postfix_group() {
	if getent group postdrop >/dev/null; then
		echo postdrop
	else
		echo operator
	fi
}

postfix_make_queue() {
	local user name

	user=$(postfix_user)
	mkdir -p "$dir/queue/pid"
	for name in active bounce corrupt defer deferred flush hold incoming \
		private saved trace; do
		install -d -o "$user" -m 0700 "$dir/queue/$name"
	done
	install -d -o "$user" -g "$(postfix_group)" -m 0730 "$dir/queue/maildrop"
	install -d -o "$user" -g "$(postfix_group)" -m 0710 "$dir/queue/public"
	install -d -o "$user" -m 0700 "$dir/postfix-data"
}

# Who logged in is stamped under a name that no sender can know, and renamed to
# Authentication-Results only after foreign ones of our id are gone.
postfix_settings() {
	local root

	root=$(postfix_root)
	cat <<-END
	compatibility_level = 3.6
	myhostname = mail.example.test
	mydestination =
	inet_interfaces = loopback-only
	inet_protocols = ipv4
	mynetworks =
	command_directory = $root/usr/sbin
	daemon_directory = $root/usr/lib/postfix/sbin
	shlib_directory = $root/usr/lib/postfix
	import_environment = MAIL_CONFIG LD_LIBRARY_PATH LANG=C TZ
	queue_directory = $dir/queue
	data_directory = $dir/postfix-data
	mail_owner = $(postfix_user)
	setgid_group = $(postfix_group)
	maillog_file = $dir/log/postfix.log
	maillog_file_prefixes = $dir
	alias_maps =
	alias_database =
	biff = no
	disable_dns_lookups = yes
	smtpd_peername_lookup = no
	smtputf8_enable = no
	message_size_limit = 104857600
	mailbox_size_limit = 0
	virtual_mailbox_limit = 0
	in_flow_delay = 0
	smtpd_client_event_limit_exceptions = 127.0.0.0/8
	recipient_delimiter = +
	virtual_mailbox_domains = example.test
	virtual_mailbox_maps = texthash:$dir/etc/mailboxes
	virtual_transport = lmtp:unix:private/mailboxes
	lmtp_destination_recipient_limit = 1
	initial_destination_concurrency = 10
	lmtp_connection_cache_on_demand = no
	default_transport = error:5.1.2 this server knows only example.test
	smtpd_relay_restrictions = permit_sasl_authenticated,
	  reject_unauth_destination
	smtpd_sasl_type = dovecot
	smtpd_sasl_path = private/auth
	smtpd_sasl_security_options = noanonymous
	smtpd_tls_security_level = may
	smtpd_tls_cert_file = $dir/tls/server.pem
	smtpd_tls_key_file = $dir/tls/server.key
	smtpd_sender_login_maps = texthash:$dir/etc/senders
	header_checks = regexp:$dir/etc/header_checks
	smtpd_discard_ehlo_keywords = ${RIG_SMTP_WITHOUT:-}
	END
}

postfix_services() {
	local name

	cat <<-END
	127.0.0.1:$SMTP_PORT inet n - n - - smtpd
	127.0.0.1:$SUBMISSION_PORT inet n - n - - smtpd
	  -o smtpd_tls_security_level=encrypt
	  -o smtpd_sasl_auth_enable=yes
	  -o smtpd_sender_restrictions=reject_sender_login_mismatch
	  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
	  -o smtpd_data_restrictions=check_sasl_access,regexp:$dir/etc/stamp
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	tlsmgr unix - - n 1000? 1 tlsmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	verify unix - - n - 1 verify
	flush unix n - n 1000? 0 flush
	proxymap unix - - n - - proxymap
	proxywrite unix - - n - 1 proxymap
	postlog unix-dgram n - n - 1 postlogd
	END
	for name in smtp relay error retry discard lmtp anvil scache; do
		case $name in
		relay) echo "relay unix - - n - - smtp" ;;
		retry) echo "retry unix - - n - - error" ;;
		*) echo "$name unix - - n - - $name" ;;
		esac
	done
}

postfix_tables() {
	local stamp

	stamp=X-Stamp-$(openssl rand -hex 12)
	sed 's/ .*/ -/' "$dir/passwords" >"$dir/etc/mailboxes"
	sed 's/ .*//; s/.*/& &/' "$dir/passwords" >"$dir/etc/senders"
	# The order matters: the first line that fits wins.
	cat >"$dir/etc/header_checks" <<-END
	/^Authentication-Results:[^;]*mail\.example\.test/ IGNORE
	/^$stamp: (.*)/ REPLACE Authentication-Results: \$1
	END
	cat >"$dir/etc/stamp" <<-END
	/^(.+)\$/ PREPEND $stamp: mail.example.test; auth=pass smtp.auth=\$1
	END
	chmod 0644 "$dir/etc/header_checks" "$dir/etc/stamp"
}

postfix_start() {
	local lib

	[ "$(id -u)" -eq 0 ] || die 'Postfix needs root'
	lib=$(postfix_root)/usr/lib/postfix
	[ -x "$lib/sbin/master" ] || die 'Postfix is missing: ./quickstart' \
		'--prepare gets it'
	ports_must_be_free "${SMTP_PORT:?}" "${SUBMISSION_PORT:?}"
	mkdir -p "$dir/etc"
	postfix_make_queue
	postfix_settings >"$dir/etc/main.cf"
	postfix_services >"$dir/etc/master.cf"
	postfix_tables
	LD_LIBRARY_PATH=$lib MAIL_CONFIG=$dir/etc "$lib/sbin/master" \
		-c "$dir/etc" -w 2>"$dir/log/postfix-start.log" ||
		die "Postfix did not start; see $dir/log/postfix-start.log"
	wait_until 10 'an open SMTP port' port_open "$SMTP_PORT"
}

postfix_stop() {
	stop_pid "$dir/queue/pid/master.pid" master TERM
}
