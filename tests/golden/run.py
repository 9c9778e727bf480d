#!/usr/bin/env python3
"""run.py POSTDESK [CASE...] - what `postdesk try` says of each folder here.

A folder holds 1.eml, 2.eml, ... and `want`: a line for each mail (file,
disposition, ticket, how, origin, answer; - for none) and a line for each
outgoing mail (out, recipient, ticket, template, language).  Lines `says TEXT`
ask for words of the outgoing mails, wherever their lines break.  A folder may
hold a postdesk.yaml of its own; the keys it names are put beside it.  Adding a
test is adding a folder.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = '2026-03-02T09:00:00Z'


# They sign what nobody will ever send.
KEYS = 'a ' + '00' * 32 + '\n'


def try_mails(program, folder):
    """What `postdesk try --json` says, with the folder's own desk if any."""
    mails = sorted(glob.glob(os.path.join(folder, '*.eml')))
    config = os.path.join(folder, 'postdesk.yaml')
    with tempfile.TemporaryDirectory() as desk:
        options = []
        if os.path.exists(config):
            shutil.copy(config, desk)
            keys = os.open(os.path.join(desk, 'keys'),
                           os.O_WRONLY | os.O_CREAT, 0o600)
            os.write(keys, KEYS.encode())
            os.close(keys)
            options = ['--config', desk]
        run = subprocess.run([program, 'try', '--json', '--now', NOW] +
                             options + mails, stdout=subprocess.PIPE,
                             timeout=120, check=True)
    return json.loads(run.stdout)


def found(program, folder, phrases):
    """The lines of `want` that the program would write; of the phrases those
    that it says."""
    said = try_mails(program, folder)
    lines = []
    for mail in said['mails']:
        lines.append(' '.join(str('-' if x is None else x) for x in (
            os.path.basename(mail['file']), mail['disposition'],
            mail['ticket'], mail['how'], mail['origin'], mail['answer'])))
    for out in said['outgoing']:
        lines.append(' '.join(('out', out['to'], str(out['ticket']),
                               out['template'], out['language'])))
    texts = [' '.join(out['text'].split()) for out in said['outgoing']]
    return lines + [phrase for phrase in phrases if
                    any(phrase[len('says '):] in text for text in texts)]


def check(program, folder):
    """None, or what is wrong with this folder."""
    want = os.path.join(folder, 'want')
    if not os.path.exists(want) or not glob.glob(folder + '/1.eml'):
        return 'the folder is not complete'
    with open(want, encoding='utf-8') as lines:
        expected = lines.read().splitlines()
    phrases = [x for x in expected if x.startswith('says ')]
    try:
        got = found(program, folder, phrases)
    except (subprocess.SubprocessError, ValueError) as problem:
        return str(problem)
    if got == expected:
        return None
    return ('\n'.join(['  want ' + x for x in expected if x not in got] +
                      ['  got  ' + x for x in got if x not in expected])
            or '  the order differs')


def main():
    program, names = sys.argv[1], sys.argv[2:]
    folders = ([os.path.join(HERE, name) for name in names] or
               sorted(glob.glob(os.path.join(HERE, '[0-9]*'))))
    failed = 0
    for folder in folders:
        wrong = check(program, folder)
        if wrong:
            failed += 1
            print('FAIL', os.path.basename(folder))
            print(wrong)
    print('golden: %d passed, %d failed' % (len(folders) - failed, failed))
    return 1 if failed or not folders else 0


if __name__ == '__main__':
    sys.exit(main())
