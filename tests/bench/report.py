"""report.py - what bench.py measured, as text, JSON and a chart, beside the
goals.
"""

import json
import statistics

# Of the processes: theirs, the sink's; all others are ours.
SERVERS = ('dovecot', 'postgres')
SINK = 'smtp-sink'
ORDER = ('dovecot', 'postgres', 'fetch', 'ingest', 'cell', 'deliver', 'shadow',
         'tick', 'run', 'bare', SINK)
COLOURS = ('#7a8b99', '#3b6ea5', '#58a55c', '#d9a441', '#c8553d', '#8e5ea2',
           '#b0b0b0', '#909090', '#707070', '#444444', '#dddddd')
NAMES = {
    'bare5k': 'bare loop, mails of 5 KB',
    'bare': 'bare loop',
    'fetch': 'fetch alone',
    'tickets': 'end to end',
    'answers': 'with delivery',
    'crowded': 'with delivery, {tickets:,} tickets before',
}

BARE_LEAST = 4500
RATE_LEAST = 2000
SHARE_LEAST = 45
CPU_MOST = 800
OURS_MOST = 350
STRETCH = 500
SLOWER_MOST = 15
TICKETS = 1000000
MEMORY_MOST = 64
P50_MOST, P50_SYNCS, P99_MOST = 20, 4, 60


def sorted_roles(found):
    return sorted(found, key=lambda role: (ORDER.index(role) if role in ORDER
                                           else len(ORDER), role))


def medians(rounds):
    rate = statistics.median(r['rate'] for r in rounds)
    names = sorted_roles({name for r in rounds for name in r['cpu_us']})
    return {'rate': rate,
            'rates': [round(r['rate'], 1) for r in rounds],
            'cpu_us': {name: statistics.median(r['cpu_us'].get(name, 0)
                                               for r in rounds)
                       for name in names}}


def all_us(cpu):
    """Of all processes together, the sink apart."""
    return sum(us for name, us in cpu.items() if name != SINK)


def ours_us(cpu):
    return sum(us for name, us in cpu.items()
               if name != SINK and name not in SERVERS)


def goals(result):
    """(goal, figure, met) of each."""
    kinds, latency = result['kinds'], result['latency']
    answers, bare = kinds['answers'], kinds['bare']
    cpu, sync = answers['cpu_us'], result['fsync_ms']
    share = 100 * answers['rate'] / bare['rate']
    ours = {role: kib / 1024 for role, kib in result['memory_kib'].items()
            if role not in SERVERS + (SINK,)}
    biggest = max(ours, key=ours.get)
    p50_most = P50_MOST + P50_SYNCS * sync
    p50, p99 = 'not measured', 'not measured'
    if latency:
        p50 = f'{latency["p50_ms"]:.1f} ms'
        p99 = f'{latency["p99_ms"]:.1f} ms of {latency["mails"]}'
    rows = [
        (f'end to end with delivery, at least {RATE_LEAST:,} mails/s',
         f'{answers["rate"]:,.0f}', answers['rate'] >= RATE_LEAST),
        (f'at least {SHARE_LEAST} % of the bare loop', f'{share:.0f} %',
         share >= SHARE_LEAST),
        (f'all processes, at most {CPU_MOST} CPU-us a mail',
         f'{all_us(cpu):,.0f}', all_us(cpu) <= CPU_MOST),
        (f'ours, at most {OURS_MOST} CPU-us a mail', f'{ours_us(cpu):,.0f}',
         ours_us(cpu) <= OURS_MOST),
        (f'the stretch: all at most {STRETCH} CPU-us',
         f'{all_us(cpu):,.0f}', all_us(cpu) <= STRETCH),
    ]
    if 'crowded' in kinds:
        slower = 100 * (1 - kinds['crowded']['rate'] / answers['rate'])
        rows.append((f'with {TICKETS:,} tickets at most {SLOWER_MOST} % '
                     'slower', f'{slower:.0f} % with {result["tickets"]:,}',
                     slower <= SLOWER_MOST and result['tickets'] >= TICKETS))
    rows.append((f'each process of ours under {MEMORY_MOST} MB',
                 f'{ours[biggest]:.0f} MB ({biggest})',
                 ours[biggest] < MEMORY_MOST))
    rows += [
        (f'EXISTS to accepted: p50 under {P50_MOST} ms + {P50_SYNCS} fsync = '
         f'{p50_most:.1f} ms', p50,
         bool(latency) and latency['p50_ms'] < p50_most),
        (f'EXISTS to accepted: p99 under {P99_MOST} ms', p99,
         bool(latency) and latency['p99_ms'] < P99_MOST)]
    return rows


def void_reasons(result):
    reasons = list(result['doubts'])
    rate = result['kinds']['bare5k']['rate']
    if rate < BARE_LEAST:
        reasons.append(f'the bare loop did {rate:,.0f} mails/s of '
                       f'{result["bytes5k"]:,} bytes, not {BARE_LEAST:,}: the '
                       'machine is not quiet, or slow')
    return reasons


def name_of(what, result):
    return NAMES[what].format(tickets=result['tickets'])


def print_kinds(result):
    kinds = result['kinds']
    for what, kind in kinds.items():
        cpu = kind['cpu_us']
        share = '' if what == 'bare5k' else (
            f'{100 * kind["rate"] / kinds["bare"]["rate"]:4.0f} % of the bare '
            'loop')
        print(f'{name_of(what, result):44}{kind["rate"]:7,.0f} mails/s  '
              f'{all_us(cpu):6,.0f} CPU-us  {share}')
        print('    CPU-us a mail: ' + '  '.join(
            f'{name} {us:.0f}' for name, us in cpu.items())
            + '    rounds: ' + ' '.join(f'{rate:.0f}'
                                        for rate in kind['rates']))


def print_latency(result):
    latency = result['latency']
    if not latency:
        print('latency: not measured, for there was no time left')
        return
    stages = latency['stages_p50_ms']
    print(f'latency of {latency["mails"]} single mails, from EXISTS to the '
          f'acknowledgement accepted: p50 {latency["p50_ms"]:.1f} ms, p99 '
          f'{latency["p99_ms"]:.1f} ms; one fsync {result["fsync_ms"]:.2f} ms'
          ' (median)')
    print(f'    medians: {stages["fetch"]:.1f} ms to the FETCH, '
          f'{stages["decide"]:.1f} ms to MAIL FROM, {stages["send"]:.1f} ms to '
          f'the final dot; apart from it {stages["server"]:.0f} ms that '
          'Dovecot waits before EXISTS')


def print_text(result):
    print(f'\n{result["mails"]:,} mails of {result["bytes"]:,} bytes (mean), '
          f'{result["acknowledged"]:,} of them acknowledged; medians of '
          f'{result["rounds"]} interleaved rounds; load average '
          f'{result["load"][0]:.1f} at the start, {result["load"][1]:.1f} at '
          'the end')
    for line in result['notes']:
        print(line)
    print_kinds(result)
    print('peak memory: ' + ', '.join(
        f'{role} {result["memory_kib"][role] / 1024:.0f} MB'
        for role in sorted_roles(result['memory_kib'])))
    print_latency(result)
    print(f'\n{"goal":62}{"figure":>22}')
    for goal, figure, met in goals(result):
        print(f'{goal:62}{figure:>22}  {"met" if met else "MISSED"}')
    reasons = void_reasons(result)
    for reason in reasons:
        print(f'VOID: {reason}')
    if not reasons:
        print(f'valid: the bare loop does '
              f'{result["kinds"]["bare5k"]["rate"]:,.0f} mails/s of '
              f'{result["bytes5k"]:,} bytes (at least {BARE_LEAST:,})')


def svg_bars(result, top):
    most = max(kind['rate'] for kind in result['kinds'].values())
    out = f'<text x="4" y="{top}" font-weight="bold">mails a second</text>'
    for what, kind in result['kinds'].items():
        top += 26
        width = 380 * kind['rate'] / most
        out += (f'<text x="4" y="{top}">{name_of(what, result)}</text>'
                f'<rect x="300" y="{top - 14}" width="{width:.0f}" '
                'height="18" fill="#3b6ea5"/>'
                f'<text x="{306 + width:.0f}" y="{top}">'
                f'{kind["rate"]:,.0f}</text>')
    return out, top + 40


def svg_stacks(result, top):
    most = max(sum(kind['cpu_us'].values())
               for kind in result['kinds'].values())
    out = (f'<text x="4" y="{top}" font-weight="bold">microseconds of '
           'processor a mail, by process</text>')
    for what, kind in result['kinds'].items():
        top, x = top + 26, 300
        out += f'<text x="4" y="{top}">{name_of(what, result)}</text>'
        for name, us in kind['cpu_us'].items():
            width = 380 * us / most
            colour = COLOURS[ORDER.index(name) if name in ORDER else -1]
            out += (f'<rect x="{x:.1f}" y="{top - 14}" width="{width:.1f}" '
                    f'height="18" fill="{colour}"><title>{name} {us:.0f} us'
                    '</title></rect>')
            x += width
        out += (f'<text x="{x + 6:.0f}" y="{top}">'
                f'{sum(kind["cpu_us"].values()):,.0f}</text>')
    return out, top + 40


def svg_legend(result, top):
    names = sorted_roles({name for kind in result['kinds'].values()
                          for name in kind['cpu_us']})
    out, x = '', 4
    for name in names:
        colour = COLOURS[ORDER.index(name) if name in ORDER else -1]
        out += (f'<rect x="{x}" y="{top - 11}" width="12" height="12" '
                f'fill="{colour}"/><text x="{x + 16}" y="{top}">{name}</text>')
        x += 26 + 8 * len(name)
    return out, top + 20


def svg(result):
    parts, top = '', 24
    for draw in (svg_bars, svg_stacks, svg_legend):
        part, top = draw(result, top)
        parts += part
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="760" '
            f'height="{top}" font-family="sans-serif" font-size="13">'
            f'<rect width="760" height="{top}" fill="#ffffff"/>{parts}</svg>\n')


def write(result, out):
    """OUT.json and OUT.svg"""
    whole = {**result, 'void': void_reasons(result),
             'goals': [{'goal': goal, 'figure': figure, 'met': met}
                       for goal, figure, met in goals(result)]}
    with open(out + '.json', 'w', encoding='utf-8') as file:
        json.dump(whole, file, indent=1)
        file.write('\n')
    with open(out + '.svg', 'w', encoding='utf-8') as file:
        file.write(svg(result))
