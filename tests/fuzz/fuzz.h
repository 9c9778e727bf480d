/* fuzz.h - targets: bytes that anybody may send, and what must hold of them.
 *
 * A target aborts where it does not hold.  libFuzzer runs one at a time
 * (fuzzer.c, run.sh); test_seeds.c runs all of them over their seeds.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Each is tests/fuzz/fuzz_NAME.c, with seeds in tests/fuzz/seeds/NAME. */
#define FUZZ_TARGETS(ROW)	\
	ROW(parse)		\
	ROW(wire)		\
	ROW(fold)		\
	ROW(html)		\
	ROW(bounce)		\
	ROW(auth)		\
	ROW(commands)		\
	ROW(token)		\
	ROW(rules)		\
	ROW(settings)		\
	ROW(imap)		\
	ROW(smtp)

#define ROW(name) int fuzz_##name(const uint8_t *bytes, size_t size);
FUZZ_TARGETS(ROW)
#undef ROW

#endif
