/* headerintro.c - what clients write above the fields, by language. */

#include "mail/headerintro.h"

#include "mail/wordlist.h"

#include <string.h>

/* The shortest words of the table in bytes: 原件. */
#define SHORTEST 6

/* Words of one row stand between bars. */
struct intro {
	const char *words;	/* between bars */
	enum headerblock_intro intro;
	const char *from;	/* language: clients */
};

static const struct intro intros[] = {
	{ "forwarded message|begin forwarded message|forwarded email|"
	  "start of forwarded message|forward message|forwarded mail|"
	  "fwd message|begin forwarded mail|forwarded message follows",
	  HEADERBLOCK_FORWARDED, "en: Gmail, Apple, MailMate, Yahoo, Gnus" },
	{ "weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
	  "weitergeleitete e-mail|weitergeleitete mail|beginn der "
	  "weitergeleiteten nachricht|weitergeleitete nachricht anfang",
	  HEADERBLOCK_FORWARDED, "de: Thunderbird, Gmail, Apple, Yahoo" },
	{ "message transféré|début du message réexpédié|"
	  "début du message transféré|message transmis|mail transféré|"
	  "message réexpédié|courriel transféré|e-mail transféré|"
	  "début du courriel transféré|message réacheminé",
	  HEADERBLOCK_FORWARDED, "fr: Thunderbird, Gmail, Apple, Yahoo" },
	{ "mensaje reenviado|inicio del mensaje reenviado|correo reenviado|"
	  "inicio de mensaje reenviado|comienzo del mensaje reenviado",
	  HEADERBLOCK_FORWARDED, "es: Thunderbird, Gmail, Apple, Yahoo" },
	{ "mensagem reencaminhada|mensagem encaminhada|início da mensagem "
	  "reencaminhada|início da mensagem encaminhada|"
	  "e-mail encaminhado|mensagem redirecionada|"
	  "início da mensagem redirecionada",
	  HEADERBLOCK_FORWARDED, "pt: Thunderbird, Gmail, Apple, Yahoo" },
	{ "messaggio inoltrato|inizio messaggio inoltrato|e-mail inoltrata|"
	  "inizio del messaggio inoltrato|mail inoltrata",
	  HEADERBLOCK_FORWARDED, "it: Thunderbird, Gmail, Apple, Yahoo" },
	{ "doorgestuurd bericht|begin doorgestuurd bericht|"
	  "doorgestuurde e-mail|doorgezonden bericht|doorgestuurde mail",
	  HEADERBLOCK_FORWARDED, "nl: Thunderbird, Gmail, Apple" },
	{ "videresendt meddelelse|videresendt brev|videresendt besked|"
	  "start på videresendt besked|påbegynd videresendt besked|"
	  "start på videresendt meddelelse|videresendt e-mail|"
	  "videresendt mail", HEADERBLOCK_FORWARDED,
	  "da: Thunderbird, Evolution, Apple" },
	{ "videresendt melding|vidaresendt melding|start på videresendt "
	  "melding|begynnelse på videresendt melding|videresendt e-post|"
	  "påbegynt videresendt melding|start på videresendt e-post",
	  HEADERBLOCK_FORWARDED, "no: Thunderbird, Yahoo, Apple" },
	{ "vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat "
	  "brev|början på vidarebefordrat brev|påbörjat vidarebefordrat "
	  "mejl|vidarebefordrat e-postmeddelande|vidarebefordrad e-post|"
	  "början på vidarebefordrat meddelande",
	  HEADERBLOCK_FORWARDED, "sv: Thunderbird, Apple, Yahoo" },
	{ "välitetty viesti|välitetty viesti / fwd.msg|edelleenlähetetty "
	  "viesti|välitetty viesti alkaa|välitetyn viestin alku|"
	  "edelleen lähetetty viesti|alkaa välitetty viesti|"
	  "edelleenlähetetyn viestin alku",
	  HEADERBLOCK_FORWARDED, "fi: Thunderbird, Yahoo, Apple" },
	{ "áframsendur póstur|áframsend skilaboð", HEADERBLOCK_FORWARDED,
	  "is: Thunderbird" },
	{ "edastatud kiri|edastatud sõnum|edastatud e-kiri|edastatud teade|"
	  "edastatud sõnumi algus|edastatud kirja algus|edasisaadetud kiri|"
	  "edastatud meil", HEADERBLOCK_FORWARDED,
	  "et: Thunderbird, Evolution, Gmail" },
	{ "pārsūtītā vēstule|pārsūtīta vēstule|pārsūtīts ziņojums|"
	  "pārsūtītais ziņojums", HEADERBLOCK_FORWARDED,
	  "lv: Thunderbird, Evolution" },
	{ "persiųstas laiškas|persiunčiamas laiškas|persiųsta žinutė",
	  HEADERBLOCK_FORWARDED, "lt: Thunderbird, Evolution" },
	{ "treść przekazanej wiadomości|przekazana wiadomość|wiadomość "
	  "przekazana|wiadomość przekazana dalej|wiadomość przekazywana|"
	  "początek przekazywanej wiadomości|"
	  "początek przekazanej wiadomości|wiadomość przesłana dalej|"
	  "przesłana dalej wiadomość|przesłana wiadomość",
	  HEADERBLOCK_FORWARDED, "pl: Thunderbird, Gmail, Apple, Yahoo" },
	{ "přeposlaná zpráva|začátek přeposílané zprávy|přeposílaná zpráva|"
	  "začátek přeposlané zprávy|předaná zpráva|přeposlaný e-mail|"
	  "začátek předávané zprávy", HEADERBLOCK_FORWARDED,
	  "cs: Thunderbird, Apple, Yahoo" },
	{ "preposlaná správa|preposlaná správa --- forwarded message|začiatok "
	  "preposlanej správy|ďalej odoslaná správa|postúpená správa|"
	  "preposielaná správa", HEADERBLOCK_FORWARDED,
	  "sk: Thunderbird, Evolution, Apple, Yahoo" },
	{ "továbbított üzenet|továbbított levél|továbbított levél kezdete|"
	  "továbbított üzenet kezdete|továbbított e-mail",
	  HEADERBLOCK_FORWARDED, "hu: Thunderbird, Apple, Yahoo" },
	{ "mesaj redirecționat|mesaj redirecţionat|începe mesajul "
	  "redirecționat|mesaj înaintat|mesajul redirecționat|"
	  "începutul mesajului redirecționat|mesaj retransmis",
	  HEADERBLOCK_FORWARDED, "ro: Thunderbird, Evolution, Apple, Yahoo" },
	{ "proslijeđena poruka|prosleđena poruka|proslijeđena poruka počinje|"
	  "početak proslijeđene poruke|započni proslijeđenu poruku|"
	  "прослеђена порука|početak prosleđene poruke",
	  HEADERBLOCK_FORWARDED, "hr, sr, bs: Thunderbird, Apple" },
	{ "posredovano sporočilo|začetek posredovanega sporočila",
	  HEADERBLOCK_FORWARDED, "sl: Thunderbird" },
	{ "iletilmiş mesaj|iletilen ileti|iletilen mesaj|ileti başlangıcı|"
	  "yönlendirilmiş ileti|yönlendirilen ileti|iletilmiş ileti|"
	  "iletilen e-posta|yönlendirilmiş mesaj|iletilmiş e-posta",
	  HEADERBLOCK_FORWARDED, "tr: Thunderbird, Evolution, Apple, Yahoo" },
	{ "перенаправленное сообщение|пересылаемое сообщение|пересланное "
	  "сообщение|начало переадресованного сообщения|"
	  "начало пересылаемого сообщения|переадресованное сообщение|"
	  "пересланное письмо|пересылаемое письмо|начало пересланного "
	  "сообщения", HEADERBLOCK_FORWARDED,
	  "ru: Thunderbird, Apple, Yandex, Mail.ru" },
	{ "переслане повідомлення|перенаправлене повідомлення|початок листа, "
	  "що пересилається|пересланий лист|переадресоване повідомлення|"
	  "початок пересланого повідомлення", HEADERBLOCK_FORWARDED,
	  "uk: Thunderbird, Apple, Yahoo" },
	{ "перасланае паведамленне|перасланы ліст", HEADERBLOCK_FORWARDED,
	  "be: Evolution" },
	{ "препратено писмо|препратено съобщение|начало на препратено "
	  "съобщение", HEADERBLOCK_FORWARDED, "bg: Thunderbird, Apple" },
	{ "препратена порака", HEADERBLOCK_FORWARDED, "mk: Evolution" },
	{ "προωθημένο μήνυμα|αρχή προωθημένου μηνύματος|προωθημένο email|"
	  "έναρξη προωθημένου μηνύματος|προωθούμενο μήνυμα|"
	  "αρχή προωθούμενου μηνύματος|προωθημένο e-mail|"
	  "έναρξη προωθούμενου μηνύματος|αρχή μηνύματος που προωθήθηκε",
	  HEADERBLOCK_FORWARDED, "el: Thunderbird, Evolution, Gmail, Apple" },
	{ "הודעה שהועברה|הודעה מועברת|התחלת ההודעה שהועברה|תחילת ההודעה "
	  "שהועברה|התחלת הודעה שהועברה|תחילת הודעה שהועברה|"
	  "הודעה שהועברה הלאה|תחילת הודעה מועברת",
	  HEADERBLOCK_FORWARDED, "he: Thunderbird, Evolution, Gmail, Apple" },
	{ "رسالة ممرّرة|رسالة معاد توجيهها|رسالة مُعاد توجيهها|الرسالة "
	  "المعاد توجيهها|بداية الرسالة المُعاد توجيهها|رسالة محولة|"
	  "بدء الرسالة المعاد توجيهها|رسالة تم تحويلها",
	  HEADERBLOCK_FORWARDED, "ar: Thunderbird, Gmail, Apple" },
	{ "پیام ارجاع داده شده", HEADERBLOCK_FORWARDED,
	  "fa: Evolution" },
	{ "转发的消息|转发的信息|转发的邮件|转发邮件信息|转发邮件|以下是转发的邮件|"
	  "開始轉寄郵件|轉寄郵件|轉遞的郵件|轉寄的郵件|已轉寄郵件|轉寄訊息|"
	  "开始转发的邮件|下面是被转发的邮件|以下為轉寄信件|"
	  "转发的邮件开始", HEADERBLOCK_FORWARDED,
	  "zh: Thunderbird, Evolution, Apple, NetEase" },
	{ "転送するメッセージ|転送メッセージ|転送されたメッセージ|以下転送|"
	  "転送されたメール|以下は転送メッセージです|以下、転送|転送メール",
	  HEADERBLOCK_FORWARDED, "ja: Evolution, Gmail, Apple" },
	{ "전달된 메시지|전달된 메일|전달된 이메일|전달 메시지|전달 메일|"
	  "시작된 전달 메시지|전달된 메시지 시작", HEADERBLOCK_FORWARDED,
	  "ko: Thunderbird, Apple, Naver" },
	{ "ข้อความส่งต่อ|ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ",
	  HEADERBLOCK_FORWARDED, "th: Evolution, Gmail, Apple" },
	{ "tin nhắn đã được chuyển tiếp|thư đã chuyển tiếp|thư được chuyển "
	  "tiếp|bắt đầu thư được chuyển tiếp|thư chuyển tiếp",
	  HEADERBLOCK_FORWARDED, "vi: Thunderbird, Evolution, Gmail" },
	{ "pesan diteruskan|pesan terusan|pesan yang diteruskan|mulai "
	  "meneruskan pesan|mesej dimajukan|mulai pesan terusan",
	  HEADERBLOCK_FORWARDED, "id, ms: Thunderbird, Gmail, Apple" },
	{ "missatge reenviat|inici del missatge reenviat|mensaxe reenviada|"
	  "mensaxe reencamiñada|birbidalitako mezua|inicio da mensaxe "
	  "reenviada", HEADERBLOCK_FORWARDED, "ca, gl, eu: Thunderbird" },
	{ "mesazhi i përcjellë|neges yrrwyd ymlaen|teachtaireacht curtha ar "
	  "aghaidh|अग्रेषित संदेश|aangestuurde boodskap",
	  HEADERBLOCK_FORWARDED, "sq, cy, ga, hi, af: Evolution" },

	{ "original message|original email|original mail|original e-mail|"
	  "original appointment|initial message|message from|reply message",
	  HEADERBLOCK_ORIGINAL, "en: Outlook, Samsung, Proton, Fastmail" },
	{ "ursprüngliche nachricht|originalnachricht|original-nachricht|"
	  "ursprüngliche mail|original nachricht|ursprünglicher termin|"
	  "ursprüngliche e-mail|antwort nachricht", HEADERBLOCK_ORIGINAL,
	  "de: Outlook, Samsung, T-Online" },
	{ "message d'origine|message original|message initial|courriel "
	  "original|message d’origine|e-mail d'origine|e-mail original|"
	  "rendez-vous d'origine|mail original", HEADERBLOCK_ORIGINAL,
	  "fr: Outlook, Thunderbird, Samsung" },
	{ "mensaje original|mensaje inicial|correo original|cita original",
	  HEADERBLOCK_ORIGINAL, "es: Outlook, Thunderbird" },
	{ "mensagem original|mensagem inicial|compromisso original",
	  HEADERBLOCK_ORIGINAL, "pt: Outlook, Thunderbird" },
	{ "messaggio originale|messaggio iniziale|email originale",
	  HEADERBLOCK_ORIGINAL, "it: Outlook, Thunderbird" },
	{ "oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|"
	  "orgineel bericht|oorspronkelijke afspraak", HEADERBLOCK_ORIGINAL,
	  "nl: Outlook, Thunderbird" },
	{ "oprindelig meddelelse|oprindeligt brev|original besked|oprindelig "
	  "besked|oprindelig e-mail|den oprindelige meddelelse",
	  HEADERBLOCK_ORIGINAL, "da: Outlook, Thunderbird" },
	{ "opprinnelig melding|opprinneleg melding|opphavleg melding|"
	  "original melding|opprinnelig e-post", HEADERBLOCK_ORIGINAL,
	  "no: Outlook, Thunderbird" },
	{ "ursprungligt meddelande|originalmeddelande|ursprungligt mejl",
	  HEADERBLOCK_ORIGINAL, "sv: Outlook, Thunderbird" },
	{ "alkuperäinen viesti|alkuperäinen viesti / orig.msg.|alkuperäinen "
	  "sähköpostiviesti", HEADERBLOCK_ORIGINAL,
	  "fi: Outlook, Thunderbird" },
	{ "upprunalegur póstur|upprunaleg skilaboð", HEADERBLOCK_ORIGINAL,
	  "is: Thunderbird" },
	{ "algne kiri|algne sõnum|algupärane sõnum|esialgne kiri|"
	  "algne teade|originaalsõnum|originaalkiri|algne e-kiri",
	  HEADERBLOCK_ORIGINAL, "et: Outlook, Thunderbird, Evolution" },
	{ "sākotnējā vēstule|sākotnējais ziņojums|oriģinālais ziņojums|"
	  "originalus laiškas|pradinis laiškas|originali žinutė",
	  HEADERBLOCK_ORIGINAL, "lv, lt: Outlook, Thunderbird" },
	{ "treść oryginalnej wiadomości|wiadomość oryginalna|oryginalna "
	  "wiadomość|wiadomość pierwotna|pierwotna wiadomość",
	  HEADERBLOCK_ORIGINAL, "pl: Outlook, Thunderbird" },
	{ "původní zpráva|originální zpráva|pôvodná správa|pôvodná správa --- "
	  "original message|originálna správa|původní e-mail",
	  HEADERBLOCK_ORIGINAL, "cs, sk: Outlook, Thunderbird" },
	{ "eredeti üzenet|eredeti levél|eredeti e-mail",
	  HEADERBLOCK_ORIGINAL, "hu: Outlook, Thunderbird" },
	{ "mesaj original|mesajul original|mesaj iniţial|mesaj inițial",
	  HEADERBLOCK_ORIGINAL, "ro: Outlook, Thunderbird" },
	{ "izvorna poruka|originalna poruka|оригинална порука|изворна порука|"
	  "izvirno sporočilo|izvorno sporočilo|prvotno sporočilo",
	  HEADERBLOCK_ORIGINAL, "hr, sr, sl: Outlook, Thunderbird" },
	{ "orijinal mesaj|özgün ileti|orijinal ileti|özgün mesaj|asıl ileti|"
	  "orijinal e-posta|asıl mesaj", HEADERBLOCK_ORIGINAL,
	  "tr: Outlook, Thunderbird" },
	{ "исходное сообщение|оригинальное сообщение|первоначальное "
	  "сообщение|исходное письмо|оригинал сообщения",
	  HEADERBLOCK_ORIGINAL, "ru: Outlook, Thunderbird, Mail.ru" },
	{ "початкове повідомлення|оригінальне повідомлення|вихідне "
	  "повідомлення|арыгінальнае паведамленне", HEADERBLOCK_ORIGINAL,
	  "uk, be: Outlook, Thunderbird" },
	{ "оригинално писмо|оригинално съобщение|първоначално съобщение|"
	  "оригинална порака", HEADERBLOCK_ORIGINAL, "bg, mk: Thunderbird" },
	{ "αρχικό μήνυμα|αρχικο μηνυμα|αρχικό email|πρωτότυπο μήνυμα",
	  HEADERBLOCK_ORIGINAL, "el: Outlook, Thunderbird, Evolution" },
	{ "הודעה מקורית|ההודעה המקורית|הודעת מקור|פגישה מקורית",
	  HEADERBLOCK_ORIGINAL, "he: Outlook, Thunderbird, Evolution" },
	{ "الرسالة الأصلية|الرسالة الأصليَّة|الرسالة الأساسية|رسالة أصلية|"
	  "پیام اصلی", HEADERBLOCK_ORIGINAL, "ar, fa: Outlook, Thunderbird" },
	{ "原始邮件|原始郵件|原始消息|原始信息|邮件原件|原邮件|原件|郵件原件",
	  HEADERBLOCK_ORIGINAL, "zh: Outlook, Thunderbird, QQ, NetEase" },
	{ "元のメッセージ|オリジナルのメッセージ|オリジナルメッセージ|元のメール",
	  HEADERBLOCK_ORIGINAL, "ja: Outlook, Evolution" },
	{ "원본 메시지|원본 메일|원래 메시지|원본 이메일", HEADERBLOCK_ORIGINAL,
	  "ko: Outlook, Thunderbird, Naver" },
	{ "ข้อความเดิม|ข้อความต้นฉบับ|thư gốc|tin nhắn gốc|pesan asli|isi pesan "
	  "asli|mesej asal|missatge original|mensaxe orixinal|jatorrizko "
	  "mezua", HEADERBLOCK_ORIGINAL, "th, vi, id, ms, ca, gl, eu" },
};

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

enum headerblock_intro headerintro_of(const char *words)
{
	if (strlen(words) < SHORTEST)
		return HEADERBLOCK_BARE;
	for (size_t i = 0; i < sizeof(intros) / sizeof(intros[0]); i++)
		if (wordlist_has(intros[i].words, words))
			return intros[i].intro;
	return HEADERBLOCK_BARE;
}

bool headerintro_by(const char *words)
{
	return wordlist_starts(forwarded_by, words);
}

char *headerintro_nth(struct arena *arena, size_t n)
{
	const char *word = NULL;
	size_t len = 0;

	for (size_t i = 0; word == NULL && i < sizeof(intros) /
	     sizeof(intros[0]); i++)
		word = wordlist_nth(intros[i].words, &n, &len);
	if (word == NULL)
		word = wordlist_nth(forwarded_by, &n, &len);
	return word == NULL ? NULL : arena_strndup(arena, word, len);
}
