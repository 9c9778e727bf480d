/* attributionword.c - who wrote: the words, in many languages. */

#include "mail/attributionword.h"

#include "base/banned.h"
#include "mail/phrase.h"

static const struct phrase verbs[] = {
	{ "wrote", "en" }, { "writes", "en" }, { "sent", "en" },
	{ "said", "en" }, { "escribió", "es" }, { "escribio", "es" },
	{ "a écrit", "fr" }, { "a ecrit", "fr" }, { "écrivait", "fr" },
	{ "a envoyé", "fr" }, { "schrieb", "de" }, { "schrieben", "de" },
	{ "geschrieben", "de" }, { "ha scritto", "it" },
	{ "scrisse", "it" }, { "schreef", "nl" }, { "geschreven", "nl" },
	{ "escreveu", "pt" }, { "skrev", "sv da no" },
	{ "kirjoitti", "fi" }, { "napisał(a)", "pl" }, { "napisał", "pl" },
	{ "napisała", "pl" }, { "pisze", "pl" }, { "написал", "ru" },
	{ "написала", "ru" }, { "написал(а)", "ru" }, { "писал", "ru" },
	{ "писал(а)", "ru" }, { "пишет", "ru" }, { "пише", "uk" },
	{ "написав", "uk" }, { "написав(-ла)", "uk" }, { "писав", "uk" },
	{ "έγραψε", "el" }, { "έγραψαν", "el" }, { "εγραψε", "el" },
	{ "έγραφε", "el" }, { "כתב", "he" }, { "כתבה", "he" },
	{ "כתב/ה", "he" }, { "כתבו", "he" }, { "kirjutas", "et" },
	{ "kirjutasid", "et" }, { "napsal", "cs" }, { "napsal(a)", "cs" },
	{ "napsala", "cs" }, { "napísal", "sk" }, { "napísal(a)", "sk" },
	{ "írta", "hu" }, { "a scris", "ro" }, { "написа", "bg" },
	{ "napisao", "hr" }, { "napisala", "hr" }, { "је написао", "sr" },
	{ "napisal", "sl" }, { "yazdı", "tr" }, { "rakstīja", "lv" },
	{ "rašė", "lt" }, { "parašė", "lt" }, { "skrifaði", "is" },
	{ "va escriure", "ca" }, { "escribiu", "gl" },
	{ "idatzi du", "eu" }, { "geskryf", "af" }, { "menulis", "id" },
	{ "đã viết", "vi" }, { "写道", "zh" }, { "寫道", "zh" },
	{ "写到", "zh" }, { "のメール", "ja" }, { "書きました", "ja" },
	{ "작성", "ko" }, { "님이 쓴 글", "ko" }, { "เขียน", "th" },
	{ "كتب", "ar" }, { "كتبت", "ar" }, { "نوشت", "fa" },
	{ "says", "en" }, { "schreibt", "de" }, { "כותב", "he" },
	{ "מאת", "he" }, { "ציטוט", "he" }, { "quoting", "Horde" },
	{ "zitat von", "Horde de" }, { "selon", "Horde fr" },
	{ "citando a", "Horde es" }, { "citando", "Horde it pt" },
	{ "citerar", "Horde sv" }, { "citat fra", "Horde da" },
	{ "tsiteerides", "Horde et" }, { "παράθεση από", "Horde el" },
	{ "cytowanie", "Horde pl" }, { "цитирую", "ru" },
};

/* With a date behind it, the start of such a line. */
static const struct phrase leads[] = {
	{ "on", "en" }, { "at", "en Eudora" }, { "in", "en it de" },
	{ "am", "de" }, { "vom", "de" }, { "le", "fr" }, { "el", "es" },
	{ "il", "it" }, { "in data", "it" }, { "op", "nl" }, { "em", "pt" },
	{ "a", "pt" }, { "den", "sv da no" }, { "på", "no" },
	{ "dnia", "pl" }, { "w dniu", "pl" }, { "dne", "cs" },
	{ "dňa", "sk" }, { "στις", "el" }, { "στον", "el" }, { "την", "el" },
	{ "ב", "he" }, { "בתאריך", "he" }, { "ביום", "he" },
	{ "kuupäeval", "et" }, { "kasutaja", "et" }, { "pe", "ro" },
	{ "în data de", "ro" }, { "на", "bg" }, { "dana", "hr" },
	{ "pada", "id" }, { "vào", "vi" }, { "在", "zh" }, { "於", "zh" },
	{ "于", "zh" }, { "par", "lv" },
};

static const struct phrase selves[] = {
	{ "i wrote", "en" }, { "schrieb ich", "de" },
	{ "ich geschrieben", "de" }, { "j'ai écrit", "fr" },
	{ "he escrito", "es" }, { "ho scritto", "it" },
	{ "я написал", "ru" }, { "я писал", "ru" }, { "έγραψα", "el" },
	{ "כתבתי", "he" }, { "ma kirjutasin", "et" },
};

/* Help desks ask for it, and look for it in the answer. */
static const struct phrase dividers[] = {
	{ "reply above this line", "en" }, { "reply above the line", "en" },
	{ "type your reply above", "Zendesk" },
	{ "write your reply above", "en" }, { "reply above here", "en" },
	{ "antworten sie oberhalb dieser", "de" },
	{ "antworten sie über dieser", "de" },
	{ "antwort über dieser", "de" },
	{ "réponse au-dessus de cette ligne", "fr" },
	{ "répondez au-dessus de cette ligne", "fr" },
	{ "répondre au-dessus de cette ligne", "fr" },
	{ "por encima de esta línea", "es" }, { "acima desta linha", "pt" },
	{ "sopra questa riga", "it" }, { "boven deze regel", "nl" },
	{ "boven deze lijn", "nl" }, { "ovanför denna rad", "sv" },
	{ "over denne linje", "da" }, { "powyżej tej linii", "pl" },
	{ "выше этой строки", "ru" }, { "выше этой линии", "ru" },
	{ "πάνω από αυτή τη γραμμή", "el" },
	{ "πάνω από αυτήν τη γραμμή", "el" }, { "מעל שורה זו", "he" },
	{ "מעל לשורה זו", "he" }, { "מעל קו זה", "he" },
	{ "selle rea kohale", "et" }, { "sellest reast ülespoole", "et" },
	{ "selle joone kohale", "et" },
};

bool attributionword_has_verb(const char *text)
{
	return phrase_in(text, PHRASES(verbs), NULL) != NULL;
}

size_t attributionword_verb_at_end(const char *text)
{
	const struct phrase *verb = phrase_ends(text, PHRASES(verbs));

	return verb == NULL ? 0 : strlen(verb->text);
}

bool attributionword_leads(const char *text)
{
	return phrase_starts(text, PHRASES(leads)) != NULL;
}

bool attributionword_is_self(const char *text)
{
	return phrase_in(text, PHRASES(selves), NULL) != NULL;
}

bool attributionword_divides(const char *text)
{
	return phrase_in(text, PHRASES(dividers), NULL) != NULL;
}
