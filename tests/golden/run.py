#!/usr/bin/env python3
"""run.py POSTDESK [CASE...] - what `postdesk` says of each folder here.

A folder holds 1.eml, 2.eml, ... (or big.py makes them) and `want`: a line for
each mail (file, disposition, ticket, how, origin, answer; - for none) and a
line for each outgoing mail (out, recipient, ticket, template, language).
Where that is the point there follow lines that ask for more: `says TEXT`,
words of the outgoing mails, wherever their lines break; `judged FILE
URGENCY`; `stands FILE STATE`, its ticket in the end; `offers FILE ARTICLE...`;
`tagged FILE TAG...`; `owned FILE AGENT`; `because FILE REASON`;
`linked FILE TICKET...`, what it was related to; `proven FILE` or `unverified
FILE`; and `reads FILE KEY JSON`, what `postdesk parse` says. A folder may
hold a postdesk.yaml of its own, the keys and calendars that it names are put
beside it, and rules of its own, which join those that are shipped. Where a
mail is sent to a button (`support+a1.1s-BUTTON@`), it is the one of the answer
to 1.eml. Adding a test is adding a folder.

The folders whose name begins with h hold hostile mail.  Their addresses and
ids are their own, so many of them go through one process, as they would
through one desk: what one does to the next shows.  Those with a postdesk.yaml
of their own go alone.
"""
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import big  # noqa: E402

NOW = '2026-03-02T09:00:00Z'
TOGETHER = 40   # folders of hostile mail in one process
AT_ONCE = 2     # processes
# They sign what nobody will ever send.
KEYS = 'a ' + '00' * 32 + '\n'


def run(program, *words):
    done = subprocess.run([program, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120, check=False,
                          encoding='utf-8')
    if done.returncode != 0 or done.stderr:
        raise ValueError(f'exit {done.returncode}: {done.stderr.strip()}')
    return done.stdout


def mails_of(folder, room):
    """The files of a folder; big ones are made below `room`."""
    name = os.path.basename(folder)
    made = [] if os.path.exists(f'{folder}/1.eml') else big.mails(name) or []
    for number, mail in enumerate(made, 1):
        os.makedirs(f'{room}/{name}', exist_ok=True)
        with open(f'{room}/{name}/{number}.eml', 'wb') as file:
            file.write(mail)
    return sorted(glob.glob(f'{folder}/*.eml') +
                  glob.glob(f'{room}/{name}/*.eml'))


def own_desk(folder, room):
    """The options that name the folder's own desk, if it has one."""
    if not os.path.exists(f'{folder}/postdesk.yaml'):
        return []
    for file in [f'{folder}/postdesk.yaml', *glob.glob(f'{folder}/*.ics')]:
        shutil.copy(file, room)
    with open(os.open(f'{room}/keys', os.O_WRONLY | os.O_CREAT, 0o600),
              'w', encoding='ascii') as keys:
        keys.write(KEYS)
    if os.path.exists(f'{folder}/rules'):
        shutil.copytree(f'{HERE}/../../rules', f'{room}/rules')
        shutil.copytree(f'{folder}/rules', f'{room}/rules',
                        dirs_exist_ok=True)
    return ['--config', room]


def tapped(program, desk, files, room):
    """The files, with the buttons of the first answer put into their mail."""
    mails = {}
    for file in files:
        with open(file, 'rb') as lines:
            mails[file] = lines.read()
    if not any(b's-BUTTON@' in mail for mail in mails.values()):
        return files
    said = json.loads(run(program, 'try', '--json', '--now', NOW, *desk,
                          files[0]))
    buttons = {whole.split(b's-')[0]: whole for out in said['outgoing']
               for whole in re.findall(rb'a[0-9]+\.[0-9]+s-[a-z2-7]+',
                                       out['text'].encode())}
    os.makedirs(f'{room}/tapped')
    for file, mail in mails.items():
        with open(f'{room}/tapped/{os.path.basename(file)}', 'wb') as copy:
            copy.write(re.sub(rb'(a[0-9]+\.[0-9]+)s-BUTTON',
                              lambda found: buttons[found[1]], mail))
    return sorted(glob.glob(f'{room}/tapped/*.eml'))


def shown(*words):
    return ' '.join('-' if word is None else str(word) for word in words)


def says(said, wanted):
    """Of the lines `says TEXT` that are wanted those that it does say."""
    texts = [' '.join(out['text'].split()) for out in said['outgoing']]
    return [word for word in wanted if word.startswith('says ') and
            any(word[len('says '):] in text for text in texts)]


def judged(said, files, wanted):
    """For each `judged FILE URGENCY` that is wanted, the true one."""
    urgency = {os.path.basename(mail['file']): mail['urgency']
               for mail in said['mails'] if mail['file'] in files}
    names = [word.split(' ')[1] for word in wanted
             if word.startswith('judged ')]
    return [f'judged {name} {urgency[name]}' for name in names]


def stands(said, files, wanted):
    """For each `stands FILE STATE` that is wanted, how its ticket is."""
    states = {ticket['number']: ticket['state'] for ticket in said['tickets']}
    own = {os.path.basename(mail['file']): states.get(mail['ticket'])
           for mail in said['mails'] if mail['file'] in files}
    names = [word.split(' ')[1] for word in wanted
             if word.startswith('stands ')]
    return [shown('stands', name, own[name]) for name in names]


def offers(said, files, wanted):
    """For each `offers FILE ARTICLE...` that is wanted, the true ones."""
    own = {os.path.basename(mail['file']): mail['articles']
           for mail in said['mails'] if mail['file'] in files}
    names = [word.split(' ')[1] for word in wanted
             if word.startswith('offers ')]
    return [shown('offers', name, *own[name]) for name in names]


def tagged(said, files, wanted):
    """For each `tagged FILE TAG...` that is wanted, the true ones."""
    tags = {ticket['number']: ticket['tags'] for ticket in said['tickets']}
    own = {os.path.basename(mail['file']): tags.get(mail['ticket'], [])
           for mail in said['mails'] if mail['file'] in files}
    names = [word.split(' ')[1] for word in wanted
             if word.startswith('tagged ')]
    return [shown('tagged', name, *own[name]) for name in names]


def linked(said, files, wanted):
    """For each `linked FILE TICKET...` that is wanted, the true ones."""
    related = {os.path.basename(mail['file']): sorted(mail['related'])
               for mail in said['mails'] if mail['file'] in files}
    names = [word.split(' ')[1] for word in wanted
             if word.startswith('linked ')]
    return [shown('linked', name, *related[name]) for name in names]


def owned(said, files, wanted):
    """For each `owned FILE AGENT` and `because FILE REASON` that is wanted,
    whose ticket it is, and why it is as urgent as it is."""
    tickets = {ticket['number']: ticket for ticket in said['tickets']}
    own = {os.path.basename(mail['file']): tickets.get(mail['ticket'])
           for mail in said['mails'] if mail['file'] in files}
    lines = []
    for word in wanted:
        kind, name = word.split(' ')[:2] if ' ' in word else (word, '')
        if kind == 'owned':
            lines.append(shown('owned', name, own[name]['agent']))
        elif kind == 'because':
            lines += [shown('because', name, reason)
                      for reason in own[name]['reasons']]
    return lines


def believed(said, files, wanted):
    """For each mail that is asked for, whether its sender is proven."""
    word = {os.path.basename(mail['file']):
            'unverified' if mail['unverified'] else 'proven'
            for mail in said['mails'] if mail['file'] in files}
    names = [line.split(' ')[1] for line in wanted
             if line.split(' ')[0] in ('proven', 'unverified')]
    return [f'{word[name]} {name}' for name in names]


def decided(said, files):
    """The lines about these files; their first ticket is number 1."""
    mails = [mail for mail in said['mails'] if mail['file'] in files]
    numbers = {None: None}
    for mail in mails:
        numbers.setdefault(mail['ticket'], len(numbers))
    lines = [shown(os.path.basename(mail['file']), mail['disposition'],
                   numbers[mail['ticket']], mail['how'], mail['origin'],
                   mail['answer']) for mail in mails]
    return lines + [shown('out', out['to'], numbers[out['ticket']],
                          out['template'], out['language'])
                    for out in said['outgoing'] if out['ticket'] in numbers]


def read(program, files, wanted):
    """For each `reads FILE KEY ...` that is wanted, what it really says."""
    lines = []
    for word in wanted:
        if not word.startswith('reads '):
            continue
        _, name, key, _ = word.split(' ', 3)
        file = next(file for file in files if os.path.basename(file) == name)
        value = json.loads(run(program, 'parse', '--json', file))[key]
        lines.append(f'reads {name} {key} ' +
                     json.dumps(value, ensure_ascii=True))
    return lines


def compare(expected, got):
    """None, or how they differ."""
    if expected == got:
        return None
    return ('\n'.join(['  want ' + x for x in expected if x not in got] +
                      ['  got  ' + x for x in got if x not in expected])
            or '  the order differs')


def check(program, folders):
    """{folder: None, or what is wrong with it} of one process."""
    with tempfile.TemporaryDirectory(prefix='golden-') as room:
        files = {folder: mails_of(folder, room) for folder in folders}
        wrong = {}
        try:
            desk = own_desk(folders[0], room)
            if len(folders) == 1:
                files = {folders[0]: tapped(program, desk, files[folders[0]],
                                            room)}
            said = json.loads(run(program, 'try', '--json', '--now', NOW,
                                  *desk, *sum(files.values(), [])))
            for folder in folders:
                with open(f'{folder}/want', encoding='utf-8') as lines:
                    wanted = lines.read().splitlines()
                wrong[folder] = compare(
                    wanted, decided(said, files[folder]) +
                    says(said, wanted) +
                    judged(said, files[folder], wanted) +
                    stands(said, files[folder], wanted) +
                    offers(said, files[folder], wanted) +
                    tagged(said, files[folder], wanted) +
                    owned(said, files[folder], wanted) +
                    linked(said, files[folder], wanted) +
                    believed(said, files[folder], wanted) +
                    read(program, files[folder], wanted))
        except (OSError, subprocess.SubprocessError, ValueError,
                StopIteration, KeyError) as problem:
            for folder in folders:
                wrong.setdefault(folder, str(problem) or repr(problem))
    return wrong


def main():
    program, names = sys.argv[1], sys.argv[2:]
    folders = ([os.path.join(HERE, name) for name in names] or
               sorted(glob.glob(os.path.join(HERE, '[0-9h]*/'))))
    folders = [folder.rstrip('/') for folder in folders]
    hostile = [f for f in folders if os.path.basename(f)[0] == 'h' and
               not os.path.exists(f'{f}/postdesk.yaml')]
    work = [[f] for f in folders if f not in hostile] + \
           [hostile[i:i + TOGETHER] for i in range(0, len(hostile), TOGETHER)]
    wrong = {}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for some in pool.map(lambda part: check(program, part), work):
            wrong.update(some)
    failed = [folder for folder in folders if wrong[folder]]
    for folder in failed:
        print('FAIL', os.path.basename(folder))
        print(wrong[folder])
    print(f'golden: {len(folders) - len(failed)} passed, '
          f'{len(failed)} failed')
    return 1 if failed or not folders else 0


if __name__ == '__main__':
    sys.exit(main())
