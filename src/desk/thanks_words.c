/* thanks_words.c - what courtesy says, in the languages of the desks. */

#include "desk/thanks_words.h"

/* Folded by wording_fold(), and without marks.  What asks for something ("in
 * advance", "please") and what denies is left out, however polite. */
static const struct thanks_words rows[] = {
	{ "en", THANKS_SAYS,
	  "thanks|thank you|thank u|thankyou|thx|thanx|tnx|ty|many thanks|"
	  "thanks a lot|thanks a million|thanks very much|much appreciated|"
	  "appreciated|greatly appreciated|i appreciate it|we appreciate it|"
	  "appreciate it|i really appreciate it|really appreciate it|cheers|"
	  "much obliged|with thanks|thank you all|thanks all|thanking you" },
	{ "en", THANKS_FRAMES,
	  "so much|very much|a lot|again|once again|once more|indeed|really|"
	  "and|hi|hi there|hello|hello there|hey|hey there|dear|all|"
	  "everyone|everybody|guys|folks|team|support|support team|sir|"
	  "madam|sir or madam|good morning|good afternoon|good evening|"
	  "best regards|kind regards|warm regards|many regards|"
	  "with best regards|with kind regards|regards|best|best wishes|"
	  "with best wishes|all the best|sincerely|yours sincerely|"
	  "sincerely yours|yours faithfully|yours truly|yours|"
	  "have a nice day|have a great day|have a good day|"
	  "have a lovely day|have a nice weekend|have a great weekend|"
	  "have a good weekend|have a nice evening|have a good evening|"
	  "have a great week|a nice day|a nice weekend|you too|same to you|"
	  "take care|bye|see you|to you|to you all|to all of you|"
	  "you are the best|you re the best|you guys are the best|you rock|"
	  "you are great|you re great|from the bottom of my heart" },
	{ "en", THANKS_NODS,
	  "ok|okay|k|great|perfect|excellent|fine|good|super|awesome|"
	  "wonderful|brilliant|amazing|fantastic|lovely|nice|cool|got it|"
	  "noted|well noted|understood|will do|sounds good|sounds great|"
	  "all good|all good now|it works|it works now|works now|works|"
	  "it works fine|works fine|it works perfectly|works perfectly|"
	  "it worked|that worked|that works|this works|now it works|"
	  "it is working|it s working|it is working now|it s working now|"
	  "working now|solved|it is solved|it s solved|problem solved|"
	  "issue solved|resolved|issue resolved|problem resolved|fixed|"
	  "it is fixed|it s fixed|that fixed it|that did it|that helped|"
	  "this helped|that helps|sure|done|received|well received|"
	  "great job|good job|great work|good work|well done|great news|"
	  "good to know" },
	{ "en", THANKS_FOR,
	  "for your|for the|for all your|for all the|for all|for everything|"
	  "for this|for that|for getting back|for getting back to me|"
	  "for getting back to us|for coming back to me|for letting me know|"
	  "for letting us know|for taking care of it|"
	  "for taking care of this|for looking into it|"
	  "for looking into this|for sorting it out|for sorting this out|"
	  "for fixing it|for fixing this|for helping|for helping me|"
	  "for helping us|for replying|for responding|"
	  "for responding so quickly|for replying so quickly|"
	  "for being so helpful|for the heads up" },
	{ "en", THANKS_WHAT,
	  "help|support|assistance|reply|response|answer|feedback|update|"
	  "updates|info|information|explanation|time|effort|efforts|service|"
	  "advice|clarification|confirmation|message|mail|email|patience|"
	  "solution|fix|work|kindness|understanding|quick|fast|prompt|"
	  "speedy|swift|rapid|immediate|kind|friendly|great|excellent|good|"
	  "amazing|wonderful|fantastic|hard|very|so|and|your|the|quickly|"
	  "with this|with that|with it|you gave me|you do|you did" },
	{ "el", THANKS_SAYS,
	  "ευχαριστω|ευχαριστουμε|σασ ευχαριστω|σε ευχαριστω|"
	  "σασ ευχαριστουμε|σε ευχαριστουμε|ευχαριστιεσ|πολλεσ ευχαριστιεσ|"
	  "θερμεσ ευχαριστιεσ|τισ ευχαριστιεσ μου|με ευχαριστιεσ|"
	  "χιλια ευχαριστω|να ειστε καλα|να εισαι καλα|να στε καλα|"
	  "να σαι καλα|eyxaristo|eyxaristw|efxaristo|efxaristw|euxaristo|"
	  "euxaristw|efharisto" },
	{ "el", THANKS_FRAMES,
	  "πολυ|παρα πολυ|και|και παλι|παλι|ξανα|εκ νεου|θερμα|ειλικρινα|"
	  "ολουσ|ολουσ σασ|σασ|καλημερα|καλημερα σασ|καλησπερα|"
	  "καλησπερα σασ|καληνυχτα|γεια|γεια σασ|γεια σου|χαιρετε|χαιρετω|"
	  "αγαπητοι|αγαπητε|αγαπητη|κυριε|κυρια|κυριοι|κυριεσ|"
	  "κυριεσ και κυριοι|παιδια|ομαδα|με εκτιμηση|μετα τιμησ|φιλικα|"
	  "με φιλικουσ χαιρετισμουσ|φιλικουσ χαιρετισμουσ|χαιρετισμουσ|"
	  "καλη συνεχεια|καλη ημερα|καλη μερα|καλη σασ ημερα|καλο απογευμα|"
	  "καλο βραδυ|καλο σαββατοκυριακο|καλη εβδομαδα|καλο μηνα|επισησ|"
	  "τα λεμε|ειστε καταπληκτικοι|ειστε οι καλυτεροι|poly|polu|"
	  "para poly|para polu" },
	{ "el", THANKS_NODS,
	  "οκ|οκει|ωραια|πολυ ωραια|τελεια|εξαιρετικα|εξαιρετικη δουλεια|"
	  "ενταξει|συμφωνω|υπεροχα|μια χαρα|σουπερ|εγινε|ελυθη|λυθηκε|"
	  "το προβλημα λυθηκε|λυθηκε το προβλημα|διορθωθηκε|τακτοποιηθηκε|"
	  "δουλευει|δουλευει τωρα|τωρα δουλευει|λειτουργει|τωρα λειτουργει|"
	  "ολα καλα|ολα ενταξει|ελαβα|το ελαβα|το παρελαβα|ληφθηκε|καταλαβα|"
	  "βοηθησε" },
	{ "el", THANKS_FOR,
	  "για τη|για την|για τον|για το|για τισ|για τα|για ολα|για ολη τη|"
	  "για ολη την" },
	{ "el", THANKS_WHAT,
	  "βοηθεια|απαντηση|ανταποκριση|εξυπηρετηση|υποστηριξη|ενημερωση|"
	  "χρονο|υπομονη|κατανοηση|πληροφορια|πληροφοριεσ|διευκρινιση|"
	  "διευκρινισεισ|επιλυση|λυση|προσπαθεια|κοπο|συνεργασια|ταχυτητα|"
	  "αμεσοτητα|αμεση|γρηγορη|ταχεια|ταχυτατη|πολυτιμη|αψογη|ευγενικη|"
	  "και|τη|την|το|τον|σασ|σου|μηνυμα|εργασια|δουλεια" },
	{ "he", THANKS_SAYS,
	  "תודה|תודה רבה|תודה רבה רבה|המונ תודה|אלפ תודות|תודות|רוב תודות|"
	  "תודה ענקית|תודה לכמ|תודה לכ|תודה לכולמ|אני מודה לכמ|אני מודה לכ|"
	  "אנחנו מודימ לכמ|מודה לכמ|מודה לכ|מודימ לכמ|מעריכ מאוד|"
	  "מעריכה מאוד|מעריכימ מאוד|תנקס|טנקס|יישר כוח|ישר כוח|בתודה|ותודה|"
	  "ותודה רבה|והמונ תודה" },
	{ "he", THANKS_FRAMES,
	  "רבה|מאוד|מאד|שוב|מקרב לב|מכל הלב|היי|הי|שלומ|שלומ רב|שלומ לכמ|"
	  "שלומ לכולמ|בוקר טוב|ערב טוב|לילה טוב|צהריימ טובימ|יומ טוב|"
	  "יומ נעימ|שיהיה יומ טוב|שיהיה יומ נעימ|המשכ יומ נעימ|המשכ יומ טוב|"
	  "ערב נעימ|שבוע טוב|שבת שלומ|סופ שבוע נעימ|סופש נעימ|חג שמח|בברכה|"
	  "בברכת|בכבוד רב|כל טוב|להתראות|ביי|חברימ|צוות|צוות יקר|לצוות|"
	  "יקרימ|לכמ|לכ|לכולמ|גמ לכ|גמ לכמ|אתמ אלופימ|אתמ נהדרימ|אלופימ|"
	  "מלכימ" },
	{ "he", THANKS_NODS,
	  "מעולה|מצוינ|מצויינ|אוקיי|אוקי|סבבה|בסדר|בסדר גמור|הכל בסדר|"
	  "הכול בסדר|הכל טוב|הכול טוב|עובד|זה עובד|עובד עכשיו|עכשיו עובד|"
	  "עכשיו זה עובד|הכל עובד|הכול עובד|נפתר|הבעיה נפתרה|הסתדר|"
	  "הכל הסתדר|מושלמ|יופי|נהדר|אחלה|קיבלתי|התקבל|הבנתי|עזר לי|זה עזר|"
	  "תוקנ|עבודה טובה|כל הכבוד" },
	{ "he", THANKS_FOR,
	  "על" },
	{ "he", THANKS_WHAT,
	  "העזרה|העזרה שלכמ|עזרתכמ|עזרתכ|והעזרה|התשובה|תשובתכמ|תשובתכ|המענה|"
	  "והמענה|המהיר|המהירה|הטיפול|והטיפול|השירות|והשירות|המצוינ|המצויינ|"
	  "המעולה|הנהדר|המסור|המסורה|האדיב|האדיבה|המקצועי|הסבלנות|והסבלנות|"
	  "העדכונ|ההסבר|התמיכה|המידע|הזמנ|זמנכמ|הפתרונ|היחס|ההיענות|המהירות|"
	  "הכל|הכול|שלכמ|שלכ" },
	{ "et", THANKS_SAYS,
	  "aitah|aitahh|aitah teile|suur aitah|suured aitahid|tanan|taname|"
	  "tanan teid|tanan sind|taname teid|tanud|suur tanu|suured tanud|"
	  "palju tanu|tuhat tanu|olen tanulik|oleme tanulikud|tanks|tanuga" },
	{ "et", THANKS_FRAMES,
	  "teile|sulle|koigile|vaga|palju|suurimad|veel kord|veelkord|veel|"
	  "taas|sudamest|sudamlikult|ja|tere|tere paevast|tere hommikust|"
	  "tere ohtust|hei|tsau|kallis|kallid|lugupeetud|armas|armsad|tiim|"
	  "meeskond|klienditugi|lugupidamisega|parimate soovidega|"
	  "heade soovidega|koike head|koike paremat|parimat|head aega|"
	  "head paeva|head paeva jatku|ilusat paeva|kena paeva|"
	  "toredat paeva|ilusat paeva jatku|head ohtut|kena ohtut|"
	  "ilusat ohtut|head nadalavahetust|ilusat nadalavahetust|"
	  "kena nadalavahetust|head nadalat|samuti|samad soovid|tervitades|"
	  "tervitustega|tervitusi|tervitus|olete parimad|olete toredad|"
	  "oled parim|olete tublid" },
	{ "et", THANKS_NODS,
	  "okei|selge|super|suureparane|vaga hea|hea|tore|vaga tore|kena|"
	  "korras|koik korras|koik on korras|koik on hasti|tootab|"
	  "nuud tootab|koik tootab|nuud koik tootab|toimib|nuud toimib|"
	  "koik toimib|lahendatud|probleem lahendatud|lahenes|"
	  "probleem lahenes|sai korda|sai lahendatud|sobib|sain katte|"
	  "katte saadud|sain aru|ideaalne|perfektne|oivaline|aitas|"
	  "see aitas|hasti tehtud|tubli too" },
	{ "et", THANKS_FOR,
	  "abi eest|kiire abi eest|teie abi eest|sinu abi eest|"
	  "suure abi eest|kogu abi eest|kiire ja hea abi eest|vastuse eest|"
	  "vastamast|kiire vastuse eest|teie vastuse eest|"
	  "operatiivse vastuse eest|kiire vastamise eest|"
	  "kiire reageerimise eest|kiire tegutsemise eest|"
	  "kiire lahenduse eest|lahenduse eest|info eest|infot jagamast|"
	  "selgituse eest|selgituste eest|toe eest|tagasiside eest|"
	  "kiire tagasiside eest|teeninduse eest|hea teeninduse eest|"
	  "kiire teeninduse eest|meeldiva teeninduse eest|"
	  "suureparase teeninduse eest|aja eest|kannatlikkuse eest|"
	  "moistmise eest|moistva suhtumise eest|koostoo eest|koige eest|"
	  "aitamast|aitamise eest|teavitamast|teavituse eest|teadmiseks" },
	{ "et", THANKS_WHAT,
	  "ja" },
	{ "de", THANKS_SAYS,
	  "danke|dankeschon|danke schon|danke sehr|danke dir|danke ihnen|"
	  "danke euch|vielen dank|vielen lieben dank|herzlichen dank|"
	  "ganz herzlichen dank|besten dank|lieben dank|tausend dank|"
	  "schonen dank|recht herzlichen dank|haben sie vielen dank|"
	  "ich danke|ich danke ihnen|ich danke dir|ich danke euch|"
	  "wir danken|wir danken ihnen|ich bedanke mich|wir bedanken uns|"
	  "mit bestem dank|mit herzlichem dank|dankend|merci" },
	{ "de", THANKS_FRAMES,
	  "sehr|vielmals|nochmals|nochmal|noch mal|noch einmal|schon|"
	  "herzlich|ganz|recht|und|hallo|hi|hey|moin|servus|guten tag|"
	  "guten morgen|guten abend|gruß gott|liebe|lieber|liebes|"
	  "liebes team|liebe leute|sehr geehrte damen und herren|"
	  "geehrte damen und herren|sehr geehrte|sehr geehrter|"
	  "sehr geehrtes|frau|herr|herrn|team|supportteam|zusammen|alle|"
	  "an alle|mit freundlichen grußen|mit freundlichem gruß|"
	  "mit besten grußen|mit lieben grußen|freundliche gruße|"
	  "viele gruße|liebe gruße|beste gruße|schone gruße|herzliche gruße|"
	  "gruß|gruße|mit freundlichen grussen|freundliche grusse|"
	  "viele grusse|liebe grusse|beste grusse|gruss|grusse|"
	  "mit freundlichen gruessen|freundliche gruesse|viele gruesse|"
	  "liebe gruesse|beste gruesse|gruesse|mfg|lg|vg|bg|"
	  "hochachtungsvoll|schonen tag|schonen tag noch|einen schonen tag|"
	  "einen schonen tag noch|noch einen schonen tag|schonen abend|"
	  "schonen abend noch|einen schonen abend|schones wochenende|"
	  "ein schones wochenende|schonen feierabend|schone woche|"
	  "eine schone woche|wunsche ich|wunsche ich ihnen|"
	  "ich wunsche ihnen|bis bald|tschuss|ebenso|ihnen auch|gleichfalls|"
	  "sie sind spitze|ihr seid die besten|sie sind die besten" },
	{ "de", THANKS_NODS,
	  "ok|okay|super|prima|perfekt|toll|klasse|gut|sehr gut|alles klar|"
	  "alles gut|alles bestens|passt|passt so|in ordnung|einverstanden|"
	  "verstanden|erledigt|hat geklappt|es hat geklappt|"
	  "hat funktioniert|funktioniert|es funktioniert|funktioniert jetzt|"
	  "funktioniert wieder|es funktioniert jetzt|es funktioniert wieder|"
	  "jetzt funktioniert es|jetzt funktioniert alles|"
	  "alles funktioniert|lauft|lauft wieder|es lauft wieder|geht|"
	  "geht wieder|es geht wieder|jetzt geht es|gelost|problem gelost|"
	  "problem ist gelost|das problem ist gelost|ist gelost|behoben|"
	  "problem behoben|hat geholfen|das hat geholfen|wunderbar|"
	  "hervorragend|ausgezeichnet|bestens|spitze|genial|top|erhalten|"
	  "angekommen|gute arbeit|tolle arbeit" },
	{ "de", THANKS_FOR,
	  "fur die|fur ihre|fur deine|fur eure|fur den|fur das|fur ihren|"
	  "fur deinen|fur euren|fur ihr|fur dein|fur alles|fur all ihre|"
	  "fur ihre mithilfe" },
	{ "de", THANKS_WHAT,
	  "schnelle|schnellen|rasche|raschen|prompte|prompten|zugige|"
	  "zugigen|umgehende|unkomplizierte|tolle|tollen|super|gute|guten|"
	  "nette|netten|freundliche|freundlichen|kompetente|kompetenten|"
	  "hilfreiche|sehr|und|die|den|das|ihre|hilfe|unterstutzung|antwort|"
	  "ruckmeldung|ruckantwort|nachricht|info|infos|information|"
	  "informationen|auskunft|erklarung|bearbeitung|erledigung|muhe|"
	  "bemuhungen|service|support|zeit|geduld|losung|einsatz|reaktion|"
	  "feedback|beratung|verstandnis|arbeit|mail|ruckruf" },
	{ "fr", THANKS_SAYS,
	  "merci|merci beaucoup|merci bien|merci infiniment|mille mercis|"
	  "mille merci|grand merci|un grand merci|un tres grand merci|"
	  "merci a vous|merci a toi|merci a tous|merci encore|encore merci|"
	  "je vous remercie|je te remercie|nous vous remercions|"
	  "je vous remercie beaucoup|tous mes remerciements|"
	  "avec tous mes remerciements|avec mes remerciements|"
	  "mes remerciements|mes sinceres remerciements|remerciements|"
	  "je vous en remercie" },
	{ "fr", THANKS_FRAMES,
	  "beaucoup|infiniment|encore|encore une fois|a nouveau|vraiment|"
	  "sincerement|tres sincerement|chaleureusement|et|a vous|"
	  "a vous tous|a toi|a tous|a toutes et tous|a toute l equipe|"
	  "a l equipe|l equipe|toute l equipe|bonjour|bonsoir|salut|madame|"
	  "monsieur|madame monsieur|mesdames messieurs|cher|chere|chers|"
	  "cordialement|bien cordialement|tres cordialement|bien a vous|"
	  "bien a toi|amicalement|salutations|sinceres salutations|"
	  "salutations distinguees|meilleures salutations|mes salutations|"
	  "cdt|cdlt|bonne journee|tres bonne journee|bonne fin de journee|"
	  "belle journee|excellente journee|bonne soiree|tres bonne soiree|"
	  "belle soiree|excellente soiree|bonne semaine|bonne nuit|"
	  "bon week end|bon weekend|tres bon week end|excellent week end|"
	  "bonne continuation|a bientot|au revoir|a vous aussi|egalement|"
	  "de meme|bise|bises|vous etes les meilleurs|vous etes au top|"
	  "vous etes formidables" },
	{ "fr", THANKS_NODS,
	  "ok|parfait|super|genial|excellent|d accord|tres bien|bien recu|"
	  "bien note|note|entendu|recu|c est bon|c est parfait|c est regle|"
	  "c est resolu|c est note|c est tres gentil|c est gentil|ca marche|"
	  "ca fonctionne|ca remarche|cela fonctionne|cela marche|"
	  "tout fonctionne|tout marche|tout est bon|tout est ok|"
	  "tout est en ordre|regle|resolu|probleme resolu|probleme regle|"
	  "le probleme est resolu|le probleme est regle|nickel|impeccable|"
	  "top|formidable|bravo|bon travail|beau travail" },
	{ "fr", THANKS_FOR,
	  "pour votre|pour ton|pour ta|pour vos|pour tes|pour la|pour le|"
	  "pour les|pour l|pour tout|pour toute|pour cette|pour ce|pour ces|"
	  "de votre aide|de ton aide|de m avoir aide|de nous avoir aides|"
	  "de m avoir repondu|d avoir repondu" },
	{ "fr", THANKS_WHAT,
	  "aide|reponse|reponses|retour|retours|reactivite|rapidite|"
	  "celerite|support|assistance|soutien|efficacite|patience|temps|"
	  "information|informations|info|infos|precision|precisions|"
	  "explication|explications|eclaircissement|service|disponibilite|"
	  "intervention|gentillesse|amabilite|professionnalisme|"
	  "accompagnement|suivi|solution|travail|message|mail|comprehension|"
	  "rapide|rapides|si|tres|prompte|precieuse|excellent|excellente|"
	  "super|belle|et|votre|la|le|l|les|vos" },
	{ "es", THANKS_SAYS,
	  "gracias|muchas gracias|muchisimas gracias|mil gracias|"
	  "un millon de gracias|gracias a todos|gracias a ustedes|"
	  "gracias a vosotros|se agradece|lo agradezco|se lo agradezco|"
	  "te lo agradezco|os lo agradezco|le agradezco|les agradezco|"
	  "te agradezco|agradecido|agradecida|agradecidos|muy agradecido|"
	  "muy agradecida|muy agradecidos|les doy las gracias|"
	  "le doy las gracias|os doy las gracias" },
	{ "es", THANKS_FRAMES,
	  "de nuevo|otra vez|nuevamente|una vez mas|de verdad|de corazon|"
	  "de todo corazon|mucho|y|muy amable|muy amables|hola|buenos dias|"
	  "buenas tardes|buenas noches|buen dia|buenas|estimado|estimada|"
	  "estimados|estimados senores|senor|senora|senores|querido|querida|"
	  "queridos|equipo|a todos|a todo el equipo|a ti|a usted|a ustedes|"
	  "a vosotros|saludos|un saludo|saludos cordiales|un cordial saludo|"
	  "cordial saludo|un saludo cordial|reciba un cordial saludo|"
	  "cordialmente|atentamente|muy atentamente|un abrazo|abrazos|"
	  "feliz dia|feliz tarde|feliz semana|que tenga un buen dia|"
	  "que tengan un buen dia|que tengas un buen dia|"
	  "que tengais un buen dia|buen fin de semana|feliz fin de semana|"
	  "buena semana|igualmente|hasta pronto|hasta luego|adios|"
	  "sois los mejores|son los mejores" },
	{ "es", THANKS_NODS,
	  "ok|okey|vale|perfecto|genial|excelente|estupendo|de acuerdo|"
	  "muy bien|bien|entendido|listo|recibido|todo bien|todo correcto|"
	  "todo ok|todo perfecto|correcto|funciona|ya funciona|"
	  "ya funciona todo|ahora funciona|ahora si funciona|"
	  "funciona perfectamente|todo funciona|resuelto|problema resuelto|"
	  "ya esta resuelto|esta resuelto|solucionado|problema solucionado|"
	  "ya esta solucionado|esta solucionado|ya esta|arreglado|"
	  "fantastico|super|me ha ayudado|buen trabajo" },
	{ "es", THANKS_FOR,
	  "por su|por sus|por tu|por tus|por vuestra|por vuestro|por la|"
	  "por el|por los|por las|por todo|por toda|por todo el|por toda la|"
	  "por esta|por responder|por contestar|por responder tan rapido|"
	  "por contestar tan rapido|por ayudarme|por ayudarnos|por avisar|"
	  "por avisarme|por informarme" },
	{ "es", THANKS_WHAT,
	  "ayuda|respuesta|atencion|gestion|apoyo|soporte|asistencia|tiempo|"
	  "informacion|info|paciencia|colaboracion|comprension|aclaracion|"
	  "explicacion|confirmacion|servicio|rapidez|amabilidad|solucion|"
	  "trabajo|interes|mensaje|correo|rapida|rapido|pronta|inmediata|"
	  "excelente|gran|buena|tan|muy|y|su|la|el" },
	{ "pt", THANKS_SAYS,
	  "obrigado|obrigada|obrigados|muito obrigado|muito obrigada|"
	  "muitissimo obrigado|muitissimo obrigada|um muito obrigado|"
	  "obrigadao|brigado|brigada|obg|valeu|agradeco|eu agradeco|"
	  "agradecemos|agradecido|agradecida|muito agradecido|"
	  "muito agradecida|grato|grata|muito grato|muito grata|"
	  "os meus agradecimentos|meus agradecimentos|"
	  "com os meus agradecimentos" },
	{ "pt", THANKS_FRAMES,
	  "mais uma vez|uma vez mais|novamente|de novo|de coracao|"
	  "do fundo do coracao|mesmo|muito|e|ola|oi|bom dia|boa tarde|"
	  "boa noite|caro|cara|caros|prezado|prezada|prezados|"
	  "prezados senhores|estimado|estimados|exmos senhores|senhor|"
	  "senhora|senhores|equipe|equipa|pessoal|a todos|a voces|"
	  "a toda a equipa|a toda a equipe|a equipe|a equipa|atenciosamente|"
	  "com os melhores cumprimentos|com cumprimentos|"
	  "melhores cumprimentos|os melhores cumprimentos|cumprimentos|"
	  "saudacoes|cordialmente|att|abraco|abracos|um abraco|"
	  "bom fim de semana|bom final de semana|um bom dia|um otimo dia|"
	  "um excelente dia|otimo dia|tenha um bom dia|tenham um bom dia|"
	  "tenha um otimo dia|continuacao de um bom dia|"
	  "continuacao de bom dia|boa semana|uma boa semana|ate breve|"
	  "ate logo|ate a proxima|tchau|igualmente|voces sao os melhores|"
	  "voces sao demais" },
	{ "pt", THANKS_NODS,
	  "ok|okay|perfeito|otimo|optimo|excelente|certo|beleza|show|joia|"
	  "combinado|de acordo|tudo certo|tudo bem|tudo ok|tudo resolvido|"
	  "entendi|entendido|percebido|recebido|recebi|funcionou|funciona|"
	  "ja funciona|agora funciona|ja esta a funcionar|esta funcionando|"
	  "agora esta funcionando|resolvido|ja esta resolvido|"
	  "esta resolvido|foi resolvido|problema resolvido|"
	  "o problema foi resolvido|deu certo|maravilha|fantastico|"
	  "muito bom|muito bem|bom trabalho|ajudou|ajudou muito|super" },
	{ "pt", THANKS_FOR,
	  "pela|pelas|pelo|pelos|pela sua|pelo seu|pela vossa|pelo vosso|"
	  "por sua|por seu|por tudo|por toda|por toda a|por todo o|"
	  "por me ajudar|por me ajudarem|por nos ajudar|por responder|"
	  "por avisar|por ter respondido" },
	{ "pt", THANKS_WHAT,
	  "ajuda|resposta|retorno|atencao|apoio|suporte|tempo|informacao|"
	  "informacoes|info|paciencia|compreensao|colaboracao|"
	  "esclarecimento|esclarecimentos|explicacao|confirmacao|servico|"
	  "atendimento|rapidez|celeridade|disponibilidade|gentileza|"
	  "simpatia|prestabilidade|eficiencia|cuidado|solucao|trabalho|"
	  "mensagem|rapida|rapido|pronta|imediata|excelente|otimo|otima|tao|"
	  "muito|e|sua|a|o" },
	{ "ru", THANKS_SAYS,
	  "спасибо|большое спасибо|огромное спасибо|спасибо большое|"
	  "спасибо огромное|спасибо вам|спасибо вам большое|"
	  "спасибо вам огромное|большое вам спасибо|огромное вам спасибо|"
	  "всем спасибо|спасибо всем|спс|пасиб|пасибо|спасибки|благодарю|"
	  "благодарю вас|благодарим|благодарим вас|очень благодарен|"
	  "очень благодарна|благодарен|благодарна|премного благодарен|"
	  "признателен|признательна|очень признателен|очень признательна|"
	  "с благодарностью|выражаю благодарность|spasibo" },
	{ "ru", THANKS_FRAMES,
	  "большое|огромное|очень|еще раз|вам|вам всем|всем|тебе|и|"
	  "здравствуите|здравствуи|добрыи день|доброе утро|добрыи вечер|"
	  "доброго дня|доброго времени суток|привет|приветствую|уважаемыи|"
	  "уважаемая|уважаемые|дорогие|коллеги|господа|ребята|друзья|"
	  "команда|с уважением|с наилучшими пожеланиями|с наилучшими|"
	  "с лучшими пожеланиями|всего доброго|всего хорошего|"
	  "всего наилучшего|хорошего дня|хорошего вам дня|хорошего вечера|"
	  "хороших выходных|хорошеи недели|удачного дня|удачи|удачи вам|"
	  "до свидания|взаимно|вам того же|искренне|искренне ваш|от души|"
	  "от всего сердца|сердечно|вы лучшие|вы супер|вы молодцы" },
	{ "ru", THANKS_NODS,
	  "ок|океи|хорошо|отлично|супер|прекрасно|замечательно|здорово|"
	  "класс|ладно|договорились|понял|поняла|понял вас|поняла вас|"
	  "понятно|ясно|принято|получил|получила|получено|работает|"
	  "все работает|теперь работает|теперь все работает|уже работает|"
	  "заработало|все заработало|все хорошо|все отлично|все в порядке|"
	  "все получилось|получилось|решено|проблема решена|вопрос решен|"
	  "вопрос закрыт|исправлено|помогло|это помогло|все помогло|"
	  "отличная работа|хорошая работа" },
	{ "ru", THANKS_FOR,
	  "за|за вашу|за ваш|за ваше|за твою|за все" },
	{ "ru", THANKS_WHAT,
	  "помощь|ответ|поддержку|информацию|разъяснение|разъяснения|"
	  "пояснение|пояснения|объяснение|терпение|понимание|внимание|"
	  "работу|труд|обслуживание|сервис|решение|время|отзывчивость|"
	  "оперативность|быстроту|скорость|заботу|реакцию|содеиствие|"
	  "консультацию|сотрудничество|вашу|ваш|быстрыи|быструю|быстрое|"
	  "оперативныи|оперативную|оперативное|скорыи|отличную|отличныи|"
	  "качественную|такую|такои|и|все" },
};

const struct thanks_words *thanks_words(size_t i)
{
	return i < sizeof(rows) / sizeof(rows[0]) ? &rows[i] : NULL;
}
