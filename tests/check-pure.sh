#!/bin/sh
# check-pure.sh - the layers that judge cannot touch the world.
#
# Usage: check-pure.sh [LIBRARY...]; without any, libmail.a and libdesk.a.
# Lists every undefined symbol that would let them read the clock, the
# environment, files, sockets or the database, roll dice or write anywhere,
# and every variable of theirs that can change: they are functions of their
# arguments.

[ $# -gt 0 ] || set -- libmail.a libdesk.a

# A missing library would look pure.
for library; do
	[ -r "$library" ] || { echo "$library is not there"; exit 1; }
done

nm -u "$@" | awk '
BEGIN {
	libc = "time|clock|clock_gettime|gettimeofday|timespec_get|ftime" \
		"|localtime(_r)?|mktime|tzset|getenv|secure_getenv|environ" \
		"|open(at)?(64)?|creat(64)?|f?open(64)?|fd?open|freopen(64)?" \
		"|tmpfile(64)?|mkstemp(64)?|memfd_create|opendir|stat(64)?" \
		"|p?read(v|64)?|p?write(v|64)?|fread|fwrite|f?getc|f?gets" \
		"|getline|socket|connect|accept|bind|listen|send(to|msg)?" \
		"|recv(from|msg)?|getaddrinfo|gethostby.*|mmap(64)?|ioctl" \
		"|s?rand(om)?(_r)?|[dlm]rand48|getrandom|getentropy|arc4.*" \
		"|v?syslog|openlog|v?d?f?printf|f?put[cs]|putchar|perror" \
		"|std(in|out|err)|fork|vfork|exec[vlpe]+|posix_spawnp?" \
		"|system|popen|kill|raise|signal|sigaction|u?sleep" \
		"|nanosleep|poll|select|epoll.*|pthread_create"
	glib = "g_getenv|g_get_.*_(time|dir|name)|g_date_time_new_now.*" \
		"|g_time_zone_new_local|g_random.*|g_rand_.*|g_uuid.*" \
		"|g_file_.*|g_(f?open|mkstemp|io_.*|spawn.*|print(err)?)" \
		"|g_log.*|g_thread_new|g_mime_stream_(file|fs|mmap|pipe)_.*" \
		"|g_mime_utils_generate_message_id"
	world = "PQ.*|lo_.*|mail(imap|smtp|stream|pop3).*|SSL_.*|RAND_.*" \
		"|seccomp_.*"
	impure = "^(" libc "|" glib "|" world ")$"
}
/^[^ \t].*:$/ { member = $1 }
$1 == "U" {
	name = $2
	sub(/@.*/, "", name)
	sub(/^__(isoc99_)?/, "", name)
	sub(/_chk$/, "", name)
	if (name ~ impure) {
		print member " " $2 " does not belong in a pure layer"
		failed = 1
	}
}
END { exit failed }'
symbols=$?

# Constants with addresses in them lie in .data.rel.ro: they do not change.
nm -f sysv "$@" | awk -F '|' '
{ gsub(/ /, "") }
/:$/ { member = $0; gsub(/^.*\[|\]/, "", member) }
$7 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $7 !~ /rel\.ro/ || $7 == "*COM*" {
	print member " " $1 " is a variable that can change"
	failed = 1
}
END { exit failed }' && exit "$symbols"
