/* disclaimer.c - tell what lawyers, scanners and lists append. */

#include "mail/disclaimer.h"

#include "base/text.h"
#include "mail/phrase.h"

/* A longer paragraph is cut for comparison: its first words tell. */
#define MAX_BYTES 2000

/* A shorter one is a sentence. */
#define MIN_NOTICE 80

/* A line of ornaments as programs draw it. */
#define MIN_FRAME 20

/* What a notice is about: one of these ... */
static const struct phrase subjects[] = {
	{ "confidential", "en" }, { "privileged", "en" },
	{ "intended recipient", "en" }, { "intended only", "en" },
	{ "intended solely", "en" }, { "intended for", "en" },
	{ "strictly prohibited", "en" }, { "vertrauliche", "de" },
	{ "vertraulich", "de" }, { "nicht der richtige adressat", "de" },
	{ "unbefugte weitergabe", "de" }, { "confidentiel", "fr" },
	{ "confidentielles", "fr" }, { "destinataire", "fr" },
	{ "destinataires", "fr" }, { "destinatario", "es it" },
	{ "confidencial", "es pt" }, { "destinatário", "pt" },
	{ "riservate", "it" }, { "vertrouwelijk", "nl" },
	{ "vertrouwelijke", "nl" }, { "geadresseerde", "nl" },
	{ "konfidentiell", "sv" }, { "mottagare", "sv" },
	{ "fortrolig", "da no" }, { "luottamuksellinen", "fi" },
	{ "luottamuksellista", "fi" }, { "vastaanottaja", "fi" },
	{ "poufne", "pl" }, { "adresatem", "pl" },
	{ "конфиденциальную", "ru" }, { "конфиденциальной", "ru" },
	{ "адресатом", "ru" }, { "конфіденційну", "uk" },
	{ "εμπιστευτικές", "el" }, { "εμπιστευτικό", "el" },
	{ "απόρρητες", "el" }, { "παραλήπτης", "el" }, { "παραλήπτη", "el" },
	{ "חסוי", "he" }, { "חסויה", "he" }, { "סודי", "he" },
	{ "מידע סודי", "he" }, { "נמען", "he" }, { "הנמען", "he" },
	{ "konfidentsiaalne", "et" }, { "konfidentsiaalset", "et" },
	{ "adressaat", "et" }, { "adressaadile", "et" }, { "důvěrné", "cs" },
	{ "gizlidir", "tr" }, { "保密", "zh" }, { "机密", "zh" },
	{ "機密", "ja" },
};

/* ... and two of those: people use some of both, but not so many. */
static const struct phrase notices[] = {
	{ "this e-mail", "en" }, { "this email", "en" },
	{ "this message", "en" }, { "any attachments", "en" },
	{ "attachments thereto", "en" }, { "notify the sender", "en" },
	{ "advise the sender", "en" }, { "contact the sender", "en" },
	{ "received this", "en" }, { "in error", "en" },
	{ "disclosure", "en" }, { "dissemination", "en" },
	{ "unauthorized", "en" }, { "unauthorised", "en" },
	{ "viruses", "en" }, { "not necessarily", "en" },
	{ "views expressed", "en" }, { "diese e-mail", "de" },
	{ "diese nachricht", "de" }, { "irrtümlich", "de" },
	{ "informieren sie", "de" }, { "vernichten sie", "de" },
	{ "nicht gestattet", "de" }, { "rechtlich geschützte", "de" },
	{ "ce message", "fr" }, { "par erreur", "fr" },
	{ "pièces jointes", "fr" }, { "este mensaje", "es" },
	{ "este correo", "es" }, { "por error", "es" },
	{ "esta mensagem", "pt" }, { "por engano", "pt" },
	{ "questo messaggio", "it" }, { "per errore", "it" },
	{ "dit bericht", "nl" }, { "deze e-mail", "nl" },
	{ "detta meddelande", "sv" }, { "denne e-mail", "da" },
	{ "tämä viesti", "fi" }, { "ta wiadomość", "pl" },
	{ "данное сообщение", "ru" }, { "это сообщение", "ru" },
	{ "το παρόν μήνυμα", "el" }, { "το μήνυμα αυτό", "el" },
	{ "αυτό το μήνυμα", "el" }, { "εκ παραδρομής", "el" },
	{ "κατά λάθος", "el" }, { "הודעה זו", "he" }, { "דוא\"ל זה", "he" },
	{ "בטעות", "he" }, { "see e-kiri", "et" }, { "käesolev e-kiri", "et" },
	{ "käesolev kiri", "et" }, { "ekslikult", "et" },
	{ "tato zpráva", "cs" }, { "bu e-posta", "tr" }, { "本邮件", "zh" },
	{ "収信人", "zh" }, { "本メール", "ja" },
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

/* Behind a line drawn across the page. */
static const struct phrase lists[] = {
	{ "mailing list", "Mailman en" }, { "mailingliste", "Mailman de" },
	{ "mailing-liste", "Mailman de" }, { "mailinglist", "Mailman nl" },
	{ "liste de diffusion", "Mailman fr" },
	{ "lista de correo", "Mailman es" }, { "postiloend", "Mailman et" },
	{ "listinfo", "Mailman" }, { "unsubscribe", "lists" },
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
	size_t size = (size_t)(end - start), found;
	bool framed;
	char *text;

	if (size > MAX_BYTES) {
		size = MAX_BYTES;
		while (((unsigned char)start[size] & 0xc0) == 0x80)
			size--;
	}
	text = text_caseless(arena, start, size);
	framed = skip_frame(text) >= MIN_FRAME;
	text += skip_frame(text);
	if (phrase_starts(text, PHRASES(footers)) != NULL)
		return true;
	if (framed && phrase_in(text, PHRASES(lists), NULL) != NULL)
		return true;
	if (size < MIN_NOTICE)
		return false;
	found = phrase_count(text, PHRASES(subjects));
	return found > 0 && found + phrase_count(text, PHRASES(notices)) >= 3;
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
