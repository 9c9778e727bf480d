/* digest.h - size and SHA-256 of what a part decodes to.
 *
 * Decodes in pieces: an attachment of any size needs no copy.
 */
#ifndef MAIL_DIGEST_H
#define MAIL_DIGEST_H

#include "mail/message.h"
#include "mail/mime.h"

/* Sets size and sha256 of `part`, whose encoded bytes lie in `bytes`. */
void digest_part(const char *bytes, const struct mime_part *from,
		 struct part *part);

#endif
