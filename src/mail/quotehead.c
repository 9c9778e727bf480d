/* quotehead.c - "From: / Sent: / To: / Subject:" above a quoted mail. */

#include "mail/quotehead.h"

#include "base/text.h"
#include "mail/phrase.h"

#define MAX_LINES 60

static const struct phrase froms[] = {
	{ "from", "en" }, { "von", "de" }, { "de", "fr es pt" },
	{ "da", "it" }, { "van", "nl" }, { "från", "sv" }, { "fra", "da no" },
	{ "lähettäjä", "fi" }, { "od", "pl cs hr" }, { "от", "ru bg" },
	{ "від", "uk" }, { "από", "el" }, { "απο", "el" }, { "מאת", "he" },
	{ "saatja", "et" }, { "kellelt", "et" }, { "发件人", "zh" }, { "寄件者", "zh" },
	{ "差出人", "ja" }, { "feladó", "hu" }, { "kimden", "tr" },
	{ "gönderen", "tr" }, { "보낸 사람", "ko" }, { "message du", "fr" },
	{ "expéditeur", "fr" }, { "nuo", "lt" }, { "no", "lv" },
};

static const struct phrase others[] = {
	{ "sent", "en" }, { "date", "en fr" }, { "to", "en" },
	{ "cc", "en" }, { "subject", "en" }, { "reply-to", "en" },
	{ "bcc", "en" }, { "gesendet", "de" }, { "datum", "de nl" },
	{ "an", "de" }, { "betreff", "de" }, { "kopie", "de" },
	{ "envoyé", "fr" }, { "envoyé le", "fr" }, { "à", "fr" },
	{ "a", "fr it" }, { "objet", "fr" }, { "sujet", "fr" },
	{ "copie à", "fr" }, { "enviado", "es pt" }, { "enviada", "pt" },
	{ "para", "es pt" }, { "asunto", "es" }, { "assunto", "pt" },
	{ "fecha", "es" }, { "data", "it pt" }, { "inviato", "it" },
	{ "oggetto", "it" }, { "risposta", "it" }, { "verzonden", "nl" },
	{ "aan", "nl" }, { "onderwerp", "nl" }, { "skickat", "sv" },
	{ "till", "sv" }, { "ämne", "sv" }, { "sendt", "da no" },
	{ "til", "da no" }, { "emne", "da no" }, { "lähetetty", "fi" },
	{ "vastaanottaja", "fi" }, { "aihe", "fi" }, { "wysłano", "pl" },
	{ "do", "pl" }, { "temat", "pl" }, { "отправлено", "ru" },
	{ "кому", "ru" }, { "тема", "ru" }, { "дата", "ru" },
	{ "στάλθηκε", "el" }, { "ημερομηνία", "el" }, { "προς", "el" },
	{ "θέμα", "el" }, { "נשלח", "he" }, { "תאריך", "he" },
	{ "אל", "he" }, { "נושא", "he" }, { "saadetud", "et" },
	{ "kuupäev", "et" }, { "kellele", "et" }, { "saaja", "et" },
	{ "adressaat", "et" }, { "teema", "et" }, { "发送时间", "zh" },
	{ "收件人", "zh" }, { "主题", "zh" }, { "送信日時", "ja" },
	{ "宛先", "ja" }, { "件名", "ja" },
};

static const struct phrase originals[] = {
	{ "original message", "en" }, { "forwarded message", "en" },
	{ "reply message", "en" }, { "antwort nachricht", "de" },
	{ "forwarded by", "en" }, { "ursprüngliche nachricht", "de" },
	{ "weitergeleitete nachricht", "de" }, { "mensaje original", "es" },
	{ "message d'origine", "fr" }, { "message original", "fr" },
	{ "messaggio originale", "it" }, { "mensagem original", "pt" },
	{ "oorspronkelijk bericht", "nl" }, { "ursprungligt meddelande", "sv" },
	{ "oprindelig meddelelse", "da" }, { "opprinnelig melding", "no" },
	{ "alkuperäinen viesti", "fi" }, { "wiadomość oryginalna", "pl" },
	{ "исходное сообщение", "ru" }, { "αρχικό μήνυμα", "el" },
	{ "הודעה מקורית", "he" }, { "originaalkiri", "et" },
	{ "algne kiri", "et" }, { "原始邮件", "zh" }, { "元のメッセージ", "ja" },
};

/* 0 no label, 1 From, 2 another. */
static int label_of(struct arena *arena, const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	size_t size = line->tail - line->text;
	const char *text = lines->bytes + line->text;
	const char *colon = memchr(text, ':', size < 40 ? size : 40);
	char *label;
	size_t len;

	if (colon == NULL && size >= 3)
		return 0;
	if (colon == NULL)
		return 0;
	label = text_caseless(arena, text, (size_t)(colon - text));
	label += strspn(label, "* ");
	len = strlen(label);
	while (len > 0 && strchr(" *", label[len - 1]) != NULL)
		label[--len] = '\0';
	for (size_t k = 0; k < sizeof(froms) / sizeof(froms[0]); k++)
		if (strcmp(label, froms[k].text) == 0)
			return 1;
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (strcmp(label, others[k].text) == 0)
			return 2;
	return 0;
}

static bool is_original(struct arena *arena, const struct lines *lines,
			size_t i)
{
	const struct line *line = &lines->at[i];
	const char *text = lines->bytes + line->text;
	char *lower;

	if (line->tail - line->text > 200 || strncmp(text, "--", 2) != 0)
		return false;
	lower = line_caseless(arena, lines, i);
	return phrase_in(lower, PHRASES(originals), NULL) != NULL;
}

size_t quotehead_at(struct arena *arena, const struct lines *lines, size_t i)
{
	size_t start = i, last, labels = 0, froms_seen = 0;
	bool original = is_original(arena, lines, i);

	if (original) {
		last = i + 1;
		i = lines_next(lines, last);
	} else {
		last = i;
		if (label_of(arena, lines, i) == 0)
			return 0;
	}
	for (size_t k = i; k < lines->count && k < i + MAX_LINES; k++) {
		int label;

		if (line_is_blank(&lines->at[k])) {
			if (labels >= 2 && k > last + 1)
				break;
			if (labels >= 2 && k + 1 < lines->count &&
			    label_of(arena, lines, k + 1) == 0)
				break;
			continue;
		}
		label = label_of(arena, lines, k);
		if (label == 0 && labels == 0)
			break;
		labels += label != 0;
		froms_seen += label == 1;
		if (label != 0 || labels > 0)
			last = k + 1;
	}
	if (original)
		return last - start;
	return froms_seen > 0 && labels >= 2 ? last - start : 0;
}
