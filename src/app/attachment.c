/* attachment.c - take bytes out of the raw mail, decode and write them. */

#include "app/attachment.h"

#include "mail/encoding.h"
#include "store/ledger_raw.h"

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

/* Decodes and writes it piece by piece: it may be as large as its mail. */
static bool write_decoded(const struct look *look,
			  const struct report_attachment *attachment, int fd,
			  struct err *err)
{
	struct encoding_step step = {
		.encoding = encoding_named(attachment->encoding),
	};
	size_t at = (size_t)attachment->raw_offset, got = 1;
	size_t left = (size_t)attachment->raw_length;
	ARENA(arena);
	char *raw = arena_room(arena, LEDGER_CHUNK);
	char *out = arena_room(arena, encoding_room(LEDGER_CHUNK) + 8);

	for (; left > 0 && got > 0; at += got, left -= got) {
		if (!ledger_range(look->db, look->desk->desk.id,
				  attachment->mail_id, at,
				  left < LEDGER_CHUNK ? left : LEDGER_CHUNK,
				  raw, &got, err))
			return false;
		if (!write_all(fd, out, encoding_step(&step, raw, got, out)))
			return err_permanent(err, "%s", strerror(errno));
	}
	if (left > 0)
		return err_permanent(err, "only the beginning of mail %lld "
				     "was kept",
				     (long long)attachment->mail_id);
	return write_all(fd, out, encoding_end(&step, out)) ||
	       err_permanent(err, "%s", strerror(errno));
}

static int write_file(const struct look *look,
		      const struct report_attachment *attachment,
		      const char *file)
{
	const bool out = strcmp(file, "-") == 0;
	int fd = out ? STDOUT_FILENO
		: open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
			     O_CLOEXEC, 0600);
	struct err err;
	bool good;

	if (fd < 0) {
		fprintf(stderr, "postdesk show: %s: %s\n", file,
			strerror(errno));
		return EX_CANTCREAT;
	}
	good = write_decoded(look, attachment, fd, &err);
	if (!out && close(fd) != 0 && good)
		good = err_permanent(&err, "%s", strerror(errno));
	if (good)
		return 0;
	/* Nothing half-written stays. */
	if (!out)
		unlink(file);
	fprintf(stderr, "postdesk show: %s: %s\n", file, err.text);
	return EX_CANTCREAT;
}

/* Does it lie in what was kept of its mail? */
static bool is_kept(const struct report_attachment *attachment, size_t kept)
{
	return attachment->raw_offset >= 0 && attachment->raw_length >= 0 &&
	       (size_t)attachment->raw_offset <= kept &&
	       (size_t)attachment->raw_length <=
		       kept - (size_t)attachment->raw_offset;
}

int attachment_write(const struct look *look, const struct report_show *show,
		     const char *number, const char *file)
{
	const struct report_attachment *attachment;
	struct err err;
	int64_t wanted;
	size_t kept;

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
	if (!ledger_kept(look->db, look->desk->desk.id, attachment->mail_id,
			 &kept, &err))
		return look_failed("show", &err);
	if (!is_kept(attachment, kept)) {
		fprintf(stderr, "postdesk show: only the beginning of mail "
			"%lld was kept\n", (long long)attachment->mail_id);
		return EX_DATAERR;
	}
	return write_file(look, attachment, file);
}
