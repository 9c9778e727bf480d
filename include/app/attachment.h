/* attachment.h - one attachment of a ticket, into a file.
 *
 * Never over a file that is there, never through a link: what customers attach
 * and how they name it is theirs, where it goes is the operator's word.
 */
#ifndef APP_ATTACHMENT_H
#define APP_ATTACHMENT_H

#include "app/look.h"
#include "store/report.h"

/* `number` as `postdesk show` lists them, from 1; `file` "-": to standard
 * output.  The exit status. */
int attachment_write(const struct look *look, const struct report_show *show,
		     const char *number, const char *file);

#endif
