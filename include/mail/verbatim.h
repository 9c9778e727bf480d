/* verbatim.h - words as a person typed them, as Markdown that says the same.
 *
 * What looks like Markdown by accident (`_`, `*`, `#`, indentation) stays the
 * words it is.  What people mean when they write plain text becomes what they
 * mean: lines stay lines, "- " and "1." lists, ">" quotes, addresses of the
 * web links.
 *
 * Ownership: in the arena.  Errors: none.  Linear in the text.
 */
#ifndef MAIL_VERBATIM_H
#define MAIL_VERBATIM_H

#include "base/arena.h"

const char *verbatim_markdown(struct arena *arena, const char *text);

#endif
