#!/bin/sh
# run.sh - build one fuzz target and let it run for FUZZ_SECONDS.
#
#	run.sh TARGET		parse, wire, fold, html, bounce, auth or
#				commands
#
# The libraries are built a second time, in ./fuzz-build, by clang with
# libFuzzer, AddressSanitizer and UBSan.  What is found is kept in
# ./fuzz-build/TARGET-*, what was learnt in ./fuzz-build/corpus-TARGET; both
# survive to the next run.  The seeds in tests/fuzz/seeds are our own.

target=$1
srcdir=$(cd "${srcdir:-.}" && pwd)
seconds=${FUZZ_SECONDS:-600}
cc=${FUZZ_CC:-clang-14}
libs='gmime-3.0 libpcre2-8 libcrypto yaml-0.1 glib-2.0'
checks='-fsanitize=address,undefined -fno-sanitize-recover=all'

mkdir -p fuzz-build && cd fuzz-build || exit 1
[ -f Makefile ] || "$srcdir/configure" -q --enable-sanitizers CC="$cc" \
	CFLAGS='-g -O1' || exit 1
make -s SANITIZE_CFLAGS="$checks -fsanitize=fuzzer-no-link" \
	libdesk.a libmail.a libbase.a || exit 1

# shellcheck disable=SC2046,SC2086 # lists of flags
$cc -std=gnu17 -g -O1 -D_GNU_SOURCE $checks -fsanitize=fuzzer \
	-I"$srcdir/include" "$srcdir/tests/fuzz/fuzz_$target.c" \
	"$srcdir/tests/fixture/sound.c" "$srcdir/tests/fixture/mailmix.c" \
	libdesk.a libmail.a libbase.a $(pkg-config --cflags --libs $libs) -lcmark \
	-o "fuzz_$target" || exit 1

dict=$srcdir/tests/fuzz/$target.dict
[ -f "$dict" ] || dict=$srcdir/tests/fuzz/parse.dict
mkdir -p "corpus-$target"
exec "./fuzz_$target" -max_total_time="$seconds" -timeout=10 \
	-max_len=65536 -rss_limit_mb=2048 -print_final_stats=1 \
	-dict="$dict" -artifact_prefix="$target-" \
	"corpus-$target" "$srcdir/tests/fuzz/seeds/$target"
