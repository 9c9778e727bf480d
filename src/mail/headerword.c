/* headerword.c - labels of header blocks, by language. */

#include "mail/headerword.h"

#include "mail/wordlist.h"

/* Words of one cell stand between bars. */
struct labels {
	const char *language;
	const char *words[HEADERBLOCK_NO_FIELD];
};

/* From, date, to, cc, subject, other.  A language has one row, or two where
 * they come from different clients. */
static const struct labels labels[] = {
	/* All clients; raw fields (KMail, mutt, Gmail in any language). */
	{ "en", { "from", "date|sent|sent on|sent at", "to",
		  "cc|copy|carbon copy", "subject|topic",
		  "reply-to|bcc|attachments|attachment|importance|priority|"
		  "sender|message-id|sensitivity|categories|organization|"
		  "in-reply-to|references|resent-from|resent-to|newsgroups|"
		  "mailed-by|signed-by|security|x-mailer|conversation|"
		  "please respond to|sent by|follow up flag|flag status|"
		  "when|where|required|optional|mime-version|content-type" } },
	/* Outlook, Apple, Thunderbird, Gmail, GMX, T-Online */
	{ "de", { "von|absender", "gesendet|datum|gesendet am|gesendet um",
		  "an|empfänger", "kopie|kopie (cc)", "betreff",
		  "antwort an|anlagen|wichtigkeit|priorität|bcc|"
		  "blindkopie|anhänge" } },
	/* Outlook, Apple, Thunderbird, Gmail, Orange, Free */
	{ "fr", { "de|expéditeur|de la part de", "envoyé|date|envoyé le",
		  "à|a|destinataire|pour|destinataires",
		  "cc|copie à|copie|copies", "objet|sujet",
		  "répondre à|pièces jointes|importance|cci|pièce jointe" } },
	/* Outlook, Apple, Thunderbird, Gmail, Yahoo, Hubspot */
	{ "es", { "de|remitente", "enviado|fecha|enviado el|enviada el|"
		  "fecha y hora", "para|a|destinatario", "cc|copia|con copia",
		  "asunto", "responder a|datos adjuntos|importancia|cco|"
		  "adjuntos" } },
	/* Outlook, Apple, Thunderbird, Yahoo, Hubspot */
	{ "pt", { "de|remetente", "enviado|data|enviada em|enviado em|"
		  "enviada", "para|destinatário|a", "cc|cópia|c/c",
		  "assunto", "responder a|responder para|anexos|anexo|"
		  "importância|cco|bcc" } },
	/* Outlook, Apple, Thunderbird, Yahoo, Hubspot */
	{ "it", { "da|mittente", "inviato|data|data invio|inviata",
		  "a|per|destinatario", "cc|copia|per conoscenza|p.c.",
		  "oggetto", "rispondi a|allegati|priorità|ccn" } },
	/* Outlook, Apple, Thunderbird, Hubspot */
	{ "nl", { "van|afzender", "verzonden|datum|verstuurd|verzonden op",
		  "aan|naar|ontvanger", "cc|kopie|cc.", "onderwerp",
		  "antwoord naar|bijlagen|urgentie|bcc|antwoorden aan|"
		  "beantwoorden" } },
	/* Outlook, Apple, Thunderbird, Gmail, Yahoo */
	{ "da", { "fra|afsender", "sendt|dato", "til|modtager",
		  "cc|kopi|kopi til|kopi til (cc)", "emne",
		  "svar til|vedhæftede filer|prioritet|besvar til" } },
	{ "no", { "fra|frå|avsender", "sendt|dato", "til|mottaker",
		  "cc|kopi|kopi til", "emne", "svar til|vedlegg|viktighet|"
		  "prioritet" } },
	{ "sv", { "från|avsändare", "skickat|datum|skickades|skickad|sänt",
		  "till|mottagare", "cc|kopia", "ämne|rubrik",
		  "svar till|bifogade filer|prioritet|svara till|bilagor" } },
	{ "fi", { "lähettäjä|keneltä", "lähetetty|päivämäärä|päiväys|pvm",
		  "vastaanottaja|kenelle|vastaanottajat",
		  "kopio|kopiot|kopiona", "aihe",
		  "vastausosoite|vastaus|liitteet|tärkeys" } },
	{ "is", { "frá", "sent|dagsetning|dags", "til", "afrit|cc",
		  "efni|titill", "svara til|viðhengi" } },
	/* Outlook, Thunderbird, Gmail, Evolution, Roundcube */
	{ "et", { "saatja|kellelt", "saadetud|kuupäev|saatmisaeg|aeg",
		  "adressaat|kellele|saaja|saajad", "koopia|cc",
		  "teema|pealkiri", "vastus|vasta|manused|tähtsus|"
		  "vastamisaadress" } },
	{ "lv", { "no", "nosūtīts|datums|sūtīts", "kam", "kopija|cc",
		  "tēma|temats", "atbildēt|pielikumi" } },
	{ "lt", { "nuo|siuntėjas|kas", "išsiųsta|data|siųsta", "kam|gavėjas|"
		  "iki", "kopija|cc", "tema", "atsakyti|priedai" } },
	{ "pl", { "od|nadawca", "wysłano|data|wysłane|data wysłania", "do|"
		  "adresat|odbiorca", "dw|kopia|cc|do wiadomości",
		  "temat", "odpowiedz do|załączniki|ważność|odpowiedź do|"
		  "udw" } },
	{ "cs", { "od|odesílatel", "odesláno|datum|odesláno v|odeslano",
		  "komu|adresát|pro", "kopie|cc", "předmět",
		  "odpovědět na|přílohy|odpověď na|důležitost|skrytá" } },
	{ "sk", { "od|odosielateľ", "odoslané|dátum|dňa|odoslaná", "komu|pre|"
		  "adresát|príjemca", "kópia|cc", "predmet",
		  "odpovedať na|prílohy|dôležitosť" } },
	{ "hu", { "feladó|küldő", "elküldve|dátum|küldve|küldés ideje|idő",
		  "címzett|címzettek", "másolat|másolatot kap|cc|másolat (cc)",
		  "tárgy", "válaszcím|mellékletek|fontosság" } },
	{ "ro", { "de la|expeditor|expeditorul|din partea", "trimis|data|dată|"
		  "trimisă", "către|destinatar|destinatarul|catre|la",
		  "cc|copie|copie (cc)", "subiect|subiectul",
		  "răspunde la|atașări" } },
	{ "hr", { "od|šalje|pošiljatelj", "poslano|datum|poslan", "za|prima|"
		  "primatelj", "kopija|cc", "naslov|predmet|tema",
		  "odgovori na|privici" } },
	{ "sl", { "od|pošiljatelj", "poslano|datum", "za|prejemnik",
		  "kp|cc|v vednost", "zadeva", "odgovori na|priloge" } },
	{ "sr", { "od|šalje|од|шаље|pošiljalac", "poslato|datum|датум|послато",
		  "za|prima|за|прима|primalac", "kopija|копија|коп|cc",
		  "naslov|tema|наслов|тема|predmet|предмет", "прилози" } },
	{ "tr", { "kimden|gönderen|gönderici", "gönderme tarihi|tarih|"
		  "gönderilen|gönderildi|gönderilme tarihi|gönderim tarihi",
		  "kime|alıcı|alıcılar", "bilgi|cc|kopya", "konu",
		  "yanıt adresi|ekler|önem" } },
	{ "ru", { "от|от кого|отправитель", "отправлено|дата|послано|"
		  "дата отправки|когда", "кому|получатель", "копия|копии|"
		  "копия (cc)", "тема", "ответить|вложения|важность|"
		  "скрытая копия|обратный адрес" } },
	{ "uk", { "від|від кого|відправник|звідки", "відправлено|дата|"
		  "надіслано|надійшло", "кому|одержувач|до", "копія|копії",
		  "тема", "відповісти|вкладення|вкладені файли" } },
	{ "be", { "ад", "дата|адпраўлена", "каму", "копія", "тэма", "" } },
	{ "bg", { "от", "изпратено|дата", "до", "копие|копие до|як|cc",
		  "тема|относно|заглавие", "отговор до" } },
	{ "mk", { "од", "датум|испратено", "до|за|примач", "копија|копирај",
		  "предмет|наслов|тема", "" } },
	/* Outlook, Apple, Gmail, Thunderbird, Evolution, Roundcube */
	{ "el", { "από|αποστολέας|απο|από τον/την", "στάλθηκε|ημερομηνία|"
		  "εστάλη|αποστολή|ημερομηνία αποστολής|ημ/νία|σταλθηκε|"
		  "ημερομηνια|απεστάλη", "προς|παραλήπτης|προσ|σε|προς τον",
		  "κοιν|κοιν.|κοινοποίηση|αντίγραφο|κοινοποιηση|κ.κ.",
		  "θέμα|θεμα", "απάντηση σε|συνημμένα|σπουδαιότητα|"
		  "απάντηση προς|κρυφή κοιν." } },
	{ "he", { "מאת|מ|שולח|מ-", "נשלח|תאריך|בתאריך|נשלחה|נשלח ב", "אל|ל|עבור|"
		  "נמען|ל-", "עותק|העתק|לידיעה|עותק ל|העתקים", "נושא|הנדון|הנושא",
		  "השב אל|קבצים מצורפים|חשיבות|מענה אל" } },
	{ "ar", { "من|المرسل|مِن", "تاريخ الإرسال|التاريخ|تم الإرسال|أُرسلت|"
		  "إرسال", "إلى|المستلم|الى|المستقبل", "نسخة|نسخة إلى|"
		  "نسخة إلي|نسخه", "الموضوع|موضوع", "المرفقات" } },
	{ "fa", { "از|فرستنده", "تاریخ|ارسال شده", "به|گیرنده", "رونوشت",
		  "موضوع", "" } },
	{ "zh", { "发件人|寄件者|寄件人|发自|發件人|從|从", "发送时间|日期|寄件日期|"
		  "已发送|傳送時間|傳送日期|寄送時間|发送日期|时间|時間|日期时间",
		  "收件人|收件者|至|到", "抄送|副本|抄送人|副本(cc)",
		  "主题|主旨|主題|标题", "附件|回复|回覆|重要性|密送" } },
	{ "ja", { "差出人|送信者|発信者|from", "送信日時|日時|日付|送信日|送信",
		  "宛先|受信者", "写し|写し(cc)|cc|ｃｃ", "件名|題名",
		  "返信先|添付ファイル|重要度" } },
	{ "ko", { "보낸 사람|보낸사람|발신|발신자|보낸이", "보낸 날짜|날짜|보낸날짜|"
		  "보낸 시간|일시|발송", "받는 사람|받는사람|수신|수신자|받는이",
		  "참조|참조인", "제목", "첨부|회신" } },
	{ "th", { "จาก|ผู้ส่ง", "วันที่|ส่ง|ส่งเมื่อ", "ถึง|ผู้รับ", "สำเนาถึง|สำเนา",
		  "เรื่อง|หัวเรื่อง", "" } },
	{ "vi", { "từ|người gửi|gửi từ", "đã gửi|ngày|thời gian|ngày gửi",
		  "đến|tới|người nhận|cho", "cc|đồng kính gửi",
		  "chủ đề|tiêu đề", "" } },
	{ "id", { "dari|pengirim", "terkirim|tanggal|dikirim", "kepada|ke|"
		  "untuk|penerima", "cc|tembusan|salinan",
		  "perihal|subjek|judul|subyek", "" } },
	{ "ms", { "daripada|dari", "dihantar|tarikh", "kepada", "sk|salinan",
		  "subjek|perkara|tajuk", "" } },
	{ "ca", { "de|remitent", "enviat|data|enviat el", "per a|a|"
		  "destinatari|per", "cc|còpia", "assumpte|tema", "" } },
	{ "gl", { "de|remitente", "enviado|data", "para|destinatario(a)",
		  "cc|copia|copia (cc)", "asunto|titular", "" } },
	{ "eu", { "nork|nondik|igorlea", "data|bidalia|bidalita", "nori|nora|"
		  "hartzailea", "kopia|cc", "gaia", "" } },
	{ "sq", { "nga", "data|datë|dërguar", "për|te", "cc|kopje",
		  "subjekti|subjekt|tema", "" } },
	{ "cy", { "oddi wrth|gan", "dyddiad|anfonwyd", "at|i|derbyniwr",
		  "copi|cc", "pwnc", "" } },
	{ "ga", { "ó|seolaí", "dáta|seolta", "chuig|do", "cc|cóip", "ábhar",
		  "" } },
	{ "hi", { "से|प्रेषक|द्वारा", "दिनांक|तारीख|भेजा गया|तिथि", "प्रति|को",
		  "प्रतिलिपि|cc", "विषय", "" } },
	{ "ka", { "გამგზავნი|ვისგან", "თარიღი", "ვის", "ასლი", "თემა|სათაური",
		  "" } },
	{ "hy", { "ումից|ուղարկող", "ամսաթիվ", "ում|ստացող", "պատճեն",
		  "թեմա|վերնագիր", "" } },
};

enum headerblock_field headerword_label(const char *label,
					const char **language_r)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		for (int f = 0; f < HEADERBLOCK_NO_FIELD; f++) {
			if (!wordlist_has(labels[i].words[f], label))
				continue;
			if (language_r != NULL)
				*language_r = labels[i].language;
			return (enum headerblock_field)f;
		}
	}
	return HEADERBLOCK_NO_FIELD;
}

char *headerword_nth(struct arena *arena, size_t n)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		for (int f = 0; f < HEADERBLOCK_NO_FIELD; f++) {
			size_t len;
			const char *word = wordlist_nth(labels[i].words[f],
							&n, &len);

			if (word != NULL)
				return arena_strndup(arena, word, len);
		}
	return NULL;
}
