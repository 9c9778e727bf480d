/* replies_check.c - `postdesk replies check [DIR]`. */

#include "app/replies_command.h"

#include "app/bundle.h"
#include "app/options.h"
#include "base/json.h"
#include "desk/advice.h"
#include "desk/specimen.h"

#include <sysexits.h>

/* The replies of one name: `count` of them from `first` on. */
struct group {
	const struct templates *templates;
	size_t first, count;
};

static struct group group_at(const struct templates *templates, size_t first)
{
	const char *name = template_at(templates, first).name;
	struct group group = { templates, first, 1 };

	while (first + group.count < template_count(templates) &&
	       strcmp(template_at(templates, first + group.count).name,
		      name) == 0)
		group.count++;
	return group;
}

static bool is_in(const struct group *group, const char *language)
{
	for (size_t i = 0; i < group->count; i++)
		if (strcmp(template_at(group->templates,
				       group->first + i).language,
			   language) == 0)
			return true;
	return false;
}

/* The languages of all replies that this one has, or those that it lacks. */
static struct strings languages_of(struct arena *arena,
				   const struct group *group,
				   const struct strings *all, bool lacks)
{
	const char **some = ARENA_ARRAY(arena, const char *, all->count);
	struct strings these = { some, 0 };

	for (size_t i = 0; i < all->count; i++)
		if (is_in(group, all->at[i]) != lacks)
			some[these.count++] = all->at[i];
	return these;
}

static void print_words(const char *before, const struct strings *words)
{
	for (size_t i = 0; i < words->count; i++)
		printf("%s%s", i == 0 ? before : " ", words->at[i]);
}

static void print_advice(const struct advices *advices)
{
	for (size_t i = 0; i < advices->count; i++) {
		const struct advice *advice = &advices->at[i];

		printf("replies/%s/%s.md has no {{%s}}: %s\n",
		       advice->reply.name, advice->reply.language,
		       advice->placeholder, advice->why);
	}
}

static void say(struct arena *arena, const struct templates *templates)
{
	const struct advices advices = advice_on(arena, templates);
	const struct strings all = specimen_languages(arena, templates);
	struct group group;

	for (size_t i = 0; i < template_count(templates); i += group.count) {
		struct strings has, lacks;

		group = group_at(templates, i);
		has = languages_of(arena, &group, &all, false);
		lacks = languages_of(arena, &group, &all, true);
		printf("%s:", template_at(templates, i).name);
		print_words(" ", &has);
		print_words("; not in ", &lacks);
		putchar('\n');
	}
	print_advice(&advices);
	printf("%zu replies: %s\n", template_count(templates),
	       advices.count == 0 ? "all is well" : "they can be sent");
}

static void put_words(struct json *json, const char *key,
		      const struct strings *words)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < words->count; i++)
		json_string(json, words->at[i]);
	json_close(json, ']');
}

static void put_advice(struct json *json, const struct advices *advices)
{
	json_key(json, "advice");
	json_open(json, '[');
	for (size_t i = 0; i < advices->count; i++) {
		const struct advice *advice = &advices->at[i];

		json_open(json, '{');
		json_put(json, "name", advice->reply.name);
		json_put(json, "language", advice->reply.language);
		json_put(json, "placeholder", advice->placeholder);
		json_put(json, "why", advice->why);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void say_json(struct arena *arena, const struct templates *templates)
{
	const struct strings all = specimen_languages(arena, templates);
	const struct advices advices = advice_on(arena, templates);
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };
	struct group group;

	json_open(&json, '{');
	json_put_bool(&json, "sound", true);
	json_key(&json, "replies");
	json_open(&json, '[');
	for (size_t i = 0; i < template_count(templates); i += group.count) {
		struct strings has, lacks;

		group = group_at(templates, i);
		has = languages_of(arena, &group, &all, false);
		lacks = languages_of(arena, &group, &all, true);
		json_open(&json, '{');
		json_put(&json, "name", template_at(templates, i).name);
		put_words(&json, "languages", &has);
		put_words(&json, "missing", &lacks);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	put_advice(&json, &advices);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static int refuse(struct arena *arena, bool as_json, const struct err *err)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	if (!as_json) {
		fprintf(stderr, "postdesk replies check: %s\n", err->text);
		return EX_DATAERR;
	}
	json_open(&json, '{');
	json_put_bool(&json, "sound", false);
	json_put(&json, "why", err->text);
	json_close(&json, '}');
	puts(buffer_string(&out));
	return EX_DATAERR;
}

int replies_check_main(int argc, char **argv)
{
	bool as_json = false;
	const struct option_row rows[] = { OPTION_JSON(as_json) };
	const struct options options = {
		"replies check [OPTION...] [DIR]", "Check the replies of a "
		"folder of rules and replies (without DIR the shipped\none): "
		"placeholders, front matter, the size of the mail.  Lists the "
		"languages that\neach is written in, and those that others "
		"have and it has not; says where a\nplaceholder is missed "
		"without which such a reply says too little.", rows, 1, 0, 1,
	};
	const struct templates *templates;
	struct bundle bundle;
	struct err err;
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!bundle_read(arena, argv[first], &bundle, &err))
		return refuse(arena, as_json, &err);
	templates = template_load(arena, &bundle, &err);
	if (templates == NULL || !specimen_check(arena, templates, &err))
		return refuse(arena, as_json, &err);
	if (as_json)
		say_json(arena, templates);
	else
		say(arena, templates);
	return 0;
}
