/* script.c - ranges of Unicode by script. */

#include "mail/script.h"

enum script script_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum script script;
	} ranges[] = {
		{ 'A', 'Z', SCRIPT_LATIN },
		{ 'a', 'z', SCRIPT_LATIN },
		{ 0xc0, 0xd6, SCRIPT_LATIN },
		{ 0xd8, 0xf6, SCRIPT_LATIN },
		{ 0xf8, 0x24f, SCRIPT_LATIN },
		{ 0x386, 0x3ff, SCRIPT_GREEK },
		{ 0x400, 0x52f, SCRIPT_CYRILLIC },
		{ 0x531, 0x587, SCRIPT_ARMENIAN },
		{ 0x5d0, 0x5f2, SCRIPT_HEBREW },
		{ 0x620, 0x64a, SCRIPT_ARABIC },
		{ 0x66e, 0x6d5, SCRIPT_ARABIC },
		{ 0xe01, 0xe4e, SCRIPT_THAI },
		{ 0x10a0, 0x10ff, SCRIPT_GEORGIAN },
		{ 0x1100, 0x11ff, SCRIPT_HANGUL },
		{ 0x1e00, 0x1eff, SCRIPT_LATIN },
		{ 0x1f00, 0x1fff, SCRIPT_GREEK },
		{ 0x3041, 0x30ff, SCRIPT_KANA },
		{ 0x3400, 0x9fff, SCRIPT_HAN },
		{ 0xac00, 0xd7a3, SCRIPT_HANGUL },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].script;
	return SCRIPT_NONE;
}
