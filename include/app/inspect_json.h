/* inspect_json.h - a mail as one JSON object, a stable interface.
 *
 * Keys are added, never renamed.
 */
#ifndef APP_INSPECT_JSON_H
#define APP_INSPECT_JSON_H

#include "base/json.h"
#include "mail/gist.h"

void inspect_json(struct json *json, const char *file,
		  const struct message *message, const struct gist *gist);

#endif
