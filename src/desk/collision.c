/* collision.c - the newest answer that she cannot have known. */

#include "desk/collision.h"

#include "base/text.h"

const struct collision_answer *
collision_find(const struct collision_facts *facts)
{
	const struct collision_answer *found = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		const struct collision_answer *answer = &facts->answers[i];

		if (!answer->lives || text_same(answer->by, facts->by) ||
		    answer->at <= facts->customer || answer->at <= facts->seen)
			continue;
		if (found == NULL || answer->at > found->at)
			found = answer;
	}
	return found;
}
