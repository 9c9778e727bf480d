/* absence.c - subjects and sentences of out-of-office replies. */

#include "mail/absence.h"

#include "base/text.h"

/* Where the words stand and how much they say. */
enum place {
	SUBJECT_SURE,	/* starts the subject as programs write it */
	SUBJECT_MAYBE,	/* starts it, but people write so too */
	TEXT,		/* a sentence near the start of the text */
};

/* Folded by text_fold(): lower case, no accents. */
static const struct row {
	const char *language;
	enum place place;
	const char *words;
} rows[] = {
	{ "en", SUBJECT_SURE,  "automatic reply" },
	{ "en", SUBJECT_SURE,  "automatic response" },
	{ "en", SUBJECT_SURE,  "automated reply" },
	{ "en", SUBJECT_SURE,  "automated response" },
	{ "en", SUBJECT_SURE,  "auto reply" },
	{ "en", SUBJECT_SURE,  "auto-reply" },
	{ "en", SUBJECT_SURE,  "autoreply" },
	{ "en", SUBJECT_SURE,  "[auto-reply]" },
	{ "en", SUBJECT_SURE,  "[auto reply]" },
	{ "en", SUBJECT_SURE,  "(auto-reply)" },
	{ "en", SUBJECT_SURE,  "auto response" },
	{ "en", SUBJECT_SURE,  "auto-response" },
	{ "en", SUBJECT_SURE,  "autoresponse" },
	{ "en", SUBJECT_SURE,  "autoresponder" },
	{ "en", SUBJECT_SURE,  "out of office" },
	{ "en", SUBJECT_SURE,  "out of office reply" },
	{ "en", SUBJECT_SURE,  "out of office autoreply" },
	{ "en", SUBJECT_SURE,  "out of office auto-reply" },
	{ "en", SUBJECT_SURE,  "out of the office" },
	{ "en", SUBJECT_SURE,  "out-of-office" },
	{ "en", SUBJECT_SURE,  "vacation response" },
	{ "en", SUBJECT_SURE,  "vacation reply" },
	{ "en", SUBJECT_SURE,  "away from my mail" },
	{ "en", SUBJECT_MAYBE, "out of office" },
	{ "en", SUBJECT_MAYBE, "out of the office" },
	{ "en", SUBJECT_MAYBE, "i am out of" },
	{ "en", SUBJECT_MAYBE, "i'm out of" },
	{ "en", SUBJECT_MAYBE, "away" },
	{ "en", SUBJECT_MAYBE, "absence" },
	{ "en", SUBJECT_MAYBE, "absent" },
	{ "en", SUBJECT_MAYBE, "on leave" },
	{ "en", SUBJECT_MAYBE, "on holiday" },
	{ "en", SUBJECT_MAYBE, "on vacation" },
	{ "en", SUBJECT_MAYBE, "on annual leave" },
	{ "en", SUBJECT_MAYBE, "vacation" },
	{ "en", SUBJECT_MAYBE, "holiday" },
	{ "en", SUBJECT_MAYBE, "auto" },
	{ "en", TEXT, "i am out of the office" },
	{ "en", TEXT, "i'm out of the office" },
	{ "en", TEXT, "i will be out of the office" },
	{ "en", TEXT, "i am currently out of" },
	{ "en", TEXT, "i'm currently out of" },
	{ "en", TEXT, "i am currently away" },
	{ "en", TEXT, "i'm currently away" },
	{ "en", TEXT, "i am away" },
	{ "en", TEXT, "i am on annual leave" },
	{ "en", TEXT, "i am on vacation" },
	{ "en", TEXT, "i am on holiday" },
	{ "en", TEXT, "i am on leave" },
	{ "en", TEXT, "am out of office" },
	{ "en", TEXT, "limited access to email" },
	{ "en", TEXT, "limited access to my email" },
	{ "en", TEXT, "this is an automatic reply" },
	{ "en", TEXT, "this is an automated reply" },
	{ "en", TEXT, "this is an automated response" },
	{ "en", TEXT, "this is an automatic response" },
	{ "en", TEXT, "this is an auto-reply" },

	{ "el", SUBJECT_SURE,  "αυτοματη απαντηση" },
	{ "el", SUBJECT_SURE,  "αυτοματοποιημενη απαντηση" },
	{ "el", SUBJECT_SURE,  "εκτος γραφειου" },
	{ "el", SUBJECT_SURE,  "απαντηση εκτος γραφειου" },
	{ "el", SUBJECT_MAYBE, "εκτος γραφειου" },
	{ "el", SUBJECT_MAYBE, "απουσια" },
	{ "el", SUBJECT_MAYBE, "αδεια" },
	{ "el", TEXT, "εκτος γραφειου" },
	{ "el", TEXT, "απουσιαζω" },
	{ "el", TEXT, "θα απουσιασω" },
	{ "el", TEXT, "βρισκομαι σε αδεια" },
	{ "el", TEXT, "ειμαι σε αδεια" },
	{ "el", TEXT, "αυτοματη απαντηση" },

	{ "he", SUBJECT_SURE,  "תשובה אוטומטית" },
	{ "he", SUBJECT_SURE,  "מענה אוטומטי" },
	{ "he", SUBJECT_SURE,  "תגובה אוטומטית" },
	{ "he", SUBJECT_SURE,  "מחוץ למשרד" },
	{ "he", SUBJECT_MAYBE, "מחוץ למשרד" },
	{ "he", SUBJECT_MAYBE, "בחופשה" },
	{ "he", SUBJECT_MAYBE, "חופשה" },
	{ "he", SUBJECT_MAYBE, "היעדרות" },
	{ "he", TEXT, "מחוץ למשרד" },
	{ "he", TEXT, "אני בחופשה" },
	{ "he", TEXT, "אהיה בחופשה" },
	{ "he", TEXT, "נמצא בחופשה" },
	{ "he", TEXT, "נמצאת בחופשה" },
	{ "he", TEXT, "לא נמצא במשרד" },
	{ "he", TEXT, "לא אהיה במשרד" },
	{ "he", TEXT, "הודעה אוטומטית" },

	{ "et", SUBJECT_SURE,  "automaatvastus" },
	{ "et", SUBJECT_SURE,  "automaatne vastus" },
	{ "et", SUBJECT_SURE,  "kontorist valjas" },
	{ "et", SUBJECT_MAYBE, "kontorist valjas" },
	{ "et", SUBJECT_MAYBE, "kontorist ara" },
	{ "et", SUBJECT_MAYBE, "puhkusel" },
	{ "et", SUBJECT_MAYBE, "olen puhkusel" },
	{ "et", SUBJECT_MAYBE, "eemal" },
	{ "et", TEXT, "olen puhkusel" },
	{ "et", TEXT, "viibin puhkusel" },
	{ "et", TEXT, "olen kontorist" },
	{ "et", TEXT, "viibin kontorist" },
	{ "et", TEXT, "ei viibi kontoris" },
	{ "et", TEXT, "see on automaatne" },
	{ "et", TEXT, "olen toolt eemal" },

	{ "de", SUBJECT_SURE,  "automatische antwort" },
	{ "de", SUBJECT_SURE,  "autom. antwort" },
	{ "de", SUBJECT_SURE,  "abwesenheitsnotiz" },
	{ "de", SUBJECT_SURE,  "abwesenheitsmeldung" },
	{ "de", SUBJECT_SURE,  "abwesenheitsnachricht" },
	{ "de", SUBJECT_SURE,  "abwesenheitsassistent" },
	{ "de", SUBJECT_MAYBE, "abwesen" },
	{ "de", SUBJECT_MAYBE, "nicht im buro" },
	{ "de", SUBJECT_MAYBE, "urlaub" },
	{ "de", SUBJECT_MAYBE, "im urlaub" },
	{ "de", TEXT, "nicht im buro" },
	{ "de", TEXT, "nicht im hause" },
	{ "de", TEXT, "nicht im haus" },
	{ "de", TEXT, "ich bin im urlaub" },
	{ "de", TEXT, "bin ich im urlaub" },
	{ "de", TEXT, "ich befinde mich" },
	{ "de", TEXT, "nicht erreichbar" },
	{ "de", TEXT, "ich bin derzeit abwesend" },
	{ "de", TEXT, "wieder erreichbar" },
	{ "de", TEXT, "automatische antwort" },

	{ "fr", SUBJECT_SURE,  "reponse automatique" },
	{ "fr", SUBJECT_SURE,  "message d'absence" },
	{ "fr", SUBJECT_SURE,  "absence du bureau" },
	{ "fr", SUBJECT_SURE,  "message automatique d'absence" },
	{ "fr", SUBJECT_MAYBE, "absence" },
	{ "fr", SUBJECT_MAYBE, "absent" },
	{ "fr", SUBJECT_MAYBE, "en conges" },
	{ "fr", SUBJECT_MAYBE, "conges" },
	{ "fr", TEXT, "je suis absent" },
	{ "fr", TEXT, "je suis actuellement absent" },
	{ "fr", TEXT, "je serai absent" },
	{ "fr", TEXT, "absent du bureau" },
	{ "fr", TEXT, "absente du bureau" },
	{ "fr", TEXT, "je suis en conge" },
	{ "fr", TEXT, "actuellement en conge" },
	{ "fr", TEXT, "reponse automatique" },

	{ "es", SUBJECT_SURE,  "respuesta automatica" },
	{ "es", SUBJECT_SURE,  "fuera de la oficina" },
	{ "es", SUBJECT_SURE,  "fuera de oficina" },
	{ "es", SUBJECT_SURE,  "contestacion automatica" },
	{ "es", SUBJECT_MAYBE, "fuera de" },
	{ "es", SUBJECT_MAYBE, "ausencia" },
	{ "es", SUBJECT_MAYBE, "ausente" },
	{ "es", SUBJECT_MAYBE, "vacaciones" },
	{ "es", TEXT, "fuera de la oficina" },
	{ "es", TEXT, "fuera de oficina" },
	{ "es", TEXT, "estoy de vacaciones" },
	{ "es", TEXT, "estare ausente" },
	{ "es", TEXT, "me encuentro de vacaciones" },

	{ "it", SUBJECT_SURE,  "risposta automatica" },
	{ "it", SUBJECT_SURE,  "fuori sede" },
	{ "it", SUBJECT_SURE,  "fuori ufficio" },
	{ "it", SUBJECT_SURE,  "risposta non al computer" },
	{ "it", SUBJECT_MAYBE, "fuori" },
	{ "it", SUBJECT_MAYBE, "assente" },
	{ "it", SUBJECT_MAYBE, "assenza" },
	{ "it", SUBJECT_MAYBE, "ferie" },
	{ "it", TEXT, "sono fuori ufficio" },
	{ "it", TEXT, "sono fuori sede" },
	{ "it", TEXT, "sono in ferie" },
	{ "it", TEXT, "saro assente" },
	{ "it", TEXT, "saro in ferie" },
	{ "it", TEXT, "sono assente" },

	{ "pt", SUBJECT_SURE,  "resposta automatica" },
	{ "pt", SUBJECT_SURE,  "fora do escritorio" },
	{ "pt", SUBJECT_SURE,  "ausencia temporaria" },
	{ "pt", SUBJECT_MAYBE, "ausencia" },
	{ "pt", SUBJECT_MAYBE, "ferias" },
	{ "pt", TEXT, "fora do escritorio" },
	{ "pt", TEXT, "estou de ferias" },
	{ "pt", TEXT, "estou em ferias" },
	{ "pt", TEXT, "estarei ausente" },

	{ "nl", SUBJECT_SURE,  "automatisch antwoord" },
	{ "nl", SUBJECT_SURE,  "automatische beantwoording" },
	{ "nl", SUBJECT_SURE,  "afwezigheidsbericht" },
	{ "nl", SUBJECT_SURE,  "afwezigheidsmelding" },
	{ "nl", SUBJECT_SURE,  "niet aanwezig" },
	{ "nl", SUBJECT_MAYBE, "afwezig" },
	{ "nl", SUBJECT_MAYBE, "vakantie" },
	{ "nl", TEXT, "ik ben afwezig" },
	{ "nl", TEXT, "niet op kantoor" },
	{ "nl", TEXT, "ben ik afwezig" },
	{ "nl", TEXT, "ik ben met vakantie" },
	{ "nl", TEXT, "ik ben op vakantie" },

	{ "sv", SUBJECT_SURE,  "autosvar" },
	{ "sv", SUBJECT_SURE,  "automatiskt svar" },
	{ "sv", SUBJECT_SURE,  "franvarande" },
	{ "sv", SUBJECT_SURE,  "franvaromeddelande" },
	{ "sv", SUBJECT_MAYBE, "franvaro" },
	{ "sv", SUBJECT_MAYBE, "semester" },
	{ "sv", TEXT, "jag ar inte pa kontoret" },
	{ "sv", TEXT, "jag har semester" },
	{ "sv", TEXT, "jag ar pa semester" },
	{ "sv", TEXT, "ar franvarande" },

	{ "no", SUBJECT_SURE,  "automatisk svar" },
	{ "da", SUBJECT_SURE,  "fraværende" },
	{ "no", SUBJECT_SURE,  "fraværsmelding" },
	{ "no", SUBJECT_SURE,  "ikke til stede" },
	{ "no", SUBJECT_SURE,  "ikke pa kontoret" },
	{ "no", SUBJECT_MAYBE, "fravær" },
	{ "no", SUBJECT_MAYBE, "ferie" },
	{ "no", TEXT, "ikke pa kontoret" },
	{ "no", TEXT, "jeg er pa ferie" },
	{ "da", TEXT, "jeg holder ferie" },
	{ "da", TEXT, "jeg har ferie" },

	{ "fi", SUBJECT_SURE,  "automaattinen vastaus" },
	{ "fi", SUBJECT_SURE,  "poissaoloilmoitus" },
	{ "fi", SUBJECT_SURE,  "poissa toimistosta" },
	{ "fi", SUBJECT_MAYBE, "poissa" },
	{ "fi", SUBJECT_MAYBE, "lomalla" },
	{ "fi", TEXT, "olen lomalla" },
	{ "fi", TEXT, "olen poissa" },
	{ "fi", TEXT, "en ole tavoitettavissa" },

	{ "pl", SUBJECT_SURE,  "odpowiedz automatyczna" },
	{ "pl", SUBJECT_SURE,  "automatyczna odpowiedz" },
	{ "pl", SUBJECT_SURE,  "autoodpowiedz" },
	{ "pl", SUBJECT_SURE,  "poza biurem" },
	{ "pl", SUBJECT_MAYBE, "nieobecnosc" },
	{ "pl", SUBJECT_MAYBE, "urlop" },
	{ "pl", TEXT, "poza biurem" },
	{ "pl", TEXT, "jestem na urlopie" },
	{ "pl", TEXT, "przebywam na urlopie" },
	{ "pl", TEXT, "jestem nieobecn" },

	{ "cs", SUBJECT_SURE,  "automaticka odpoved" },
	{ "cs", SUBJECT_SURE,  "mimo kancelar" },
	{ "cs", SUBJECT_MAYBE, "nepritomnost" },
	{ "cs", SUBJECT_MAYBE, "dovolena" },
	{ "cs", TEXT, "mimo kancelar" },
	{ "cs", TEXT, "jsem na dovolene" },
	{ "cs", TEXT, "cerpam dovolenou" },

	{ "hu", SUBJECT_SURE,  "automatikus valasz" },
	{ "hu", SUBJECT_MAYBE, "hazon kivul" },
	{ "hu", SUBJECT_MAYBE, "szabadsag" },
	{ "hu", TEXT, "szabadsagon vagyok" },
	{ "hu", TEXT, "hazon kivul" },

	{ "ro", SUBJECT_SURE,  "raspuns automat" },
	{ "ro", SUBJECT_MAYBE, "in afara biroului" },
	{ "ro", SUBJECT_MAYBE, "concediu" },
	{ "ro", TEXT, "sunt in concediu" },
	{ "ro", TEXT, "nu sunt la birou" },

	{ "lv", SUBJECT_SURE,  "automatiska atbilde" },
	{ "lv", SUBJECT_MAYBE, "atvalinajums" },
	{ "lv", TEXT, "esmu atvalinajuma" },
	{ "lt", SUBJECT_SURE,  "automatinis atsakymas" },
	{ "lt", SUBJECT_MAYBE, "atostogos" },
	{ "lt", TEXT, "atostogauju" },
	{ "lt", TEXT, "esu atostogose" },

	{ "ru", SUBJECT_SURE,  "автоматическии ответ" },
	{ "ru", SUBJECT_SURE,  "автоответ" },
	{ "ru", SUBJECT_SURE,  "автоответчик" },
	{ "ru", SUBJECT_SURE,  "нет на месте" },
	{ "ru", SUBJECT_MAYBE, "отпуск" },
	{ "ru", SUBJECT_MAYBE, "в отпуске" },
	{ "ru", TEXT, "я в отпуске" },
	{ "ru", TEXT, "нахожусь в отпуске" },
	{ "ru", TEXT, "буду в отпуске" },
	{ "ru", TEXT, "отсутствую в офисе" },
	{ "uk", SUBJECT_SURE,  "автоматична відповідь" },
	{ "uk", SUBJECT_MAYBE, "відпустка" },
	{ "uk", TEXT, "у відпустці" },
	{ "bg", SUBJECT_SURE,  "автоматичен отговор" },
	{ "bg", SUBJECT_MAYBE, "отпуска" },
	{ "bg", TEXT, "в отпуск" },

	{ "tr", SUBJECT_SURE,  "otomatik yanıt" },
	{ "tr", SUBJECT_SURE,  "otomatik cevap" },
	{ "tr", SUBJECT_SURE,  "ofis dısında" },
	{ "tr", SUBJECT_MAYBE, "izin" },
	{ "tr", TEXT, "ofis dısında" },
	{ "tr", TEXT, "yıllık izin" },
	{ "ar", SUBJECT_SURE,  "رد تلقايي" },
	{ "ar", SUBJECT_SURE,  "الرد التلقايي" },
	{ "ar", SUBJECT_MAYBE, "خارج المكتب" },
	{ "ar", TEXT, "خارج المكتب" },
	{ "ar", TEXT, "في اجازة" },

	{ "ja", SUBJECT_SURE,  "自動応答" },
	{ "ja", SUBJECT_SURE,  "自動返信" },
	{ "ja", SUBJECT_SURE,  "不在通知" },
	{ "ja", SUBJECT_MAYBE, "不在" },
	{ "ja", TEXT, "不在にして" },
	{ "ja", TEXT, "自動的に返信" },
	{ "zh", SUBJECT_SURE,  "自动回复" },
	{ "zh", SUBJECT_SURE,  "自動回覆" },
	{ "zh", SUBJECT_SURE,  "自动答复" },
	{ "zh", SUBJECT_MAYBE, "外出" },
	{ "zh", TEXT, "不在办公室" },
	{ "zh", TEXT, "正在休假" },
	{ "ko", SUBJECT_SURE,  "자동 회신" },
	{ "ko", SUBJECT_SURE,  "부재 중" },
	{ "ko", TEXT, "부재 중" },
};

/* How much is read: an absence is said at once. */
enum { SUBJECT_BYTES = 200, TEXT_BYTES = 600 };

/* What programs put after the words: nothing, a colon and the subject that
 * they answer, or brackets. */
static bool ends_as_programs_write(const char *rest)
{
	static const char *const after[] = {
		":", " :", " re:", " aw:", " - re:", "! ", " (re:", ";",
		"\xef\xbc\x9a",
	};

	if (rest[strspn(rest, " !.")] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (text_starts(rest, after[i]))
			return true;
	return false;
}

/* A person's answer to an absence, or a forward of one. */
static bool is_answer(const char *folded)
{
	static const char *const prefixes[] = {
		"re:", "aw:", "sv:", "vs:", "fw:", "fwd:", "wg:", "rv:",
		"tr:", "απ:", "σχετ:", "השב:", "fs:",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (text_starts(folded, prefixes[i]))
			return true;
	return false;
}

enum absence absence_in_subject(struct arena *arena, const char *subject)
{
	const char *folded = text_fold(arena, subject, SUBJECT_BYTES);
	enum absence absence = ABSENCE_NONE;

	if (is_answer(folded))
		return ABSENCE_NONE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].words);
		const char *found = rows[i].place == TEXT ? NULL :
				    strstr(folded, rows[i].words);

		if (found == NULL ||
		    (found != folded && rows[i].place != SUBJECT_SURE))
			continue;
		if (found == folded && rows[i].place == SUBJECT_SURE &&
		    (rows[i].words[len - 1] == ']' ||
		     ends_as_programs_write(folded + len)))
			return ABSENCE_SAID;
		absence = ABSENCE_HINTED;
	}
	return absence;
}

bool absence_in_text(struct arena *arena, const char *visible)
{
	const char *text = text_fold(arena, visible, TEXT_BYTES);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].place == TEXT &&
		    strstr(text, rows[i].words) != NULL)
			return true;
	return false;
}
