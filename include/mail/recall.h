/* recall.h - which lines of a text are words that we sent or hold already.
 *
 * The surest way to find what is quoted, in any language and without any
 * mark: white space, quote marks, punctuation, case and line breaks are left
 * out of the comparison.  A line is recalled when all of its letters stand in
 * a run that is also in one of the known texts, and the run is long enough
 * not to be chance.
 *
 * Ownership: the result lives in the arena.
 * Limits:    RECALL_TEXTS texts, RECALL_BYTES of them together, the first of
 *            the list first; linear in their sum and the text.
 */
#ifndef MAIL_RECALL_H
#define MAIL_RECALL_H

#include "mail/lines.h"
#include "mail/message.h"

#define RECALL_TEXTS 64
#define RECALL_BYTES (512 * 1024)

/* One entry a line, true where it is recalled. */
const bool *recall_lines(struct arena *arena, const struct lines *lines,
			 const struct strings *known);

#endif
