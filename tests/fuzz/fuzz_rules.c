/* fuzz_rules.c - any rule files: refused with the place, or they run on mails
 * within their budget and say what the loader's own checks believe.
 *
 * A form feed ends a file.
 */

#include "fuzz.h"

#include "../fixture/mailmix.h"

#include "base/text.h"
#include "desk/classify.h"
#include "mail/parse.h"

#include <ctype.h>
#include <stdio.h>

enum { FILES = 3, MAILS = 3 };

static const char *const names[FILES] = {
	"rules/1.yaml", "rules/2.yaml", "rules/3.yaml",
};

struct mail {
	const struct message *message;
	struct gist gist;
};

/* An answer with a quote, HTML with attachments, one from a machine. */
static const struct mail *mail_of(size_t which)
{
	static const uint64_t numbers[MAILS] = { 3, 17, 40 };
	static const struct gist_desk desk = { .ours = { NULL, 0 } };
	static struct mail mails[MAILS];
	static struct arena *kept;
	struct mail *mail = &mails[which];

	if (kept == NULL)
		kept = arena_new();
	if (mail->message == NULL) {
		struct buffer bytes = { .arena = kept };
		struct reader *reader = reader_new();

		mailmix_make(&bytes, numbers[which]);
		mail->message = parse_message(kept, reader, bytes.data,
					      bytes.size);
		mail->gist = gist_of(kept, mail->message, &desk);
		reader_free(&reader);
	}
	return mail;
}

static size_t split(struct bundle_file *files, const char *bytes, size_t size)
{
	size_t count = 0;

	while (count < FILES) {
		const char *end = memchr(bytes, '\f', size);
		size_t len = end == NULL || count + 1 == FILES ?
				     size : (size_t)(end - bytes);

		files[count] = (struct bundle_file){ names[count], bytes, len };
		count++;
		if (len == size)
			break;
		bytes += len + 1;
		size -= len + 1;
	}
	return count;
}

/* ":12"; what follows it, or NULL. */
static const char *number(const char *text)
{
	size_t digits = 0;

	if (text == NULL || *text != ':')
		return NULL;
	while (isdigit((unsigned char)text[1 + digits]))
		digits++;
	return digits == 0 || text[1] == '0' ? NULL : text + 1 + digits;
}

/* "rules/1.yaml:3:14: found …", on one clean line. */
static const char *check_refusal(const struct err *err)
{
	const char *rest = NULL;

	for (size_t i = 0; i < FILES; i++)
		if (text_starts(err->text, names[i]))
			rest = number(err->text + strlen(names[i]));
	if (err->kind != ERR_PERMANENT)
		return "refused for now only";
	if (number(rest) == NULL)
		return "refused without the place";
	if (!text_valid(err->text, strlen(err->text)) ||
	    strchr(err->text, '\n') != NULL)
		return "refused in words that are no line";
	return NULL;
}

static const char *check_run(struct arena *arena, const struct rules *rules,
			     const struct mail *mail)
{
	const struct mail_class found =
		classify_mail(arena, rules, mail->message, &mail->gist);
	int64_t *steps = ARENA_ARRAY(arena, int64_t, rules_count(rules) + 1);
	int64_t sum = 0;

	classify_spent(arena, rules, mail->message, &mail->gist, steps);
	for (size_t i = 0; i < rules_count(rules); i++) {
		if (steps[i] < 0 || steps[i] > REGEX_RULE_STEPS)
			return "a rule above its budget";
		sum += steps[i];
	}
	if (sum > REGEX_MAIL_STEPS)
		return "a mail above its budget";
	if (!classify_sound(rules, found.hits, found.count))
		return "hits that the parent would not believe";
	return NULL;
}

static const char *check_rules(struct arena *arena, const struct rules *rules)
{
	const char *bad = NULL;

	for (size_t i = 0; i < rules_count(rules) && bad == NULL; i++)
		if (!text_starts(rules_place(rules, i), "rules/") ||
		    *rules_name(rules, i) == '\0')
			bad = "a rule of no place or name";
	for (size_t i = 0; i < MAILS && bad == NULL; i++)
		bad = check_run(arena, rules, mail_of(i));
	return bad;
}

int fuzz_rules(const uint8_t *bytes, size_t size)
{
	struct bundle_file files[FILES];
	struct bundle bundle = { files, 0 };
	struct err err = { 0 };
	struct rules *rules;
	const char *bad;
	ARENA(arena);

	bundle.count = split(files, (const char *)bytes, size);
	rules = rules_load(&bundle, &err);
	bad = rules == NULL ? check_refusal(&err) :
			      check_rules(arena, rules);
	rules_free(&rules);
	if (bad != NULL) {
		fprintf(stderr, "%s: %s\n", bad, err.text);
		abort();
	}
	return 0;
}
