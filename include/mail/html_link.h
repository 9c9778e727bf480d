/* html_link.h - the address of a link, where its words do not say it. */
#ifndef MAIL_HTML_LINK_H
#define MAIL_HTML_LINK_H

#include "mail/html_flow.h"
#include "mail/html_token.h"

/* A link with the words from `start` on ends: writes " <https://…>" behind
 * them unless they say the same.  Only addresses that a person can use. */
void html_link_end(struct html_flow *flow, size_t start,
		   struct html_slice href);

#endif
