/* notification_text.h - the words of a notification, as Markdown.
 *
 * Private to desk/notification.c, but for the marker, which stands above all
 * that agents answer.  Whatever a customer wrote is verbatim, and
 * cannot pretend to be the marker.
 */
#ifndef DESK_NOTIFICATION_TEXT_H
#define DESK_NOTIFICATION_TEXT_H

#include "base/buffer.h"
#include "desk/notification.h"

/* "##- Answer above this line … -##" in the agent's language. */
const char *notification_marker(const struct agent *agent);

/* "[#7] high, en: Kettle" */
const char *notification_subject(struct arena *arena,
				 const struct ticket *ticket);

/* One line of somebody else's words. */
const char *notification_line(struct arena *arena, const char *text,
			      size_t limit);

/* Several lines of them. */
void notification_put_words(struct buffer *out, const char *text);

/* `answer` is the signed address, NULL where there is none. */
const char *notification_text(struct arena *arena,
			      const struct notification_facts *facts,
			      const struct notification_ticket *ticket,
			      const char *answer);

#endif
