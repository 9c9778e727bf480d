/* agentmail.h - what agents write by mail, from proof to deed.
 *
 * Private to the deciding modules.  What is proven is read for commands and
 * carried out; what only claims to be an agent's is held, and the agent is
 * asked; the answer to that lets it go, once.
 */
#ifndef DESK_AGENTMAIL_H
#define DESK_AGENTMAIL_H

#include "desk/confirm.h"
#include "desk/instruct.h"
#include "desk/planner.h"

/* How such a mail found its ticket, for people. */
#define AGENT_ADDRESS	"agent-address"
#define CONFIRM_ADDRESS	"confirm-address"

/* What the agent wrote now. */
struct written {
	const char *text;	/* without quotes and signature */
	size_t leading;		/* bytes of it that may hold commands */
	const char *words;	/* below the commands, clean for customers */
};

struct written written_of(const struct planner *planner,
			  const struct known_ticket *ticket);

/* Does the mail answer a question about a draft?  True: that was its end
 * (desk/confirmed.c). */
bool confirmed_mail(struct planner *planner);

/* Carry out what was held, or let it be; `actor` says so.  Where another agent
 * answered meanwhile, it stays held. */
enum instruct_verdict draft_release(struct planner *planner,
				    const struct known_draft *draft,
				    const char *actor, bool by_mail,
				    struct instruct_outcome *outcome_r);
void draft_drop(struct planner *planner, const struct known_draft *draft,
		const char *actor);

/* The mail did what it asked for. */
void agentmail_done(struct planner *planner, const char *how,
		    const char *reason);

/* Keep the mail as a draft, and ask the agent (desk/held.c). */
void held_mail(struct planner *planner, const struct known_ticket *ticket);

/* A draft of the plan, without a word to anybody. */
struct plan_draft *held_draft(struct planner *planner,
			      const struct known_ticket *ticket,
			      const struct written *written,
			      const char *agent, const char *why);

#endif
