/* html_entity.h - character references of HTML: "&amp;", "&#233;", "&#xe9;".
 *
 * Knows the names of HTML 4.  Without a semicolon only those are read that
 * cannot be a parameter of a link ("&copy=1").
 */
#ifndef MAIL_HTML_ENTITY_H
#define MAIL_HTML_ENTITY_H

#include <stddef.h>

/* The character of the reference at `at`, which is an "&", and its length in
 * *length_r; 0 if it is none. */
unsigned long html_entity_read(const char *at, size_t size, size_t *length_r);

#endif
