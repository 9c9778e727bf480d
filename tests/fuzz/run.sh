#!/bin/sh
# run.sh - build one fuzz target and let it run for FUZZ_SECONDS.
#
#	run.sh TARGET		a name of tests/fuzz/fuzz.h
#
# The libraries are built a second time, in ./fuzz-build, by clang with
# libFuzzer, AddressSanitizer and UBSan.  What is found is kept in
# ./fuzz-build/TARGET-*, what was learnt in ./fuzz-build/corpus-TARGET; both
# survive to the next run.  The seeds in tests/fuzz/seeds are our own.

target=$1
srcdir=$(cd "${srcdir:-.}" && pwd)
seconds=${FUZZ_SECONDS:-600}
cc=${FUZZ_CC:-clang-14}
libs='gmime-3.0 libpcre2-8 libcrypto libssl yaml-0.1 glib-2.0'
checks='-fsanitize=address,undefined -fno-sanitize-recover=all'
archives='libapp.a libdesk.a libmail.a libnet.a libbase.a'
here=$srcdir/tests/fuzz
more=

case $target in
imap | smtp)
	more="$here/server.c -Wl,--wrap=dial_connect,--wrap=dial_poll"
	more="$more,--wrap=send"
	;;
esac

mkdir -p fuzz-build && cd fuzz-build || exit 1
[ -f Makefile ] || "$srcdir/configure" -q --enable-sanitizers CC="$cc" \
	CFLAGS='-g -O1' || exit 1
# shellcheck disable=SC2086 # a list
make -s SANITIZE_CFLAGS="$checks -fsanitize=fuzzer-no-link" $archives ||
	exit 1

# shellcheck disable=SC2046,SC2086 # lists of flags
$cc -std=gnu17 -g -O1 -D_GNU_SOURCE $checks -fsanitize=fuzzer \
	-DFUZZ_TARGET="fuzz_$target" -I"$srcdir/include" \
	"$here/fuzzer.c" "$here/fuzz_$target.c" $more \
	"$srcdir/tests/fixture/sound.c" "$srcdir/tests/fixture/mailmix.c" \
	$archives $(pkg-config --cflags --libs $libs) -letpan -lcmark \
	-o "fuzz_$target" || exit 1

dict=$here/$target.dict
[ -f "$dict" ] || dict=$here/parse.dict
mkdir -p "corpus-$target"
export LSAN_OPTIONS="suppressions=$here/leaks.supp:print_suppressions=0"
exec "./fuzz_$target" -max_total_time="$seconds" -timeout=10 \
	-max_len=65536 -rss_limit_mb=2048 -print_final_stats=1 \
	-dict="$dict" -artifact_prefix="$target-" \
	"corpus-$target" "$here/seeds/$target"
