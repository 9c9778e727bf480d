#!/usr/bin/env python3
"""measure.py - how often mail/language is right on sentences it never saw.

    measure.py --program NAME_LINES [--locale DIR] [--seed N] [--count N]

Draws sentences by seed from the installed translations (.mo files) of GNU
programs.  A sentence has at least 4 words and 30 characters.  The texts that
train.py learns from are of other programs.  Exit status 1 where fewer than
90 % are right or more than 2 % are wrong; unsure is neither.
Python 3 standard library only.
"""
import argparse
import collections
import gettext
import os
import random
import re
import subprocess
import sys

DOMAINS = ('coreutils', 'grep', 'sed', 'tar', 'findutils', 'diffutils',
           'bash', 'make', 'gawk', 'wget', 'gettext-tools', 'binutils')
LANGUAGES = {'en': 'en', 'de': 'de', 'fr': 'fr', 'es': 'es', 'pt': 'pt_BR',
             'it': 'it', 'nl': 'nl', 'sv': 'sv', 'fi': 'fi', 'et': 'et',
             'pl': 'pl', 'cs': 'cs', 'da': 'da', 'nb': 'nb', 'hu': 'hu',
             'tr': 'tr', 'ro': 'ro', 'el': 'el', 'ru': 'ru', 'uk': 'uk',
             'bg': 'bg'}
TWELVE = ('en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'sv', 'fi', 'et', 'pl',
          'cs')


def catalog(locale, directory, domain):
    path = os.path.join(locale, directory, 'LC_MESSAGES', domain + '.mo')
    try:
        with open(path, 'rb') as f:
            return gettext.GNUTranslations(f)._catalog
    except OSError:
        return {}


def plain(text):
    """One line without the placeholders and options of a program."""
    text = text.split('\x04')[-1]
    text = re.sub(r'%[-+ #0-9.*$]*[a-zA-Z]|--?[a-z][-\w=]*|[<>{}\\`\'"|]+',
                  ' ', text)
    return ' '.join(text.split())


def sentences(locale, language):
    found = set()
    directory = LANGUAGES[language]
    for domain in DOMAINS:
        for key, text in catalog(
                locale, 'de' if language == 'en' else directory,
                domain).items():
            source = key[0] if isinstance(key, tuple) else key
            text = plain(source if language == 'en' else text)
            if source and (language == 'en' or text != plain(source)) \
                    and len(text) >= 30 and len(text.split()) >= 4 \
                    and len(text) < 400:
                found.add(text)
    return sorted(found)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    ap.add_argument('--program', required=True)
    ap.add_argument('--locale', default='/usr/share/locale')
    ap.add_argument('--seed', type=int, default=20)
    ap.add_argument('--count', type=int, default=300)
    a = ap.parse_args()
    sample = []
    for language in LANGUAGES:
        some = sentences(a.locale, language)
        random.Random(a.seed).shuffle(some)
        sample += [(language, text) for text in some[:a.count]]
    if not sample:
        sys.exit('no translations below ' + a.locale)
    out = subprocess.run([a.program], check=True, text=True,
                         input=''.join(t + '\n' for _, t in sample),
                         stdout=subprocess.PIPE).stdout.split()
    table = collections.defaultdict(collections.Counter)
    for (language, text), got in zip(sample, out):
        kind = 'right' if got == language else \
            'unsure' if got == '-' else 'wrong'
        groups = [language, 'all']
        if language in TWELVE:
            groups.append('twelve')
        for group in groups:
            table[group][kind] += 1
    for group, n in table.items():
        total = sum(n.values())
        print('%-7s %5d   right %5.1f %%   unsure %5.1f %%   wrong %4.1f %%' %
              (group, total, 100 * n['right'] / total,
               100 * n['unsure'] / total, 100 * n['wrong'] / total))
    n = table['twelve']
    total = sum(n.values())
    sys.exit(n['right'] < 0.9 * total or n['wrong'] > 0.02 * total)


if __name__ == '__main__':
    main()
