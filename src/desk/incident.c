/* incident.c - find the incident of a queue, and the words of a language. */

#include "desk/incident.h"

#include <string.h>

enum { LANGUAGE = 2 };	/* letters */

const struct incident *incident_of(const struct incidents *incidents,
				   const char *queue)
{
	const struct incident *found = NULL;

	for (size_t i = 0; i < incidents->count; i++) {
		const struct incident *incident = &incidents->at[i];

		if (strcmp(incident->queue, queue) == 0)
			return incident;
		if (incident->queue[0] == '\0')
			found = incident;
	}
	return found;
}

const char *incident_words(const struct incident *incident,
			   const char *language)
{
	for (size_t i = 0; i < incident->words.count; i++) {
		const char *line = incident->words.at[i];

		if (strlen(language) == LANGUAGE &&
		    strncmp(line, language, LANGUAGE) == 0 &&
		    line[LANGUAGE] == ' ')
			return line + LANGUAGE + 1;
	}
	return "";
}
