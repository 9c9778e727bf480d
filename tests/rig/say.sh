# say.sh - one line a step, its seconds, and the log only where it failed.
# Sourced by quickstart and check, which set `program` and `logs` (a folder).
# shellcheck shell=bash disable=SC2154

# die WORDS: the one line that says what is wrong and what to do.
die() {
	echo "$program: $*" >&2
	exit 9
}

seconds_since() {
	awk -v begin="$1" -v end="$EPOCHREALTIME" \
		'BEGIN { printf "%.1f", end - begin }'
}

# attempt TEXT COMMAND...: run it, say how long; its status is kept.
attempt() {
	local text=$1 begin=$EPOCHREALTIME status=0 log

	shift
	log=$logs/$(printf '%s' "$text" | tr -cs 'A-Za-z0-9\n' -).log
	printf '%-58s ' "$text"
	# Outside a condition, so that the command stops at its first failure.
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1 </dev/null
	status=$?
	set -e
	if [ "$status" -eq 0 ]; then
		printf '%6s s\n' "$(seconds_since "$begin")"
		return
	fi
	printf '%6s s  failed\n' "$(seconds_since "$begin")"
	if [ "$status" -eq 9 ]; then
		tail -n 1 "$log" >&2
	else
		cat "$log" >&2
		echo "$program: $text failed; its log is $log" >&2
	fi
	return "$status"
}

# step TEXT COMMAND...: nothing can follow a step that failed.
step() {
	attempt "$@" || exit 1
}
