/* path.h - addresses that may be put into an SMTP command (RFC 5321, 4.1.2).
 *
 * Dot-atom or simple quoted local part of at most 64 octets, LDH or U-label
 * domain, at most 254 octets in all.  Nothing else ever reaches a command.
 */
#ifndef NET_PATH_H
#define NET_PATH_H

enum path_kind {
	PATH_BAD,
	PATH_ASCII,
	PATH_UTF8,		/* needs SMTPUTF8 (RFC 6531) */
};

enum path_kind path_judge(const char *address);

#endif
