/* wire.c - one description of the record, for both directions.
 *
 * Each walk_x() names the fields of a struct once; the same walk writes them
 * or reads them, so that the two sides cannot disagree.
 */

#include "mail/wire.h"

#include "mail/guard.h"
#include "mail/walk.h"

/* More than any rule set or mail has; a record beyond them is forged. */
enum {
	LIMIT_TOKENS = 50,
	LIMIT_HITS = 10000,
	LIMIT_TESTS = 10000,
	LIMIT_CAPTURES = 10000,
	LIMIT_MARKS = 300000,
};

/* "PDm3": a record of another shape is refused, not misread. */
#define MAGIC 0x50446d33u

static void walk_mailbox(struct wire *wire, struct mailbox *mailbox)
{
	walk_string(wire, &mailbox->name);
	walk_string(wire, &mailbox->address);
}

static void walk_mailboxes(struct wire *wire, struct mailboxes *mailboxes)
{
	WALK_ARRAY(wire, struct mailbox, mailboxes->at, mailboxes->count,
		   LIMIT_ADDRESSES, walk_mailbox);
	walk_size(wire, &mailboxes->seen);
}

static void walk_header(struct wire *wire, struct header *header)
{
	walk_string(wire, &header->name);
	walk_string(wire, &header->value);
}

static void walk_part(struct wire *wire, struct part *part)
{
	part->use = walk_enum(wire, part->use, PART_CONTAINER);
	walk_int(wire, &part->depth);
	walk_string(wire, &part->type);
	walk_string(wire, &part->charset);
	walk_string(wire, &part->disposition);
	walk_string(wire, &part->encoding);
	walk_string(wire, &part->name);
	walk_string(wire, &part->content_id);
	walk_size(wire, &part->offset);
	walk_size(wire, &part->length);
	walk_size(wire, &part->size);
	walk_raw(wire, part->sha256, sizeof(part->sha256));
	walk_text(wire, &part->text);
}

static void walk_mark(struct wire *wire, struct mark *mark)
{
	mark->kind = walk_enum(wire, mark->kind, MARK_HEADER);
	walk_size(wire, &mark->start);
	walk_size(wire, &mark->end);
	walk_string(wire, &mark->source);
}

static void walk_message(struct wire *wire, struct message *message)
{
	WALK_ARRAY(wire, struct header, message->headers,
		   message->header_count, LIMIT_FIELDS, walk_header);
	walk_string(wire, &message->message_id);
	walk_strings(wire, &message->in_reply_to, LIMIT_REFERENCES);
	walk_strings(wire, &message->references, LIMIT_REFERENCES);
	walk_string(wire, &message->subject);
	walk_int(wire, &message->from_fields);
	walk_mailboxes(wire, &message->from);
	walk_mailbox(wire, &message->sender);
	walk_mailboxes(wire, &message->to);
	walk_mailboxes(wire, &message->cc);
	walk_mailboxes(wire, &message->reply_to);
	walk_bool(wire, &message->has_return_path);
	walk_mailbox(wire, &message->return_path);
	walk_bool(wire, &message->has_date);
	walk_i64(wire, &message->date);
	walk_i64(wire, &message->date_east);
	walk_int(wire, &message->received_fields);
	message->text_source = walk_enum(wire, message->text_source,
					 TEXT_HTML);
	walk_string(wire, &message->text);
	WALK_ARRAY(wire, struct mark, message->marks, message->mark_count,
		   LIMIT_MARKS, walk_mark);
	WALK_ARRAY(wire, struct part, message->parts, message->part_count,
		   LIMIT_PARTS, walk_part);
	walk_u64(wire, &message->defects);
	if (wire->out != NULL)
		return;
	message->text_size = strlen(message->text);
	for (size_t i = 0; i < message->mark_count; i++)
		wire->bad |= message->marks[i].start > message->marks[i].end ||
			     message->marks[i].end > message->text_size;
	message->html = NULL;
	wire->bad |= message->defects >> DEFECT_COUNT != 0;
}

static void walk_fold_part(struct wire *wire, struct fold_part *part)
{
	part->kind = walk_enum(wire, part->kind, FOLD_DISCLAIMER);
	walk_size(wire, &part->start);
	walk_size(wire, &part->end);
}

/* The parts must follow each other without a gap, to the end, and part no
 * character. */
static bool parts_fit(const struct fold *fold, const struct message *message)
{
	size_t at = 0;

	for (size_t i = 0; i < fold->count; i++) {
		if (fold->parts[i].start != at ||
		    fold->parts[i].end < at ||
		    fold->parts[i].end > message->text_size ||
		    ((unsigned char)message->text[at] & 0xc0) == 0x80)
			return false;
		at = fold->parts[i].end;
	}
	return at == message->text_size;
}

/* It is not on the wire: it is what its parts show of the text. */
static const char *visible_of(struct arena *arena, const struct fold *fold,
			      const char *text)
{
	struct buffer out = { .arena = arena };

	if (fold->count == 1 && fold->parts[0].kind == FOLD_VISIBLE)
		return text;
	for (size_t i = 0; i < fold->count; i++)
		if (fold->parts[i].kind == FOLD_VISIBLE)
			buffer_add(&out, text + fold->parts[i].start,
				   fold->parts[i].end - fold->parts[i].start);
	return buffer_string(&out);
}

static void walk_recipient(struct wire *wire,
			   struct bounce_recipient *recipient)
{
	walk_text(wire, &recipient->address);
	walk_text(wire, &recipient->action);
	walk_text(wire, &recipient->status);
	walk_text(wire, &recipient->reply_code);
	walk_text(wire, &recipient->class);
	walk_text(wire, &recipient->reason);
	walk_text(wire, &recipient->diagnostic);
}

static void walk_bounce(struct wire *wire, struct bounce *bounce)
{
	WALK_ARRAY(wire, struct bounce_recipient, bounce->recipients,
		   bounce->count, LIMIT_ADDRESSES, walk_recipient);
	walk_text(wire, &bounce->original_message_id);
}

static void walk_report(struct wire *wire, struct report *report)
{
	walk_text(wire, &report->type);
	walk_text(wire, &report->original_message_id);
}

static void walk_forward(struct wire *wire, struct forward *forward)
{
	walk_mailbox(wire, &forward->from);
	walk_bool(wire, &forward->has_from);
	walk_mailboxes(wire, &forward->to);
	walk_mailboxes(wire, &forward->cc);
	walk_text(wire, &forward->date);
	walk_text(wire, &forward->subject);
	walk_text(wire, &forward->body);
	walk_text(wire, &forward->message);
}

static void walk_claim(struct wire *wire, struct token_claim *claim)
{
	const char *mac = claim->token.mac;

	claim->place = walk_enum(wire, claim->place, TOKEN_IN_BODY);
	claim->token.role = walk_enum(wire, claim->token.role, 'z');
	walk_raw(wire, &claim->token.key, 1);
	walk_i64(wire, &claim->token.ticket);
	walk_i64(wire, &claim->token.item);
	walk_string(wire, &mac);
	if (wire->out != NULL)
		return;
	wire->bad |= strlen(mac) >= sizeof(claim->token.mac);
	if (!wire->bad)
		memcpy(claim->token.mac, mac, strlen(mac) + 1);
}

static void walk_origin(struct wire *wire, struct origin *origin)
{
	origin->kind = walk_enum(wire, origin->kind, ORIGIN_OURSELVES);
	walk_string(wire, &origin->word);
	walk_strings(wire, &origin->evidence, LIMIT_FIELDS);
	walk_bool(wire, &origin->may_answer);
	walk_string(wire, &origin->answer_word);
}

static void walk_identity(struct wire *wire, struct identity *identity)
{
	identity->kind = walk_enum(wire, identity->kind, IDENTITY_COUNT - 1);
	walk_text(wire, &identity->via);
	walk_text(wire, &identity->words);
	walk_text(wire, &identity->original);
}

static void walk_gist(struct wire *wire, struct gist *gist,
		      const struct message *message)
{
	WALK_ARRAY(wire, struct fold_part, gist->fold.parts, gist->fold.count,
		   message->text_size + 1, walk_fold_part);
	if (wire->out == NULL) {
		wire->bad |= !parts_fit(&gist->fold, message);
		gist->fold.visible = wire->bad ? "" :
			visible_of(wire->arena, &gist->fold, message->text);
	}
	walk_text(wire, &gist->fold.signature);
	walk_origin(wire, &gist->origin);
	WALK_OPTIONAL(wire, struct bounce, gist->bounce, walk_bounce);
	WALK_OPTIONAL(wire, struct report, gist->report, walk_report);
	WALK_OPTIONAL(wire, struct forward, gist->forward, walk_forward);
	walk_text(wire, &gist->language);
	gist->auth.verdict = walk_enum(wire, gist->auth.verdict, AUTH_FAIL);
	walk_text(wire, &gist->auth.evidence);
	WALK_ARRAY(wire, struct token_claim, gist->tokens.at,
		   gist->tokens.count, LIMIT_TOKENS, walk_claim);
	walk_identity(wire, &gist->identity);
}

static void walk_capture(struct wire *wire, struct capture *capture)
{
	walk_string(wire, &capture->name);
	walk_string(wire, &capture->value);
}

static void walk_captures(struct wire *wire, struct captures *captures)
{
	WALK_ARRAY(wire, struct capture, captures->at, captures->count,
		   LIMIT_CAPTURES, walk_capture);
}

static void walk_test_hit(struct wire *wire, struct test_hit *hit)
{
	walk_raw(wire, &hit->test, sizeof(hit->test));
	walk_string(wire, &hit->excerpt);
	walk_captures(wire, &hit->captures);
}

static void walk_hit(struct wire *wire, struct rule_hit *hit)
{
	walk_raw(wire, &hit->rule, sizeof(hit->rule));
	walk_bool(wire, &hit->open);
	walk_string(wire, &hit->excerpt);
	walk_captures(wire, &hit->captures);
	WALK_ARRAY(wire, struct test_hit, hit->tests, hit->test_count,
		   LIMIT_TESTS, walk_test_hit);
}

static void walk_mail(struct wire *wire, struct wire_mail *mail)
{
	uint64_t magic = MAGIC;

	walk_u64(wire, &magic);
	wire->bad |= magic != MAGIC;
	walk_message(wire, &mail->message);
	walk_gist(wire, &mail->gist, &mail->message);
	WALK_ARRAY(wire, struct rule_hit, mail->hits, mail->hit_count,
		   LIMIT_HITS, walk_hit);
	walk_bool(wire, &mail->budget_exceeded);
	WALK_ARRAY(wire, struct rule_hit, mail->other_hits, mail->other_count,
		   LIMIT_HITS, walk_hit);
	walk_bool(wire, &mail->other_exceeded);
	walk_i64(wire, &mail->shape);
	walk_bool(wire, &mail->own_words);
}

void wire_write(struct buffer *out, const struct wire_mail *mail)
{
	struct wire wire = { .out = out };
	struct wire_mail copy = *mail;

	walk_mail(&wire, &copy);
}

bool wire_read(struct arena *arena, const void *bytes, size_t size,
	       struct wire_mail *mail_r)
{
	struct wire wire = { .arena = arena, .at = bytes,
			     .end = (const uint8_t *)bytes + size };

	memset(mail_r, 0, sizeof(*mail_r));
	walk_mail(&wire, mail_r);
	return !wire.bad && wire.at == wire.end;
}
