"""verdict.py - what a case wants beside what `parse` and `try` say of it."""

import json
import re
import unicodedata

# Nothing that is shown in one line, mailed or logged may hold any of these.
UNSEEN = set('\u061c\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029'
             '\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069'
             '\ufeff')


def control(text, allowed='\n\t'):
    """The first character that a terminal would obey; None."""
    return next((char for char in text if char not in allowed and
                 unicodedata.category(char) in ('Cc', 'Cs')), None)


def strings(value):
    """Every string within a JSON value, with its key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            for path, text in strings(inner):
                yield f'{key}.{path}' if path else key, text
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield '', value


LONG = re.compile(r'text|html|reply|signature|body|message|visible|'
                  r'evidence|diagnostic')


def unsound(value):
    """What is shown must be shown as it is: a list of what is not."""
    faults = []
    for path, text in strings(value):
        one_line = not LONG.search(path)
        bad = control(text, '' if one_line else '\n\t')
        if bad is None and one_line:
            bad = next((char for char in text if char in UNSEEN), None)
        if bad is not None:
            faults.append(f'{path} holds U+{ord(bad):04X}')
    return faults


def of_parse(case, said):
    """What is wrong with what `postdesk parse --json` says."""
    faults = [f'parse: {fault}' for fault in unsound(
        {key: value for key, value in said.items() if key != 'file'})]
    want = case.get('defects', '')
    if set(want.split()) != set(said['defects']):
        faults.append(f'defects: want {want or "none"}, '
                      f'got {" ".join(said["defects"]) or "none"}')
    for key, value in case.get('reads', {}).items():
        got = said[key]
        if not (value(got) if callable(value) else value == got):
            faults.append(f'{key}: got {json.dumps(got)[:300]}' + (
                '' if callable(value) else f', want {json.dumps(value)}'))
    return faults


def shown(*words):
    return ' '.join('-' if word is None else str(word) for word in words)


def of_try(case, place, mail, said, own):
    """What is wrong with its row of `postdesk try --json`; `own` are the
    outgoing mails because of it."""
    faults = []
    got = shown(mail['disposition'], mail['how'] or 'none', mail['origin'],
                mail['answer'])
    if got != case.want:
        faults.append(f'want {case.want}, got {got}')
    number = mail['ticket']
    opened = mail['disposition'] == 'ticketed'
    if case.get('at') and number != place.number(case.get('at')):
        faults.append(f'in ticket {number}, want that of {case.get("at")}')
    if not case.get('at') and not opened and number is not None:
        faults.append(f'in ticket {number}, want none')
    if case.get('proven') is not None and case.get('believed') is None and \
            opened and mail['unverified'] == case.get('proven'):
        faults.append(f'unverified: {mail["unverified"]}')
    if case.get('believed') is not None and \
            mail['unverified'] == case.get('believed'):
        faults.append(f'unverified: {mail["unverified"]}')
    out = [(mail['to'], mail['template']) for mail in own]
    if out != case.outgoing(place):
        faults.append(f'sends {out}, want {case.outgoing(place)}')
    return faults + of_ticket(case, place, mail, said) + of_words(case, own)


def of_ticket(case, place, mail, said):
    """What is wrong with its ticket, of what the case names."""
    ticket = said['by_number'].get(mail['ticket'], {})
    faults = [f'ticket: {fault}' for fault in unsound(
        {key: value for key, value in ticket.items() if key != 'mails'})]
    for key, got in (('tags', sorted(ticket.get('tags', []))),
                     ('urgency', mail['urgency']),
                     ('state', ticket.get('state')),
                     ('linked', sorted(mail['related']))):
        want = case.get(key)
        if key == 'linked' and want is not None:
            want = sorted(place.number(name) for name in want)
        if want is not None and want != got:
            faults.append(f'{key}: want {want}, got {got}')
    return faults


def of_words(case, own):
    """What leaves: clean, short, and none of the words that may not."""
    faults = []
    for out in own:
        whole = f'{out["subject"]}\n{out["text"]}'
        if control(whole) or control(out['subject'], ''):
            faults.append('sends control characters')
        if any(char in UNSEEN for char in out['subject']):
            faults.append('sends a subject with unseen characters')
        faults += [f'sends {word!r}' for word in case.never()
                   if word.lower() in whole.lower()]
        faults += [f'does not say {word!r}' for word in case.get('says', [])
                   if word not in ' '.join(whole.split())]
        if out['template'] == 'ack-neutral' and len(whole) > 4096:
            faults.append('neutral and longer than 4 KB')
    return faults
