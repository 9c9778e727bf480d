/* script.h - in which script a text is written (Unicode blocks).
 *
 * Ownership: nothing.  Errors: none.
 */
#ifndef MAIL_SCRIPT_H
#define MAIL_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

enum script {
	SCRIPT_NONE,		/* no letter, or a script we do not know */
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC,
	SCRIPT_HEBREW,
	SCRIPT_ARABIC,
	SCRIPT_HAN,
	SCRIPT_KANA,
	SCRIPT_HANGUL,
	SCRIPT_THAI,
	SCRIPT_ARMENIAN,
	SCRIPT_GEORGIAN,
	SCRIPT_COUNT
};

enum script script_of(uint32_t c);

#endif
