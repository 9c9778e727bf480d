/* make_mails.c - write mails of tests/fixture/mailmix.h into a folder.
 *
 *	make_mails FOLDER COUNT
 */

#include "../fixture/mailmix.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/stat.h>

static bool write_mail(const char *folder, uint64_t number)
{
	ARENA(arena);
	struct buffer mail = { .arena = arena };
	FILE *file = fopen(arena_printf(arena, "%s/%06llu.eml", folder,
					(unsigned long long)number), "w");
	bool written;

	if (file == NULL)
		return false;
	mailmix_make(&mail, number);
	written = fwrite(mail.data, 1, mail.size, file) == mail.size;
	return fclose(file) == 0 && written;
}

int main(int argc, char **argv)
{
	uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;

	if (argc != 3 || (mkdir(argv[1], 0777) != 0 && errno != EEXIST)) {
		fprintf(stderr, "usage: make_mails FOLDER COUNT\n");
		return 2;
	}
	for (uint64_t number = 0; number < count; number++) {
		if (!write_mail(argv[1], number)) {
			perror(argv[1]);
			return 1;
		}
	}
	return 0;
}
