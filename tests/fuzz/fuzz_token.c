/* fuzz_token.c - any mail: no token is accepted that we did not sign.
 *
 * Each line of the input is a place by its first letter (T: To, C: Cc, D:
 * Delivered-To, R: References, I: In-Reply-To, else the text), and what stands
 * there.  A byte from 1 to 8 stands for one of our tokens; 14 and three bytes
 * for one of them with another byte in it.
 */

#include "fuzz.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/token.h"

#include <stdio.h>
#include <strings.h>

#define NOW	(20000 * USEC_DAY)

enum { SIGNED = 8, PLACES = 20, CHANGED = 14 };

static const struct token_key keys[] = {
	{ .id = 'b', .secret = "the key that signs now........." },
	{ .id = 'a', .secret = "the key that signed before.....",
	  .not_after = NOW + 1 },
};
static const struct token_ring ring = { keys, 2, 7 };
static const struct token_ring old_ring = { keys + 1, 1, 7 };
static const struct token_ring other_desk = { keys, 2, 8 };

static const struct {
	enum token_role role;
	const struct token_ring *by;
	int64_t ticket, item;
} signatures[SIGNED] = {
	{ TOKEN_REPLY, &ring, 1042, 0 },
	{ TOKEN_MESSAGE_ID, &ring, 1042, 77 },
	{ TOKEN_RETURN, &ring, 0, 77 },
	{ TOKEN_AGENT, &ring, 1042, 3 },
	{ TOKEN_STATUS, &ring, 1042, 0 },
	{ TOKEN_PROBE, &ring, 0, 1700000000 },
	{ TOKEN_CONFIRM, &ring, 1042, 8 },
	{ TOKEN_REPLY, &old_ring, 43, 0 },
};

struct trial {
	struct arena *arena;
	const char *tokens[SIGNED];
	struct mailbox to[PLACES], cc[PLACES];
	struct header headers[PLACES];
	const char *references[PLACES], *in_reply_to[PLACES];
	struct message message;
	struct buffer text;
	struct buffer all;		/* everything, a line each */
};

static void add_token(struct trial *trial, struct buffer *out,
		      const uint8_t *edit)
{
	const char *token = trial->tokens[edit[0] % SIGNED];
	char *copy = arena_strdup(trial->arena, token);

	copy[edit[1] % strlen(copy)] = (char)edit[2];
	buffer_add(out, copy, strlen(token));
}

/* One line of the input as one line of text. */
static const char *expand(struct trial *trial, const uint8_t *line,
			  size_t size)
{
	struct buffer out = { .arena = trial->arena };

	for (size_t i = 0; i < size; i++) {
		if (line[i] >= 1 && line[i] <= SIGNED) {
			buffer_text(&out, trial->tokens[line[i] - 1]);
		} else if (line[i] == CHANGED && i + 3 < size) {
			add_token(trial, &out, line + i + 1);
			i += 3;
		} else {
			buffer_char(&out, (char)line[i]);
		}
	}
	return text_line(trial->arena, buffer_string(&out), out.size, 1000);
}

static void put(struct trial *trial, char place, const char *text)
{
	struct message *mail = &trial->message;
	struct mailbox mailbox = { .name = "", .address = text };

	buffer_printf(&trial->all, "%s\n", text);
	if (place == 'T' && mail->to.count < PLACES)
		trial->to[mail->to.count++] = mailbox;
	else if (place == 'C' && mail->cc.count < PLACES)
		trial->cc[mail->cc.count++] = mailbox;
	else if (place == 'D' && mail->header_count < PLACES)
		trial->headers[mail->header_count++] =
			(struct header){ "Delivered-To", text };
	else if (place == 'R' && mail->references.count < PLACES)
		trial->references[mail->references.count++] = text;
	else if (place == 'I' && mail->in_reply_to.count < PLACES)
		trial->in_reply_to[mail->in_reply_to.count++] = text;
	else
		buffer_printf(&trial->text, "%s\n", text);
}

static void make_mail(struct trial *trial, const uint8_t *p, size_t size)
{
	trial->message = (struct message){
		.to.at = trial->to, .cc.at = trial->cc,
		.headers = trial->headers,
		.references.at = trial->references,
		.in_reply_to.at = trial->in_reply_to,
	};
	while (size > 0) {
		const uint8_t *feed = memchr(p, '\n', size);
		size_t len = feed == NULL ? size : (size_t)(feed - p);

		if (len > 0)
			put(trial, (char)p[0],
			    expand(trial, p + 1, len - 1));
		p += len + (feed != NULL);
		size -= len + (feed != NULL);
	}
	trial->message.text = buffer_string(&trial->text);
}

/* The one that was signed with these numbers, or NULL. */
static const char *signed_as(const struct trial *trial,
			     const struct token *token)
{
	for (size_t i = 0; i < SIGNED; i++)
		if (signatures[i].role == token->role &&
		    signatures[i].by->keys[0].id == token->key &&
		    signatures[i].ticket == token->ticket &&
		    signatures[i].item == token->item)
			return trial->tokens[i];
	return NULL;
}

/* What is accepted was signed, and stands there as it was signed. */
static const char *wrong(const struct trial *trial, const struct token *token,
			 const char *where)
{
	const char *mine = signed_as(trial, token);

	if (token_verify(token, &other_desk, NOW) ||
	    token_verify(token, &(struct token_ring){ .desk_id = 7 }, NOW))
		return "accepted by whoever never signed";
	if (!token_verify(token, &ring, NOW))
		return NULL;
	if (mine == NULL)
		return "accepted and never signed";
	if (strcasestr(where, mine) == NULL)
		return "accepted and not there";
	if (token->key == 'a' && token_verify(token, &ring, NOW + 2))
		return "accepted after its key has ended";
	return NULL;
}

static const char *judge(const struct trial *trial)
{
	const struct token_claims claims = token_find(trial->arena,
						      &trial->message);
	const char *line = buffer_string((struct buffer *)&trial->all);
	const char *bad = NULL;
	struct token token;

	if (claims.count > 50)
		return "more claims than there may be";
	for (size_t i = 0; i < claims.count && bad == NULL; i++)
		bad = wrong(trial, &claims.at[i].token, line);
	while (*line != '\0' && bad == NULL) {
		const size_t size = strcspn(line, "\n");
		const char *text = arena_strndup(trial->arena, line, size);

		if (token_read(text, &token) || token_read_id(text, &token))
			bad = wrong(trial, &token, text);
		line += size + 1;
	}
	return bad;
}

int fuzz_token(const uint8_t *bytes, size_t size)
{
	ARENA(arena);
	struct trial trial = {
		.arena = arena, .text.arena = arena, .all.arena = arena,
	};
	const char *bad;

	for (size_t i = 0; i < SIGNED; i++)
		trial.tokens[i] = token_sign(arena, signatures[i].by,
					     signatures[i].role,
					     signatures[i].ticket,
					     signatures[i].item);
	make_mail(&trial, bytes, size);
	bad = judge(&trial);
	if (bad != NULL) {
		fprintf(stderr, "%s\n", bad);
		abort();
	}
	return 0;
}
