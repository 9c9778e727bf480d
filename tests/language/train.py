#!/usr/bin/env python3
"""train.py - make a table of src/mail/languagemodel_*.c from texts.

    train.py --texts DIR --languages 'en de …' --grams N --name latin

DIR holds LANGUAGE.txt, one sentence a line, UTF-8; any texts will do, but not
those that measure.py draws from (the present tables come from the user guides
of a desktop, the messages of two mail programs, and hand-written sentences of
everyday mail).  A sentence that stands in three languages or more was never
translated and is left out.

A linear classifier: grams start with how much likelier they are in a language
(log-likelihood ratio) and are corrected on each sentence that it gets wrong
or nearly wrong (passive-aggressive, averaged).  The N grams that move most
are kept, learned again, and rounded to -9..9.  Needs numpy.
"""
import argparse
import collections
import os
import random
import re
import sys

import numpy as np

WORD = re.compile(r'[^\W\d_]+')
LINK = re.compile(r'\S*(?:@|://|www\.)\S*')
LETTERS = 40
# Of src/mail/languagemodel.h.
GRAM_BYTES, BUCKETS, LANES = 8, 512, 32


def grams_of(word):
    """The same as count_word() of src/mail/grams.c."""
    b = '_' + word[:LETTERS] + '_'
    grams = [b[i:i + n] for n in (2, 3) for i in range(len(b) - n + 1)]
    if 4 <= len(b) <= 8:
        grams.append(b)
    if len(b) > 4:
        grams.append(b[-4:])
    grams += [c for c in b if ord(c) > 127]
    return [g for g in grams if len(g.encode()) <= 8]


def words_of(text):
    return [w.lower() for w in WORD.findall(LINK.sub(' ', text))]


def read_texts(folder, languages, most, rnd):
    lines, seen = {}, collections.Counter()
    for language in languages:
        path = os.path.join(folder, language + '.txt')
        with open(path, encoding='utf-8') as f:
            lines[language] = [' '.join(x.split()) for x in f]
        seen.update({x.lower() for x in lines[language]})
    samples = []
    for number, language in enumerate(languages):
        some = [words_of(x) for x in lines[language]
                if seen[x.lower()] < 3]
        some = [x for x in some if len(x) >= 3]
        rnd.shuffle(some)
        for words in some[:most]:
            if len(words) > 14:
                at = rnd.randrange(len(words) - 8)
                words = words[at:at + rnd.randint(4, 14)]
            samples.append((number, [g for w in words for g in grams_of(w)]))
    return samples


def learn(samples, grams, count, rounds, rnd):
    """Weights [gram, language]."""
    index = {g: i for i, g in enumerate(grams)}
    data = [(n, np.array([index[g] for g in s if g in index], dtype=int))
            for n, s in samples]
    seen = np.full((len(grams), count), 0.5)
    total = np.ones(count)
    for n, x in data:
        np.add.at(seen, (x, n), 1)
        total[n] += len(x)
    w = 0.1 * np.log(seen / total * total.mean())
    w -= w.mean(1, keepdims=True)
    w = np.clip(w, -0.4, 0.4)
    mean, taken = np.zeros_like(w), 0
    for turn in range(rounds):
        rnd.shuffle(data)
        for n, x in data:
            if len(x) == 0:
                continue
            score = w[x].sum(0)
            own, score[n] = score[n], -1e9
            other = int(score.argmax())
            loss = 1 + len(x) / 25 - (own - score[other])
            if loss > 0:
                step = min(0.02 * (1 - 0.8 * turn / rounds),
                           loss / (2 * len(x)))
                np.add.at(w, (x, n), step)
                np.add.at(w, (x, other), -step)
        if turn >= rounds // 2:
            mean += w
            taken += 1
    mean /= taken
    return mean - mean.mean(1, keepdims=True)


def choose(samples, languages, keep, rnd):
    used = collections.Counter(g for _, s in samples for g in set(s))
    common = [g for g, n in used.most_common(9000) if n >= 12]
    w = learn(samples, common, len(languages), 2, rnd)
    spread = w.max(1) - w.min(1)
    ranked = sorted(range(len(common)),
                    key=lambda i: -spread[i] * used[common[i]] ** 0.8)
    return [common[i] for i in ranked[:keep]]


def key_of(gram):
    """As in src/mail/grams.c."""
    return int.from_bytes(gram.encode().ljust(GRAM_BYTES), 'big')


def bucket_of(gram):
    """The same."""
    return (key_of(gram) * 0x9e3779b97f4a7c15 & 2 ** 64 - 1) * BUCKETS >> 64


def wrap(words, width):
    line, lines = '', []
    for word in words:
        if line and len(line.encode()) + len(word.encode()) > width:
            lines.append(line)
            line = ''
        line += word
    return lines + [line]


def render(name, languages, grams, weights):
    rows = sorted((bucket_of(g), g.ljust(GRAM_BYTES - len(g.encode()) + len(g))
                   + ''.join(chr(ord('M') + int(x)) for x in row))
                  for g, row in zip(grams, weights) if row.any())
    count = collections.Counter(bucket for bucket, _ in rows)
    counts = ''.join(str(count[i]) for i in range(BUCKETS))
    counts = [counts[i:i + 64] for i in range(0, BUCKETS, 64)]
    body = wrap([text for _, text in rows], 68)
    # What reads a row reads LANES weights.
    body.append(' ' * (LANES - len(languages)))
    named = wrap(['"%s", ' % x for x in languages], 65)
    return '''/* languagemodel_%s.c - made by tests/language/train.py, do not edit. */

#include "mail/languagemodel.h"

static const char *const languages[] = {
%s
};

static const char counts[] =
%s;

static const char grams[] =
%s;

const struct languagemodel languagemodel_%s = {
	.count = sizeof(languages) / sizeof(languages[0]),
	.languages = languages,
	.longest = %d,
	.counts = counts,
	.grams = grams,
};''' % (name, '\n'.join('\t' + x.rstrip() for x in named),
        '\n'.join('\t"%s"' % x for x in counts),
        '\n'.join('\t"%s"' % x for x in body), name,
        max(len(g.encode()) for g in grams))


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    ap.add_argument('--texts', required=True)
    ap.add_argument('--languages', required=True)
    ap.add_argument('--grams', type=int, required=True)
    ap.add_argument('--name', required=True)
    ap.add_argument('--most', type=int, default=3000,
                    help='sentences of a language')
    ap.add_argument('--rounds', type=int, default=6)
    a = ap.parse_args()
    rnd = random.Random(5)
    languages = a.languages.split()
    samples = read_texts(a.texts, languages, a.most, rnd)
    grams = choose(samples, languages, a.grams, rnd)
    w = learn(samples, grams, len(languages), a.rounds, rnd)
    w *= 9 / np.percentile(np.abs(w).max(1), 90)
    print(render(a.name, languages, grams,
                 np.clip(np.rint(w), -9, 9).astype(int)))


if __name__ == '__main__':
    sys.exit(main())
