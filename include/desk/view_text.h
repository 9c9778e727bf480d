/* view_text.h - a test and one text; for desk/view.c alone.
 *
 * Each says whether the test holds, and leaves the excerpt in the view.
 *
 * Ownership: in the view's arena.
 * Errors:    none.
 */
#ifndef DESK_VIEW_TEXT_H
#define DESK_VIEW_TEXT_H

#include "desk/view.h"

/* One of the view's texts, which are looked into again and again. */
bool view_text_holds(struct view *view, const struct condition *test,
		     struct view_text *text);

/* A short text that is not: a header, a name, an address. */
bool view_line_holds(struct view *view, const struct condition *test,
		     const char *line);

/* Is it one of the values? */
bool view_is_value(struct view *view, const struct condition *test,
		   const char *text);

/* True: what was found, with some of what stands around it, is the excerpt. */
bool view_found(struct view *view, const char *text, size_t start,
		size_t end);

#endif
