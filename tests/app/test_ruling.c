/* test_ruling.c - hits, near misses, and a mail that kills its reader. */

#include "app/ruling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char rules_text[] =
	"- name: fire\n"
	"  when: { subject: fire, origin: person, language: el }\n"
	"  urgency: +40\n"
	"- name: kettle\n  when: { body: [kettle] }\n  queue: kitchen\n"
	"- name: new\n  when: { contact: new, body: teapot }\n  tier: 2\n"
	"- name: calm\n  when: { body: [kind], not: { body: [angry] } }\n"
	"  tier: 1\n"
	"- name: end\n  when: { subject: fire }\n  stop: on\n"
	"- name: late\n  when: { body: [kettle] }\n  tier: 3\n";
static const char reply[] = "---\nsubject: a\n---\nText\n";
static const struct bundle_file files[] = {
	{ "rules/1.yaml", rules_text, sizeof(rules_text) - 1 },
	{ "replies/ack/en.md", reply, sizeof(reply) - 1 },
};
static const char mail[] =
	"From: Ann <ann@example.org>\nSubject: Fire & smoke\n\n"
	"My kettle \x1b[31mburns\x1f\n";

struct scene {
	struct rules *rules;
	struct desk desk;
	struct decider decider;
	struct ruling *rulings;
	size_t count;
};

static bool ask(struct arena *arena, struct scene *scene, struct err *err)
{
	const struct bundle bundle = { files, 2 };
	struct redecide_past past = { .autos = true };

	scene->rules = rules_load(&bundle, err);
	if (scene->rules == NULL)
		fail_msg("%s", err->text);
	scene->desk.language = "en";
	scene->desk.queue = "support";
	scene->decider = (struct decider){ .desk = &scene->desk,
					   .rules = scene->rules };
	return ruling_read(arena, &(struct ruling_work){
		.decider = &scene->decider, .past = &past, .bytes = mail,
		.size = sizeof(mail) - 1 }, &scene->rulings, &scene->count,
		err);
}

static void test_rulings(void **state)
{
	const struct ruling **near;
	struct scene scene = { 0 };
	struct err err;
	ARENA(a);

	(void)state;
	if (!ask(a, &scene, &err))
		fail_msg("%s", err.text);
	assert_int_equal(scene.count, 6);
	assert_false(scene.rulings[0].holds);
	assert_int_equal(scene.rulings[0].held, 2);
	assert_int_equal(scene.rulings[0].wanted, 3);
	assert_string_equal(scene.rulings[0].failed, "language: el");
	assert_string_equal(scene.rulings[0].place, "rules/1.yaml:1");
	assert_true(scene.rulings[1].holds);
	assert_non_null(strstr(scene.rulings[1].found, "kettle"));
	/* Nothing that a terminal would obey. */
	assert_null(strpbrk(scene.rulings[1].found, "\x1b\x1f\n"));
	assert_int_equal(scene.rulings[2].held, 1);
	/* A `not` alone holds for any mail: no near miss. */
	assert_int_equal(scene.rulings[3].held, 1);
	assert_false(ruling_is_near(&scene.rulings[3]));
	assert_true(scene.rulings[4].holds);
	assert_false(scene.rulings[5].holds);
	assert_string_equal(scene.rulings[5].failed, "behind the stop of end");

	assert_int_equal(ruling_nearest(a, scene.rulings, scene.count, 9,
					&near), 2);
	assert_string_equal(near[0]->rule, "fire");
	assert_int_equal(ruling_nearest(a, scene.rulings, scene.count, 1,
					&near), 1);
	rules_free(&scene.rules);
}

/* Whoever looks at the pins of this desk dies: the command does not. */
static void test_death(void **state)
{
	static const char deadly[] =
		"From: a@example.org\nSubject: x\n"
		"Authentication-Results: mx.test; dkim=pass\n\nText\n";
	struct redecide_past past = { .autos = true };
	struct scene scene = { 0 };
	struct err err;
	ARENA(a);

	(void)state;
	assert_true(ask(a, &scene, &err));
	scene.desk.gist.pins = (struct strings){ (void *)8, 1 };
	assert_false(ruling_read(a, &(struct ruling_work){
		.decider = &scene.decider, .past = &past, .bytes = deadly,
		.size = sizeof(deadly) - 1 }, &scene.rulings, &scene.count,
		&err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	rules_free(&scene.rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rulings),
		cmocka_unit_test(test_death),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
