/* html_flow.h - words and breaks into lines.
 *
 * White space and breaks are only remembered; they are written when the next
 * word comes, so that blocks within blocks make one line end and nothing
 * trails.  `out.size` is thus always behind the last word.
 *
 * Limits: nothing is written beyond LIMIT_TEXT.
 */
#ifndef MAIL_HTML_FLOW_H
#define MAIL_HTML_FLOW_H

#include "base/buffer.h"

#include <stdbool.h>

struct html_flow {
	struct buffer out;
	int breaks;		/* line ends before the next word */
	int blanks;		/* hard spaces before it */
	bool space, tab;
	bool full;
	const char *prefix;	/* of the next line: a bullet; or NULL */
	size_t written;		/* words written, to tell empty from not */
};

/* Text with entities; with `pre`, its lines and spaces stay. */
void html_flow_text(struct html_flow *flow, const char *at, size_t size,
		    bool pre);

/* At least `lines` line ends: 1 starts a line, 2 leaves a blank one. */
void html_flow_block(struct html_flow *flow, int lines);

/* One line end more: <br>. */
void html_flow_break(struct html_flow *flow);

/* The next word is in the next cell of a row. */
void html_flow_cell(struct html_flow *flow);

/* A word as it is, without entities. */
void html_flow_word(struct html_flow *flow, const char *at, size_t size);

#endif
