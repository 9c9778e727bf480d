/* server.h - a server that says what a fuzzer's input says.
 *
 * A form feed ends what it says at once; the next part comes when the client
 * waits for it, and when there is none the connection ends.  A vertical tab
 * stands for the tag of the client's last command.  Nothing ever waits.
 *
 * Takes the place of the connection: dial_connect(), dial_poll() and send()
 * are wrapped by the linker (-Wl,--wrap=...).  One connection a run.
 */
#ifndef TESTS_FUZZ_SERVER_H
#define TESTS_FUZZ_SERVER_H

#include "base/buffer.h"

#include <stdint.h>

void server_begin(struct arena *arena, const uint8_t *bytes, size_t size);
void server_end(void);

/* All that the client has said, with a NUL behind it. */
const char *server_heard(void);

/* How many bytes were said so far, and which. */
size_t server_said(const char **bytes_r);

#endif
