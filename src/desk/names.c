/* names.c - look up what rules name. */

#include "desk/names.h"

#include "desk/rule.h"

bool names_queue(const struct desk *desk, const char *queue)
{
	return desk->queues.count == 0 || strcmp(queue, desk->queue) == 0 ||
	       strings_find(&desk->queues, queue) != NULL;
}

static bool check_queue(const struct desk *desk, const struct yaml *node,
			const char *queue, struct err *err)
{
	return names_queue(desk, queue) ||
	       yaml_expected(node, err, "a queue of the desk %s (`queues:` in "
			     "the settings)", desk->name);
}

static bool is_agent(const struct desk *desk, const char *agent)
{
	if (strings_find(&desk->agents, agent) != NULL)
		return true;
	for (size_t i = 0; i < desk->agent_names.count; i++)
		if (strcmp(desk->agent_names.at[i], agent) == 0)
			return true;
	return false;
}

/* The node of the i-th of what may be a list of one. */
static const struct yaml *item_of(const struct yaml *node, size_t i)
{
	return node->kind == YAML_LIST ? node->items[i] : node;
}

static bool check_notify(const struct desk *desk, const struct rule *rule,
			 struct err *err)
{
	for (size_t i = 0; i < rule->notify.count; i++) {
		const char *whom = rule->notify.at[i];
		const struct yaml *node = item_of(yaml_get(rule->map,
							   "notify"), i);

		if (strchr(whom, '@') == NULL && !is_agent(desk, whom))
			return yaml_expected(node, err, "an agent of the desk "
					     "%s, or an address", desk->name);
		if (origin_is_ours(whom, &desk->gist.ours))
			return yaml_expected(node, err, "an address that is "
					     "not the desk's own");
	}
	return true;
}

static bool is_organisation(const struct desk *desk, const char *name)
{
	ARENA(scratch);
	const char *folded = wording_fold(scratch, name, strlen(name));

	for (size_t i = 0; i < desk->organisations.count; i++) {
		const char *other = desk->organisations.at[i].name;

		if (strcmp(folded, wording_fold(scratch, other,
						strlen(other))) == 0)
			return true;
	}
	return false;
}

static bool check_test(const struct desk *desk, const struct condition *test,
		       struct err *err)
{
	const bool queue = test->field == FIELD_QUEUE;

	if (!queue && test->field != FIELD_ORGANISATION)
		return true;
	for (size_t i = 0; i < test->count; i++) {
		const struct yaml *node = item_of(test->node, i);

		if (queue && !check_queue(desk, node, test->values[i], err))
			return false;
		if (!queue && !is_organisation(desk, test->values[i]))
			return yaml_expected(node, err, "an organisation of "
					     "the desk %s", desk->name);
	}
	return true;
}

static bool check_condition(const struct desk *desk,
			    const struct condition *condition,
			    struct err *err)
{
	if (condition->kind == CONDITION_TEST)
		return check_test(desk, condition, err);
	for (size_t i = 0; i < condition->count; i++)
		if (!check_condition(desk, condition->children[i], err))
			return false;
	return true;
}

static bool check_rule(const struct desk *desk, const struct rule *rule,
		       struct err *err)
{
	if (!check_condition(desk, rule->when, err))
		return false;
	if (rule->queue != NULL &&
	    !check_queue(desk, yaml_get(rule->map, "queue"), rule->queue, err))
		return false;
	if (rule->agent != NULL && !is_agent(desk, rule->agent))
		return yaml_expected(yaml_get(rule->map, "assign"), err,
				     "an agent of the desk %s", desk->name);
	return check_notify(desk, rule, err);
}

static bool check_notices(const struct hours *hours,
			  const struct templates *templates, struct err *err)
{
	const size_t count = hours == NULL ? 0 : hours->notices.count;

	for (size_t i = 0; i < count; i++) {
		const char *reply = hours->notices.at[i].reply;

		if (!template_exists(templates, reply))
			return err_permanent(err, "replies: found no `%s`, "
					     "which `notices:` in the "
					     "settings names", reply);
	}
	return true;
}

/* What the settings name of the replies. */
static bool check_desk(const struct desk *desk,
		       const struct templates *templates, struct err *err)
{
	if (!check_notices(desk->hours, templates, err))
		return false;
	for (size_t i = 0; i < desk->cover.queue_count; i++)
		if (!check_notices(desk->cover.queues[i].hours, templates,
				   err))
			return false;
	return true;
}

bool names_check(const struct rules *rules, const struct templates *templates,
		 const struct desk *desk, struct err *err)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->at[i];

		if (rule->reply != NULL &&
		    !template_exists(templates, rule->reply))
			return yaml_expected(yaml_get(rule->map, "reply"), err,
					     "the name of a reply");
		if (desk != NULL && !check_rule(desk, rule, err))
			return false;
	}
	return desk == NULL || check_desk(desk, templates, err);
}
