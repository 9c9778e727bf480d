/* folder.h - a folder of files for one test, gone afterwards. */
#ifndef TESTS_APP_FOLDER_H
#define TESTS_APP_FOLDER_H

#include "base/arena.h"

#include <stddef.h>
#include <sys/types.h>

/* A new, empty folder. */
char *folder_new(struct arena *arena);

/* Write a file in it (its folders are made) and return its path. */
char *folder_file(struct arena *arena, const char *folder, const char *name,
		  const char *text, mode_t mode);

/* Delete it with all that is in it. */
void folder_delete(const char *folder);

#endif
