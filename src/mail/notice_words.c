/* notice_words.c - the openings, separators and subjects of bounces, and the
 * systems that they come from. */

#include "mail/notice.h"

#include "base/text.h"

/* Folded by text_fold().  A delay stands before the failure whose words it
 * contains. */
static const struct notice_opening openings[] = {
	{ "Exim", "has not yet been delivered", true },
	{ "Exim", "message that you sent could not be delivered", false },
	{ "Exim", "message you sent could not be delivered", false },
	{ "Exim", "message that you sent was rejected", false },
	{ "Exim", "not been delivered to all of its recipients", true },
	{ "MX Logic", "message that you have sent could not be", false },
	{ "sendmail", "this is a warning message only", true },
	{ "Postfix", "this is a warning only", true },
	{ "Postfix", "your message could not be delivered for", true },
	{ "Postfix", "will be retried until it is", true },
	{ "Postfix", "could not be delivered to one or more", false },
	{ "Postfix", "be delivered to one or more recipients", false },
	{ "sendmail", "had transient non-fatal errors", true },
	{ "sendmail", "had permanent fatal errors", false },
	{ "sendmail", "had permanent delivery errors", false },
	{ "sendmail", "had unrecoverable errors", false },
	{ "sendmail", "had delivery problems", false },
	{ "sendmail", "had fatal errors", false },
	{ "sendmail", "had successful delivery", false },
	{ "sendmail", "transcript of session follows", false },
	{ "sendmail", "session transcript", false },
	{ "qmail", "wasn't able to deliver your message", false },
	{ "qmail", "was not able to deliver your message", false },
	{ "qmail", "was unable to deliver your message", false },
	{ "qmail", "were unable to deliver your message", false },
	{ "qmail", "were not able to deliver your message", false },
	{ "qmail", "your mail was not delivered to", false },
	{ "qmail", "your mail message to the following", false },
	{ "Yahoo", "unable to deliver message to the following", false },
	{ "Yahoo", "unable to deliver your message", false },
	{ "AOL", "your mail to the following recipients could", false },
	{ "Gmail", "the following recipient has been delayed", true },
	{ "Gmail", "recipients has been delayed", true },
	{ "Gmail", "temporary problem delivering your message", true },
	{ "Gmail", "your message wasn't delivered to", false },
	{ "Gmail", "the following recipient failed permanently", false },
	{ "Exchange", "delivery is delayed to these recipients", true },
	{ "Exchange", "this message hasn't been delivered yet", true },
	{ "Exchange", "did not reach the following recipient", false },
	{ "Exchange", "did not reach some or all of the intended", false },
	{ "Exchange", "delivery has failed to these", false },
	{ "Exchange", "to the following recipients failed", false },
	{ "Exchange", "your message couldn't be delivered", false },
	{ "Exchange", "your message wasn't delivered", false },
	{ "Exchange", "your message to the following recipients", false },
	{ "Exchange", "following recipient(s) could not be reached", false },
	{ "Exchange", "following recipient(s) cannot be reached", false },
	{ "Exchange", "following organization rejected your message", false },
	{ "DragonFly", "there was an error delivering your mail", false },
	{ "OpenSMTPD", "a message is delayed for more than", true },
	{ "OpenSMTPD", "a message could not be delivered", false },
	{ "OpenSMTPD", "error has occurred while attempting to deliver",
	  false },
	{ "Courier", "unable to deliver to the following", false },
	{ "Courier", "cannot be delivered to the following", false },
	{ "Courier", "this is a delivery status notification", false },
	{ "Domino", "was not delivered to", false },
	{ "Domino", "not listed in domino directory", false },
	{ "Notes", "failure reasons", false },
	{ "GroupWise", "the message that you sent was undeliverable", false },
	{ "MailMarshal", "following recipients were affected", false },
	{ "MDaemon", "the following data may contain sections which", false },
	{ "LSMTP", "an error was detected while processing", false },
	{ "PowerMTA", "recipients was aborted after", false },
	{ "PowerMTA", "the following recipients failed", false },
	{ "James", "error message below", false },
	{ "SurfControl", "your message could not be sent", false },
	{ "IMail", "user mailbox exceeds allowed size", false },
	{ "CommuniGate", "failed to deliver to", false },
	{ "Post.Office", "message was undeliverable due to the", false },
	{ "Post.Office", "was rejected by a remote mail server", false },
	{ "PMDF", "cannot be delivered to the following", false },
	{ "PMDF", "enqueued and undeliverable", false },
	{ "Smail", "failed addresses follow", false },
	{ "MDaemon", "had permanent fatal delivery", false },
	{ "MDaemon", "exceeded the maximum delivery time", false },
	{ "IronPort", "the reason for the problem:", false },
	{ "IronPort", "the following message to", false },
	{ "Barracuda", "was blocked by our spam firewall", false },
	{ "QQ", "无法发送到", false },
	{ "QQ", "邮件被退回", false },
	{ "Naver", "전송되지 못", false },
	{ "SES", "error occurred while trying to deliver the mail", false },
	{ "SMTP.com", "had trouble delivering your message", false },
	{ "Mailman VERP", "returned permanent errors", false },
	{ "InterScan", "sent <<< rcpt to", false },
	{ "Verizon", "could not be delivered to mobile", false },
	{ "KDDI", "as their mailbox is full", false },
	{ "m-FILTER", "-server message", false },
	{ "Symantec", "delivery attempts will continue", true },

	{ "", "has been delayed", true },
	{ "", "delivery is delayed", true },
	{ "", "will continue to attempt delivery", true },
	{ "", "invalid final delivery userid", false },
	{ "", "delivery failed", false },
	{ "", "had delivery errors", false },
	{ "", "could not be delivered", false },
	{ "", "could not deliver", false },
	{ "", "cannot be delivered", false },
	{ "", "has not been delivered", false },
	{ "", "was automatically rejected", false },
	{ "", "encountered delivery problems", false },
	{ "", "message was addressed, did not", false },
	{ "", "is not deliverable", false },
	{ "", "unable to deliver message to", false },
	{ "", "undeliverable", false },
	{ "", "no such user here", false },
	{ "", "no longer valid", false },

	{ "", "nicht zugestellt werden", false },
	{ "", "konnte nicht zugestellt", false },
	{ "", "n'a pas pu etre", false },
	{ "", "n'ont pas pu etre", false },
	{ "", "no se pudo entregar", false },
	{ "", "no se ha podido entregar", false },
	{ "", "no ha podido ser entregado", false },
	{ "", "stato possibile recapitare", false },
	{ "", "impossibile recapitare", false },
	{ "", "nao pode ser entregue", false },
	{ "", "nao foi possivel entregar", false },
	{ "", "niet worden bezorgd", false },
	{ "", "niet worden afgeleverd", false },
	{ "", "kunde inte levereras", false },
	{ "", "nie mogla zostac dostarczona", false },
	{ "", "не может быть доставлено", false },
	{ "", "не удалось доставить", false },
	{ "", "невозможно доставить", false },
	{ "", "δεν ηταν δυνατη η παραδοση", false },
	{ "", "δεν παραδοθηκε", false },
	{ "", "לא ניתן היה למסור", false },
	{ "", "לא נמסרה", false },
	{ "", "ei saanud kohale toimetada", false },
	{ "", "ei onnestunud kohale toimetada", false },
	{ "", "配信てきません", false },
	{ "", "送信てきません", false },
	{ "", "配信に失敗", false },
	{ "", "送信に失敗", false },
};

/* Start of a folded line without its dashes and stars. */
static const char *const separators[] = {
	"below this line is a copy of the message",
	"below the next line is a copy of the message",
	"this is a copy of the message",
	"this is a copy of your message",
	"this is the original message",
	"a copy of the original message below this line",
	"below is a copy of the original message",
	"included is a copy of the message header",
	"here is a copy of",
	"the header of the original message",
	"the header and top",
	"message header follows",
	"message headers follow",
	"message text follows",
	"message follows",
	"original message",
	"original mail info",
	"original mail",
	"original headers",
	"returned message",
	"returned mail follows",
	"undelivered message follows",
	"unsent message follows",
	"unsent message below",
	"non-delivered information",
	"the attached file contains",
	"begin of returned",
	"start of returned",
	"forwarded message",
	"your original message",
	"your message reads",
	"your message follows",
	"start of message",
	"a summary of the undelivered message",
	"the body of your message",
	"copy of the message",
	"received: from",
	"received: by",
	"return-path:",
	"dkim-signature:",
	"x-received:",
	"delivered-to:",
	"message-id: <",
	"from mailer-daemon ",
};

/* Words behind which the address stands at once. */
static const char *const announcements[] = {
	"delivering your mail to",
	"deliver your message to",
	"deliver the message to",
	"could not be delivered to",
	"was not delivered to",
	"wasn't delivered to",
	"undeliverable to",
	"undelivered to",
	"invalid final delivery userid:",
	"delivery failed 20 attempts:",
	"delivery failed:",
	"attempts:",
	"following recipient:",
	"following recipients:",
	"returned permanent errors:",
	"failed recipient:",
	"final recipient:",
	"recipient:",
	"recipients:",
	"error-for:",
	"address:",
	"originally addressed to",
	"addressed to email address :",
	"message was addressed,",
	"your message to",
	"following message to",
	"failed to deliver to",
	"deliver message to",
	"exceeds allowed size:",
	"addressed to:",
	"failed address:",
	"your mail to",
	"violation for",
	"reached our local address",
	"user unknown:",
	"unknown user:",
	"unknown user",
	"unknown address",
	"rcpt to:",
};

/* Start of a folded subject. */
static const char *const subjects[] = {
	"undelivered", "undeliverable", "undeliverd", "undeliver",
	"mail delivery fail", "mail delivery problem",
	"mail delivery status", "mail delivery error", "mail delivery system",
	"mail delivery delay", "mail delivery warning",
	"delivery status notification", "delivery notification",
	"delivery failure", "delivery failed", "delivery problem",
	"delivery error", "delivery delayed", "delivery delay",
	"delivery has failed", "delivery report", "delivery status",
	"delayed mail", "message delayed", "message delivery",
	"message undeliverable", "message not delivered",
	"message status - undeliverable", "message you sent",
	"failure notice", "failure delivery", "failed mail",
	"failed delivery", "failed to deliver", "failure to deliver",
	"returned mail", "returned e-mail", "returned to sender",
	"return mail", "mail failure", "mail not delivered",
	"mail system error", "mail error", "mail returned",
	"mail undeliverable", "mail could not be delivered",
	"mail rejected", "email delivery fail", "e-mail delivery fail",
	"[postmaster] email delivery failure",
	"warning: message", "warning: could not", "warning - delayed",
	"warning: mail", "warning: e-mail", "could not deliver",
	"couldn't deliver", "cannot deliver", "unable to deliver",
	"automatically rejected mail", "rejected mail",
	"nondeliverable", "non-delivery", "non delivery", "nondelivery",
	"ndr:", "ndn:", "[bounce]", "bounced mail", "bounce notification",
	"there was an error sending your mail",
	"user unknown", "unknown recipient", "address not found",
	"unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen",
	"nicht zugestellt", "nachricht nicht zugestellt",
	"fehler bei der zustellung", "zustellungsfehler",
	"non remis", "remise impossible", "echec de la remise",
	"echec de remise", "non distribuable", "message non distribue",
	"no se puede entregar", "no entregado", "no entregable",
	"correo no entregado", "error de entrega", "fallo de entrega",
	"notificacion de estado de entrega",
	"non recapitabile", "mancato recapito", "mancata consegna",
	"impossibile recapitare", "nao entregue", "nao e possivel entregar",
	"falha na entrega", "falha de entrega", "onbestelbaar",
	"niet bezorgd", "niet afgeleverd", "onleverbaar",
	"gick inte att leverera", "olevererbart", "ikke levert",
	"kan ikke leveres", "ei toimitettu", "toimitus epaonnistui",
	"niedostarcz", "nie dostarczono", "nedorucit", "nedorucen",
	"kezbesithetetlen", "teslim edilemedi", "не доставлено",
	"недоставлен", "ваше сообщение не доставлено",
	"сообщение не доставлено", "αποτυχια παραδοσης", "μη παραδοτε",
	"δεν παραδοθηκε", "לא נמסר", "כשל במסירה", "שגיאה במסירה",
	"kattetoimetamat", "kohaletoimetamine ebaonnestus",
	"edastamine ebaonnestus", "配信不能", "配信エラー",
	"メールエラー", "退信", "系统退信",
};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

const struct notice_opening *notice_opening(const char *folded)
{
	for (size_t i = 0; i < COUNT(openings); i++)
		if (strstr(folded, openings[i].words) != NULL)
			return &openings[i];
	return NULL;
}

bool notice_separates(const char *folded)
{
	folded += strspn(folded, "-*=_#~<>| ");
	for (size_t i = 0; i < COUNT(separators); i++)
		if (strncmp(folded, separators[i],
			    strlen(separators[i])) == 0)
			return true;
	return false;
}

bool notice_announces(const char **p)
{
	const char *first = NULL, *after = NULL;

	for (size_t i = 0; i < COUNT(announcements); i++) {
		const char *found = strstr(*p, announcements[i]);

		if (found != NULL && (first == NULL || found < first)) {
			first = found;
			after = found + strlen(announcements[i]);
		}
	}
	if (first != NULL)
		*p = after;
	return first != NULL;
}

bool notice_subject(struct arena *arena, const char *subject)
{
	const char *folded = text_fold(arena, subject, 200);

	for (size_t i = 0; i < COUNT(subjects); i++)
		if (folded[0] == subjects[i][0] &&
		    strncmp(folded, subjects[i], strlen(subjects[i])) == 0)
			return true;
	return false;
}
