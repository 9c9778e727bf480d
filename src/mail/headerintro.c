/* headerintro.c - what clients write above the fields, by language. */

#include "mail/headerintro.h"

#include "mail/wordlist.h"

#include <string.h>

/* The shortest and the longest words of the tables in bytes: 原件, and a
 * Portuguese, Greek or Hindi row with room to grow. */
#define SHORTEST 6
#define LONGEST 120

/* Blanks in one row; sentences have more. */
#define MOST_BLANKS 5

/* Words between bars, with a bar at both ends.  One text for each kind, so that
 * one search goes through all languages. */
static const char forwarded[] = "|"
	/* en: Gmail, Apple, MailMate, Yahoo, Gnus */
	"forwarded message|begin forwarded message|forwarded email|"
	"start of forwarded message|forward message|forwarded mail|fwd message|"
	"begin forwarded mail|forwarded message follows|"
	/* de: Thunderbird, Gmail, Apple, Yahoo */
	"weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
	"weitergeleitete e-mail|weitergeleitete mail|"
	"beginn der weitergeleiteten nachricht|"
	"weitergeleitete nachricht anfang|"
	/* fr: Thunderbird, Gmail, Apple, Yahoo */
	"message transféré|début du message réexpédié|"
	"début du message transféré|message transmis|mail transféré|"
	"message réexpédié|courriel transféré|e-mail transféré|"
	"début du courriel transféré|message réacheminé|"
	/* es: Thunderbird, Gmail, Apple, Yahoo */
	"mensaje reenviado|inicio del mensaje reenviado|correo reenviado|"
	"inicio de mensaje reenviado|comienzo del mensaje reenviado|"
	/* pt: Thunderbird, Gmail, Apple, Yahoo */
	"mensagem reencaminhada|mensagem encaminhada|"
	"início da mensagem reencaminhada|início da mensagem encaminhada|"
	"e-mail encaminhado|mensagem redirecionada|"
	"início da mensagem redirecionada|"
	/* it: Thunderbird, Gmail, Apple, Yahoo */
	"messaggio inoltrato|inizio messaggio inoltrato|e-mail inoltrata|"
	"inizio del messaggio inoltrato|mail inoltrata|"
	/* nl: Thunderbird, Gmail, Apple */
	"doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurde e-mail|"
	"doorgezonden bericht|doorgestuurde mail|"
	/* da: Thunderbird, Evolution, Apple */
	"videresendt meddelelse|videresendt brev|videresendt besked|"
	"start på videresendt besked|påbegynd videresendt besked|"
	"start på videresendt meddelelse|videresendt e-mail|videresendt mail|"
	/* no: Thunderbird, Yahoo, Apple */
	"videresendt melding|vidaresendt melding|start på videresendt melding|"
	"begynnelse på videresendt melding|videresendt e-post|"
	"påbegynt videresendt melding|start på videresendt e-post|"
	/* sv: Thunderbird, Apple, Yahoo */
	"vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat brev|"
	"början på vidarebefordrat brev|påbörjat vidarebefordrat mejl|"
	"vidarebefordrat e-postmeddelande|vidarebefordrad e-post|"
	"början på vidarebefordrat meddelande|"
	/* fi: Thunderbird, Yahoo, Apple */
	"välitetty viesti|välitetty viesti / fwd.msg|edelleenlähetetty viesti|"
	"välitetty viesti alkaa|välitetyn viestin alku|"
	"edelleen lähetetty viesti|alkaa välitetty viesti|"
	"edelleenlähetetyn viestin alku|"
	/* is: Thunderbird */
	"áframsendur póstur|áframsend skilaboð|"
	/* et: Thunderbird, Evolution, Gmail */
	"edastatud kiri|edastatud sõnum|edastatud e-kiri|edastatud teade|"
	"edastatud sõnumi algus|edastatud kirja algus|edasisaadetud kiri|"
	"edastatud meil|"
	/* lv: Thunderbird, Evolution */
	"pārsūtītā vēstule|pārsūtīta vēstule|pārsūtīts ziņojums|"
	"pārsūtītais ziņojums|"
	/* lt: Thunderbird, Evolution */
	"persiųstas laiškas|persiunčiamas laiškas|persiųsta žinutė|"
	/* pl: Thunderbird, Gmail, Apple, Yahoo */
	"treść przekazanej wiadomości|przekazana wiadomość|"
	"wiadomość przekazana|wiadomość przekazana dalej|"
	"wiadomość przekazywana|początek przekazywanej wiadomości|"
	"początek przekazanej wiadomości|wiadomość przesłana dalej|"
	"przesłana dalej wiadomość|przesłana wiadomość|"
	/* cs: Thunderbird, Apple, Yahoo */
	"přeposlaná zpráva|začátek přeposílané zprávy|přeposílaná zpráva|"
	"začátek přeposlané zprávy|předaná zpráva|přeposlaný e-mail|"
	"začátek předávané zprávy|"
	/* sk: Thunderbird, Evolution, Apple, Yahoo */
	"preposlaná správa|preposlaná správa --- forwarded message|"
	"začiatok preposlanej správy|ďalej odoslaná správa|postúpená správa|"
	"preposielaná správa|"
	/* hu: Thunderbird, Apple, Yahoo */
	"továbbított üzenet|továbbított levél|továbbított levél kezdete|"
	"továbbított üzenet kezdete|továbbított e-mail|"
	/* ro: Thunderbird, Evolution, Apple, Yahoo */
	"mesaj redirecționat|mesaj redirecţionat|începe mesajul redirecționat|"
	"mesaj înaintat|mesajul redirecționat|"
	"începutul mesajului redirecționat|mesaj retransmis|"
	/* hr, sr, bs: Thunderbird, Apple */
	"proslijeđena poruka|prosleđena poruka|proslijeđena poruka počinje|"
	"početak proslijeđene poruke|započni proslijeđenu poruku|"
	"прослеђена порука|početak prosleđene poruke|"
	/* sl: Thunderbird */
	"posredovano sporočilo|začetek posredovanega sporočila|"
	/* tr: Thunderbird, Evolution, Apple, Yahoo */
	"iletilmiş mesaj|iletilen ileti|iletilen mesaj|ileti başlangıcı|"
	"yönlendirilmiş ileti|yönlendirilen ileti|iletilmiş ileti|"
	"iletilen e-posta|yönlendirilmiş mesaj|iletilmiş e-posta|"
	/* ru: Thunderbird, Apple, Yandex, Mail.ru */
	"перенаправленное сообщение|пересылаемое сообщение|"
	"пересланное сообщение|начало переадресованного сообщения|"
	"начало пересылаемого сообщения|переадресованное сообщение|"
	"пересланное письмо|пересылаемое письмо|начало пересланного сообщения|"
	/* uk: Thunderbird, Apple, Yahoo */
	"переслане повідомлення|перенаправлене повідомлення|"
	"початок листа, що пересилається|пересланий лист|"
	"переадресоване повідомлення|початок пересланого повідомлення|"
	/* be: Evolution */
	"перасланае паведамленне|перасланы ліст|"
	/* bg: Thunderbird, Apple */
	"препратено писмо|препратено съобщение|начало на препратено съобщение|"
	/* mk: Evolution */
	"препратена порака|"
	/* el: Thunderbird, Evolution, Gmail, Apple */
	"προωθημένο μήνυμα|αρχή προωθημένου μηνύματος|προωθημένο email|"
	"έναρξη προωθημένου μηνύματος|προωθούμενο μήνυμα|"
	"αρχή προωθούμενου μηνύματος|προωθημένο e-mail|"
	"έναρξη προωθούμενου μηνύματος|αρχή μηνύματος που προωθήθηκε|"
	/* he: Thunderbird, Evolution, Gmail, Apple */
	"הודעה שהועברה|הודעה מועברת|התחלת ההודעה שהועברה|תחילת ההודעה שהועברה|"
	"התחלת הודעה שהועברה|תחילת הודעה שהועברה|הודעה שהועברה הלאה|"
	"תחילת הודעה מועברת|"
	/* ar: Thunderbird, Gmail, Apple */
	"رسالة ممرّرة|رسالة معاد توجيهها|رسالة مُعاد توجيهها|"
	"الرسالة المعاد توجيهها|بداية الرسالة المُعاد توجيهها|رسالة محولة|"
	"بدء الرسالة المعاد توجيهها|رسالة تم تحويلها|"
	/* fa: Evolution */
	"پیام ارجاع داده شده|"
	/* zh: Thunderbird, Evolution, Apple, NetEase */
	"转发的消息|转发的信息|转发的邮件|转发邮件信息|转发邮件|以下是转发的邮件|開始轉寄郵件|轉寄郵件|轉遞的郵件|轉寄的郵件|已轉寄郵件|"
	"轉寄訊息|开始转发的邮件|下面是被转发的邮件|以下為轉寄信件|转发的邮件开始|"
	/* ja: Evolution, Gmail, Apple */
	"転送するメッセージ|転送メッセージ|転送されたメッセージ|以下転送|転送されたメール|以下は転送メッセージです|以下、転送|転送メール|"
	/* ko: Thunderbird, Apple, Naver */
	"전달된 메시지|전달된 메일|전달된 이메일|전달 메시지|전달 메일|시작된 전달 메시지|전달된 메시지 시작|"
	/* th: Evolution, Gmail, Apple */
	"ข้อความส่งต่อ|ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ|"
	/* vi: Thunderbird, Evolution, Gmail */
	"tin nhắn đã được chuyển tiếp|thư đã chuyển tiếp|thư được chuyển tiếp|"
	"bắt đầu thư được chuyển tiếp|thư chuyển tiếp|"
	/* id, ms: Thunderbird, Gmail, Apple */
	"pesan diteruskan|pesan terusan|pesan yang diteruskan|"
	"mulai meneruskan pesan|mesej dimajukan|mulai pesan terusan|"
	/* ca, gl, eu: Thunderbird */
	"missatge reenviat|inici del missatge reenviat|mensaxe reenviada|"
	"mensaxe reencamiñada|birbidalitako mezua|inicio da mensaxe reenviada|"
	/* sq, cy, ga, hi, af: Evolution */
	"mesazhi i përcjellë|neges yrrwyd ymlaen|"
	"teachtaireacht curtha ar aghaidh|अग्रेषित संदेश|aangestuurde boodskap|";

static const char original[] = "|"
	/* en: Outlook, Samsung, Proton, Fastmail */
	"original message|original email|original mail|original e-mail|"
	"original appointment|initial message|message from|reply message|"
	/* de: Outlook, Samsung, T-Online */
	"ursprüngliche nachricht|originalnachricht|original-nachricht|"
	"ursprüngliche mail|original nachricht|ursprünglicher termin|"
	"ursprüngliche e-mail|antwort nachricht|"
	/* fr: Outlook, Thunderbird, Samsung */
	"message d'origine|message original|message initial|courriel original|"
	"message d’origine|e-mail d'origine|e-mail original|"
	"rendez-vous d'origine|mail original|"
	/* es: Outlook, Thunderbird */
	"mensaje original|mensaje inicial|correo original|cita original|"
	/* pt: Outlook, Thunderbird */
	"mensagem original|mensagem inicial|compromisso original|"
	/* it: Outlook, Thunderbird */
	"messaggio originale|messaggio iniziale|email originale|"
	/* nl: Outlook, Thunderbird */
	"oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|"
	"orgineel bericht|oorspronkelijke afspraak|"
	/* da: Outlook, Thunderbird */
	"oprindelig meddelelse|oprindeligt brev|original besked|"
	"oprindelig besked|oprindelig e-mail|den oprindelige meddelelse|"
	/* no: Outlook, Thunderbird */
	"opprinnelig melding|opprinneleg melding|opphavleg melding|"
	"original melding|opprinnelig e-post|"
	/* sv: Outlook, Thunderbird */
	"ursprungligt meddelande|originalmeddelande|ursprungligt mejl|"
	/* fi: Outlook, Thunderbird */
	"alkuperäinen viesti|alkuperäinen viesti / orig.msg.|"
	"alkuperäinen sähköpostiviesti|"
	/* is: Thunderbird */
	"upprunalegur póstur|upprunaleg skilaboð|"
	/* et: Outlook, Thunderbird, Evolution */
	"algne kiri|algne sõnum|algupärane sõnum|esialgne kiri|algne teade|"
	"originaalsõnum|originaalkiri|algne e-kiri|"
	/* lv, lt: Outlook, Thunderbird */
	"sākotnējā vēstule|sākotnējais ziņojums|oriģinālais ziņojums|"
	"originalus laiškas|pradinis laiškas|originali žinutė|"
	/* pl: Outlook, Thunderbird */
	"treść oryginalnej wiadomości|wiadomość oryginalna|"
	"oryginalna wiadomość|wiadomość pierwotna|pierwotna wiadomość|"
	/* cs, sk: Outlook, Thunderbird */
	"původní zpráva|originální zpráva|pôvodná správa|"
	"pôvodná správa --- original message|originálna správa|původní e-mail|"
	/* hu: Outlook, Thunderbird */
	"eredeti üzenet|eredeti levél|eredeti e-mail|"
	/* ro: Outlook, Thunderbird */
	"mesaj original|mesajul original|mesaj iniţial|mesaj inițial|"
	/* hr, sr, sl: Outlook, Thunderbird */
	"izvorna poruka|originalna poruka|оригинална порука|изворна порука|"
	"izvirno sporočilo|izvorno sporočilo|prvotno sporočilo|"
	/* tr: Outlook, Thunderbird */
	"orijinal mesaj|özgün ileti|orijinal ileti|özgün mesaj|asıl ileti|"
	"orijinal e-posta|asıl mesaj|"
	/* ru: Outlook, Thunderbird, Mail.ru */
	"исходное сообщение|оригинальное сообщение|первоначальное сообщение|"
	"исходное письмо|оригинал сообщения|"
	/* uk, be: Outlook, Thunderbird */
	"початкове повідомлення|оригінальне повідомлення|вихідне повідомлення|"
	"арыгінальнае паведамленне|"
	/* bg, mk: Thunderbird */
	"оригинално писмо|оригинално съобщение|първоначално съобщение|"
	"оригинална порака|"
	/* el: Outlook, Thunderbird, Evolution */
	"αρχικό μήνυμα|αρχικο μηνυμα|αρχικό email|πρωτότυπο μήνυμα|"
	/* he: Outlook, Thunderbird, Evolution */
	"הודעה מקורית|ההודעה המקורית|הודעת מקור|פגישה מקורית|"
	/* ar, fa: Outlook, Thunderbird */
	"الرسالة الأصلية|الرسالة الأصليَّة|الرسالة الأساسية|رسالة أصلية|"
	"پیام اصلی|"
	/* zh: Outlook, Thunderbird, QQ, NetEase */
	"原始邮件|原始郵件|原始消息|原始信息|邮件原件|原邮件|原件|郵件原件|"
	/* ja: Outlook, Evolution */
	"元のメッセージ|オリジナルのメッセージ|オリジナルメッセージ|元のメール|"
	/* ko: Outlook, Thunderbird, Naver */
	"원본 메시지|원본 메일|원래 메시지|원본 이메일|"
	/* th, vi, id, ms, ca, gl, eu */
	"ข้อความเดิม|ข้อความต้นฉบับ|thư gốc|tin nhắn gốc|pesan asli|"
	"isi pesan asli|mesej asal|missatge original|mensaxe orixinal|"
	"jatorrizko mezua|";

/* How lines start that name the one who forwarded, or the author. */
static const char forwarded_by[] =
	/* en: Notes, mutt and Horde */
	"forwarded by |forwarded message from |begin forwarded message from |"
	/* de, fr, es, pt, it, nl, sv, da, no, fi, pl: Notes */
	"weitergeleitet von |transféré par |réacheminé par |reenviado por |"
	"encaminhado por |inoltrato da |doorgestuurd door |"
	"vidarebefordrat av |videresendt af |videresendt av |välittäjä |"
	"przekazane przez |přeposlal |továbbította |προωθήθηκε από |"
	"הועבר על ידי |edastas ";

/* No words of the tables hold one of these, or so many blanks, and most lines
 * do. */
static bool is_other(const char *words)
{
	size_t blanks = 0;

	for (const char *p = words; *p != '\0'; p++)
		blanks += *p == ' ';
	return blanks > MOST_BLANKS ||
	       strpbrk(words, "|;:!?@<>()\"0123456789") != NULL;
}

enum headerblock_intro headerintro_of(const char *words)
{
	size_t size = strlen(words);
	char between[LONGEST + 3];

	if (size < SHORTEST || size > LONGEST || is_other(words))
		return HEADERBLOCK_BARE;
	between[0] = '|';
	memcpy(between + 1, words, size);
	memcpy(between + 1 + size, "|", 2);
	if (strstr(forwarded, between) != NULL)
		return HEADERBLOCK_FORWARDED;
	return strstr(original, between) != NULL ? HEADERBLOCK_ORIGINAL :
		HEADERBLOCK_BARE;
}

bool headerintro_by(const char *words)
{
	return wordlist_starts(forwarded_by, words);
}

char *headerintro_nth(struct arena *arena, size_t n)
{
	size_t len = 0;
	const char *word = wordlist_nth(forwarded + 1, &n, &len);

	if (word == NULL)
		word = wordlist_nth(original + 1, &n, &len);
	if (word == NULL)
		word = wordlist_nth(forwarded_by, &n, &len);
	return word == NULL ? NULL : arena_strndup(arena, word, len);
}
