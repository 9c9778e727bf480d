/* attachment.c - take the bytes out of the raw mail, and write them. */

#include "app/attachment.h"

#include "mail/decode.h"
#include "store/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(fd, bytes, size);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		bytes += wrote;
		size -= (size_t)wrote;
	}
	return true;
}

static int write_file(const char *file, const char *bytes, size_t size)
{
	const bool out = strcmp(file, "-") == 0;
	int fd = out ? STDOUT_FILENO
		: open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
			     O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, bytes, size);

	if (fd >= 0 && !out)
		good = close(fd) == 0 && good;
	if (good)
		return 0;
	fprintf(stderr, "postdesk show: %s: %s\n", file, strerror(errno));
	return EX_CANTCREAT;
}

int attachment_write(const struct look *look, const struct report_show *show,
		     const char *number, const char *file)
{
	const struct report_attachment *attachment;
	const void *raw;
	const char *bytes;
	struct err err;
	int64_t wanted;
	size_t size;

	if (file == NULL) {
		fputs("postdesk show: --attachment needs --output FILE\n",
		      stderr);
		return EX_USAGE;
	}
	if (!look_number(number, &wanted) ||
	    wanted > (int64_t)show->attachment_count) {
		fprintf(stderr, "postdesk show: the ticket has %zu "
			"attachments, and no attachment %s\n",
			show->attachment_count, number);
		return EX_DATAERR;
	}
	attachment = &show->attachments[wanted - 1];
	if (!ledger_raw(look->db, look->arena, look->desk->desk.id,
			attachment->mail_id, &raw, &size, &err))
		return look_failed("show", &err);
	if (attachment->raw_offset < 0 || attachment->raw_length < 0 ||
	    (size_t)attachment->raw_offset > size ||
	    (size_t)attachment->raw_length >
		    size - (size_t)attachment->raw_offset) {
		fprintf(stderr, "postdesk show: only the beginning of mail "
			"%lld was kept\n", (long long)attachment->mail_id);
		return EX_DATAERR;
	}
	bytes = decode_part(look->arena, attachment->encoding,
			    (const char *)raw + attachment->raw_offset,
			    (size_t)attachment->raw_length, &size);
	return write_file(file, bytes, size);
}
