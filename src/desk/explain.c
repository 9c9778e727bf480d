/* explain.c - the whole walk over a condition, with words. */

#include "desk/explain.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/rule.h"

enum { WORDS_LIMIT = 100 };

struct walk {
	struct arena *arena;
	struct view *view;
	const struct situation *situation;
	struct buffer all;		/* struct explained */
};

static void put_node(struct buffer *out, const struct yaml *node)
{
	if (node->kind == YAML_SCALAR) {
		buffer_text(out, node->text);
		return;
	}
	for (size_t i = 0; i < node->count && out->size < WORDS_LIMIT; i++) {
		if (i > 0)
			buffer_text(out, ", ");
		if (node->kind == YAML_MAP)
			buffer_printf(out, "%s: ", node->keys[i]);
		put_node(out, node->items[i]);
	}
}

static bool is_test(const struct condition *condition)
{
	return condition->kind == CONDITION_TEST ||
	       condition->kind == CONDITION_PART;
}

static const char *words_of(struct arena *arena,
			    const struct condition *condition)
{
	struct buffer out = { .arena = arena };

	if (!is_test(condition))
		return condition->word;
	buffer_printf(&out, "%s: ", condition->word);
	put_node(&out, condition->node);
	return text_line(arena, buffer_string(&out), out.size, WORDS_LIMIT);
}

static bool ask(struct walk *walk, const struct condition *test,
		const char **excerpt_r)
{
	bool holds;

	if (test->rests)
		return situation_holds(walk->situation, test);
	walk->view->excerpt = "";
	holds = view_holds(walk->view, test);
	if (holds)
		*excerpt_r = walk->view->excerpt;
	return holds;
}

static bool walk_over(struct walk *walk, const struct condition *condition,
		      int depth);

static bool walk_group(struct walk *walk, const struct condition *group,
		       int depth)
{
	size_t held = 0;

	for (size_t i = 0; i < group->count; i++)
		held += walk_over(walk, group->children[i], depth);
	switch (group->kind) {
	case CONDITION_ALL:
		return held == group->count;
	case CONDITION_NOT:
		return held == 0;
	default:
		return held > 0;
	}
}

static bool walk_over(struct walk *walk, const struct condition *condition,
		      int depth)
{
	const size_t place = walk->all.size;
	struct explained explained = {
		.depth = depth, .words = words_of(walk->arena, condition),
		.line = condition->node->line, .is_test = is_test(condition),
		.excerpt = "",
	};

	buffer_add(&walk->all, &explained, sizeof(explained));
	explained.holds = explained.is_test
		? ask(walk, condition, &explained.excerpt)
		: walk_group(walk, condition, depth + 1);
	memcpy(walk->all.data + place, &explained, sizeof(explained));
	return explained.holds;
}

struct explanation explain_rule(struct arena *arena, const struct rules *rules,
				size_t rule, struct view *view,
				const struct situation *situation)
{
	const struct condition *when = rules->at[rule].when;
	struct walk walk = {
		.arena = arena, .view = view, .situation = situation,
		.all.arena = arena,
	};
	struct explanation explanation = { 0 };

	/* The list that every rule begins with is none for people. */
	if (when->kind == CONDITION_ALL)
		explanation.holds = walk_group(&walk, when, 0);
	else
		explanation.holds = walk_over(&walk, when, 0);
	explanation.at = (const void *)walk.all.data;
	explanation.count = walk.all.size / sizeof(struct explained);
	for (size_t i = 0; i < explanation.count; i++) {
		if (explanation.at[i].depth > 0)
			continue;
		explanation.wanted++;
		explanation.held += explanation.at[i].holds;
		if (explanation.at[i].holds &&
		    (explanation.at[i].is_test ||
		     strcmp(explanation.at[i].words, "not") != 0))
			explanation.near = true;
	}
	return explanation;
}
