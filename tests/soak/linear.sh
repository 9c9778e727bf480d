#!/bin/sh
# linear.sh - a mail of twice the size costs at most 2.2 times as much.
#
#	linear.sh SHAPE-PROGRAM [NAME...]
#
# Counts instructions with callgrind, so that a busy machine does not matter.

program=$1
shift
size=${LINEAR_SIZE:-60000}
failed=0

cost() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		--toggle-collect=read_shape "$program" "$1" "$2" 2>&1 |
		awk '/Collected/ { print $4 }'
}

for name in ${*:-$("$program")}; do
	once=$(cost "$name" "$size")
	twice=$(cost "$name" $((2 * size)))
	awk -v name="$name" -v once="$once" -v twice="$twice" 'BEGIN {
		if (!once || !twice) {
			print name ": was not measured"
			exit 1
		}
		printf "%-18s %12d %12d  %.2f%s\n", name, once, twice,
			twice / once, (twice > 2.2 * once) ? "  TOO MUCH" : ""
		exit (twice > 2.2 * once)
	}' || failed=1
done
exit $failed
