/* inspect_json.c - the facts and the meaning of a mail as JSON. */

#include "app/inspect_json.h"

#include "base/hmac.h"

static void put_mailbox(struct json *json, const struct mailbox *mailbox)
{
	json_open(json, '{');
	json_put(json, "name", mailbox->name);
	json_put(json, "address", mailbox->address);
	json_close(json, '}');
}

/* A mailbox that may be missing: then null. */
static void put_one(struct json *json, const char *key,
		    const struct mailbox *mailbox, bool there)
{
	json_key(json, key);
	if (there)
		put_mailbox(json, mailbox);
	else
		json_null(json);
}

static void put_list(struct json *json, const char *key,
		     const struct mailboxes *list)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < list->count; i++)
		put_mailbox(json, &list->at[i]);
	json_close(json, ']');
}

static void put_strings(struct json *json, const char *key,
			const struct strings *strings)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < strings->count; i++)
		json_string(json, strings->at[i]);
	json_close(json, ']');
}

static const char *or_null(const char *text)
{
	return *text == '\0' ? NULL : text;
}

static void put_header(struct json *json, const struct message *message)
{
	json_put(json, "message_id", or_null(message->message_id));
	put_strings(json, "in_reply_to", &message->in_reply_to);
	put_strings(json, "references", &message->references);
	json_put(json, "subject", message->subject);
	put_one(json, "from", message->from.at, message->from.count > 0);
	put_one(json, "sender", &message->sender,
		message->sender.address[0] != '\0');
	put_one(json, "return_path", &message->return_path,
		message->has_return_path);
	put_list(json, "to", &message->to);
	put_list(json, "cc", &message->cc);
	put_list(json, "reply_to", &message->reply_to);
	json_put(json, "date", !message->has_date ? NULL :
		 or_null(clock_render(json->out->arena, message->date)));
}

static void put_body(struct json *json, const struct message *message)
{
	static const char *const sources[] = {
		[TEXT_NONE] = "none",
		[TEXT_PLAIN] = "plain",
		[TEXT_HTML] = "html",
	};

	json_key(json, "text");
	json_bytes(json, message->text, message->text_size);
	json_put(json, "text_source", sources[message->text_source]);
	json_put(json, "html", message->html);
}

static void put_attachments(struct json *json, const struct message *message)
{
	json_key(json, "attachments");
	json_open(json, '[');
	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->use != PART_ATTACHMENT)
			continue;
		json_open(json, '{');
		json_put(json, "name", part->name);
		json_put(json, "type", part->type);
		json_put_int(json, "size", (int64_t)part->size);
		json_put(json, "sha256",
			 hmac_hex(json->out->arena, part->sha256,
				  sizeof(part->sha256)));
		json_put(json, "disposition", or_null(part->disposition));
		json_put(json, "content_id", or_null(part->content_id));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_fold_part(struct json *json, const struct message *message,
			  const struct fold_part *part)
{
	json_open(json, '{');
	json_put(json, "kind", fold_word(part->kind));
	json_key(json, "text");
	json_bytes(json, message->text + part->start, part->end - part->start);
	json_close(json, '}');
}

static void put_reply(struct json *json, const struct message *message,
		      const struct fold *fold)
{
	json_key(json, "reply");
	json_open(json, '{');
	json_put(json, "visible", fold->visible);
	json_key(json, "parts");
	json_open(json, '[');
	for (size_t i = 0; i < fold->count; i++)
		put_fold_part(json, message, &fold->parts[i]);
	json_close(json, ']');
	json_key(json, "folds");
	json_open(json, '[');
	for (size_t i = 0; i < fold->count; i++)
		if (fold->parts[i].kind != FOLD_VISIBLE)
			put_fold_part(json, message, &fold->parts[i]);
	json_close(json, ']');
	json_close(json, '}');
	json_put(json, "signature", fold->signature);
}

static void put_origin(struct json *json, const struct origin *origin)
{
	json_key(json, "origin");
	json_open(json, '{');
	json_put(json, "kind", origin_word(origin->kind));
	json_put(json, "word", origin->word);
	put_strings(json, "evidence", &origin->evidence);
	json_close(json, '}');
	json_key(json, "may_answer");
	json_open(json, '{');
	json_put_bool(json, "verdict", origin->may_answer);
	json_put(json, "word", origin->answer_word);
	json_close(json, '}');
}

static void put_recipient(struct json *json,
			  const struct bounce_recipient *recipient)
{
	json_open(json, '{');
	json_put(json, "address", recipient->address);
	json_put(json, "action", recipient->action);
	json_put(json, "status", recipient->status);
	json_put(json, "reply_code", recipient->reply_code);
	json_put(json, "class", recipient->class);
	json_put(json, "reason", recipient->reason);
	json_put(json, "diagnostic", recipient->diagnostic);
	json_close(json, '}');
}

static void put_bounce(struct json *json, const struct bounce *bounce,
		       const struct report *report)
{
	json_key(json, "bounce");
	if (bounce == NULL) {
		json_null(json);
	} else {
		json_open(json, '{');
		json_key(json, "recipients");
		json_open(json, '[');
		for (size_t i = 0; i < bounce->count; i++)
			put_recipient(json, &bounce->recipients[i]);
		json_close(json, ']');
		json_put(json, "original_message_id",
			 bounce->original_message_id);
		json_close(json, '}');
	}
	json_key(json, "report");
	if (report == NULL) {
		json_null(json);
		return;
	}
	json_open(json, '{');
	json_put(json, "type", report->type);
	json_close(json, '}');
}

static void put_forward(struct json *json, const struct forward *forward)
{
	json_key(json, "forward");
	if (forward == NULL) {
		json_null(json);
		return;
	}
	json_open(json, '{');
	put_one(json, "from", &forward->from, forward->has_from);
	put_list(json, "to", &forward->to);
	put_list(json, "cc", &forward->cc);
	json_put(json, "date", forward->date);
	json_put(json, "subject", forward->subject);
	json_put(json, "body", forward->body);
	json_put(json, "message", forward->message);
	json_close(json, '}');
}

static void put_defects(struct json *json, const struct message *message)
{
	json_key(json, "defects");
	json_open(json, '[');
	for (int i = 0; i < DEFECT_COUNT; i++)
		if (message->defects & 1ull << i)
			json_string(json, message_defect_word(i));
	json_close(json, ']');
}

void inspect_json(struct json *json, const char *file,
		  const struct message *message, const struct gist *gist)
{
	json_open(json, '{');
	json_put(json, "file", file);
	put_header(json, message);
	put_body(json, message);
	put_attachments(json, message);
	put_reply(json, message, &gist->fold);
	put_origin(json, &gist->origin);
	put_bounce(json, gist->bounce, gist->report);
	put_forward(json, gist->forward);
	json_put(json, "language", gist->language);
	put_defects(json, message);
	json_close(json, '}');
}
