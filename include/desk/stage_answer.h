/* stage_answer.h - from a ticket to its answer: the stages, in the order in
 * which they are taken.
 *
 * Private to the deciding modules.
 */
#ifndef DESK_STAGE_ANSWER_H
#define DESK_STAGE_ANSWER_H

#include "desk/planner.h"

/* Is the mail older than the desk, or came in without automatic mail?  The
 * envelope sender of our mail `item` (desk/answer.c). */
bool answer_is_old(const struct planner *planner);
const char *answer_return_path(const struct planner *planner, int64_t item);

/* It opens where the answer's verdict says so, and the admin is told
 * (desk/alarm.c). */
void alarm_plan(struct planner *planner);

/* By when can a new ticket be answered?  Before its acknowledgement, which
 * says so; after it, what is owed (desk/await.c). */
void await_expect(struct planner *planner);
void await_plan(struct planner *planner);

/* Words for a moment on planner->zone, with its name where that is needed. */
const char *await_name_zone(const struct planner *planner, const char *words);

/* The promise in words, "" where there is none. */
const char *await_render(const struct planner *planner, const char *language);

/* The acknowledgement, if respond_judge() allows one (desk/answer.c). */
void answer_plan(struct planner *planner);

/* Does the mail press a button, and say nothing else?  Then that is its end;
 * else what it presses is done where it joins (desk/press.c). */
bool press_is_all(struct planner *planner);
void press_join(struct planner *planner);
void press_act(struct planner *planner);

/* May the reply stand in an acknowledgement?  Find what to offer in that
 * language, put it and the buttons among the values, and once the answer is
 * queued, note it (desk/offer.c). */
bool offer_joins(const struct planner *planner, const char *reply);
void offer_find(struct planner *planner, const char *language);
void offer_put(const struct planner *planner, struct template_values *values);
void offer_plan(struct planner *planner);

/* Choose the reply and what is offered in it, and write it; false where there
 * is none.  Write it again, with less on offer.  Its name: "ack", or
 * "ack+topic" where another stands in it (desk/reply.c). */
bool reply_render(struct planner *planner, bool neutral,
		  struct rendered *rendered_r);
void reply_write(const struct planner *planner, bool neutral,
		 struct rendered *rendered_r);
const char *reply_name(const struct planner *planner);

/* What is kept of how it was decided, as JSON (desk/trace.c); of that the
 * lists of the past (desk/trace_past.c). */
struct json;
const char *trace_render(const struct planner *planner);
void trace_put_team(struct json *json, const struct planner *planner);
void trace_put_sent(struct json *json, const struct planner *planner);

#endif
