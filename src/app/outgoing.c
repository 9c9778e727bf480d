/* outgoing.c - the outbox, for people: what was sent, what waits, and how. */

#include "app/outgoing.h"

#include "app/look.h"
#include "app/options.h"
#include "app/outgoing_order.h"
#include "app/table.h"
#include "base/json.h"
#include "base/text.h"
#include "store/report_outbox.h"

#include <inttypes.h>
#include <limits.h>
#include <sysexits.h>

static void print_outbox(const struct look *look,
			 const struct report_outgoing *mails, size_t count)
{
	static const struct table_column columns[] = {
		{ "id", 8, true }, { "state", 9, false },
		{ "class", 9, false }, { "ticket", 6, true },
		{ "age", 6, true }, { "tries", 5, true },
		{ "to", 26, false }, { "last word of the server", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 8);

	for (size_t i = 0; i < count; i++) {
		const struct report_outgoing *mail = &mails[i];
		bool bad = text_same(mail->state, "failed") ||
			   text_same(mail->state, "uncertain");

		table_row(&view, bad ? TABLE_BAD : TABLE_PLAIN,
			  (const char *[]){
			arena_printf(look->arena, "%" PRId64, mail->id),
			mail->state, mail->class, mail->ticket_number == 0 ? ""
				: arena_printf(look->arena, "%" PRId64,
					       mail->ticket_number),
			table_age(look->arena, mail->created, look->now),
			arena_printf(look->arena, "%d", mail->attempts),
			mail->rcpt_to, mail->reply,
		});
	}
	printf("%zu mail%s\n", count, count == 1 ? "" : "s");
}

/* Of an object that is open. */
static void put_mail(struct json *json, struct arena *arena,
		     const struct report_outgoing *mail)
{
	json_put_int(json, "id", mail->id);
	json_put(json, "state", mail->state);
	json_put(json, "class", mail->class);
	json_put_int(json, "ticket", mail->ticket_number);
	json_put(json, "to", mail->rcpt_to);
	json_put(json, "subject", mail->subject);
	json_put(json, "template", mail->template);
	json_put(json, "language", mail->language);
	json_put(json, "because", mail->because);
	json_put(json, "message_id", mail->message_id);
	json_put_int(json, "attempts", mail->attempts);
	json_put(json, "reply", mail->reply);
	json_put(json, "created", clock_render(arena, mail->created));
}

static void json_outbox(struct arena *arena,
			const struct report_outgoing *mails, size_t count)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&json, '{');
		put_mail(&json, arena, &mails[i]);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

/* Above the list: it explains why nothing moves. */
static void print_standstill(const struct look *look, const char *words,
			     usec_t until)
{
	if (words != NULL)
		printf("The queue stands still until %s: %s\n\n",
		       clock_render(look->arena, until), words);
}

static int list(const struct look *look,
		const struct report_outbox_filter *filter, bool json)
{
	const int64_t desk_id = look->desk->desk.id;
	struct report_outgoing *mails;
	const char *words;
	struct err err;
	size_t count;
	usec_t until;

	if (!report_outbox(look->db, look->arena, desk_id, filter, &mails,
			   &count, &err) ||
	    !report_standstill(look->db, look->arena, desk_id, &words, &until,
			       &err))
		return look_failed("outbox", &err);
	if (json) {
		json_outbox(look->arena, mails, count);
	} else {
		print_standstill(look, words, until);
		print_outbox(look, mails, count);
	}
	return 0;
}

static void json_one(struct arena *arena, const struct report_sending *sending)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	put_mail(&json, arena, &sending->mail);
	json_put(&json, "bytes", text_clean(arena, sending->bytes,
					    sending->size));
	json_key(&json, "log");
	json_open(&json, '[');
	for (size_t i = 0; i < sending->attempt_count; i++) {
		const struct report_attempt *attempt = &sending->attempts[i];

		json_open(&json, '{');
		json_put_int(&json, "attempt", attempt->number);
		json_put(&json, "at", clock_render(arena, attempt->at));
		json_put(&json, "result", attempt->result);
		json_put_int(&json, "code", attempt->code);
		json_put(&json, "reply", attempt->reply);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static void print_one(struct arena *arena, const struct report_sending *sending)
{
	const struct report_outgoing *mail = &sending->mail;

	printf("Outgoing mail %" PRId64 ": %s, %s, to %s\n", mail->id,
	       mail->class, mail->state, mail->rcpt_to);
	if (mail->ticket_number != 0)
		printf("  of ticket %" PRId64 ", because: %s\n",
		       mail->ticket_number, mail->because);
	for (size_t i = 0; i < sending->attempt_count; i++) {
		const struct report_attempt *attempt = &sending->attempts[i];

		printf("  attempt %d, %s: %s, %s\n", attempt->number,
		       clock_render(arena, attempt->at), attempt->result,
		       attempt->reply);
	}
	if (sending->attempt_count == 0)
		puts("  It was not tried yet.");
	putchar('\n');
	fputs(text_clean(arena, sending->bytes, sending->size), stdout);
}

static int show(const struct look *look, int64_t id, bool json)
{
	struct report_sending sending;
	struct err err;

	if (!report_sending(look->db, look->arena, look->desk->desk.id, id,
			    &sending, &err))
		return look_failed("outbox show", &err);
	if (json)
		json_one(look->arena, &sending);
	else
		print_one(look->arena, &sending);
	return 0;
}

/* What the words after the options ask for. */
enum wish { WISH_LIST, WISH_SHOW, WISH_RETRY, WISH_CANCEL, WISH_UNCLEAR };

static enum wish read_wish(char **words, int count)
{
	static const struct {
		const char *word;
		enum wish wish;
		int least, most;	/* numbers after it */
	} wishes[] = {
		{ "list", WISH_LIST, 0, 0 },
		{ "show", WISH_SHOW, 1, 1 },
		{ "retry", WISH_RETRY, 1, INT_MAX },
		{ "cancel", WISH_CANCEL, 1, INT_MAX },
	};

	if (count == 0)
		return WISH_LIST;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++)
		if (strcmp(words[0], wishes[i].word) == 0 &&
		    count - 1 >= wishes[i].least &&
		    count - 1 <= wishes[i].most)
			return wishes[i].wish;
	return WISH_UNCLEAR;
}

static int carry_out(const struct look *look, char **words, int count,
		     const struct report_outbox_filter *filter, bool json)
{
	int64_t id;

	switch (read_wish(words, count)) {
	case WISH_RETRY:
		return outgoing_order(look, OUTBOX_RETRY_NOW, words + 1,
				      (size_t)count - 1, json);
	case WISH_CANCEL:
		return outgoing_order(look, OUTBOX_CANCEL, words + 1,
				      (size_t)count - 1, json);
	case WISH_SHOW:
		return look_number(words[1], &id) ? show(look, id, json) :
						    EX_USAGE;
	default:
		return list(look, filter, json);
	}
}

/* False: it is no number. */
static bool read_ticket(const char *text,
			struct report_outbox_filter *filter)
{
	return text == NULL || look_number(text, &filter->ticket_number);
}

int outgoing_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL, *ticket = NULL;
	struct report_outbox_filter filter = { 0 };
	bool json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk), OPTION_JSON(json),
		{ "state", "WORD", &filter.state, NULL,
		  "list: held, queued, dot_sent, sent, failed, uncertain, "
		  "cancelled" },
		{ "class", "WORD", &filter.class, NULL,
		  "list: automatic, agent, admin" },
		{ "ticket", "N", &ticket, NULL, "list: of this ticket" },
		{ "domain", "NAME", &filter.domain, NULL,
		  "list: to this domain" },
	};
	const struct options options = {
		"outbox [OPTION...] [list | show N | retry N... | cancel N...]",
		"What was sent, waits to be sent, or could not be sent; "
		"newest first.\n`show` prints one mail as it goes out, and "
		"each attempt to send it.\n`retry` sends now what failed or "
		"waits; `cancel` stops what waits.", rows,
		sizeof(rows) / sizeof(rows[0]), 0, -1,
	};
	struct look look;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (read_wish(argv + first, argc - first) == WISH_UNCLEAR ||
	    !read_ticket(ticket, &filter)) {
		fprintf(stderr, "postdesk outbox: expected list, show N, "
			"retry N... or cancel N... (see --help)\n");
		return EX_USAGE;
	}
	if (!look_begin(&look, "outbox", config, desk, &status))
		return status;
	status = carry_out(&look, argv + first, argc - first, &filter, json);
	look_end(&look);
	return status;
}
