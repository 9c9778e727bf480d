/* sigline.c - judge one line: a close, a name, a device, a way to call. */

#include "mail/sigline.h"

#include "base/text.h"
#include "mail/phrase.h"

/* A line of a signature is short; the shortest line of a paragraph is not. */
#define MAX_LINE 90

static const struct phrase devices[] = {
	{ "sent from my", "en" }, { "sent from a", "en" },
	{ "sent from mail for", "Outlook" }, { "sent from outlook", "en" },
	{ "sent from yahoo", "Yahoo" }, { "sent from proton", "Proton" },
	{ "sent from samsung", "Samsung" }, { "sent from gmail", "Gmail" },
	{ "sent from typeapp", "TypeApp" }, { "sent from android", "en" },
	{ "sent from iphone", "en" }, { "sent from ipad", "en" },
	{ "sent from blue", "Blue" }, { "sent from windows", "en" },
	{ "sent from nine", "Nine" }, { "sent from mobile", "en" },
	{ "sent from spark", "Spark" }, { "sent from aol", "AOL" },
	{ "sent via", "en" }, { "sent with", "en" },
	{ "sent using", "en" }, { "sent by", "en" },
	{ "sent on the go", "en" }, { "get outlook for", "Outlook" },
	{ "get bluemail for", "Blue" },
	{ "von meinem", "de" }, { "gesendet von", "de" },
	{ "gesendet mit", "de" }, { "gesendet über", "de" },
	{ "holen sie sich outlook", "de" }, { "outlook für", "de" },
	{ "envoyé de mon", "fr" }, { "envoyé depuis", "fr" },
	{ "envoyé à partir", "fr" }, { "envoyé avec", "fr" },
	{ "télécharger outlook", "fr" }, { "obtenez outlook", "fr" },
	{ "enviado desde", "es" }, { "enviado do", "pt" },
	{ "enviado a partir", "pt" }, { "enviado de", "es pt" },
	{ "enviado con", "es" }, { "obtener outlook", "es" },
	{ "obter o outlook", "pt" }, { "inviato da", "it" },
	{ "inviato dal", "it" }, { "inviata da", "it" },
	{ "scarica outlook", "it" }, { "ottieni outlook", "it" },
	{ "verstuurd vanaf", "nl" }, { "verzonden vanaf", "nl" },
	{ "verzonden met", "nl" }, { "outlook voor", "nl" },
	{ "skickat från", "sv" }, { "skickades från", "sv" },
	{ "hämta outlook", "sv" }, { "sendt fra", "da no" },
	{ "sendt via", "da no" }, { "hent outlook", "da" },
	{ "skaff deg outlook", "no" }, { "få outlook", "da no" },
	{ "lähetetty", "fi" }, { "hanki outlook", "fi" },
	{ "wysłane z", "pl" }, { "wysłano z", "pl" },
	{ "pobierz outlook", "pl" }, { "отправлено с", "ru" },
	{ "отправлено из", "ru" }, { "послано с", "ru" },
	{ "скачать outlook", "ru" }, { "надіслано з", "uk" },
	{ "відправлено з", "uk" }, { "στάλθηκε από", "el" },
	{ "εστάλη από", "el" }, { "αποστολή από", "el" },
	{ "λήψη του outlook", "el" }, { "נשלח מ", "he" },
	{ "נשלח מה", "he" }, { "נשלח מהאייפון", "he" },
	{ "נשלח מהטלפון", "he" }, { "נשלח מהנייד", "he" },
	{ "נשלח מהגלקסי", "he" }, { "נשלח מגוגל", "he" },
	{ "saadetud minu", "et" }, { "saadetud seadmest", "et" },
	{ "saadetud", "et" }, { "hankige outlook", "et" },
	{ "odesláno z", "cs" }, { "odoslané z", "sk" },
	{ "elküldve", "hu" }, { "küldve az", "hu" },
	{ "trimis de pe", "ro" }, { "изпратено от", "bg" },
	{ "poslano s", "hr" }, { "poslano z", "sl" },
	{ "iphone'umdan gönderildi", "tr" }, { "gönderildi", "tr" },
	{ "išsiųsta iš", "lt" }, { "nosūtīts no", "lv" },
	{ "iphoneから送信", "ja" }, { "ipadから送信", "ja" },
	{ "androidから送信", "ja" }, { "发自我的", "zh" },
	{ "發自我的", "zh" }, { "从我的", "zh" }, { "從我的", "zh" },
	{ "나의 iphone에서 보냄", "ko" }, { "내 iphone에서 보냄", "ko" },
	{ "أرسلت من", "ar" }, { "تم الإرسال من", "ar" },
	{ "dikirim dari", "id" }, { "enviat des de", "ca" },
	{ "gửi từ", "vi" }, { "diese nachricht wurde von meinem", "K-9" },
	{ "please excuse my brevity", "K-9" },
	{ "please excuse typos", "en" }, { "download outlook", "Outlook" },
};

static const struct phrase closes[] = {
	{ "regards", "en" }, { "best regards", "en" },
	{ "kind regards", "en" }, { "kindest regards", "en" },
	{ "warm regards", "en" }, { "with regards", "en" },
	{ "with best regards", "en" }, { "with kind regards", "en" },
	{ "best wishes", "en" }, { "best", "en" }, { "all the best", "en" },
	{ "sincerely", "en" }, { "sincerely yours", "en" },
	{ "yours sincerely", "en" }, { "yours truly", "en" },
	{ "yours faithfully", "en" }, { "yours", "en" },
	{ "respectfully", "en" }, { "cordially", "en" },
	{ "take care", "en" }, { "love", "en" }, { "rgds", "en" },
	{ "brgds", "en" }, { "cheers", "en" }, { "your pal", "en" },
	{ "mit freundlichen grüßen", "de" },
	{ "mit freundlichem gruß", "de" }, { "mit besten grüßen", "de" },
	{ "mit freundlichen grüssen", "de" }, { "freundliche grüße", "de" },
	{ "freundliche grüsse", "de" }, { "mit lieben grüßen", "de" },
	{ "viele grüße", "de" }, { "liebe grüße", "de" },
	{ "beste grüße", "de" }, { "schöne grüße", "de" },
	{ "herzliche grüße", "de" }, { "grüße", "de" }, { "gruß", "de" },
	{ "lieben gruß", "de" }, { "hochachtungsvoll", "de" },
	{ "mfg", "de" }, { "lg", "de" }, { "vg", "de" },
	{ "cordialement", "fr" }, { "bien cordialement", "fr" },
	{ "bien à vous", "fr" }, { "salutations", "fr" },
	{ "sincères salutations", "fr" }, { "amicalement", "fr" },
	{ "bonne journée", "fr" }, { "cdlt", "fr" },
	{ "saludos", "es" }, { "un saludo", "es" }, { "saludos cordiales", "es" },
	{ "atentamente", "es" }, { "cordialmente", "es" },
	{ "un cordial saludo", "es" }, { "atte", "es" },
	{ "cordiali saluti", "it" }, { "distinti saluti", "it" },
	{ "saluti", "it" }, { "un saluto", "it" },
	{ "atenciosamente", "pt" }, { "cumprimentos", "pt" },
	{ "com os melhores cumprimentos", "pt" },
	{ "melhores cumprimentos", "pt" }, { "abraços", "pt" },
	{ "abraço", "pt" }, { "att", "pt" },
	{ "met vriendelijke groet", "nl" },
	{ "met vriendelijke groeten", "nl" }, { "vriendelijke groet", "nl" },
	{ "hartelijke groet", "nl" }, { "groeten", "nl" },
	{ "groet", "nl" }, { "mvg", "nl" },
	{ "med vänlig hälsning", "sv" }, { "med vänliga hälsningar", "sv" },
	{ "vänliga hälsningar", "sv" }, { "hälsningar", "sv" },
	{ "mvh", "sv da no" }, { "med venlig hilsen", "da" },
	{ "venlig hilsen", "da" }, { "hilsen", "da no" },
	{ "med vennlig hilsen", "no" }, { "vennlig hilsen", "no" },
	{ "ystävällisin terveisin", "fi" }, { "terveisin", "fi" },
	{ "parhain terveisin", "fi" }, { "t.", "fi" },
	{ "z poważaniem", "pl" }, { "pozdrawiam", "pl" },
	{ "pozdrowienia", "pl" }, { "serdecznie pozdrawiam", "pl" },
	{ "с уважением", "ru" }, { "с наилучшими пожеланиями", "ru" },
	{ "всего доброго", "ru" }, { "з повагою", "uk" },
	{ "με εκτίμηση", "el" }, { "με εκτιμηση", "el" },
	{ "φιλικά", "el" }, { "φιλικους χαιρετισμους", "el" },
	{ "με φιλικούς χαιρετισμούς", "el" }, { "χαιρετισμούς", "el" },
	{ "με τιμή", "el" }, { "εκ τιμής", "el" },
	{ "בברכה", "he" }, { "בכבוד רב", "he" }, { "ברכה", "he" },
	{ "להתראות", "he" }, { "lugupidamisega", "et" },
	{ "parimate soovidega", "et" }, { "parimat", "et" },
	{ "tervitades", "et" }, { "tervitustega", "et" },
	{ "heade soovidega", "et" }, { "s pozdravem", "cs" },
	{ "s pozdravom", "sk" }, { "üdvözlettel", "hu" },
	{ "tisztelettel", "hu" }, { "cu stimă", "ro" },
	{ "cu respect", "ro" }, { "поздрави", "bg" },
	{ "с уважение", "bg" }, { "srdačan pozdrav", "hr" },
	{ "lep pozdrav", "sl" }, { "saygılarımla", "tr" },
	{ "pagarbiai", "lt" }, { "ar cieņu", "lv" }, { "kveðja", "is" },
	{ "此致", "zh" }, { "敬上", "zh" }, { "祝好", "zh" },
	{ "以上", "ja" }, { "敬具", "ja" }, { "감사합니다", "ko" },
};

static const struct phrase thanks[] = {
	{ "thanks", "en" }, { "thank you", "en" }, { "thx", "en" },
	{ "thanx", "en" }, { "many thanks", "en" },
	{ "thanks in advance", "en" }, { "danke", "de" },
	{ "vielen dank", "de" }, { "danke und gruß", "de" },
	{ "merci", "fr" }, { "merci d'avance", "fr" }, { "gracias", "es" },
	{ "muchas gracias", "es" }, { "grazie", "it" },
	{ "grazie mille", "it" }, { "obrigado", "pt" },
	{ "obrigada", "pt" }, { "bedankt", "nl" }, { "dank je", "nl" },
	{ "alvast bedankt", "nl" }, { "tack", "sv" },
	{ "tack på förhand", "sv" }, { "tak", "da" }, { "takk", "no" },
	{ "kiitos", "fi" }, { "dziękuję", "pl" }, { "спасибо", "ru" },
	{ "дякую", "uk" }, { "ευχαριστώ", "el" }, { "ευχαριστω", "el" },
	{ "σας ευχαριστώ", "el" }, { "תודה", "he" }, { "תודה רבה", "he" },
	{ "תודה מראש", "he" }, { "aitäh", "et" }, { "tänan", "et" },
	{ "tänades", "et" }, { "děkuji", "cs" }, { "ďakujem", "sk" },
	{ "köszönettel", "hu" }, { "mulțumesc", "ro" },
	{ "благодаря", "bg" }, { "hvala", "hr sl" },
	{ "teşekkürler", "tr" }, { "谢谢", "zh" }, { "謝謝", "zh" },
	{ "よろしくお願いします", "ja" }, { "よろしくお願いいたします", "ja" },
};

static const struct phrase contacts[] = {
	{ "tel", "" }, { "tel.", "" }, { "telephone", "en" },
	{ "phone", "en" }, { "ph", "en" }, { "mobile", "en" },
	{ "mob", "en" }, { "cell", "en" }, { "fax", "" },
	{ "office", "en" }, { "direct", "en" }, { "ext", "en" },
	{ "e-mail", "" }, { "email", "" }, { "web", "" }, { "www", "" },
	{ "skype", "" }, { "http", "" }, { "https", "" },
	{ "telefon", "de et" }, { "mobil", "de" }, { "téléphone", "fr" },
	{ "tél", "fr" }, { "teléfono", "es" }, { "móvil", "es" },
	{ "telefono", "it" }, { "cellulare", "it" }, { "telefone", "pt" },
	{ "telefoon", "nl" }, { "puhelin", "fi" }, { "тел", "ru" },
	{ "τηλ", "el" }, { "τηλέφωνο", "el" }, { "κιν", "el" },
	{ "טלפון", "he" }, { "טל", "he" }, { "נייד", "he" },
	{ "电话", "zh" }, { "電話", "ja" },
};

struct shape {
	size_t words, capitals, letters, digits, uncased, size;
	char last;		/* its last byte */
	bool lettered;		/* begins with a letter */
	bool breaks;		/* holds . ? ! : ; , before its end */
};

static struct shape shape_of(const char *text, const char *end)
{
	struct shape shape = { .size = (size_t)(end - text) };
	bool inside = false;

	shape.last = shape.size == 0 ? '\0' : end[-1];
	while (text < end) {
		uint32_t c = text_next(&text, end);
		bool letter = text_is_alnum(c) && !(c >= '0' && c <= '9');

		if (shape.words == 0 && !text_is_space(c))
			shape.lettered = letter;
		shape.digits += c >= '0' && c <= '9';
		shape.letters += letter;
		if (text < end && c < 0x80 && strchr("?!:;,", (int)c) != NULL)
			shape.breaks = true;
		if (text_is_space(c)) {
			inside = false;
		} else if (!inside) {
			inside = true;
			shape.words++;
			shape.capitals += text_is_upper(c);
		}
		shape.uncased += letter && c >= 0x590 && !text_is_upper(c) &&
				 (c < 0x10a0 || c >= 0x2e80);
	}
	return shape;
}

/* Of one to four words that begin with capitals, or of scripts that have
 * none; a single short word may be small, as in "kate". */
static bool is_name(const struct shape *s)
{
	if (s->words == 0 || s->words > 4 || s->size > 40 || s->digits > 0 ||
	    s->letters < 2 || !s->lettered || s->breaks || s->last == '?' || s->last == '!' ||
	    s->last == ':')
		return false;
	if (s->uncased > 0)
		return s->words <= 2;
	return s->capitals == s->words || (s->words >= 3 &&
	       s->capitals == s->words - 1) ||
	       (s->words == 1 && s->size <= 12);
}

/* Half of its words are capital or numbers, and it does not end as a sentence
 * does. */
static bool is_title(const struct shape *s)
{
	if (s->words == 0 || s->words > 10 || s->last == '?' ||
	    s->last == '!' || s->last == ':' || s->letters == 0)
		return false;
	return s->capitals * 2 >= s->words && (s->last != '.' || s->words < 4);
}

/* A telephone number: seven digits with nothing but spaces, dots, dashes and
 * brackets between; or an extension, "x3-0977". */
static bool has_phone(const char *text)
{
	size_t digits = 0;

	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			digits++;
		else if (strchr(" .-()/+", *text) == NULL)
			digits = 0;
		if (digits >= 7)
			return true;
	}
	return false;
}

static bool is_extension(const char *text)
{
	return text[0] == 'x' && (text[1] == '-' || (text[1] >= '0' &&
	       text[1] <= '9')) && strlen(text) <= 12;
}

static bool is_contact(const char *text, const struct shape *shape)
{
	if (shape->last == '?' || shape->size > MAX_LINE)
		return false;
	if (is_extension(text))
		return true;
	if (strstr(text, "http://") == text || strstr(text, "https://") == text ||
	    strstr(text, "www.") == text)
		return shape->words <= 2;
	if (strchr(text, '@') != NULL && shape->words <= 4)
		return true;
	if (has_phone(text) && shape->words <= 9 && shape->last != '.')
		return true;
	return shape->words <= 8 && shape->digits >= 4 &&
	       phrase_starts(text, PHRASES(contacts)) != NULL;
}

/* One of the delimiters alone, or a line of one ornament repeated. */
static unsigned rule_of(const char *text, size_t size)
{
	static const char *const dashes[] = {
		"--", "\xe2\x80\x94", "\xe2\x80\x93", "\xe2\x80\x95", "__",
		"\xe2\x80\x94\xe2\x80\x94",
	};
	size_t same = 1;

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (strcmp(text, dashes[i]) == 0)
			return SIGLINE_DELIMITER | SIGLINE_ORNAMENT;
	if (size < 2 || strchr("-_=*~#+", text[0]) == NULL)
		return strcmp(text, "\xe1\x90\xa7") == 0 ? SIGLINE_ORNAMENT : 0;
	while (same < size && text[same] == text[0])
		same++;
	if (same < size)
		return 0;
	return SIGLINE_ORNAMENT | (size >= 4 ? SIGLINE_RULE : 0);
}

/* Cut what may stand behind a close: "Regards,", "Thanks!". */
static char *bare(char *text)
{
	size_t size = strlen(text);

	while (size > 0 && strchr(" ,.!-*_", text[size - 1]) != NULL)
		text[--size] = '\0';
	while (*text == '*' || *text == '_')
		text++;
	return text;
}

/* How long what may stand before a name is: "-Ann", "/Ann", U+2014. */
static size_t skip_dash(const char *text)
{
	if (strncmp(text, "\xe2\x80\x94", 3) == 0 ||
	    strncmp(text, "\xe2\x80\x93", 3) == 0)
		return 3;
	return strspn(text, "-~/");
}

static unsigned close_of(const char *text, size_t words)
{
	const struct phrase *close = phrase_starts(text, PHRASES(closes));
	const struct phrase *thank = phrase_starts(text, PHRASES(thanks));

	if (close != NULL && (text[strlen(close->text)] == '\0' ||
			      (words <= 4 && strlen(close->text) > 6)))
		return SIGLINE_CLOSE;
	if (thank == NULL)
		return 0;
	if (text[strlen(thank->text)] == '\0' || words <= 5)
		return SIGLINE_CLOSE | SIGLINE_THANKS;
	return 0;
}

/* Not "Sent from my desk, is much easier": the rest is a device or a program,
 * not a sentence. */
static bool is_device(const char *text, const struct shape *shape)
{
	const struct phrase *device = phrase_starts(text, PHRASES(devices));
	const char *link, *rest, *comma;
	size_t words = 0;

	if (device == NULL || shape->size > 2 * MAX_LINE)
		return false;
	rest = text + strlen(device->text);
	link = strpbrk(rest, "<[(");
	if (link == NULL)
		link = rest + strlen(rest);
	for (const char *p = rest; p < link; p++)
		words += *p == ' ' && p[1] != ' ' && p + 1 < link;
	comma = memchr(rest, ',', (size_t)(link - rest));
	return words <= (comma == NULL ? 7u : 5u) &&
	       memchr(rest, '?', (size_t)(link - rest)) == NULL &&
	       strstr(rest, " is ") == NULL;
}

static bool is_sender(const char *text, const struct mailbox *sender,
		      struct arena *arena)
{
	size_t word = strcspn(text, " .,");
	char *names, *first;

	if (sender == NULL || word < 2)
		return false;
	names = text_caseless(arena, sender->name, strlen(sender->name));
	first = arena_strndup(arena, text, word);
	if (strstr(names, first) != NULL)
		return true;
	names = arena_strndup(arena, sender->address,
			      strcspn(sender->address, "@"));
	return word >= 3 && text_find(names, first) != NULL;
}

unsigned sigline_traits(struct arena *arena, const struct lines *lines,
			size_t i, const struct mailbox *sender)
{
	const struct line *line = &lines->at[i];
	const char *text = lines->bytes + line->text;
	const char *end = lines->bytes + line->tail;
	struct shape shape = shape_of(text, end);
	unsigned traits;
	size_t dash;
	char *lower;

	if (shape.size == 0 || shape.size > 3 * MAX_LINE)
		return 0;
	lower = text_caseless(arena, text, shape.size);
	traits = rule_of(lower, strlen(lower));
	if (traits != 0)
		return traits;
	if (is_device(lower, &shape))
		return SIGLINE_DEVICE;
	if (is_contact(lower, &shape))
		traits |= SIGLINE_CONTACT;
	if (is_title(&shape) && shape.size <= MAX_LINE)
		traits |= SIGLINE_TITLE;
	lower = bare(lower);
	traits |= close_of(lower, shape.words);
	dash = skip_dash(lower);
	shape = shape_of(lower + dash, lower + strlen(lower));
	shape.capitals = dash > 0 ? shape.words : shape_of(text, end).capitals;
	if (is_name(&shape) && !(traits & SIGLINE_CLOSE)) {
		traits |= dash > 0 && shape.words <= 2 && lower[dash] != ' ' ?
			  SIGLINE_NAME | SIGLINE_DASHED : SIGLINE_NAME;
		lower += dash;
		if (is_sender(lower, sender, arena))
			traits |= SIGLINE_SENDER;
	}
	return traits;
}
