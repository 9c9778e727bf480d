/* html_mark.c - how clients mark quotes, signatures and headers. */

#include "mail/html_mark.h"

#include "base/ascii.h"
#include "base/banned.h"

enum match {
	WORD,		/* one of the words of a class; else the whole value */
	PART,		/* anywhere: clients put their own prefixes in front */
};

/* Names change from version to version only in what stands in front (OWA's
 * "x_", Yahoo's "ydp1234"), so those rows look for a part. */
static const struct row {
	struct html_mark mark;
	enum html_attribute attribute;
	enum match match;
	const char *value;
} rows[] = {
#define QUOTE(source, reach)	 { source, MARK_QUOTE, HTML_REACH_##reach }
#define SIGNATURE(source)	 { source, MARK_SIGNATURE, HTML_REACH_ELEMENT }
#define HEADER(source, reach)	 { source, MARK_HEADER, HTML_REACH_##reach }

	/* Gmail; K-9 and others use its class as well. */
	{ HEADER("gmail", ELEMENT), HTML_CLASS, PART, "gmail_attr" },
	{ QUOTE("gmail", CONTAINER), HTML_CLASS, PART, "gmail_quote" },
	{ SIGNATURE("gmail"), HTML_CLASS, PART, "gmail_signature" },
	{ SIGNATURE("gmail"), HTML_SMARTMAIL, PART, "gmail_signature" },

	/* Outlook: the web, phones, the new one for Mac and Windows. */
	{ HEADER("outlook", HEADER), HTML_ID, PART, "divRplyFwdMsg" },
	{ QUOTE("outlook", REST), HTML_ID, PART, "appendonsend" },
	{ QUOTE("outlook", REST), HTML_ID, WORD, "stopSpelling" },
	{ QUOTE("outlook", ELEMENT), HTML_ID, PART,
	  "mail-editor-reference-message-container" },
	{ QUOTE("outlook", ELEMENT), HTML_CLASS, PART,
	  "ms-outlook-mobile-reference-message" },
	{ SIGNATURE("outlook"), HTML_ID, PART,
	  "ms-outlook-mobile-signature" },
	{ SIGNATURE("outlook"), HTML_ID, WORD, "Signature" },
	{ SIGNATURE("outlook"), HTML_ID, WORD, "x_Signature" },
	/* Outlook for Mac 2011 and 2016, Outlook Express. */
	{ QUOTE("outlook-mac", ELEMENT), HTML_ID, PART,
	  "OLK_SRC_BODY_SECTION" },
	{ HEADER("outlook-express", HEADER), HTML_CLASS, WORD,
	  "OutlookMessageHeader" },

	/* Thunderbird and SeaMonkey. */
	{ HEADER("thunderbird", ELEMENT), HTML_CLASS, WORD, "moz-cite-prefix" },
	{ QUOTE("thunderbird", ELEMENT), HTML_CLASS, WORD,
	  "moz-forward-container" },
	{ SIGNATURE("thunderbird"), HTML_CLASS, WORD, "moz-signature" },

	/* Apple Mail. */
	{ SIGNATURE("apple"), HTML_ID, PART, "AppleMailSignature" },
	{ QUOTE("apple", ELEMENT), HTML_ID, PART, "AppleOriginalContents" },
	{ QUOTE("icloud", ELEMENT), HTML_CLASS, WORD, "iCloudquote" },

	/* Yahoo and AOL. */
	{ QUOTE("yahoo", CONTAINER), HTML_CLASS, PART, "yahoo_quoted" },
	{ QUOTE("yahoo", CONTAINER), HTML_ID, PART, "yahoo_quoted" },
	{ SIGNATURE("yahoo"), HTML_CLASS, PART, "yahoo-signature" },

	/* Proton, Tutanota. */
	{ QUOTE("proton", CONTAINER), HTML_CLASS, PART, "protonmail_quote" },
	{ SIGNATURE("proton"), HTML_CLASS, PART, "protonmail_signature_block" },
	{ QUOTE("tutanota", ELEMENT), HTML_CLASS, PART, "tutanota_quote" },

	/* Zimbra, Zoho, Roundcube. */
	{ QUOTE("zimbra", REST), HTML_ID, WORD, "zwchr" },
	{ QUOTE("zimbra", REST), HTML_MARKER, WORD, "__DIVIDER__" },
	{ HEADER("zimbra", HEADER), HTML_MARKER, WORD, "__HEADERS__" },
	{ QUOTE("zimbra", ELEMENT), HTML_MARKER, WORD, "__QUOTED_TEXT__" },
	{ SIGNATURE("zimbra"), HTML_MARKER, PART, "__SIG_" },
	{ QUOTE("zoho", CONTAINER), HTML_CLASS, PART, "zmail_extra" },
	{ HEADER("roundcube", ELEMENT), HTML_ID, WORD, "reply-intro" },

	/* GMX, web.de, mail.ru, NetEase, QQ. */
	{ QUOTE("gmx", ELEMENT), HTML_NAME, WORD, "quote" },
	{ QUOTE("mail.ru", ELEMENT), HTML_CLASS, PART, "mail-quote-collapse" },
	{ QUOTE("netease", ELEMENT), HTML_ID, WORD, "isReplyContent" },
	{ QUOTE("netease", ELEMENT), HTML_ID, WORD, "isForwardContent" },
	{ QUOTE("qq", ELEMENT), HTML_CLASS, PART, "original-content" },

	/* Help desks. */
	{ QUOTE("freshdesk", CONTAINER), HTML_CLASS, PART, "freshdesk_quote" },
	{ QUOTE("front", ELEMENT), HTML_CLASS, PART, "front-blockquote" },
	{ QUOTE("intercom", ELEMENT), HTML_CLASS, PART,
	  "intercom-container-history" },

	/* Whatever calls itself a signature. */
	{ SIGNATURE("signature"), HTML_CLASS, WORD, "signature" },
	{ SIGNATURE("signature"), HTML_CLASS, WORD, "email-signature" },
	{ SIGNATURE("signature"), HTML_ID, WORD, "mobile_signature" },
#undef QUOTE
#undef SIGNATURE
#undef HEADER
};

static bool has_part(struct html_slice value, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= value.size; i++)
		if (ascii_lower(value.at[i]) ==
			    ascii_lower(part[0]) &&
		    ascii_compare(value.at + i, part, len) == 0)
			return true;
	return false;
}

static bool has_word(struct html_slice value, const char *word)
{
	size_t len = strlen(word), i = 0;

	while (i < value.size) {
		size_t start = i;

		while (i < value.size && !ascii_space(value.at[i]))
			i++;
		if (i - start == len &&
		    ascii_compare(value.at + start, word, len) == 0)
			return true;
		i++;
	}
	return false;
}

/* Names longer than any client's are not searched. */
enum { MOST_VALUE = 256 };

static const struct html_mark *find_row(const struct html_attributes *tag)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct html_slice value = tag->value[rows[i].attribute];

		if (value.at == NULL || value.size > MOST_VALUE)
			continue;
		if (rows[i].match == PART ? has_part(value, rows[i].value)
					  : has_word(value, rows[i].value))
			return &rows[i].mark;
	}
	return NULL;
}

const struct html_mark *html_mark_find(const char *tag,
				const struct html_attributes *attributes,
				const struct html_style *style)
{
	static const struct html_mark cite = {
		"blockquote", MARK_QUOTE, HTML_REACH_ELEMENT };
	static const struct html_mark box = {
		"outlook", MARK_HEADER, HTML_REACH_HEADER_BOX };
	const struct html_mark *found = find_row(attributes);

	if (strcmp(tag, "blockquote") == 0) {
		/* Editors indent with a blockquote without a border; a quote
		 * says that it is one or shows its bar. */
		if (found == NULL && style->no_border &&
		    attributes->value[HTML_TYPE].at == NULL)
			return NULL;
		return &cite;
	}
	/* Word draws a line above the header of what it quotes. */
	if (found == NULL && style->border_top && strcmp(tag, "div") == 0)
		return &box;
	return found;
}
