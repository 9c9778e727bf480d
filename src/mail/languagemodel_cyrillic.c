/* languagemodel_cyrillic.c - made by tests/language/train.py, do not edit. */

#include "mail/languagemodel.h"

static const char *const languages[] = {
	"ru", "uk", "bg", "sr", "mk", "be",
};

static const char grams[] =
	"_а c.1f43 _б c2a2.1 _в 33af1a _в_ 8b9dhb _ви a5.2cb _во 3bge92 "
	"_во_ 1aee9a _вы 2bbbb6 _г dc.c72 _д cb15a. _да ba.b6a "
	"_да_ fc3222 _дл 32ebb3 _для_ 32dbb3 _до b2.3ab _е d53b.b "
	"_е_ eb6f7a _з c6cd41 _за 3a1c2b _за_ ga3a6a _и 3i332c _и_ 4c25eb "
	"_из ac322b _ис 3c.a3b _к 2cb.3. _ка ab15d1 _ко cb4.1. _л d.b.7a "
	"_м ca.4.. _н 1b2.1a _на 3.a1.c _на_ g.5c7b _не .4bb.a "
	"_не_ 51de2. _о 4d131d _ов abf19a _од 1ah19b _от 1b91gc "
	"_от_ 1.9bia _п .b4ab1 _па a1bc32 _по a.a22b _пр .cc242 _с ac.112 "
	"_с_ 5c8.gb _са da26c. _се_ db216b _со 5cdd9b _сп .3a3f. "
	"_т d21... _у 4fa3a1 _у_ c4b4d1 _э 9cecd4 _я b7abb1 _і b3aba3 "
	"_ј aac16a _је aaa9f. _је_ aaa7d. а baa2.2 а_ 1c4a1a ав 2b..1a "
	"ава cb1..4 ад ..1ac3 аз a23.c. ай c55fg6 ак .ca13. ака bbeb92 "
	"ал ..33cb ам ..3c.1 ам_ .bfa8a ан .22c.c ане ..92gd ане_ ca9afb "
	"ани 4.db5c анн 3.2cd2 ат aa1a4b ата cb32b1 ата_ ab4d5b "
	"ате 2b6c.c ати b5.2bc ати_ d7b2.b ац a2a.1a аць a.aaa3 ач 2bg34. "
	"ај bbd45a ањ bac71a ање aac16a б 12aaa. в .21.ba в_ 413e1e "
	"ва fa33c3 ван a3.1d1 ве cb.2a3 ви d5.21c вн a.a5.c во abb221 "
	"во_ b.123b вр .fd58c вы 2bcbb6 ві b4abb3 г a...b2 ги a1ae9b "
	"го 1.2d1a го_ 61fh8a д .1bc3. д_ c.113a да ..1.a. да_ bc25c1 "
	"дал .1ai81 дат a1d6.b де 1a1a5d ди 2134hc для 32dbb3 для_ 32dbb3 "
	"до .2.b2b е 2b13.c е_ bba23. ек c3d13a ен .4bc1. ен_ bd6h8a "
	"ени 5a1c.b енн 14bbb1 ер 64gda3 ере 27ae1d ет 3bca5b ете d16c1b "
	"ете_ d16a1b ж 21a2d. же b315dd жи a.c51b з b.1ab4 з_ b3e.a5 "
	"за 5ac6dc за_ ga5.3a и 6a331i и_ ea3a8d ив 11d6bc ие 5b6h1b "
	"ие_ 5b3f2b из 2a3c1c ий c81bbb ий_ .8cbab ик ea.81c ика 1a21.b "
	"ил .211ac им d4.5ac ин 11a11c ир 5c.c4b ира ga8e8b ис a3b4.d "
	"ист a2c13c ит 1122bc ите 1c312c ите_ 2cd25c ити b6a6fb "
	"ити_ c7c6fb ить 6.baba ия 1.9cdb ия_ 2b7ccb иј bac8.a й 955ii3 "
	"й_ 64gcc4 к 12aab1 к_ 4ac1a. ка 12.c2a кат a13e1. ке c234e. "
	"ке_ 4.f9ga ки a.3b1c ки_ .22b1b ко ab..21 кт a33f1. ку_ a2de72 "
	"л .1.a.. ла 14b3dc ле a..aa3 ли 1.b31c ли_ 4b31bb ло 2bd6aa "
	"ль 61gcc5 лю 314de. ля 131cd2 ля_ 121cc1 лі b2aaa4 м 21bb.1 "
	"м_ ..e41. ме bd1132 ми 45ae.c мл ..aab3 мле .1abb3 мо b.4e4. "
	"мож 12be4. н b..b13 н_ cf7.2. на 3a..aa на_ d22a5c не 23b1bb "
	"не_ aa7.f2 ни .214cd ни_ de452b ние 3a6cda ние_ 4a4cca "
	"ния 5a1aba нн 52.eg5 ння c7cba3 ння_ e8baa2 но 2a.2aa но_ a32c2c "
	"ны 8ddbb4 ня b52dd2 ня_ d8bbb2 ні c3baa5 о 32a.ac о_ ba6a2c "
	"об 224bda ов ab.a4a ова 41f1.1 ове ba7.cb ог b3g7.a ого 25.bbb "
	"ого_ 45abdb од a.c41a ож .1ab1. оже b11.3b оз b.a5.b ой 6d4de2 "
	"ол aa5f12 ом 151.dc ом_ 41d6fa ор c.a4a. ора b1be9a ори .1c5ab "
	"ос b.a4.a ост ab122b от acb.9c от_ .b1i9b п a.ac22 па 2cb2b3 "
	"пи .433hc пис .132bc по ..b3.b пов c221.b под 2c47ia пол 4c4cba "
	"пор .be34. пр ab.2.. пра .1.e31 пре bc233c при 51c1ac пі b2bab4 "
	"р b1.2.a ра 2..1ba рак b.af9. ран 3d.2.a ре 1231.h ред b13c3b "
	"ри b3.a5d рис c1b.6b ро 14aaca ров 8e.1ab ры 4bbba4 с 1aaa11 "
	"с_ c.3b3. са b.a6ab се cb32a2 се_ ac1.3. си a.3d4c со 23ee6a "
	"сп b1aa5a ст a12.d2 ста 43ed5b сти 5bc21b ся .5acc2 ся_ 16dbb1 "
	"т 1..a.a т_ ab4d31 та a.b3a1 та_ b25e2a так 2.b7g. те a134ae "
	"те_ d332ad тек 1.a5cb ти a421cd ти_ b6a..b то 1.2.ab то_ bb8baa "
	"тр 1a12d1 ту 21e.a3 ть 92cbbd ть_ 9.cbbc у 21a4g1 у_ a5g7h4 "
	"ув d4ci9a ува d5di9b ук .1a5f1 ф ..ba2. фи 3d22.b х 132bh3 "
	"х_ 45g4f. ц bbb1a5 ци ab2a5b ць d1aaa7 ць_ cbaaa7 ч 1.1.b. "
	"ча a36gc2 че ..6c1d чи a2ab5c ш a1c2a2 шт e2i462 щ 539gic "
	"ще 323ccb ъ ec9fia ы 9hiee9 ы_ 2bcbb7 ь 78hee4 ь_ 53ecc4 "
	"э 8eedd9 ю 642ff. ю_ 43ddb2 я 529ii8 я_ 94efe2 ян ac7bd4 "
	"є f9abab і i9gff9 і_ d3bca7 ід b5aab. ін b4aaa2 іс c3aaa4 "
	"ј eci98b ј_ baba8a ја bada9a ја_ aacc9a је bab9ga је_ aaa9g. "
	"љ bad9ia њ cag9.a ње bad16a ње_ bac24a ћ bad9i. ў ccaa.9 ";

const struct languagemodel languagemodel_cyrillic = {
	.count = sizeof(languages) / sizeof(languages[0]),
	.languages = languages,
	.grams = grams,
};
