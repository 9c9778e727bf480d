/* text_table.h - letters of Latin, Greek, Cyrillic, Hebrew and Arabic.
 *
 * Four of five letters that are no ASCII are of these scripts; a look into a
 * table costs a tenth of a call that knows all scripts.
 */
#ifndef BASE_TEXT_TABLE_H
#define BASE_TEXT_TABLE_H

#include <stdint.h>

/* A bit for each character below: letter, mark or digit. */
#define TEXT_TABLE_WORDS 0x800
extern const uint32_t text_table_words[TEXT_TABLE_WORDS / 32];

/* The lower case of each character below; beyond it, up to TEXT_TABLE_WORDS,
 * there is none. */
#define TEXT_TABLE_LOWER 0x590
extern const uint16_t text_table_lower[TEXT_TABLE_LOWER];

#endif
