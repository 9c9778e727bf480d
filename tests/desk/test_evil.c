/* test_evil.c - no pattern takes a mail's time, and each says the same always.
 *
 * Sixty patterns and eight texts: a pattern is refused where it is loaded, or
 * its steps are bounded.  Time is not asked: it is what the machine makes of
 * the steps (make bench-rules prints it). */

#include "../fixture/evil.h"
#include "base/buffer.h"
#include "desk/classify.h"
#include "desk/view.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct rules *load(struct arena *arena, const char *text,
			  struct err *err)
{
	const struct bundle_file file = {
		"rules/1.yaml", arena_strdup(arena, text), strlen(text),
	};
	const struct bundle bundle = { &file, 1 };

	return rules_load(&bundle, err);
}

static const char *rule_of(struct arena *arena, size_t i)
{
	return arena_printf(arena, "- name: r%zu\n  tier: 1\n"
			    "  when: { text: { regex: '%s' } }\n", i,
			    evil_patterns[i]);
}

/* All that are not refused, as one set; how many in *count_r. */
static struct rules *load_all(struct arena *arena, size_t *count_r)
{
	struct buffer text = { .arena = arena };
	struct err err = { 0 };
	struct rules *rules;

	*count_r = 0;
	for (size_t i = 0; i < EVIL_PATTERNS; i++) {
		const char *rule = rule_of(arena, i);

		rules = load(arena, rule, &err);
		if (rules == NULL) {
			assert_non_null(strstr(err.text, "rules/1.yaml:3:"));
			continue;
		}
		rules_free(&rules);
		buffer_text(&text, rule);
		++*count_r;
	}
	rules = load(arena, buffer_string(&text), &err);
	assert_non_null(rules);
	return rules;
}

/* The text is the subject of one mail and the body of another. */
static struct mail_class classify(struct arena *arena,
				  const struct rules *rules, const char *text,
				  bool as_subject)
{
	const struct message message = {
		.subject = as_subject ? text : "",
		.text = as_subject ? "" : text,
	};
	const struct gist gist = { .fold = { .visible = message.text } };

	return classify_mail(arena, rules, &message, &gist);
}

static void check_same(const struct mail_class *one,
		       const struct mail_class *other)
{
	assert_int_equal(one->count, other->count);
	assert_int_equal(one->budget_exceeded, other->budget_exceeded);
	for (size_t i = 0; i < one->count; i++) {
		assert_int_equal(one->hits[i].rule, other->hits[i].rule);
		assert_string_equal(one->hits[i].excerpt,
				    other->hits[i].excerpt);
	}
}

/* A neighbour who takes what the machine has; 30 s at most. */
static pid_t start_load(void)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child > 0)
		return child;
	alarm(30);
	for (volatile unsigned i = 0;; i++)
		;
}

static void end_load(pid_t child)
{
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

/* On an idle machine and on a loaded one. */
static void test_same_verdict(void **state)
{
	ARENA(a);
	struct mail_class first[EVIL_SUBJECTS][2];
	size_t count, exceeded = 0, hits = 0;
	struct rules *rules = load_all(a, &count);
	pid_t neighbour;

	(void)state;
	/* Neither all refused nor all let in. */
	assert_true(count > 20 && count < EVIL_PATTERNS - 10);
	for (size_t i = 0; i < EVIL_SUBJECTS; i++)
		for (int at = 0; at < 2; at++) {
			first[i][at] = classify(a, rules, evil_subject(a, i),
						at == 0);
			exceeded += first[i][at].budget_exceeded;
			hits += first[i][at].count;
		}
	assert_true(exceeded > 0 && hits > 0);
	neighbour = start_load();
	for (size_t i = 0; i < EVIL_SUBJECTS; i++)
		for (int at = 0; at < 2; at++) {
			struct mail_class again = classify(a, rules,
						evil_subject(a, i), at == 0);

			check_same(&first[i][at], &again);
		}
	end_load(neighbour);
	rules_free(&rules);
}

static const struct condition *condition_of(struct arena *arena, size_t i)
{
	const char *file = arena_printf(arena, "text: { regex: '%s' }\n",
					evil_patterns[i]);
	struct err err = { 0 };
	const struct yaml *yaml = yaml_parse(arena, "1", file, strlen(file),
					     &err);

	assert_non_null(yaml);
	return condition_read(arena, yaml, &err);
}

/* One rule takes no more than its share of the steps of a mail. */
static void test_steps(void **state)
{
	ARENA(kept);
	const char *subjects[EVIL_SUBJECTS];

	(void)state;
	for (size_t k = 0; k < EVIL_SUBJECTS; k++)
		subjects[k] = evil_subject(kept, k);
	for (size_t i = 0; i < EVIL_PATTERNS; i++) {
		ARENA(a);
		const struct condition *when = condition_of(a, i);

		for (size_t k = 0; when != NULL && k < EVIL_SUBJECTS; k++) {
			const struct message message = {
				.subject = "", .text = subjects[k],
			};
			const struct gist gist = {
				.fold = { .visible = subjects[k] },
			};
			struct view view = view_of(a, &message, &gist);

			view_holds(&view, when);
			assert_true(view.budget.rule_steps >= 0);
			assert_true(view.budget.steps >=
				    REGEX_MAIL_STEPS - REGEX_RULE_STEPS);
		}
		if (when != NULL)
			condition_free(when);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_verdict),
		cmocka_unit_test(test_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
