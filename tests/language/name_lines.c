/* name_lines.c - the language of each line of standard input, or "-". */

#include "mail/language.h"

#include "base/banned.h"

int main(void)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		const char *language = language_of(line);

		puts(language == NULL ? "-" : language);
	}
	free(line);
	return 0;
}
