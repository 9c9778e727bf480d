/* ruling_report.c - which rules hold, and which nearly did. */

#include "app/ruling.h"

#include "app/table.h"

enum { NEAREST = 10 };

bool ruling_is_near(const struct ruling *ruling)
{
	return !ruling->holds && ruling->near;
}

static int by_distance(const void *a, const void *b)
{
	const struct ruling *left = *(const struct ruling *const *)a;
	const struct ruling *right = *(const struct ruling *const *)b;
	int missed = (left->wanted - left->held) -
		     (right->wanted - right->held);

	if (missed != 0)
		return missed;
	if (left->held != right->held)
		return right->held - left->held;
	return strcmp(left->place, right->place);
}

size_t ruling_nearest(struct arena *arena, const struct ruling *rulings,
		      size_t count, size_t most,
		      const struct ruling ***nearest_r)
{
	const struct ruling **near = ARENA_ARRAY(arena, const struct ruling *,
						 count);
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (ruling_is_near(&rulings[i]))
			near[found++] = &rulings[i];
	if (found > 0)
		qsort(near, found, sizeof(near[0]), by_distance);
	*nearest_r = near;
	return found < most ? found : most;
}

static void print_near(struct arena *arena, const struct ruling *rulings,
		       size_t count)
{
	static const struct table_column columns[] = {
		{ "nearly", 24, false }, { "held", 7, false },
		{ "what did not hold", 0, false },
	};
	const struct ruling **near;
	size_t found = ruling_nearest(arena, rulings, count, NEAREST, &near);
	struct table_view view;

	if (found == 0)
		return;
	putchar('\n');
	view = table_begin(arena, columns, 3);
	for (size_t i = 0; i < found; i++)
		table_row(&view, TABLE_DIM, (const char *[]){
			near[i]->rule,
			arena_printf(arena, "%d of %d", near[i]->held,
				     near[i]->wanted),
			near[i]->failed,
		});
}

void ruling_print(struct arena *arena, const struct ruling *rulings,
		  size_t count)
{
	static const struct table_column columns[] = {
		{ "hit", 24, false }, { "at", 26, false },
		{ "found", 0, false },
	};
	struct table_view view;
	size_t hits = 0;

	for (size_t i = 0; i < count; i++) {
		if (!rulings[i].holds)
			continue;
		if (hits++ == 0) {
			putchar('\n');
			view = table_begin(arena, columns, 3);
		}
		table_row(&view, TABLE_GOOD, (const char *[]){
			rulings[i].rule, rulings[i].place, rulings[i].found,
		});
	}
	print_near(arena, rulings, count);
	printf("\n%zu of %zu rules hit.\n", hits, count);
}

void ruling_json(struct json *json, const struct ruling *rulings, size_t count)
{
	json_open(json, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(json, '{');
		json_put(json, "rule", rulings[i].rule);
		json_put(json, "place", rulings[i].place);
		json_put_bool(json, "hit", rulings[i].holds);
		json_put_int(json, "held", rulings[i].held);
		json_put_int(json, "conditions", rulings[i].wanted);
		json_put(json, "found", rulings[i].found[0] == '\0' ? NULL
			 : rulings[i].found);
		json_put(json, "failed", rulings[i].failed[0] == '\0' ? NULL
			 : rulings[i].failed);
		json_close(json, '}');
	}
	json_close(json, ']');
}
