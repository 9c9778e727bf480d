/* test_thanks.c - courtesy and more than courtesy, in each language. */

#include "desk/thanks.h"

#include "desk/thanks_words.h"
#include "desk/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const people[] = { "Ann Example", "Мария", "Γιώργος",
				      "Acme Support", "דנה כהן" };
static const struct strings names = { people, 5 };

enum { MORE = THANKS_MORE, MERE = THANKS_MERE, AGREES = THANKS_AGREES };

static const struct {
	int line;
	const char *text;
	int want;
} cases[] = {
	/* English */
	{ __LINE__, "Thanks!", MERE },
	{ __LINE__, "thank you so much :-)", MERE },
	{ __LINE__, "Many thanks for your quick help.\n\nBest regards,\nAnn",
	  MERE },
	{ __LINE__, "Hi Acme Support team,\n\nThank you very much!\n", MERE },
	{ __LINE__, "Thanks a lot \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", MERE },
	{ __LINE__, "THX", MERE },
	{ __LINE__, "Thanks again for everything, have a nice weekend.",
	  MERE },
	{ __LINE__, "Much appreciated \xe2\x9d\xa4\xef\xb8\x8f", MERE },
	{ __LINE__, "Thank you for looking into this! You\xe2\x80\x99re the "
	  "best", MERE },
	{ __LINE__, "Perfect, thank you!", AGREES },
	{ __LINE__, "Ok, got it. Thanks.", AGREES },
	{ __LINE__, "Great, it works now. Thanks for the fast reply!",
	  AGREES },
	{ __LINE__, "Thanks, but it still fails", MORE },
	{ __LINE__, "Thanks?", MORE },
	{ __LINE__, "Thanks. One more question", MORE },
	{ __LINE__, "No thanks", MORE },
	{ __LINE__, "Thanks for nothing", MORE },
	{ __LINE__, "Thanks, order 4711", MORE },
	{ __LINE__, "Thanks in advance", MORE },
	{ __LINE__, "Thanks :(", MORE },
	{ __LINE__, "Thanks \xf0\x9f\x91\x8e", MORE },
	{ __LINE__, "Ok", MORE },
	{ __LINE__, "Thank you. It does not work now.", MORE },
	{ __LINE__, "Thanks, please close my account", MORE },
	{ __LINE__, "Thanks Bertram", MORE },
	{ __LINE__, "help quick", MORE },
	{ __LINE__, "Thanks quick", MORE },
	{ __LINE__, "For your quick help", MORE },
	{ __LINE__, "For your help thanks", MORE },
	{ __LINE__, "", MORE },

	/* Greek, also in capitals and in Latin letters */
	{ __LINE__, "Ευχαριστώ!", MERE },
	{ __LINE__, "ΕΥΧΑΡΙΣΤΩ ΠΟΛΥ", MERE },
	{ __LINE__, "Σας ευχαριστώ πολύ για την άμεση απάντηση.", MERE },
	{ __LINE__, "Καλημέρα σας,\nευχαριστούμε θερμά!\nΜε εκτίμηση,\n"
	  "Γιώργος", MERE },
	{ __LINE__, "Να είστε καλά!", MERE },
	{ __LINE__, "Χίλια ευχαριστώ, καλό απόγευμα", MERE },
	{ __LINE__, "Ευχαριστώ για τη βοήθεια", MERE },
	{ __LINE__, "efxaristo poly", MERE },
	{ __LINE__, "Γιώργο ευχαριστώ πολύ", MORE },	/* another form */
	{ __LINE__, "Πολλές ευχαριστίες και πάλι", MERE },
	{ __LINE__, "Ευχαριστώ για τον χρόνο σας, καλό βράδυ", MERE },
	{ __LINE__, "Τέλεια, ευχαριστώ", AGREES },
	{ __LINE__, "Το πρόβλημα λύθηκε. Σας ευχαριστούμε", AGREES },
	{ __LINE__, "Ευχαριστώ, αλλά δεν δουλεύει", MORE },
	{ __LINE__, "Ευχαριστώ;", MORE },
	{ __LINE__, "Ευχαριστώ εκ των προτέρων", MORE },
	{ __LINE__, "Ευχαριστώ, μία ερώτηση ακόμα", MORE },
	{ __LINE__, "Όχι, ευχαριστώ", MORE },
	{ __LINE__, "Ευχαριστώ, στείλτε τιμολόγιο", MORE },
	{ __LINE__, "Δεν δουλεύει τώρα, ευχαριστώ", MORE },
	{ __LINE__, "Ευχαριστώ 12", MORE },
	{ __LINE__, "Εντάξει", MORE },
	{ __LINE__, "Καλημέρα σας", MORE },
	{ __LINE__, "Ευχαριστώ, πότε θα είναι έτοιμο", MORE },
	{ __LINE__, "Ευχαριστώ παρακαλώ απαντήστε", MORE },

	/* Hebrew */
	{ __LINE__, "תודה!", MERE },
	{ __LINE__, "תודה רבה", MERE },
	{ __LINE__, "תודה רבה על העזרה", MERE },
	{ __LINE__, "המון תודה לכולם", MERE },
	{ __LINE__, "שלום רב,\nתודה על המענה המהיר.\nבברכה,\nדנה", MERE },
	{ __LINE__, "אני מודה לך מאוד", MERE },
	{ __LINE__, "אלף תודות, יום טוב", MERE },
	{ __LINE__, "תודה רבה רבה! שבת שלום", MERE },
	{ __LINE__, "יישר כוח, אתם אלופים", MERE },
	{ __LINE__, "בוקר טוב, מעריך מאוד", MERE },
	{ __LINE__, "תודה על הסבלנות ועל העזרה", MORE },
	{ __LINE__, "תּוֹדָה", MERE },
	{ __LINE__, "מעולה, תודה", AGREES },
	{ __LINE__, "עכשיו עובד, תודה רבה", AGREES },
	{ __LINE__, "תודה, אבל זה לא עובד", MORE },
	{ __LINE__, "תודה?", MORE },
	{ __LINE__, "תודה מראש", MORE },
	{ __LINE__, "לא תודה", MORE },
	{ __LINE__, "תודה, יש לי עוד שאלה", MORE },
	{ __LINE__, "תודה 5", MORE },
	{ __LINE__, "בסדר", MORE },
	{ __LINE__, "תודה, נא לבטל", MORE },
	{ __LINE__, "תודה, מתי זה יגיע", MORE },
	{ __LINE__, "שלום רב", MORE },
	{ __LINE__, "תודה, עדיין תקול", MORE },
	{ __LINE__, "תודה על החשבונית הלא נכונה", MORE },

	/* Estonian */
	{ __LINE__, "Aitäh!", MERE },
	{ __LINE__, "Suur tänu abi eest!", MERE },
	{ __LINE__, "Tere, tänan teid väga.\nLugupidamisega\nAnn Example",
	  MERE },
	{ __LINE__, "TÄNAN", MERE },
	{ __LINE__, "Aitäh kiire vastuse eest, ilusat päeva!", MERE },
	{ __LINE__, "Tänud veel kord", MERE },
	{ __LINE__, "Täname teid", MERE },
	{ __LINE__, "Palju tänu kõige eest ja head nädalavahetust", MERE },
	{ __LINE__, "Aitäh teile, olete parimad :)", MERE },
	{ __LINE__, "Suur aitäh", MERE },
	{ __LINE__, "Tervitusi, tänuga Ann", MERE },
	{ __LINE__, "Aitah", MERE },
	{ __LINE__, "Korras, aitäh!", AGREES },
	{ __LINE__, "Super, nüüd töötab. Tänan", AGREES },
	{ __LINE__, "Aitäh, aga ikka ei tööta", MORE },
	{ __LINE__, "Aitäh?", MORE },
	{ __LINE__, "Ette tänades", MORE },
	{ __LINE__, "Aitäh ette", MORE },
	{ __LINE__, "Ei, tänan", MORE },
	{ __LINE__, "Aitäh, kiire", MORE },
	{ __LINE__, "Tänan, palun saatke arve", MORE },
	{ __LINE__, "Aitäh, tellimus 12", MORE },
	{ __LINE__, "Selge", MORE },
	{ __LINE__, "Tänan, millal see valmis saab", MORE },
	{ __LINE__, "Tere päevast", MORE },
	{ __LINE__, "Aitäh halva teeninduse eest", MORE },

	/* German */
	{ __LINE__, "Danke!", MERE },
	{ __LINE__, "Vielen Dank für die schnelle Hilfe!", MERE },
	{ __LINE__, "Sehr geehrte Damen und Herren,\n\nherzlichen Dank.\n\n"
	  "Mit freundlichen Grüßen\nAnn Example", MERE },
	{ __LINE__, "Dankeschön & schönen Tag noch", MERE },
	{ __LINE__, "Danke Ihnen vielmals für Ihre Mühe", MERE },
	{ __LINE__, "Besten Dank\nmfg", MERE },
	{ __LINE__, "Danke, LG Ann", MERE },
	{ __LINE__, "Hallo liebes Team, tausend Dank!!!", MERE },
	{ __LINE__, "Wir danken Ihnen und wünschen ein schönes Wochenende",
	  MORE },
	{ __LINE__, "Vielen lieben Dank! Viele Gruesse", MERE },
	{ __LINE__, "Ich bedanke mich für Ihre freundliche Auskunft", MERE },
	{ __LINE__, "Danke nochmals.", MERE },
	{ __LINE__, "Danke sehr, schönes Wochenende", MERE },
	{ __LINE__, "Perfekt, danke!", AGREES },
	{ __LINE__, "Super, jetzt funktioniert es. Vielen Dank", AGREES },
	{ __LINE__, "Danke, geht aber immer noch nicht", MORE },
	{ __LINE__, "Danke?", MORE },
	{ __LINE__, "Vielen Dank im Voraus", MORE },
	{ __LINE__, "Nein danke", MORE },
	{ __LINE__, "Danke für nichts", MORE },
	{ __LINE__, "Danke, Rechnung 12", MORE },
	{ __LINE__, "Danke, bitte noch stornieren", MORE },
	{ __LINE__, "Alles klar", MORE },
	{ __LINE__, "Danke, wann kommt die Ware", MORE },
	{ __LINE__, "Danke, eine Frage noch", MORE },
	{ __LINE__, "Danke, funktioniert nicht", MORE },
	{ __LINE__, "Guten Tag", MORE },

	/* French */
	{ __LINE__, "Merci !", MERE },
	{ __LINE__, "Merci beaucoup pour votre aide", MERE },
	{ __LINE__, "Bonjour,\n\nJe vous remercie pour votre réactivité.\n\n"
	  "Cordialement,\nAnn Example", MERE },
	{ __LINE__, "Un grand merci à toute l’équipe", MERE },
	{ __LINE__, "MERCI À VOUS", MERE },
	{ __LINE__, "Mille mercis, bonne journée", MERE },
	{ __LINE__, "Merci encore et bon week-end", MERE },
	{ __LINE__, "Merci pour la réponse rapide", MERE },
	{ __LINE__, "Nous vous remercions infiniment", MERE },
	{ __LINE__, "Merci Ann, belle journée à vous aussi", MERE },
	{ __LINE__, "Tous mes remerciements. Bien à vous", MERE },
	{ __LINE__, "Merci de m'avoir répondu", MERE },
	{ __LINE__, "Parfait, merci", AGREES },
	{ __LINE__, "C'est réglé, merci beaucoup", AGREES },
	{ __LINE__, "Merci, mais ça ne marche pas", MORE },
	{ __LINE__, "Merci ?", MORE },
	{ __LINE__, "Merci d'avance", MORE },
	{ __LINE__, "Non merci", MORE },
	{ __LINE__, "Merci de votre retour", MORE },	/* asks for one */
	{ __LINE__, "Merci, commande 12", MORE },
	{ __LINE__, "Merci, une autre question", MORE },
	{ __LINE__, "D'accord", MORE },
	{ __LINE__, "Merci, quand sera-t-il livré", MORE },
	{ __LINE__, "Bonjour", MORE },
	{ __LINE__, "Merci de bien vouloir annuler", MORE },
	{ __LINE__, "Merci, toujours en panne", MORE },

	/* Spanish */
	{ __LINE__, "¡Gracias!", MERE },
	{ __LINE__, "Muchas gracias por su ayuda", MERE },
	{ __LINE__, "Buenos días, muchísimas gracias.\nUn saludo,\nAnn",
	  MERE },
	{ __LINE__, "Mil gracias por responder tan rápido", MERE },
	{ __LINE__, "GRACIAS", MERE },
	{ __LINE__, "Muy agradecida. Saludos cordiales", MERE },
	{ __LINE__, "Gracias a todos, buen fin de semana", MERE },
	{ __LINE__, "Gracias de nuevo", MERE },
	{ __LINE__, "Os lo agradezco mucho", MERE },
	{ __LINE__, "Gracias por la rápida respuesta y la atención", MERE },
	{ __LINE__, "Muchas gracias, muy amables", MERE },
	{ __LINE__, "Hola equipo, gracias por todo", MERE },
	{ __LINE__, "Perfecto, gracias", AGREES },
	{ __LINE__, "Ya funciona, muchas gracias", AGREES },
	{ __LINE__, "Gracias, pero no funciona", MORE },
	{ __LINE__, "¿Gracias?", MORE },
	{ __LINE__, "Gracias de antemano", MORE },
	{ __LINE__, "No, gracias", MORE },
	{ __LINE__, "Gracias, pedido 12", MORE },
	{ __LINE__, "Gracias, otra pregunta", MORE },
	{ __LINE__, "Vale", MORE },
	{ __LINE__, "Gracias, cuándo llega", MORE },
	{ __LINE__, "Buenas tardes", MORE },
	{ __LINE__, "Gracias por cancelar mi cuenta", MORE },
	{ __LINE__, "Gracias, sigue sin funcionar", MORE },
	{ __LINE__, "Gracias por nada", MORE },

	/* Portuguese */
	{ __LINE__, "Obrigado!", MERE },
	{ __LINE__, "Muito obrigada pela ajuda", MERE },
	{ __LINE__, "Bom dia,\nagradeço a vossa", MORE },
	{ __LINE__, "Olá, muito obrigado.\nCom os melhores cumprimentos,\nAnn",
	  MERE },
	{ __LINE__, "OBRIGADA MAIS UMA VEZ", MERE },
	{ __LINE__, "Muitíssimo obrigado por tudo", MERE },
	{ __LINE__, "Valeu, pessoal! Abraços", MERE },
	{ __LINE__, "Agradecemos, bom fim de semana", MERE },
	{ __LINE__, "Obrigada pela resposta rápida e pela atenção", MERE },
	{ __LINE__, "Muito grato", MERE },
	{ __LINE__, "Obg", MERE },
	{ __LINE__, "Obrigado a todos, tenham um bom dia", MERE },
	{ __LINE__, "Um muito obrigado de coração", MERE },
	{ __LINE__, "Perfeito, obrigado", AGREES },
	{ __LINE__, "Já está resolvido, obrigada", AGREES },
	{ __LINE__, "Obrigado, mas ainda não funciona", MORE },
	{ __LINE__, "Obrigado?", MORE },
	{ __LINE__, "Desde já obrigado", MORE },
	{ __LINE__, "Não, obrigado", MORE },
	{ __LINE__, "Obrigado, encomenda 12", MORE },
	{ __LINE__, "Obrigada, outra dúvida", MORE },
	{ __LINE__, "Beleza", MORE },
	{ __LINE__, "Obrigado, quando chega", MORE },
	{ __LINE__, "Boa tarde", MORE },
	{ __LINE__, "Obrigado pelo cancelamento", MORE },
	{ __LINE__, "Obrigado por nada", MORE },

	/* Russian */
	{ __LINE__, "Спасибо!", MERE },
	{ __LINE__, "Большое спасибо за помощь", MERE },
	{ __LINE__, "Добрый день!\nСпасибо вам большое.\nС уважением,\nМария",
	  MERE },
	{ __LINE__, "СПАСИБО", MERE },
	{ __LINE__, "Благодарю вас за быстрый ответ", MERE },
	{ __LINE__, "Ещё раз огромное спасибо, хорошего дня!", MERE },
	{ __LINE__, "Спс", MERE },
	{ __LINE__, "Очень признательна. Всего доброго", MERE },
	{ __LINE__, "Благодарим за оперативность и внимание", MERE },
	{ __LINE__, "Здравствуйте, спасибо от души :)", MERE },
	{ __LINE__, "Спасибо всем, хороших выходных", MERE },
	{ __LINE__, "Уважаемые коллеги, благодарю", MERE },
	{ __LINE__, "Отлично, спасибо", AGREES },
	{ __LINE__, "Всё работает, большое спасибо", AGREES },
	{ __LINE__, "Спасибо, но не работает", MORE },
	{ __LINE__, "Спасибо?", MORE },
	{ __LINE__, "Заранее спасибо", MORE },
	{ __LINE__, "Нет, спасибо", MORE },
	{ __LINE__, "Спасибо, заказ 12", MORE },
	{ __LINE__, "Спасибо, ещё вопрос", MORE },
	{ __LINE__, "Хорошо", MORE },
	{ __LINE__, "Спасибо, когда доставка", MORE },
	{ __LINE__, "Добрый день", MORE },
	{ __LINE__, "Спасибо, закройте счёт", MORE },
	{ __LINE__, "Спасибо, опять сломалось", MORE },
	{ __LINE__, "Спасибо, жду звонка", MORE },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		enum thanks_verdict got = thanks_judge(arena, cases[i].text,
						       &names);

		if ((int)got != cases[i].want)
			fail_msg("line %d: %s", cases[i].line,
				 thanks_word(got));
		arena_free(&arena);
	}
}

/* A row that is not folded would never be found. */
static void test_rows_are_folded(void **state)
{
	struct arena *arena = arena_new();
	const struct thanks_words *row;

	(void)state;
	for (size_t i = 0; (row = thanks_words(i)) != NULL; i++) {
		assert_string_equal(row->phrases,
				    wording_fold(arena, row->phrases, 100000));
		assert_null(strstr(row->phrases, "||"));
		assert_null(strstr(row->phrases, "  "));
		assert_null(strpbrk(row->phrases, ".,!?;:'-0123456789"));
	}
	arena_free(&arena);
}

/* Both sides of the limits. */
static void test_limits(void **state)
{
	struct arena *arena = arena_new();
	char text[1000];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "thanks", 6);
	text[400] = '\0';
	assert_int_equal(thanks_judge(arena, text, &names), THANKS_MERE);
	text[400] = ' ';
	text[401] = '\0';
	assert_int_equal(thanks_judge(arena, text, &names), THANKS_MORE);
	for (size_t i = 0; i < 41; i++)
		memcpy(text + i * 3, "ty ", 3);
	text[120] = '\0';
	assert_int_equal(thanks_judge(arena, text, &names), THANKS_MERE);
	text[120] = 't';
	text[123] = '\0';
	assert_int_equal(thanks_judge(arena, text, &names), THANKS_MORE);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_rows_are_folded),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
