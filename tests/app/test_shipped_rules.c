/* test_shipped_rules.c - the shipped rules at work on tests/rules/mails.yaml,
 * and each with enough examples of its own. */

#include "app/file.h"
#include "app/publish.h"
#include "base/buffer.h"
#include "desk/classify.h"
#include "desk/example.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { EXAMPLES_LEAST = 3, FILE_LIMIT = 1 << 20, KINDS = 20 };

/* The thresholds that rules/README.md and doc/postdesk.yaml name. */
static const struct desk desk = {
	.name = "test", .address = "support@example.test", .language = "en",
	.queue = "support",
	.score_low = -20, .score_high = 30, .score_critical = 70,
};

static const char *in_source(struct arena *arena, const char *path)
{
	const char *srcdir = getenv("srcdir");

	return arena_printf(arena, "%s/%s", srcdir == NULL ? ".." : srcdir,
			    path);
}

static struct bundle shipped(struct arena *arena)
{
	struct bundle bundle;
	struct err err = { 0 };

	if (!publish_check(arena, in_source(arena, "rules"), NULL, &bundle,
			   &err))
		fail_msg("%s", err.text);
	return bundle;
}

static const struct yaml *read_yaml(struct arena *arena, const char *name,
				    const char *bytes, size_t size)
{
	struct err err = { 0 };
	const struct yaml *list = yaml_parse(arena, name, bytes, size, &err);

	if (list == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(list->kind, YAML_LIST);
	return list;
}

/* --- examples --- */

static size_t examples(const struct yaml *rule, const char *which)
{
	const struct yaml *both = yaml_get(rule, "examples");
	const struct yaml *list = both == NULL ? NULL : yaml_get(both, which);

	return list == NULL ? 0 : list->count;
}

static void test_examples(void **state)
{
	ARENA(a);
	const struct bundle bundle = shipped(a);
	size_t seen = 0;

	(void)state;
	for (size_t i = 0; i < bundle.count; i++) {
		const struct bundle_file *file = &bundle.files[i];
		const struct yaml *list;

		if (strstr(file->name, ".yaml") == NULL)
			continue;
		list = read_yaml(a, file->name, file->bytes, file->size);
		for (size_t k = 0; k < list->count; k++, seen++)
			if (examples(list->items[k], "hit") < EXAMPLES_LEAST ||
			    examples(list->items[k], "miss") < EXAMPLES_LEAST)
				fail_msg("%s:%zu: too few examples",
					 file->name, list->items[k]->line);
	}
	assert_int_equal(seen, KINDS);
}

/* --- mails --- */

static const char *text_of(const struct yaml *map, const char *key,
			   const char *otherwise)
{
	const struct yaml *node = yaml_get(map, key);

	return node == NULL ? otherwise : node->text;
}

/* A list of words, or one. */
static bool names(const struct yaml *list, const char *rule)
{
	if (list != NULL && list->kind == YAML_SCALAR)
		return strcmp(list->text, rule) == 0;
	for (size_t i = 0; list != NULL && i < list->count; i++)
		if (strcmp(list->items[i]->text, rule) == 0)
			return true;
	return false;
}

static bool has_reason(const struct judgement *judgement, const char *rule)
{
	for (size_t i = 0; i < judgement->reason_count; i++)
		if (strcmp(judgement->reasons[i].rule, rule) == 0)
			return true;
	return false;
}

/* As it comes from the wire. */
static struct judgement judge(struct arena *arena, const struct rules *rules,
			      const struct yaml *mail)
{
	static const struct situation fresh = { .organisation = "" };
	struct reader *reader = reader_new();
	const char *raw = arena_printf(arena,
		"From: %s\nTo: support@example.test\nSubject: %s\n"
		"Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: 8bit\n%s\n%s",
		text_of(mail, "from", "ann@example.org"),
		text_of(mail, "subject", ""), text_of(mail, "header", ""),
		text_of(mail, "body", ""));
	const struct message *message = parse_message(arena, reader, raw,
						      strlen(raw));
	struct gist gist = gist_of(arena, message, &desk.gist);
	struct mail_class class = classify_mail(arena, rules, message, &gist);

	reader_free(&reader);
	return classify_ticket(arena, rules, &class, &desk, &fresh);
}

/* What the mail wants and the rules do not say, in words; "" where all is
 * well. */
static const char *differences(struct arena *arena, const struct rules *rules,
			       const struct yaml *mail)
{
	const struct judgement judgement = judge(arena, rules, mail);
	const struct yaml *hit = yaml_get(mail, "hit");
	const struct yaml *may = yaml_get(mail, "may");
	const char *level = urgency_word(judgement.urgency);
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < rules_count(rules); i++) {
		const char *name = rules_name(rules, i);
		const bool is = has_reason(&judgement, name);

		if (names(hit, name) && !is)
			buffer_printf(&out, " misses %s", name);
		if (is && !names(hit, name) && !names(may, name))
			buffer_printf(&out, " hits %s", name);
	}
	if (!names(yaml_get(mail, "level"), level) &&
	    (yaml_get(mail, "level") != NULL || strcmp(level, "normal") != 0))
		buffer_printf(&out, " is %s", level);
	return buffer_string(&out);
}

static void check_names(const struct rules *rules, const struct yaml *mail,
			const char *key)
{
	const struct yaml *list = yaml_get(mail, key);

	for (size_t i = 0; list != NULL && i < list->count; i++) {
		const char *name = list->items[i]->text;
		size_t k = 0;

		while (k < rules_count(rules) &&
		       strcmp(rules_name(rules, k), name) != 0)
			k++;
		if (k == rules_count(rules))
			fail_msg("line %zu: no rule %s", mail->line, name);
	}
}

static void test_mails(void **state)
{
	ARENA(a);
	const struct bundle bundle = shipped(a);
	struct err err = { 0 };
	struct rules *rules = rules_load(&bundle, &err);
	struct buffer bytes = { .arena = a };
	const struct yaml *mails;
	size_t wrong = 0;

	(void)state;
	assert_non_null(rules);
	if (!file_read(a, in_source(a, "tests/rules/mails.yaml"), FILE_LIMIT,
		       &bytes, &err))
		fail_msg("%s", err.text);
	mails = read_yaml(a, "mails.yaml", bytes.data, bytes.size);
	for (size_t i = 0; i < mails->count; i++) {
		const struct yaml *mail = mails->items[i];
		const char *words;

		check_names(rules, mail, "hit");
		check_names(rules, mail, "may");
		words = differences(a, rules, mail);
		if (words[0] == '\0')
			continue;
		wrong++;
		print_error("mails.yaml:%zu: `%s`%s\n", mail->line,
			    text_of(mail, "subject", ""), words);
	}
	print_message("%zu of %zu mails are judged as wanted\n",
		      mails->count - wrong, mails->count);
	rules_free(&rules);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
