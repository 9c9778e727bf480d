/* wordlist.h - words between bars, as tables of words hold them: "to|an|à".
 *
 * Ownership: borrowed.  Errors: none.
 */
#ifndef MAIL_WORDLIST_H
#define MAIL_WORDLIST_H

#include <stdbool.h>
#include <stddef.h>

/* Is `word` one of them?  "" never is, nor what holds a bar. */
bool wordlist_has(const char *words, const char *word);

/* Does `text` start with one of them? */
bool wordlist_starts(const char *words, const char *text);

/* The word behind the first *n, its length in *len_r; or NULL, and *n less
 * their count. */
const char *wordlist_nth(const char *words, size_t *n, size_t *len_r);

#endif
