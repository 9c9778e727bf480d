# dovecot.sh - the mailboxes: IMAP with TLS and STARTTLS, LMTP, and the
# authentication that Postfix asks.  Sourced by servers.sh.
# shellcheck shell=bash disable=SC2154

# The mail belongs to the system's static user mail.  A benchmark says where and
# how it lies (RIG_MAIL_LOCATION); a test, what the server offers
# (RIG_IMAP_CAPABILITY).
dovecot_settings() {
	cat <<-END
	protocols = imap lmtp
	base_dir = $dir/run
	log_path = $dir/log/dovecot.log
	listen = 127.0.0.1
	first_valid_uid = 1
	mail_location = ${RIG_MAIL_LOCATION:-maildir:~/Maildir}
	recipient_delimiter = +
	ssl = yes
	ssl_cert = <$dir/tls/server.pem
	ssl_key = <$dir/tls/server.key
	auth_mechanisms = plain login
	${RIG_IMAP_CAPABILITY:+imap_capability = $RIG_IMAP_CAPABILITY}
	auth_cache_size = 1M
	mail_fsync = never
	mail_max_userip_connections = 100
	lmtp_hdr_delivery_address = original
	lmtp_add_received_header = no
	default_vsz_limit = 1G
	passdb {
	  driver = passwd-file
	  args = $dir/etc/users
	}
	userdb {
	  driver = static
	  args = uid=mail gid=mail home=$dir/mail/%n
	}
	service imap-login {
	  service_count = 0
	  inet_listener imap {
	    port = $IMAP_PORT
	  }
	  inet_listener imaps {
	    port = $IMAPS_PORT
	    ssl = yes
	  }
	}
	service lmtp {
	  unix_listener $dir/queue/private/mailboxes {
	    mode = 0600
	    user = $(postfix_user)
	  }
	}
	service auth {
	  unix_listener $dir/queue/private/auth {
	    mode = 0600
	    user = $(postfix_user)
	  }
	}
	END
}

dovecot_start() {
	ports_must_be_free "${IMAP_PORT:?}" "${IMAPS_PORT:?}"
	mkdir -p "$dir/etc" "$dir/run"
	install -d -o mail -g mail -m 0700 "$dir/mail"
	# The sockets of Postfix's queue are made by Dovecot, which starts first.
	postfix_make_queue
	(
		umask 077
		sed 's/ /:{PLAIN}/' "$dir/passwords" >"$dir/etc/users"
	)
	chown dovecot "$dir/etc/users"
	dovecot_settings >"$dir/etc/dovecot.conf"
	dovecot -c "$dir/etc/dovecot.conf" 2>"$dir/log/dovecot-start.log" ||
		die "Dovecot did not start; see $dir/log/dovecot-start.log"
	wait_until 10 'an open IMAP port' port_open "$IMAP_PORT"
}

dovecot_stop() {
	stop_pid "$dir/run/master.pid" dovecot TERM
}
