#!/usr/bin/env python3
"""run.py POSTDESK [CASE...] - what `postdesk try` says of each folder here.

A folder holds 1.eml, 2.eml, ... and `want`: a line for each mail (file,
disposition, ticket, how, origin, answer; - for none) and a line for each
outgoing mail (out, recipient, ticket, template, language).  Adding a test is
adding a folder.
"""
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = '2026-03-02T09:00:00Z'


def found(program, folder):
    """The lines of `want` that the program would write."""
    mails = sorted(glob.glob(os.path.join(folder, '*.eml')))
    run = subprocess.run([program, 'try', '--json', '--now', NOW] + mails,
                         stdout=subprocess.PIPE, timeout=120, check=True)
    said = json.loads(run.stdout)
    lines = []
    for mail in said['mails']:
        lines.append(' '.join(str('-' if x is None else x) for x in (
            os.path.basename(mail['file']), mail['disposition'],
            mail['ticket'], mail['how'], mail['origin'], mail['answer'])))
    for out in said['outgoing']:
        lines.append(' '.join(('out', out['to'], str(out['ticket']),
                               out['template'], out['language'])))
    return lines


def check(program, folder):
    """None, or what is wrong with this folder."""
    want = os.path.join(folder, 'want')
    if not os.path.exists(want) or not glob.glob(folder + '/1.eml'):
        return 'the folder is not complete'
    with open(want, encoding='utf-8') as lines:
        expected = lines.read().splitlines()
    try:
        got = found(program, folder)
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
