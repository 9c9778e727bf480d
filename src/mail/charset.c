/* charset.c - the allow-list, its repairs, and one iconv handle each. */

#include "mail/charset.h"

#include "base/buffer.h"
#include "base/map.h"
#include "base/ascii.h"
#include "base/text.h"

#include <errno.h>
#include <iconv.h>

/* What iconv is asked for, and the names that mean it in mail: lower case,
 * letters and digits only.  Names of subsets are read as the superset that
 * mail really holds.  Left out on purpose: UTF-7 (hides text from filters),
 * ISO-2022-CN-EXT and IBM13xx (overflows in glibc), UTF-16 and UTF-32 without
 * a byte order in the name. */
#define CHARSETS(ROW)							\
	ROW("ISO-8859-2", "iso88592 latin2 l2 iso885921987")		\
	ROW("ISO-8859-3", "iso88593 latin3")				\
	ROW("ISO-8859-4", "iso88594 latin4")				\
	ROW("ISO-8859-5", "iso88595 cyrillic")				\
	ROW("ISO-8859-6", "iso88596 iso88596i iso88596e arabic")	\
	ROW("ISO-8859-7", "iso88597 greek greek8 elot928 iso885971987")	\
	ROW("ISO-8859-8", "iso88598 iso88598i iso88598e hebrew logical") \
	ROW("ISO-8859-10", "iso885910 latin6")				\
	ROW("ISO-8859-13", "iso885913 latin7")				\
	ROW("ISO-8859-14", "iso885914 latin8")				\
	ROW("ISO-8859-15", "iso885915 latin9")				\
	ROW("ISO-8859-16", "iso885916 latin10")				\
	ROW("CP874", "cp874 windows874 tis620 iso885911")		\
	ROW("CP1250", "windows1250 cp1250 xcp1250")			\
	ROW("CP1251", "windows1251 cp1251 xcp1251 win1251")		\
	ROW("CP1253", "windows1253 cp1253 xcp1253")			\
	ROW("CP1254", "windows1254 cp1254 iso88599 latin5")		\
	ROW("CP1255", "windows1255 cp1255 xcp1255")			\
	ROW("CP1256", "windows1256 cp1256 xcp1256")			\
	ROW("CP1257", "windows1257 cp1257 xcp1257")			\
	ROW("CP1258", "windows1258 cp1258 xcp1258")			\
	ROW("CP437", "cp437 ibm437")					\
	ROW("CP737", "cp737 ibm737")					\
	ROW("CP775", "cp775 ibm775")					\
	ROW("CP850", "cp850 ibm850")					\
	ROW("CP852", "cp852 ibm852")					\
	ROW("CP855", "cp855 ibm855")					\
	ROW("CP857", "cp857 ibm857")					\
	ROW("CP858", "cp858 ibm858 ibm00858")				\
	ROW("CP862", "cp862 ibm862 dos862")				\
	ROW("CP866", "cp866 ibm866")					\
	ROW("CP869", "cp869 ibm869")					\
	ROW("KOI8-R", "koi8r koi8")					\
	ROW("KOI8-U", "koi8u koi8ru")					\
	ROW("MACINTOSH", "macintosh mac xmacroman macroman")		\
	ROW("MAC-CYRILLIC", "xmaccyrillic maccyrillic")			\
	ROW("VISCII", "viscii")						\
	ROW("GB18030", "gb18030 gb2312 gbk gb231280 euccn cp936 xgbk "	\
		       "windows936 csgb2312 cngb")			\
	ROW("BIG5-HKSCS", "big5 big5hkscs cp950 xxbig5 cnbig5")		\
	ROW("EUC-JP-MS", "eucjp xeucjp ujis eucjpms")			\
	ROW("CP932", "shiftjis sjis xsjis mskanji cp932 windows31j")	\
	ROW("ISO-2022-JP", "iso2022jp csiso2022jp")			\
	ROW("ISO-2022-KR", "iso2022kr")					\
	ROW("CP949", "euckr ksc56011987 ksc5601 cp949 uhc windows949 "	\
		     "ksx1001 korean")					\
	ROW("JOHAB", "johab")						\
	ROW("UTF-16LE", "utf16le unicodelittle")			\
	ROW("UTF-16BE", "utf16be unicodebig")				\
	ROW("UTF-32LE", "utf32le")					\
	ROW("UTF-32BE", "utf32be")

static const struct row {
	const char *iconv_name;
	const char *names;
} rows[] = {
#define ROW(iconv_name, names) { iconv_name, names },
	CHARSETS(ROW)
#undef ROW
};

enum { ROWS_COUNT = sizeof(rows) / sizeof(rows[0]) };

struct charset_set {
	struct arena *arena;
	struct map names;		/* to struct charset */
	struct charset { iconv_t handle; } at[ROWS_COUNT];
};

static void open_one(struct charset_set *set, size_t i)
{
	struct charset *charset = &set->at[i];
	char *names = arena_strdup(set->arena, rows[i].names);
	char *name;

	charset->handle = iconv_open("UTF-8", rows[i].iconv_name);
	if (charset->handle == (iconv_t)-1)
		return;
	while ((name = strsep(&names, " ")) != NULL)
		map_put(&set->names, name, charset);
}

struct charset_set *charset_open(void)
{
	struct arena *arena = arena_new();
	struct charset_set *set = ARENA_NEW(arena, struct charset_set);

	set->arena = arena;
	set->names.arena = arena;
	for (size_t i = 0; i < ROWS_COUNT; i++)
		open_one(set, i);
	return set;
}

void charset_close(struct charset_set **set)
{
	struct arena *arena;

	if (*set == NULL)
		return;
	for (size_t i = 0; i < ROWS_COUNT; i++)
		if ((*set)->at[i].handle != (iconv_t)-1)
			iconv_close((*set)->at[i].handle);
	arena = (*set)->arena;
	arena_free(&arena);
	*set = NULL;
}

/* "ISO_8859-7", "iso8859-7" and "iso-8859-7" are one name; a name that is too
 * long for any charset becomes one that is unknown. */
enum { NAME_SIZE = 32 };

static const char *plain_name(const char *claimed, char name[NAME_SIZE])
{
	size_t used = 0;

	for (; *claimed != '\0' && used + 1 < NAME_SIZE; claimed++)
		if (ascii_alnum(*claimed))
			name[used++] = ascii_lower(*claimed);
	name[used] = '\0';
	return *claimed == '\0' ? name : "-";
}

enum family { FAMILY_ASCII, FAMILY_UTF8, FAMILY_WINDOWS_1252, FAMILY_OTHER };

static enum family family_of(const char *name)
{
	static const struct { const char *name; enum family family; } list[] = {
		{ "utf8", FAMILY_UTF8 },
		{ "usascii", FAMILY_ASCII },
		{ "", FAMILY_ASCII },
		{ "iso88591", FAMILY_WINDOWS_1252 },
		{ "windows1252", FAMILY_WINDOWS_1252 },
		{ "cp1252", FAMILY_WINDOWS_1252 },
		{ "latin1", FAMILY_WINDOWS_1252 },
		{ "iso885911987", FAMILY_WINDOWS_1252 },
		{ "ascii", FAMILY_ASCII },
		{ "ansix341968", FAMILY_ASCII },
		{ "iso646us", FAMILY_ASCII },
		{ "unicode11utf8", FAMILY_UTF8 },
		{ "utf8mac", FAMILY_UTF8 },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strcmp(list[i].name, name) == 0)
			return list[i].family;
	return FAMILY_OTHER;
}

/* The 0x80 row; 0 is a C1 control, which text_clean() drops. */
static char *from_windows_1252(struct arena *arena, const char *bytes,
			       size_t size, size_t *size_r)
{
	static const unsigned short high[32] = {
		0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
		0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
	};
	char *out = arena_alloc(arena, size * 3 + 1);
	size_t used = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned c = (unsigned char)bytes[i];

		if (c >= 0x80 && c < 0xa0 && high[c - 0x80] != 0)
			c = high[c - 0x80];
		used += text_put(out + used, c);
	}
	out[used] = '\0';
	*size_r = used;
	return out;
}

/* Does this look like UTF-8 with mistakes rather than another charset?  A
 * lead byte with a continuation byte behind it is rare in any other. */
static bool is_nearly_utf8(const char *bytes, size_t size)
{
	size_t like = 0, unlike = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c < 0x80)
			continue;
		if (c >= 0xc0 && i + 1 < size &&
		    ((unsigned char)bytes[i + 1] & 0xc0) == 0x80) {
			like++;
			while (i + 1 < size &&
			       ((unsigned char)bytes[i + 1] & 0xc0) == 0x80)
				i++;
		} else {
			unlike++;
		}
	}
	return like > 0 && like >= unlike;
}

static char *copy(struct arena *arena, const char *bytes, size_t size,
		  size_t *size_r)
{
	*size_r = size;
	return arena_strndup(arena, bytes, size);
}

char *charset_guess(struct arena *arena, const char *bytes, size_t size,
		    size_t *size_r)
{
	if (text_utf8(bytes, size))
		return copy(arena, bytes, size, size_r);
	if (is_nearly_utf8(bytes, size))
		return text_repair(arena, bytes, size, size_r);
	return from_windows_1252(arena, bytes, size, size_r);
}

static char *convert(struct arena *arena, iconv_t handle, const char *bytes,
		     size_t size, size_t *size_r, bool *bad_r)
{
	/* No charset of the list gives more than 4 bytes for one, and the
	 * replacement of a bad byte takes 3. */
	size_t room = size * 4 + 16;
	char *out = arena_alloc(arena, room + 1);
	char *in = (char *)bytes, *to = out;

	iconv(handle, NULL, NULL, NULL, NULL);
	while (size > 0) {
		if (iconv(handle, &in, &size, &to, &room) != (size_t)-1)
			break;
		*bad_r = true;
		if (errno == E2BIG || size == 0 || room < 3)
			break;
		memcpy(to, "\xef\xbf\xbd", 3);
		to += 3;
		room -= 3;
		in++;
		size--;
	}
	if (room > 0)
		iconv(handle, NULL, NULL, &to, &room);
	*to = '\0';
	*size_r = (size_t)(to - out);
	return out;
}

/* ISO-2022-JP has 7 bits: bytes of 8 are Shift_JIS under the wrong name. */
static const char *repair_name(const char *name, const char *bytes,
			       size_t size)
{
	if (strcmp(name, "iso2022jp") == 0 && !ascii_only(bytes, size))
		return "shiftjis";
	return name;
}

static const struct charset *find(struct charset_set *set, const char *name)
{
	return set == NULL ? NULL : map_get(&set->names, name);
}

/* "utf-16" says nothing of the byte order: only a mark in the text does. */
static const char *with_byte_order(const char *name, const char **bytes,
				   size_t *size)
{
	const char *found = "";

	if (strcmp(name, "utf16") != 0 || *size < 2)
		return name;
	if (memcmp(*bytes, "\xff\xfe", 2) == 0)
		found = "utf16le";
	else if (memcmp(*bytes, "\xfe\xff", 2) == 0)
		found = "utf16be";
	if (*found != '\0') {
		*bytes += 2;
		*size -= 2;
	}
	return *found == '\0' ? name : found;
}

char *charset_decode(struct arena *arena, struct charset_set *set,
		     const char *claimed, const char *bytes, size_t size,
		     size_t *size_r, bool *bad_r)
{
	char room[NAME_SIZE];
	const char *name = plain_name(claimed, room);
	enum family family = family_of(name);
	const struct charset *charset;

	if (family == FAMILY_WINDOWS_1252)
		return from_windows_1252(arena, bytes, size, size_r);
	if (family != FAMILY_OTHER) {
		if (family == FAMILY_ASCII ? !ascii_only(bytes, size)
					   : !text_utf8(bytes, size))
			*bad_r = true;
		return charset_guess(arena, bytes, size, size_r);
	}
	name = with_byte_order(name, &bytes, &size);
	charset = find(set, repair_name(name, bytes, size));
	if (charset != NULL)
		return convert(arena, charset->handle, bytes, size, size_r,
			       bad_r);
	*bad_r = true;
	return charset_guess(arena, bytes, size, size_r);
}

bool charset_known(struct charset_set *set, const char *claimed)
{
	char room[NAME_SIZE];
	const char *name = plain_name(claimed, room);

	return (*name != '\0' && family_of(name) != FAMILY_OTHER) ||
	       find(set, name) != NULL;
}

/* How far into a mail its charset is sought. */
enum { MOST_HINT = 64 * 1024 };

/* The length of "charset=" or "=?" at `p`, or 0. */
static size_t hint_mark(const char *p, size_t left)
{
	if (left > 2 && p[0] == '=' && p[1] == '?')
		return 2;
	if (left > 8 && (p[0] | 0x20) == 'c' &&
	    ascii_compare(p, "charset=", 8) == 0)
		return 8 + (p[8] == '"' || p[8] == '\'');
	return 0;
}

const char *charset_hint(struct arena *arena, const char *bytes, size_t size)
{
	size_t len;

	if (size > MOST_HINT)
		size = MOST_HINT;
	for (size_t i = 0; i < size; i++) {
		size_t mark = hint_mark(bytes + i, size - i);
		char plain[NAME_SIZE];
		const char *name;

		if (mark == 0)
			continue;
		i += mark;
		for (len = 0; i + len < size &&
		     (ascii_alnum(bytes[i + len]) ||
		      bytes[i + len] == '-' || bytes[i + len] == '_'); len++)
			;
		if (len == 0 || len >= NAME_SIZE)
			continue;
		name = text_lower(arena, arena_strndup(arena, bytes + i, len));
		if (family_of(plain_name(name, plain)) > FAMILY_UTF8)
			return name;
	}
	return "";
}
