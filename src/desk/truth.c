/* truth.c - the walk over a condition, on both sides of the cell. */

#include "desk/truth.h"

#include "base/buffer.h"

/* What is at hand while a condition is walked: the mail, or what was noted of
 * it and the situation. */
struct walk {
	struct view *view;
	bool noting;			/* the answer may depend */
	struct buffer notes;		/* struct test_hit */

	const struct rule_hit *noted;
	const struct situation *situation;
	const char *excerpt;
	struct buffer captures;		/* struct capture */
};

static void take(struct walk *walk, const char *excerpt,
		 const struct captures *captures)
{
	if (excerpt[0] != '\0')
		walk->excerpt = excerpt;
	if (captures->count > 0)
		buffer_add(&walk->captures, captures->at,
			   captures->count * sizeof(captures->at[0]));
}

static enum truth ask_mail(struct walk *walk, const struct condition *test)
{
	struct test_hit note = { .test = test->number };

	walk->view->excerpt = "";
	walk->view->captures = (struct captures){ 0 };
	if (!view_holds(walk->view, test))
		return TRUTH_NO;
	note.excerpt = walk->view->excerpt;
	note.captures = walk->view->captures;
	if (walk->noting)
		buffer_add(&walk->notes, &note, sizeof(note));
	take(walk, note.excerpt, &note.captures);
	return TRUTH_YES;
}

static enum truth ask_notes(struct walk *walk, const struct condition *test)
{
	const struct rule_hit *noted = walk->noted;

	for (size_t i = 0; i < noted->test_count; i++) {
		if (noted->tests[i].test != test->number)
			continue;
		take(walk, noted->tests[i].excerpt, &noted->tests[i].captures);
		return TRUTH_YES;
	}
	return TRUTH_NO;
}

static enum truth ask(struct walk *walk, const struct condition *test)
{
	if (walk->view != NULL)
		return test->rests ? TRUTH_DEPENDS : ask_mail(walk, test);
	if (test->rests)
		return situation_holds(walk->situation, test) ? TRUTH_YES :
			TRUTH_NO;
	return ask_notes(walk, test);
}

static enum truth walk_over(struct walk *walk,
			      const struct condition *condition)
{
	static const enum truth opposite[] = {
		[TRUTH_NO] = TRUTH_YES, [TRUTH_YES] = TRUTH_NO,
		[TRUTH_DEPENDS] = TRUTH_DEPENDS,
	};
	bool all = condition->kind == CONDITION_ALL;
	enum truth end = all ? TRUTH_NO : TRUTH_YES;
	bool depends = false;

	if (condition->kind == CONDITION_TEST ||
	    condition->kind == CONDITION_PART)
		return ask(walk, condition);
	if (condition->kind == CONDITION_NOT)
		return opposite[walk_over(walk, condition->children[0])];
	for (size_t i = 0; i < condition->count; i++) {
		enum truth one = walk_over(walk, condition->children[i]);

		if (one == end)
			return end;
		depends |= one == TRUTH_DEPENDS;
	}
	return depends ? TRUTH_DEPENDS : opposite[end];
}

static struct captures captures_of(const struct walk *walk)
{
	return (struct captures){
		(const struct capture *)(const void *)walk->captures.data,
		walk->captures.size / sizeof(struct capture),
	};
}

enum truth truth_of_mail(struct view *view,
			     const struct condition *condition,
			     struct rule_hit *hit_r)
{
	struct walk walk = {
		.view = view, .noting = condition->rests, .excerpt = "",
		.notes.arena = view->arena,
		.captures.arena = view->arena,
	};
	enum truth truth = walk_over(&walk, condition);

	*hit_r = (struct rule_hit){ .excerpt = "" };
	if (truth == TRUTH_YES) {
		hit_r->excerpt = walk.excerpt;
		hit_r->captures = captures_of(&walk);
	} else if (truth == TRUTH_DEPENDS) {
		hit_r->open = true;
		hit_r->tests = (const void *)walk.notes.data;
		hit_r->test_count = walk.notes.size / sizeof(struct test_hit);
	}
	return truth;
}

bool truth_end(struct arena *arena, const struct condition *condition,
		 const struct rule_hit *open,
		 const struct situation *situation, struct rule_hit *hit_r)
{
	struct walk walk = {
		.noted = open, .situation = situation, .excerpt = "",
		.captures.arena = arena,
	};

	if (walk_over(&walk, condition) != TRUTH_YES)
		return false;
	*hit_r = (struct rule_hit){
		.rule = open->rule, .excerpt = walk.excerpt,
		.captures = captures_of(&walk),
	};
	return true;
}
