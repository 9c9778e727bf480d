/* prove.c - a rule's own examples, run when it is loaded. */

#include "desk/rule.h"
#include "desk/view.h"

#include "base/text.h"

enum { EXAMPLES_LIMIT = 200 };

/* A mail made of an example; its parts are borrowed from the YAML. */
struct example {
	struct message message;
	struct gist gist;
	struct mailbox from, to;
	struct part attachment;
	struct fold_part whole;
};

static bool read_part(const struct yaml *map, const char *key,
		      const char **text_r, struct err *err)
{
	const struct yaml *node = yaml_get(map, key);

	return node == NULL || yaml_text(node, text_r, err);
}

/* The enum value whose word it is. */
static bool read_kinds(const struct yaml *map, struct gist *gist,
		       struct err *err)
{
	const char *origin = "person", *auth = "none";
	int kind = ORIGIN_OURSELVES, verdict = AUTH_FAIL;

	if (!read_part(map, "origin", &origin, err) ||
	    !read_part(map, "auth", &auth, err))
		return false;
	while (kind >= 0 && strcmp(origin_word(kind), origin) != 0)
		kind--;
	while (verdict >= 0 && strcmp(auth_word(verdict), auth) != 0)
		verdict--;
	if (kind < 0)
		return yaml_expected(yaml_get(map, "origin"), err,
				     "a word such as person or list");
	if (verdict < 0)
		return yaml_expected(yaml_get(map, "auth"), err,
				     "none, pass or fail");
	gist->origin.kind = kind;
	gist->auth.verdict = verdict;
	return true;
}

static bool read_fields(const struct yaml *map, struct example *example,
			struct err *err)
{
	static const char *const known[] = {
		"subject", "body", "from", "to", "language", "origin", "auth",
		"attachment", NULL
	};
	const char *attachment = NULL;

	if (!yaml_known_keys(map, known, err) ||
	    !read_part(map, "subject", &example->message.subject, err) ||
	    !read_part(map, "body", &example->message.text, err) ||
	    !read_part(map, "from", &example->from.address, err) ||
	    !read_part(map, "to", &example->to.address, err) ||
	    !read_part(map, "language", &example->gist.language, err) ||
	    !read_part(map, "attachment", &attachment, err))
		return false;
	if (attachment != NULL) {
		example->attachment.name = attachment;
		example->message.part_count = 1;
	}
	return read_kinds(map, &example->gist, err);
}

/* Parts of the example point into it: it must not move. */
static bool read_example(const struct yaml *node, struct example *example,
			 struct err *err)
{
	struct message *message = &example->message;

	*example = (struct example){
		.from = { "", "customer@example.org" },
		.to = { "", "support@example.org" },
		.attachment = { .use = PART_ATTACHMENT, .name = "",
				.type = "application/octet-stream" },
		.message = { .subject = "", .text = "" },
	};
	message->from = (struct mailboxes){ &example->from, 1, 1 };
	message->to = (struct mailboxes){ &example->to, 1, 1 };
	message->parts = &example->attachment;
	if (node->kind == YAML_MAP) {
		if (!read_fields(node, example, err))
			return false;
	} else if (!yaml_text(node, &message->text, err)) {
		return false;
	}
	message->text_size = strlen(message->text);
	example->gist.fold.visible = message->text;
	return true;
}

static bool prove_list(const struct rule *rule, const struct yaml *list,
		       bool want, struct err *err)
{
	ARENA(scratch);

	if (list == NULL)
		return true;
	if (list->kind != YAML_LIST || list->count > EXAMPLES_LIMIT)
		return yaml_expected(list, err, "a list of at most %d texts",
				     EXAMPLES_LIMIT);
	for (size_t i = 0; i < list->count; i++) {
		struct example example;
		struct view view;

		if (!read_example(list->items[i], &example, err))
			return false;
		view = view_of(scratch, &example.message, &example.gist);
		if (view_holds(&view, rule->when) != want)
			return yaml_expected(list->items[i], err, want ?
				"an example that the rule `%s` hits" :
				"an example that the rule `%s` misses",
				rule->name);
		arena_reset(scratch);
	}
	return true;
}

bool rule_prove(const struct rule *rule, const struct yaml *map,
		struct err *err)
{
	static const char *const known[] = { "hit", "miss", NULL };
	const struct yaml *examples = yaml_get(map, "examples");

	if (examples == NULL)
		return true;
	return yaml_known_keys(examples, known, err) &&
	       prove_list(rule, yaml_get(examples, "hit"), true, err) &&
	       prove_list(rule, yaml_get(examples, "miss"), false, err);
}
