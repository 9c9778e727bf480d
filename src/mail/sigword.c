/* sigword.c - the words of signatures in many languages. */

#include "mail/sigword.h"

#include "base/banned.h"
#include "mail/phrase.h"

static const struct phrase devices[] = {
	{ "sent from", "en" }, { "sent from my", "en" },
	{ "sent from a", "en" },
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
	{ "נשלח מהגלקסי", "he" }, { "נשלח מהמייל", "he" },
	{ "נשלח מאנדרואיד", "he" }, { "נשלח באמצעות", "he" },
	{ "נשלח מתוך", "he" },
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
	{ "download outlook", "Outlook" },
};

/* What such a line must name: "Sent by DHL" is news.  Looked for inside words,
 * which many languages inflect. */
static const char *const gadgets[] = {
	"iphone", "ipad", "ipod", "apple", "android", "blackberry", "samsung",
	"galaxy", "huawei", "honor", "xiaomi", "redmi", "oneplus", "nokia",
	"htc", "motorola", "xperia", "pixel", "windows", "surface", "outlook",
	"gmail", "googlemail", "yahoo", "icloud", "proton", "tutanota",
	"mail for", "mail app", "mail-app", "mailbox", "airmail", "bluemail",
	"k-9", "sparrow", "spark", "superhuman", "typeapp", "gmx", "web.de",
	"aol", "mail.ru", "thunderbird", "nine", "http", "phone", "mobil",
	"handy", "smartphone", "tablet", "telefon", "teléfono", "telefone",
	"téléphone", "móvil", "celular", "cellulare", "telefoon", "puhelime",
	"komórk", "телефон", "айфон", "смартфон", "мобил", "мобіл", "κινητ",
	"τηλέφων", "טלפון", "נייד", "אייפון", "גלקסי", "אנדרואיד", "מייל",
	"手机", "手機", "携帯", "휴대폰", "هاتف",
};

/* And what needs no such word. */
static const struct phrase excuses[] = {
	{ "please excuse my brevity", "K-9" }, { "please excuse typos", "en" },
	{ "please excuse any typos", "en" }, { "sorry for typos", "en" },
	{ "bitte entschuldigen sie die kürze", "K-9" },
	{ "veuillez excuser ma brièveté", "K-9" },
	{ "disculpa mi brevedad", "K-9" },
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
	{ "saludos", "es" }, { "un saludo", "es" },
	{ "saludos cordiales", "es" },
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
	{ "parhain terveisin", "fi" },
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

/* What the law of a country wants to stand in letters of companies. */
static const struct phrase imprints[] = {
	{ "geschäftsführer", "de" }, { "geschäftsführung", "de" },
	{ "amtsgericht", "de" }, { "handelsregister", "de" },
	{ "registergericht", "de" }, { "hrb", "de" },
	{ "sitz der gesellschaft", "de" }, { "ust-id", "de" },
	{ "ust-idnr", "de" }, { "vorstand", "de" }, { "firmenbuch", "de" },
	{ "siège social", "fr" }, { "siret", "fr" }, { "rcs", "fr" },
	{ "p.iva", "it" }, { "p. iva", "it" }, { "partita iva", "it" },
	{ "c.i.f", "es" }, { "cif", "es" }, { "kvk", "nl" }, { "btw", "nl" },
	{ "org.nr", "sv no" }, { "org nr", "sv no" }, { "cvr", "da" },
	{ "y-tunnus", "fi" }, { "nip", "pl" }, { "regon", "pl" },
	{ "инн", "ru" }, { "αφμ", "el" }, { "α.φ.μ", "el" }, { "ח.פ", "he" },
	{ "ע.מ", "he" }, { "reg. nr", "et" }, { "registrikood", "et" },
	{ "kmkr", "et" }, { "ičo", "cs" }, { "company no", "en" },
	{ "company registration", "en" }, { "registered in", "en" },
	{ "registered office", "en" }, { "vat", "en" }, { "vat no", "en" },
};

const struct sigwords *sigwords_new(struct arena *arena)
{
	static const struct {
		const struct phrase *rows;
		size_t count;
	} tables[SIGWORD_TABLES] = {
		[SIGWORD_DEVICE] = { PHRASES(devices) },
		[SIGWORD_EXCUSE] = { PHRASES(excuses) },
		[SIGWORD_CLOSE] = { PHRASES(closes) },
		[SIGWORD_THANKS] = { PHRASES(thanks) },
		[SIGWORD_CONTACT] = { PHRASES(contacts) },
		[SIGWORD_IMPRINT] = { PHRASES(imprints) },
	};
	struct sigwords *words = arena_room(arena, sizeof(*words));

	for (size_t i = 0; i < SIGWORD_TABLES; i++)
		phrase_index_make(arena, tables[i].rows, tables[i].count,
				  &words->tables[i]);
	return words;
}

size_t sigword_starts(const struct sigwords *words, enum sigword_table table,
		      const char *text)
{
	const struct phrase *row = phrase_index_starts(&words->tables[table],
						       text);

	return row == NULL ? 0 : strlen(row->text);
}

bool sigword_names_gadget(const char *text)
{
	for (size_t i = 0; i < sizeof(gadgets) / sizeof(gadgets[0]); i++)
		if (strstr(text, gadgets[i]) != NULL)
			return true;
	return false;
}
