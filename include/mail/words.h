/* words.h - encoded-words (RFC 2047) to text, as they are found in the wild.
 *
 * Adjacent words of one charset are joined before they are decoded: many
 * programs split a character over two of them.  Words within quotes, words
 * that touch, spaces inside a word and bad padding are read as well.
 *
 * Ownership: in the arena.
 * Errors:    none; *defects gets bits of enum message_defect.
 */
#ifndef MAIL_WORDS_H
#define MAIL_WORDS_H

#include "mail/charset.h"

#include <stdint.h>

/* One safe line of at most `limit` bytes. */
const char *words_decode(struct arena *arena, struct charset_set *charsets,
			 const char *text, size_t limit, uint64_t *defects);

/* The length of the whole encoded-word that starts at `text`, or 0. */
size_t words_length(const char *text);

#endif
