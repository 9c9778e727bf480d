/* nearest.c - count what two words differ by (optimal string alignment). */

#include "desk/nearest.h"

#include "base/text.h"

enum { MOST_DIFFERENCES = 3 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Both fit into NEAREST_LETTERS. */
static int differences(const char *a, const char *b)
{
	int rows[3][NEAREST_LETTERS + 1] = { { 0 } };
	size_t n = strlen(a), m = strlen(b);

	for (size_t k = 0; k <= m; k++)
		rows[0][k] = (int)k;
	for (size_t i = 1; i <= n; i++) {
		int *row = rows[i % 3], *above = rows[(i + 2) % 3];
		const int *over = rows[(i + 1) % 3];

		row[0] = (int)i;
		for (size_t k = 1; k <= m; k++) {
			row[k] = least(least(above[k], row[k - 1]) + 1,
				       above[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				row[k] = least(row[k], over[k - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

static const char *folded(struct arena *arena, const char *word)
{
	const char *text = text_fold(arena, word, NEAREST_LETTERS + 1);

	return strlen(text) > NEAREST_LETTERS ? "" : text;
}

const char *nearest_find(struct arena *arena, const char *word,
			 const struct strings *known)
{
	const char *wanted = folded(arena, word), *found = NULL;
	int most = least((int)((strlen(wanted) + 2) / 3), MOST_DIFFERENCES);

	if (wanted[0] == '\0')
		return NULL;
	for (size_t i = 0; i < known->count; i++) {
		const char *candidate = folded(arena, known->at[i]);
		int count;

		if (candidate[0] == '\0')
			continue;
		count = differences(wanted, candidate);
		if (count > most)
			continue;
		found = known->at[i];
		if (count == 0)
			break;
		most = count - 1;
	}
	return found;
}

bool nearest_same(struct arena *arena, const char *a, const char *b)
{
	return strcmp(text_fold(arena, a, strlen(a)),
		      text_fold(arena, b, strlen(b))) == 0;
}
