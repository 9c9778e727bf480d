/* view.c - does a test hold for this mail? */

#include "desk/view_text.h"

#include "base/text.h"

struct view view_of(struct arena *arena, const struct message *message,
		    const struct gist *gist)
{
	const char *visible = gist->fold.visible;
	const char *all = message->text != NULL ? message->text : "";
	const char *name = message->from.count > 0 ? message->from.at[0].name :
			   "";

	return (struct view){
		.arena = arena, .message = message, .gist = gist,
		.subject.plain = message->subject,
		.body.plain = visible != NULL ? visible : all,
		.body_all.plain = all,
		.from_name.plain = name,
		.budget = REGEX_MAIL_BUDGET,
		.excerpt = "",
	};
}

static bool header_holds(struct view *view, const struct condition *test)
{
	const char *value;
	size_t from = 0;

	while ((value = message_next_header(view->message, test->header,
					    &from)) != NULL)
		if (view_line_holds(view, test, value))
			return true;
	return false;
}

/* An address is itself or of a domain that is named as "@domain". */
static bool address_holds(struct view *view, const struct condition *test,
			  const char *address)
{
	const char *domain = strrchr(address, '@');

	return view_line_holds(view, test, address) ||
	       (test->matcher == MATCH_IS && domain != NULL &&
		view_is_value(view, test, domain));
}

static bool mailboxes_hold(struct view *view, const struct condition *test,
			   const struct mailboxes *mailboxes)
{
	for (size_t i = 0; i < mailboxes->count; i++)
		if (address_holds(view, test, mailboxes->at[i].address))
			return true;
	return false;
}

/* "*.example.org" is all that lies below it. */
static bool is_domain(struct view *view, const struct condition *test,
		      const char *domain)
{
	for (size_t i = 0; i < test->count; i++) {
		const char *value = test->values[i];

		if (value[0] == '*' ? text_ends(domain, value + 1)
				    : text_same(domain, value))
			return view_found(view, domain, 0, strlen(domain));
	}
	return false;
}

static bool domains_hold(struct view *view, const struct condition *test)
{
	const struct mailboxes *from = &view->message->from;

	for (size_t i = 0; i < from->count; i++) {
		const char *at = strrchr(from->at[i].address, '@');

		if (at != NULL && (test->matcher == MATCH_IS
				   ? is_domain(view, test, at + 1)
				   : view_line_holds(view, test, at + 1)))
			return true;
	}
	return false;
}

static bool is_within(const struct condition *test, int64_t size)
{
	return size > test->over && (test->under == 0 || size < test->under);
}

static bool part_holds(struct view *view, const struct condition *test,
		       const struct part *part)
{
	if (test->kind == CONDITION_PART) {
		for (size_t i = 0; i < test->count; i++)
			if (!part_holds(view, test->children[i], part))
				return false;
		return test->count > 0 || view_found(view, part->name, 0,
						strlen(part->name));
	}
	if (test->field == FIELD_ATTACHMENT_SIZE)
		return is_within(test, (int64_t)part->size);
	return view_line_holds(view, test,
			       test->field == FIELD_ATTACHMENT_NAME
			       ? part->name : part->type);
}

static bool attachments_hold(struct view *view, const struct condition *test)
{
	for (size_t i = 0; i < view->message->part_count; i++) {
		const struct part *part = &view->message->parts[i];

		if (part->use == PART_ATTACHMENT &&
		    part_holds(view, test, part))
			return true;
	}
	return false;
}

static bool size_holds(const struct view *view, const struct condition *test)
{
	int64_t size = 0;

	for (size_t i = 0; i < view->message->part_count; i++)
		size += (int64_t)view->message->parts[i].size;
	return is_within(test, size);
}

bool view_holds(struct view *view, const struct condition *test)
{
	const struct message *message = view->message;
	const char *language = view->gist->language;

	if (test->kind == CONDITION_PART)
		return attachments_hold(view, test);
	switch (test->field) {
	case FIELD_SUBJECT:
		return view_text_holds(view, test, &view->subject);
	case FIELD_BODY:
		return view_text_holds(view, test, &view->body);
	case FIELD_BODY_ALL:
		return view_text_holds(view, test, &view->body_all);
	case FIELD_TEXT:
		return view_text_holds(view, test, &view->subject) ||
		       view_text_holds(view, test, &view->body);
	case FIELD_HEADER:
		return header_holds(view, test);
	case FIELD_FROM:
		return mailboxes_hold(view, test, &message->from);
	case FIELD_FROM_NAME:
		return view_text_holds(view, test, &view->from_name);
	case FIELD_DOMAIN:
		return domains_hold(view, test);
	case FIELD_TO:
		return mailboxes_hold(view, test, &message->to);
	case FIELD_CC:
		return mailboxes_hold(view, test, &message->cc);
	case FIELD_ATTACHMENT_NAME:
	case FIELD_ATTACHMENT_TYPE:
	case FIELD_ATTACHMENT_SIZE:
		return attachments_hold(view, test);
	case FIELD_LANGUAGE:
		return language != NULL &&
		       view_line_holds(view, test, language);
	case FIELD_ORIGIN:
		return view_line_holds(view, test,
				       origin_word(view->gist->origin.kind));
	case FIELD_AUTH:
		return view_line_holds(view, test,
				       auth_word(view->gist->auth.verdict));
	case FIELD_SIZE:
		return size_holds(view, test);
	default:
		return false;
	}
}
