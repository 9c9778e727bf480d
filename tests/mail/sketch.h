/* sketch.h - a struct message from a few header lines, without the parser.
 *
 * "From: ann@example.org\nAuto-Submitted: no\n\nHello": values are taken as
 * they are; From, Sender, Return-Path and Subject fill their fields too.
 */
#ifndef TESTS_MAIL_SKETCH_H
#define TESTS_MAIL_SKETCH_H

#include "base/text.h"
#include "mail/message.h"

static inline void sketch_address(struct arena *arena, const char *value,
				  struct mailbox *mailbox)
{
	const char *open = strchr(value, '<');
	const char *start = open == NULL ? value : open + 1;

	mailbox->address = arena_strndup(arena, start, strcspn(start, ">"));
}

static inline void sketch_field(struct arena *arena, struct message *message,
				const struct header *header)
{
	struct mailbox *from;

	if (text_same(header->name, "From") && header->value[0] != '\0') {
		from = ARENA_NEW(arena, struct mailbox);
		from->name = "";
		sketch_address(arena, header->value, from);
		message->from = (struct mailboxes){ from, 1, 1 };
		message->from_fields++;
	} else if (text_same(header->name, "Reply-To")) {
		from = ARENA_NEW(arena, struct mailbox);
		from->name = "";
		sketch_address(arena, header->value, from);
		message->reply_to = (struct mailboxes){ from, 1, 1 };
	} else if (text_same(header->name, "Sender")) {
		sketch_address(arena, header->value, &message->sender);
	} else if (text_same(header->name, "Return-Path") &&
		   !message->has_return_path) {
		message->has_return_path = true;
		sketch_address(arena, header->value, &message->return_path);
	} else if (text_same(header->name, "Subject")) {
		message->subject = header->value;
	} else if (text_same(header->name, "In-Reply-To")) {
		message->in_reply_to = (struct strings){ &header->value, 1 };
	} else if (text_same(header->name, "Received")) {
		message->received_fields++;
	}
}

static inline struct message *sketch(struct arena *arena, const char *mail)
{
	struct message *message = ARENA_NEW(arena, struct message);
	struct header *headers = ARENA_ARRAY(arena, struct header, 128);

	message->subject = message->text = "";
	message->message_id = "";
	message->sender.address = message->return_path.address = "";
	while (*mail != '\0' && *mail != '\n') {
		size_t name = strcspn(mail, ":"), line = strcspn(mail, "\n");
		struct header *header = &headers[message->header_count++];

		header->name = arena_strndup(arena, mail, name);
		header->value = text_line(arena, mail + name + 1,
					  line - name - 1, 1000);
		sketch_field(arena, message, header);
		mail += line + (mail[line] == '\n');
	}
	message->headers = headers;
	message->text = *mail == '\n' ? mail + 1 : "";
	message->text_source = TEXT_PLAIN;
	message->text_size = strlen(message->text);
	return message;
}

#endif
