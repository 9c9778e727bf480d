/* attempt.c - when to try again, and when to give up. */

#include "app/attempt.h"

/* Soon at first, for a server that greylists, then at longer intervals
 * (RFC 5321, 4.5.4.1); the last step repeats. */
static const usec_t answers[] = {
	USEC_MINUTE, 2 * USEC_MINUTE, 5 * USEC_MINUTE, 10 * USEC_MINUTE,
	20 * USEC_MINUTE, 30 * USEC_MINUTE,
};
static const usec_t letters[] = {
	USEC_MINUTE, 5 * USEC_MINUTE, 15 * USEC_MINUTE, 30 * USEC_MINUTE,
	USEC_HOUR,
};

/* A late acknowledgement is noise; an agent's words are not. */
static const struct {
	const usec_t *steps;
	size_t count;
	usec_t give_up;
} schedules[] = {
#define STEPS(steps) steps, sizeof(steps) / sizeof(steps[0])
	[OUTGOING_AUTOMATIC] = { STEPS(answers), 4 * USEC_HOUR },
	[OUTGOING_AGENT] = { STEPS(letters), 5 * USEC_DAY },
	[OUTGOING_ADMIN] = { STEPS(answers), 4 * USEC_HOUR },
#undef STEPS
};

/* How often an agent's mail may be sent without an answer to its dot.  After
 * that a person decides: each time may have been a copy. */
enum { UNCERTAIN_MOST = 2 };

static usec_t next_try(const struct outbox_mail *mail, usec_t now)
{
	const size_t last = schedules[mail->class].count - 1;
	const size_t step = (size_t)mail->attempts < last ?
				    (size_t)mail->attempts : last;

	return now + schedules[mail->class].steps[step];
}

void attempt_later(const struct outbox_mail *mail, usec_t now,
		   struct outbox_outcome *end_r)
{
	const bool too_old =
		now - mail->created > schedules[mail->class].give_up;

	end_r->result = too_old ? OUTBOX_FAILED : OUTBOX_RETRY;
	end_r->due = too_old ? 0 : next_try(mail, now);
}

static void doubt(const struct outbox_mail *mail, usec_t now,
		  struct outbox_outcome *end_r)
{
	end_r->result = OUTBOX_UNCERTAIN;
	if (mail->class == OUTGOING_AGENT &&
	    mail->uncertain + 1 < UNCERTAIN_MOST)
		end_r->due = next_try(mail, now);
}

void attempt_judge(const struct outbox_mail *mail, enum smtp_outcome outcome,
		   const struct smtp_reply *reply, usec_t now,
		   struct outbox_outcome *end_r)
{
	*end_r = (struct outbox_outcome){
		.desk_id = mail->desk_id, .id = mail->id,
		.class = mail->class, .code = reply->code,
	};
	switch (outcome) {
	case SMTP_SENT:
		end_r->result = OUTBOX_SENT;
		break;
	case SMTP_REFUSED:
		end_r->result = OUTBOX_FAILED;
		break;
	case SMTP_UNCERTAIN:
		doubt(mail, now, end_r);
		break;
	default:
		attempt_later(mail, now, end_r);
	}
}

/* The words begin with the code: "550 5.7.1 …". */
bool attempt_blames_us(const struct smtp_reply *reply)
{
	const char *words = reply->text;

	return reply->code >= 500 && strlen(words) > 8 &&
	       strncmp(words + 4, "5.", 2) == 0 &&
	       strchr("357", words[6]) != NULL && words[7] == '.';
}
