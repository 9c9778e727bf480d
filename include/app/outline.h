/* outline.h - JSON as an indented outline, for people.
 *
 *	{"origin":{"kind":"person","evidence":[]}}
 *
 * becomes
 *
 *	origin
 *	  kind      person
 *	  evidence  none
 *
 * Takes the JSON that we wrote ourselves; anything else is printed as it is.
 */
#ifndef APP_OUTLINE_H
#define APP_OUTLINE_H

void outline_print(const char *json, int indent);

#endif
