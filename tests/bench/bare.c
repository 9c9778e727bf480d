/* bare.c - the bare loop: fetch, parse, insert, and nothing else.
 *
 *	bare PORT USER PASSWORD DATABASE
 *
 * What any program must do that takes mail from an IMAP server into a
 * database, in the simplest shape that is fast: 500 UIDs a FETCH through
 * libetpan, GMime's parser and its text of the text parts, and 200 rows a
 * binary COPY of their own transaction.  It has no ledger, no sandbox and no
 * ticket, judges nothing and answers nobody.  Prints mails, seconds of the
 * wall and seconds of this process.
 */

#include <glib.h>
#include <gmime/gmime.h>
#include <libetpan/libetpan.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 500, ROWS = 200, COLUMNS = 5 };

static const char copy_head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
enum { COPY_HEAD = 19 };

struct bare {
	struct mailimap *imap;
	PGconn *db;
	GByteArray *rows;
	int pending;
	int64_t mails;
	uint32_t last;
};

static double spent(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

static void put_number(GByteArray *out, uint64_t number, int bytes)
{
	guint8 digits[8];

	for (int i = 0; i < bytes; i++)
		digits[i] = (guint8)(number >> (8 * (bytes - 1 - i)));
	g_byte_array_append(out, digits, (guint)bytes);
}

static void put_bytes(GByteArray *out, const char *bytes, size_t size)
{
	put_number(out, size, 4);
	g_byte_array_append(out, (const guint8 *)bytes, (guint)size);
}

/* PostgreSQL takes no NUL and no broken UTF-8. */
static void put_text(GByteArray *out, const char *text)
{
	char *valid = g_utf8_make_valid(text == NULL ? "" : text, -1);

	put_bytes(out, valid, strlen(valid));
	g_free(valid);
}

static void flush(struct bare *bare)
{
	PGresult *result;

	if (bare->pending == 0)
		return;
	put_number(bare->rows, 0xffff, 2);
	result = PQexec(bare->db, "COPY bare FROM STDIN (FORMAT binary)");
	if (PQresultStatus(result) != PGRES_COPY_IN ||
	    PQputCopyData(bare->db, (const char *)bare->rows->data,
			  (int)bare->rows->len) != 1 ||
	    PQputCopyEnd(bare->db, NULL) != 1)
		fail("COPY", PQerrorMessage(bare->db));
	PQclear(result);
	while ((result = PQgetResult(bare->db)) != NULL) {
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			fail("COPY", PQerrorMessage(bare->db));
		PQclear(result);
	}
	g_byte_array_set_size(bare->rows, 0);
	bare->pending = 0;
}

static void add_text(GMimeObject *parent, GMimeObject *part, gpointer text)
{
	char *words;

	(void)parent;
	if (!GMIME_IS_TEXT_PART(part))
		return;
	words = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	if (words != NULL)
		g_string_append(text, words);
	g_free(words);
}

static void take(struct bare *bare, uint32_t uid, const char *raw, size_t size)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	GString *text = g_string_new("");
	char *from = NULL;

	if (bare->pending == 0)
		g_byte_array_append(bare->rows, (const guint8 *)copy_head,
				    COPY_HEAD);
	if (message != NULL) {
		from = internet_address_list_to_string(
			g_mime_message_get_from(message), NULL, FALSE);
		g_mime_message_foreach(message, add_text, text);
	}
	put_number(bare->rows, COLUMNS, 2);
	put_number(bare->rows, 8, 4);
	put_number(bare->rows, uid, 8);
	put_text(bare->rows, message == NULL ? ""
				: g_mime_message_get_subject(message));
	put_text(bare->rows, from);
	put_text(bare->rows, text->str);
	put_bytes(bare->rows, raw, size);
	bare->mails++;
	if (++bare->pending == ROWS)
		flush(bare);
	g_free(from);
	g_string_free(text, TRUE);
	if (message != NULL)
		g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
}

static void take_answer(struct bare *bare, const struct mailimap_msg_att *att)
{
	const char *raw = NULL;
	size_t size = 0;
	uint32_t uid = 0;

	for (clistiter *at = clist_begin(att->att_list); at != NULL;
	     at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);
		const struct mailimap_msg_att_static *fact;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		fact = item->att_data.att_static;
		if (fact->att_type == MAILIMAP_MSG_ATT_UID) {
			uid = fact->att_data.att_uid;
		} else if (fact->att_type == MAILIMAP_MSG_ATT_BODY_SECTION) {
			raw = fact->att_data.att_body_section->sec_body_part;
			size = fact->att_data.att_body_section->sec_length;
		}
	}
	if (raw != NULL && uid > bare->last)
		take(bare, uid, raw, size);
}

/* UIDs are dense: nothing else uses this mailbox. */
static bool fetch_chunk(struct bare *bare, uint32_t first)
{
	struct mailimap_set *set = mailimap_set_new_interval(first,
							first + CHUNK - 1);
	struct mailimap_fetch_type *what =
		mailimap_fetch_type_new_fetch_att_list_empty();
	clist *answers = NULL;
	bool any;

	mailimap_fetch_type_new_fetch_att_list_add(what,
		mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(what,
		mailimap_fetch_att_new_body_peek_section(
			mailimap_section_new(NULL)));
	if (mailimap_uid_fetch(bare->imap, set, what, &answers) !=
	    MAILIMAP_NO_ERROR)
		fail("FETCH", bare->imap->imap_response == NULL ? "no answer"
				: bare->imap->imap_response);
	any = clist_count(answers) > 0;
	for (clistiter *at = clist_begin(answers); at != NULL;
	     at = clist_next(at))
		take_answer(bare, clist_content(at));
	bare->last = first + CHUNK - 1;
	mailimap_fetch_list_free(answers);
	mailimap_fetch_type_free(what);
	mailimap_set_free(set);
	return any;
}

static void begin(struct bare *bare, char **argv)
{
	PGresult *result;

	bare->imap = mailimap_new(0, NULL);
	bare->db = PQconnectdb(argv[4]);
	bare->rows = g_byte_array_new();
	if (PQstatus(bare->db) != CONNECTION_OK)
		fail("database", PQerrorMessage(bare->db));
	result = PQexec(bare->db, "CREATE TABLE bare (uid bigint, subject text,"
			" sender text, body text COMPRESSION lz4,"
			" raw bytea COMPRESSION lz4)");
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail("database", PQerrorMessage(bare->db));
	PQclear(result);
	if (mailimap_socket_connect(bare->imap, "127.0.0.1",
			(uint16_t)strtoul(argv[1], NULL, 10)) >=
		    MAILIMAP_ERROR_BAD_STATE ||
	    mailimap_login(bare->imap, argv[2], argv[3]) !=
		    MAILIMAP_NO_ERROR ||
	    mailimap_select(bare->imap, "INBOX") != MAILIMAP_NO_ERROR)
		fail("IMAP", "no login or no INBOX");
}

int main(int argc, char **argv)
{
	struct bare bare = { 0 };
	double wall, own;

	if (argc != 5)
		fail("usage", "bare PORT USER PASSWORD DATABASE");
	g_mime_init();
	begin(&bare, argv);
	wall = spent(CLOCK_MONOTONIC);
	own = spent(CLOCK_PROCESS_CPUTIME_ID);
	while (fetch_chunk(&bare, bare.last + 1))
		;
	flush(&bare);
	printf("%ld %.3f %.3f\n", (long)bare.mails,
	       spent(CLOCK_MONOTONIC) - wall,
	       spent(CLOCK_PROCESS_CPUTIME_ID) - own);
	mailimap_logout(bare.imap);
	mailimap_free(bare.imap);
	PQfinish(bare.db);
	g_byte_array_free(bare.rows, TRUE);
	return 0;
}
