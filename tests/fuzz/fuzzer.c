/* fuzzer.c - the one target that FUZZ_TARGET names, for libFuzzer. */

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	return FUZZ_TARGET(bytes, size);
}
