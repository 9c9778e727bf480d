/* disclaimer.c - tell what lawyers, scanners and lists append. */

#include "mail/disclaimer.h"

#include "base/text.h"
#include "mail/phrase.h"

/* A longer paragraph is cut for comparison: its first words tell. */
#define MAX_BYTES 2000

/* Two of these in one paragraph make a notice: people use one of them. */
static const struct phrase notices[] = {
	{ "confidential", "en" }, { "privileged", "en" },
	{ "intended recipient", "en" }, { "intended only", "en" },
	{ "intended solely", "en" }, { "intended for", "en" },
	{ "this e-mail", "en" }, { "this email", "en" },
	{ "this message", "en" }, { "any attachments", "en" },
	{ "attachments thereto", "en" }, { "notify the sender", "en" },
	{ "advise the sender", "en" }, { "contact the sender", "en" },
	{ "received this", "en" }, { "in error", "en" },
	{ "disclosure", "en" }, { "dissemination", "en" },
	{ "unauthorized", "en" }, { "unauthorised", "en" },
	{ "strictly prohibited", "en" }, { "viruses", "en" },
	{ "not necessarily", "en" }, { "views expressed", "en" },
	{ "vertrauliche", "de" }, { "vertraulich", "de" },
	{ "diese e-mail", "de" }, { "diese nachricht", "de" },
	{ "nicht der richtige adressat", "de" }, { "irrtümlich", "de" },
	{ "informieren sie", "de" }, { "vernichten sie", "de" },
	{ "unbefugte weitergabe", "de" }, { "nicht gestattet", "de" },
	{ "rechtlich geschützte", "de" }, { "ce message", "fr" },
	{ "confidentiel", "fr" }, { "confidentielles", "fr" },
	{ "destinataire", "fr" }, { "destinataires", "fr" },
	{ "par erreur", "fr" }, { "pièces jointes", "fr" },
	{ "este mensaje", "es" }, { "este correo", "es" },
	{ "destinatario", "es it" }, { "por error", "es" },
	{ "confidencial", "es pt" }, { "esta mensagem", "pt" },
	{ "destinatário", "pt" }, { "por engano", "pt" },
	{ "questo messaggio", "it" }, { "riservate", "it" },
	{ "per errore", "it" }, { "dit bericht", "nl" },
	{ "deze e-mail", "nl" }, { "vertrouwelijk", "nl" },
	{ "vertrouwelijke", "nl" }, { "geadresseerde", "nl" },
	{ "detta meddelande", "sv" }, { "konfidentiell", "sv" },
	{ "mottagare", "sv" }, { "denne e-mail", "da" },
	{ "fortrolig", "da no" }, { "tämä viesti", "fi" },
	{ "luottamuksellinen", "fi" }, { "luottamuksellista", "fi" },
	{ "vastaanottaja", "fi" }, { "poufne", "pl" },
	{ "adresatem", "pl" }, { "ta wiadomość", "pl" },
	{ "конфиденциальную", "ru" }, { "конфиденциальной", "ru" },
	{ "данное сообщение", "ru" }, { "это сообщение", "ru" },
	{ "адресатом", "ru" }, { "конфіденційну", "uk" },
	{ "το παρόν μήνυμα", "el" }, { "το μήνυμα αυτό", "el" },
	{ "αυτό το μήνυμα", "el" }, { "εμπιστευτικές", "el" },
	{ "εμπιστευτικό", "el" }, { "απόρρητες", "el" },
	{ "παραλήπτης", "el" }, { "παραλήπτη", "el" },
	{ "εκ παραδρομής", "el" }, { "κατά λάθος", "el" },
	{ "הודעה זו", "he" }, { "דוא\"ל זה", "he" }, { "חסוי", "he" },
	{ "חסויה", "he" }, { "סודי", "he" }, { "מידע סודי", "he" },
	{ "נמען", "he" }, { "הנמען", "he" }, { "בטעות", "he" },
	{ "see e-kiri", "et" }, { "käesolev e-kiri", "et" },
	{ "käesolev kiri", "et" }, { "konfidentsiaalne", "et" },
	{ "konfidentsiaalset", "et" }, { "adressaat", "et" },
	{ "adressaadile", "et" }, { "ekslikult", "et" },
	{ "tato zpráva", "cs" }, { "důvěrné", "cs" },
	{ "gizlidir", "tr" }, { "bu e-posta", "tr" },
	{ "本邮件", "zh" }, { "保密", "zh" }, { "収信人", "zh" },
	{ "机密", "zh" }, { "本メール", "ja" }, { "機密", "ja" },
};

/* One of these at the start of a paragraph is enough. */
static const struct phrase footers[] = {
	{ "to unsubscribe", "lists" }, { "to unsubscribe, e-mail", "ASF" },
	{ "for additional commands, e-mail", "ASF" },
	{ "unsubscribe:", "lists" }, { "to post to this group", "Google" },
	{ "you received this message because", "Google, GitHub" },
	{ "you are receiving this because", "GitHub" },
	{ "reply to this email directly", "GitHub" },
	{ "—\nreply to this email directly", "GitHub" },
	{ "please consider the environment", "en" },
	{ "please think of the environment", "en" },
	{ "p please consider the environment", "Outlook" },
	{ "this email has been checked for viruses", "Avast" },
	{ "this email has been scanned", "scanners" },
	{ "this message has been scanned", "scanners" },
	{ "scanned by", "scanners" }, { "virus-free", "Avast" },
	{ "diese e-mail wurde von avast", "Avast" },
	{ "do you yahoo!", "Yahoo" }, { "get your free", "Hotmail" },
	{ "get your private, free", "Hotmail" },
	{ "confidentiality notice", "en" },
	{ "disclaimer", "en" }, { "legal notice", "en" },
};

struct paragraph {
	size_t first, last;	/* lines [first, last) */
};

/* The last paragraph of the lines [first, end). */
static struct paragraph last_paragraph(const struct lines *lines,
				       size_t first, size_t end)
{
	struct paragraph p;

	while (end > first && line_is_blank(&lines->at[end - 1]))
		end--;
	p.last = p.first = end;
	while (p.first > first && !line_is_blank(&lines->at[p.first - 1]))
		p.first--;
	return p;
}

/* Lines of "____" or "****" around the words belong to the frame. */
static size_t skip_frame(const char *text)
{
	return strspn(text, "-_=*~# ");
}

static bool is_notice(struct arena *arena, const struct lines *lines,
		      const struct paragraph *p)
{
	const char *start = lines->bytes + lines->at[p->first].text;
	const char *end = lines->bytes + lines->at[p->last - 1].tail;
	size_t size = (size_t)(end - start);
	char *text;

	if (size > MAX_BYTES) {
		size = MAX_BYTES;
		while (((unsigned char)start[size] & 0xc0) == 0x80)
			size--;
	}
	text = text_caseless(arena, start, size);
	text += skip_frame(text);
	if (phrase_starts(text, PHRASES(footers)) != NULL)
		return true;
	return size >= 60 && phrase_count(text, PHRASES(notices)) >= 3;
}

/* Only a frame: it goes with the notice below it. */
static bool is_frame(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	const char *text = lines->bytes + line->text;
	size_t size = line->tail - line->text;

	return size >= 4 && strspn(text, "-_=*~#") >= size;
}

size_t disclaimer_find(struct arena *arena, const struct lines *lines,
		       size_t first, size_t last)
{
	size_t start = last;
	bool found = false;

	for (;;) {
		struct paragraph p = last_paragraph(lines, first, start);

		if (p.first == p.last)
			break;
		if (p.last - p.first == 1 && is_frame(lines, p.first)) {
			start = p.first;
			continue;
		}
		if (!is_notice(arena, lines, &p))
			break;
		found = true;
		last = start = p.first;
	}
	if (!found)
		return last;
	while (last > first && (line_is_blank(&lines->at[last - 1]) ||
				is_frame(lines, last - 1)))
		last--;
	return last;
}
