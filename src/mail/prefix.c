/* prefix.c - the prefixes of subjects, by language. */

#include "mail/prefix.h"

#include "base/text.h"

/* In bytes, with a counter ("Re[2]:", "Re (3):") but without the colon. */
#define LONGEST 40

static const struct {
	const char *word;	/* lower case, without spaces */
	enum prefix prefix;
	const char *from;	/* languages; clients where not all do it */
} rows[] = {
	{ "re", PREFIX_REPLY, "all" },
	{ "aw", PREFIX_REPLY, "de" }, { "antw", PREFIX_REPLY, "nl de" },
	{ "antwort", PREFIX_REPLY, "de Notes" },
	{ "sv", PREFIX_REPLY, "sv da no is" },
	{ "svar", PREFIX_REPLY, "sv da no Notes" },
	{ "ref", PREFIX_REPLY, "fr" }, { "réf", PREFIX_REPLY, "fr" },
	{ "rép", PREFIX_REPLY, "fr" }, { "res", PREFIX_REPLY, "pt" },
	{ "resp", PREFIX_REPLY, "es pt" }, { "rif", PREFIX_REPLY, "it" },
	{ "r", PREFIX_REPLY, "it" }, { "odp", PREFIX_REPLY, "pl cs" },
	{ "ynt", PREFIX_REPLY, "tr" }, { "yan", PREFIX_REPLY, "tr" },
	{ "vá", PREFIX_REPLY, "hu" }, { "atb", PREFIX_REPLY, "lv" },
	{ "ats", PREFIX_REPLY, "lt" }, { "bls", PREFIX_REPLY, "id" },
	{ "balas", PREFIX_REPLY, "id" }, { "απ", PREFIX_REPLY, "el" },
	{ "απάντ", PREFIX_REPLY, "el" }, { "σχετ", PREFIX_REPLY, "el" },
	{ "תגובה", PREFIX_REPLY, "he" }, { "השב", PREFIX_REPLY, "he" },
	{ "vast", PREFIX_REPLY, "et" },
	{ "отв", PREFIX_REPLY, "ru" },
	{ "відп", PREFIX_REPLY, "uk" }, { "rv", PREFIX_FORWARD, "es" },
	{ "رد", PREFIX_REPLY, "ar" }, { "回复", PREFIX_REPLY, "zh" },
	{ "回覆", PREFIX_REPLY, "zh" }, { "答复", PREFIX_REPLY, "zh" },
	{ "返信", PREFIX_REPLY, "ja" }, { "회신", PREFIX_REPLY, "ko" },
	{ "답장", PREFIX_REPLY, "ko" },

	{ "vs", PREFIX_EITHER, "fi da no" },

	{ "fw", PREFIX_FORWARD, "all" }, { "fwd", PREFIX_FORWARD, "all" },
	{ "wg", PREFIX_FORWARD, "de" }, { "wtrlt", PREFIX_FORWARD, "de" },
	{ "weitergeleitet", PREFIX_FORWARD, "de" },
	{ "tr", PREFIX_FORWARD, "fr" }, { "trans", PREFIX_FORWARD, "fr" },
	{ "reenv", PREFIX_FORWARD, "es" }, { "i", PREFIX_FORWARD, "it" },
	{ "enc", PREFIX_FORWARD, "pt" }, { "vb", PREFIX_FORWARD, "sv" },
	{ "vl", PREFIX_FORWARD, "fi" }, { "vid", PREFIX_FORWARD, "da no" },
	{ "fs", PREFIX_FORWARD, "is" }, { "doorst", PREFIX_FORWARD, "nl" },
	{ "pd", PREFIX_FORWARD, "pl" }, { "przek", PREFIX_FORWARD, "pl" },
	{ "předat", PREFIX_FORWARD, "cs" },
	{ "továbbítás", PREFIX_FORWARD, "hu" },
	{ "továbbítva", PREFIX_FORWARD, "hu" },
	{ "tovább", PREFIX_FORWARD, "hu" }, { "továbbít", PREFIX_FORWARD, "hu" },
	{ "redir", PREFIX_FORWARD, "ro" }, { "ilt", PREFIX_FORWARD, "tr" },
	{ "yön", PREFIX_FORWARD, "tr" },
	{ "pārs", PREFIX_FORWARD, "lv" }, { "persiųsta", PREFIX_FORWARD, "lt" },
	{ "prsl", PREFIX_FORWARD, "sk hr" },
	{ "trs", PREFIX_FORWARD, "id" }, { "terusan", PREFIX_FORWARD, "id" },
	{ "edasi", PREFIX_FORWARD, "et" }, { "edastus", PREFIX_FORWARD, "et" },
	{ "edastatud", PREFIX_FORWARD, "et" }, { "πρθ", PREFIX_FORWARD, "el" },
	{ "πρώθ", PREFIX_FORWARD, "el" }, { "προώθηση", PREFIX_FORWARD, "el" },
	{ "προώθ", PREFIX_FORWARD, "el" }, { "הועבר", PREFIX_FORWARD, "he" },
	{ "העברה", PREFIX_FORWARD, "he" }, { "מועבר", PREFIX_FORWARD, "he" },
	{ "пересл", PREFIX_FORWARD, "ru uk" },
	{ "пер", PREFIX_FORWARD, "ru" }, { "препр", PREFIX_FORWARD, "bg" },
	{ "إعادةتوجيه", PREFIX_FORWARD, "ar" }, { "转发", PREFIX_FORWARD, "zh" },
	{ "轉寄", PREFIX_FORWARD, "zh" }, { "轉發", PREFIX_FORWARD, "zh" },
	{ "転送", PREFIX_FORWARD, "ja" }, { "전달", PREFIX_FORWARD, "ko" },
};

/* The colon that ends a prefix; CJK clients may write U+FF1A. */
static const char *find_colon(const char *subject, size_t *len_r)
{
	for (const char *p = subject; *p != '\0' && p - subject < LONGEST; p++) {
		*len_r = *p == ':' ? 1 : 3;
		if (*p == ':' || strncmp(p, "\xef\xbc\x9a", 3) == 0)
			return p;
	}
	return NULL;
}

/* "re[2]" and "re (2)" to "re"; spaces go. */
static void cut_counter(char *word)
{
	char *to = word;

	for (const char *p = word; *p != '\0' && *p != '[' && *p != '('; p++)
		if (*p != ' ')
			*to++ = *p;
	while (to > word && (to[-1] == '^' || (to[-1] >= '0' && to[-1] <= '9')))
		to--;
	*to = '\0';
}

enum prefix prefix_read(struct arena *arena, const char *subject,
			const char **rest_r)
{
	size_t colon_len;
	const char *colon;
	char *word;

	subject += strspn(subject, " ");
	*rest_r = subject;
	colon = find_colon(subject, &colon_len);
	if (colon == NULL)
		return PREFIX_NONE;
	word = text_caseless(arena, subject, (size_t)(colon - subject));
	cut_counter(word);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		*rest_r = colon + colon_len;
		*rest_r += strspn(*rest_r, " ");
		return rows[i].prefix;
	}
	return PREFIX_NONE;
}
