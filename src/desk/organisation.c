/* organisation.c - whose domain is it, and which are everybody's? */

#include "desk/organisation.h"

#include "base/text.h"

/* Where anybody gets an address; "yahoo." stands for yahoo.com, yahoo.fr,
 * yahoo.co.uk, yahoo.com.br. */
static const char *const everybodys[] = {
	"gmail.com", "googlemail.com", "outlook.", "hotmail.", "live.",
	"msn.com", "passport.com", "yahoo.", "ymail.com", "rocketmail.com",
	"aol.", "aim.com", "icloud.com", "me.com", "mac.com", "gmx.",
	"mail.com", "email.com", "web.de", "t-online.de", "freenet.de",
	"arcor.de", "posteo.", "mailbox.org", "proton.me", "protonmail.",
	"pm.me", "tutanota.", "tuta.io", "tuta.com", "zoho.", "zohomail.",
	"fastmail.", "hey.com", "hushmail.com", "yandex.", "ya.ru", "mail.ru",
	"bk.ru", "inbox.ru", "list.ru", "rambler.ru", "qq.com", "foxmail.com",
	"163.com", "126.com", "yeah.net", "sina.com", "sohu.com", "naver.com",
	"daum.net", "hanmail.net", "orange.fr", "wanadoo.fr", "free.fr",
	"laposte.net", "sfr.fr", "neuf.fr", "libero.it", "virgilio.it",
	"tiscali.it", "alice.it", "tin.it", "bluewin.ch", "telenet.be",
	"skynet.be", "ziggo.nl", "kpnmail.nl", "xs4all.nl", "planet.nl",
	"telia.com", "online.no", "luukku.com", "seznam.cz", "email.cz",
	"centrum.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "abv.bg",
	"ukr.net", "i.ua", "inbox.lv", "mail.ee", "hot.ee", "online.ee",
	"neti.ee", "otenet.gr", "forthnet.gr", "hol.gr", "in.gr",
	"walla.co.il", "walla.com", "netvision.net.il", "bezeqint.net",
	"012.net.il", "013.net", "zahav.net.il", "btinternet.com", "sky.com",
	"virginmedia.com", "ntlworld.com", "talktalk.net", "comcast.net",
	"verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net",
	"charter.net", "earthlink.net", "optonline.net", "rogers.com",
	"shaw.ca", "sympatico.ca", "bigpond.com", "bigpond.net.au",
	"optusnet.com.au", "rediffmail.com", "terra.com.br", "uol.com.br",
	"bol.com.br", "users.noreply.github.com", "privaterelay.appleid.com",
	"duck.com",
};

/* "com", "fr", "co.uk" or "com.br": what a provider has a branch under.
 * "live.acme.example" is acme's. */
static bool is_branch(const char *text)
{
	const char *dot = strchr(text, '.');

	if (dot == NULL)
		return text[0] != '\0';
	return (text_starts(text, "co.") || text_starts(text, "com.")) &&
	       strchr(dot + 1, '.') == NULL;
}

bool organisation_is_public(const char *domain)
{
	for (size_t i = 0; i < sizeof(everybodys) / sizeof(everybodys[0]);
	     i++) {
		const char *name = everybodys[i];
		size_t size = strlen(name);

		if (name[size - 1] != '.' ? text_same(domain, name)
		    : text_starts(domain, name) && is_branch(domain + size))
			return true;
	}
	return false;
}

const struct organisation *organisation_of(const struct organisations *all,
					   const char *address)
{
	const char *at = strrchr(address, '@');
	const char *domain = at == NULL ? address : at + 1;

	for (size_t i = 0; i < all->count; i++)
		for (size_t k = 0; k < all->at[i].domains.count; k++)
			if (text_same(all->at[i].domains.at[k], domain))
				return &all->at[i];
	return NULL;
}

bool organisation_same(const struct organisations *all, const char *address,
		       const char *other)
{
	const struct organisation *one = organisation_of(all, address);

	return one != NULL && one == organisation_of(all, other);
}
