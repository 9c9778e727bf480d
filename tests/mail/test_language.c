/* test_language.c - sentences of everyday mail, and what is too short. */

#include "mail/language.h"
#include "mail/languagemodel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *want;	/* NULL: unsure */
	const char *text;
} cases[] = {
	{ __LINE__, "en", "The parcel came on Monday but the lamp is broken." },
	{ __LINE__, "de", "Das Paket kam am Montag, aber die Lampe ist kaputt "
	  "und ich will sie zurückgeben." },
	{ __LINE__, "nl", "Het pakje kwam maandag, maar de lamp is kapot." },
	{ __LINE__, "sv", "Paketet kom i måndags men lampan är trasig och jag "
	  "vill byta den." },
	{ __LINE__, "fi", "Paketti tuli maanantaina, mutta lamppu on rikki." },
	{ __LINE__, "et", "Pakk tuli esmaspäeval, aga lamp on katki." },
	{ __LINE__, "fr", "Le colis est arrivé lundi mais la lampe est cassée." },
	{ __LINE__, "es", "El paquete llegó el lunes, pero la lámpara está rota y "
	  "quiero devolverla." },
	{ __LINE__, "pt", "O pacote chegou na segunda-feira, mas a lâmpada não "
	  "funciona." },
	{ __LINE__, "it", "Il pacco è arrivato lunedì ma la lampada è rotta." },
	{ __LINE__, "pl", "Paczka przyszła w poniedziałek, ale lampa jest "
	  "zepsuta." },
	{ __LINE__, "cs", "Balíček přišel v pondělí, ale lampa je rozbitá." },
	{ __LINE__, "hu", "A csomag hétfőn megjött, de a lámpa eltört." },
	{ __LINE__, "tr", "Paket pazartesi günü geldi ama lamba kırık." },
	{ __LINE__, "ro", "Coletul a sosit luni, dar lampa este spartă." },

	{ __LINE__, "ru", "Посылка пришла в понедельник, но лампа разбита." },
	{ __LINE__, "uk", "Посилка прийшла в понеділок, але лампа розбита." },
	{ __LINE__, "bg", "Пратката дойде в понеделник, но лампата е счупена." },

	{ __LINE__, "el", "Το δέμα ήρθε" },
	{ __LINE__, "he", "החבילה הגיעה" },
	{ __LINE__, "el", "Το Windows Update δεν δουλεύει" },
	{ __LINE__, "ar", "وصلت الحزمة يوم الاثنين" },
	{ __LINE__, "fa", "بسته روز دوشنبه رسید اما چراغ شکسته است" },
	{ __LINE__, "ja", "荷物は月曜日に届きました" },
	{ __LINE__, "zh", "包裹星期一到了" },
	{ __LINE__, "ko", "소포가 월요일에 왔어요" },

	/* Too little to say, or no language. */
	{ __LINE__, NULL, "" },
	{ __LINE__, NULL, "OK" },
	{ __LINE__, NULL, "1234 5678 :-)" },
	{ __LINE__, NULL, "π = 3.14" },
	{ __LINE__, NULL, "https://www.example.test/the/and/with/that" },
	{ __LINE__, NULL, "ann@the.and.with.that.example.test" },
	{ __LINE__, NULL, "Ann Miller" },
};

static void test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = language_of(cases[i].text);
		const char *want = cases[i].want;

		if ((got == NULL) != (want == NULL) ||
		    (got != NULL && strcmp(got, want) != 0))
			fail_msg("line %d: got %s", cases[i].line,
				 got == NULL ? "unsure" : got);
	}
}

/* A word of any length, and more words than are read. */
static void test_long(void **state)
{
	static char text[200000];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	assert_null(language_of(text));
	for (size_t i = 0; i + 5 < sizeof(text); i += 5)
		memcpy(text + i, "\xc3\xb5 \xc3\xa4", 5);
	language_of(text);
	/* More different grams than a model has. */
	for (size_t i = 0, n = 1; i + 2 < sizeof(text); i += 2, n += 7) {
		text[i] = (char)(0xc4 + n * n % 5);
		text[i + 1] = (char)(0x80 + n * 13 % 0x40);
		if (i % 80 == 0)
			memcpy(text + i, "  ", 2);
	}
	language_of(text);
	for (size_t i = 0; i + 4 < sizeof(text); i += 4)
		memcpy(text + i, "the ", 4);
	assert_string_equal(language_of(text), "en");
}

/* What is looked up lies where a model says, and each weight is one. */
static void check_model(const struct languagemodel *model)
{
	const size_t row = LANGUAGEMODEL_BYTES + model->count;
	size_t rows = 0, longest = 0;

	assert_true(model->count < LANGUAGEMODEL_LANES);
	assert_int_equal(strlen(model->counts), LANGUAGEMODEL_BUCKETS);
	for (const char *p = model->counts; *p != '\0'; p++)
		rows += (size_t)(*p - '0');
	assert_int_equal(strlen(model->grams),
			 rows * row + LANGUAGEMODEL_LANES - model->count);
	for (size_t i = 0; i < rows; i++) {
		const char *gram = model->grams + i * row;
		const size_t size = strcspn(gram, " ");

		if (size <= LANGUAGEMODEL_BYTES && size > longest)
			longest = size;
		for (size_t l = LANGUAGEMODEL_BYTES; l < row; l++)
			assert_in_range(gram[l], LANGUAGEMODEL_ZERO - 9,
					LANGUAGEMODEL_ZERO + 9);
	}
	assert_in_range(longest, 1, model->longest);
}

static void test_models(void **state)
{
	(void)state;
	check_model(&languagemodel_latin);
	check_model(&languagemodel_cyrillic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
