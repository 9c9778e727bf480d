/* stage_join.h - from a mail to its ticket: the stages, in the order of
 * decide.c.
 *
 * Private to the deciding modules.
 */
#ifndef DESK_STAGE_JOIN_H
#define DESK_STAGE_JOIN_H

#include "desk/planner.h"

/* With the ticket found and the sender's admission judged: what the rules
 * make of it (desk/decide.c). */
void decide_conclude(struct planner *planner);

/* Was this mail here before, or is it our own that came back?  Is it a report
 * about our mail?  True: that was its end (desk/seen.c, desk/reported.c). */
bool seen_before(struct planner *planner);
bool seen_our_own(struct planner *planner);
bool reported_about_us(struct planner *planner);

/* Did its author write something else under its Message-ID before? */
bool seen_id(const struct planner *planner);

/* Does it call our mail abuse?  Then nothing automatic goes to whom that mail
 * went, and the admin is told (desk/complaint.c). */
bool complaint_is(const struct report *report);
void complaint_plan(struct planner *planner,
		    const struct known_outbox *outbox);

/* Does it come from an agent, or to an agent's address?  True: that was its
 * end (desk/agentmail.c). */
bool agent_mail(struct planner *planner);

/* May the sender join this one (desk/choose.c)? */
enum admit_verdict join_admit(const struct planner *planner,
			      const struct match_candidate *candidate);

/* Find the ticket and judge admission (desk/choose.c); then join it, or be
 * held where only agents see it (desk/join.c). */
void join_find(struct planner *planner);
bool join_kept_out(struct planner *planner);
void join_ticket(struct planner *planner);

/* The younger tickets of one sender go into the oldest; was one of them
 * acknowledged? (desk/unite.c) */
void join_unite(struct planner *planner);
bool join_is_acknowledged(const struct planner *planner);

void join_tell_agents(struct planner *planner);
void join_hold(struct planner *planner);

/* Was the ticket closed too long ago to be joined?  Then the mail begins anew:
 * unless an earlier one did, whose ticket it joins.  Afterwards, what the mail
 * does to the state of the ticket that it joined (desk/rest.c). */
bool rest_is_over(struct planner *planner);

/* Does a text say thanks, and nothing else? */
enum thanks_verdict rest_thanks(const struct planner *planner,
				const char *text);

void rest_end(struct planner *planner);

/* How the sender stands to a ticket: one of its participants, by any of his
 * addresses; of the requester's organisation, where the desk lets such in
 * (desk/standing.c). */
bool standing_participant(const struct planner *planner,
			  const struct known_ticket *ticket);
bool standing_colleague(const struct planner *planner,
			const struct known_ticket *ticket);

/* By which agent it came, and what he wrote above it (desk/handed.c). */
void handed_note(struct planner *planner);

/* Link what is not known to be linked yet: is there any? (desk/relate.c) */
void relate_all(struct planner *planner);
bool relate_has_reason(const struct planner *planner);

/* A ticket of its own, unless the mail shall have none: true is its end
 * (desk/open.c). */
bool open_kept_out(struct planner *planner);
void open_ticket(struct planner *planner);

/* What rules do to the ticket besides sorting it (desk/act.c), and whom they
 * have told of it (desk/notify.c). */
void act_plan(struct planner *planner);
void notify_plan(struct planner *planner);

#endif
