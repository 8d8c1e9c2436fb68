"""./dev bench --scale: what people read and scheduled actions do, in a small and in a very large database.

Two copies of the demo database are filled set by set (``benchmarks/scale``), measured one after the other, and dropped.
"""
import json
import os
import re
import subprocess
import tempfile

import environment
import server

FOLDER = environment.CHECKOUT / 'benchmarks/scale'
# What takes longer than so many times its small cost and more than so many milliseconds is marked.
TIMES, MILLISECONDS = 3, 300
# What is read, by the first word of its name.
KINDS = {
    'opening': "a list, board or analysis as it opens", 'filter': "a filter of it", 'group': "a group-by of it",
    'form': "a document on its form", 'find': "somebody types into a search box", 'page': "a customer's page",
    'scheduled': "the queue of a scheduled action", 'work': "the first batch of a scheduled action, worked on", '': "the rest"}
WORST = 3  # named of each kind
LISTED = 30  # of what is not within the goal
README = environment.CHECKOUT / 'README.md'
BEGIN, END = '<!-- bench --scale -->', '<!-- /bench --scale -->'


def run(sizes, json_file=None, keep=False, only='', readme=False):
    small, large = (int(size) for size in sizes.split(','))
    server.bring_up_to_date(server.DEMO)
    figures = []
    for vehicles in (small, large):
        database = f'aftersales_scale{vehicles}_{environment.CHECKOUT_KEY}'
        try:
            if not (keep and server.exists(database)):
                build(database, vehicles)
            figures.append(measure(database, only))
            if not only:
                call('night.py', '--config', environment.CONFIG, '--database', database)
        finally:
            if not keep:
                server.drop(database)
    rows = compare(*figures)
    print_rows(rows, small, large)
    if json_file:
        with open(json_file, 'w', encoding='utf-8') as file:
            json.dump(rows, file, indent=1, ensure_ascii=False)
    if readme:
        write_readme(rows, small, large)
    return True


def build(database, vehicles):
    server.copy(server.DEMO, database)
    call('build.py', '--host', environment.PG_SOCKET, '--database', database, '--vehicles', str(vehicles))


def measure(database, only=''):
    print(f'{database}: measuring ...', flush=True)
    with tempfile.NamedTemporaryFile(suffix='.json') as file:
        call('measure.py', '--config', environment.CONFIG, '--database', database, '--json', file.name, '--only', only)
        return json.load(file)


def call(script, *args):
    command = [environment.VENV_PYTHON, FOLDER / script, *args]
    if subprocess.run(command, env=server.process_environment(), cwd=FOLDER, check=False).returncode:
        raise server.Failure(f'{script} failed: see the lines above.')


def compare(small, large):
    """Rows of both databases, those that grow too much first; what failed in one of them is told, and not compared."""
    rows = []
    for name, before in small.items():
        after = large.get(name)
        if not after or before['ms'] is None:
            continue
        ms, records = before['ms'], (before['records'], after.get('records'))
        if all(records):  # batches differ in how much waits
            ms = ms * records[1] / records[0]
        rows.append({
            'name': name, 'small': before['ms'], 'large': after['ms'], 'records': records, 'queries': after.get('queries'),
            'megabytes': after.get('megabytes'),
            'grows': after['ms'] is None or (after['ms'] > MILLISECONDS and after['ms'] > TIMES * ms)})
    return sorted(rows, key=lambda row: (not row['grows'], -(row['large'] or float('inf'))))


def print_rows(rows, small, large):
    width = max(len(row['name']) for row in rows)
    print(f'\n{"milliseconds":{width}}  {small:>10,}  {large:>10,}')
    for row in rows:
        print(f'{row["name"]:{width}}  {row["small"]:>10.0f}  {say(row["large"]):>10}  {"<-" if row["grows"] else ""}'.rstrip())
    grown = sum(row['grows'] for row in rows)
    print(f'\n{len(rows) - grown} of {len(rows)} reads stay within {TIMES} times of their small cost or '
          f'{MILLISECONDS} ms; {grown} do not.')


def say(milliseconds):
    return 'given up' if milliseconds is None else f'{milliseconds:,.0f}'


def tell(row):
    name = re.sub(r'^\w+: ', '', row['name'])
    records = [str(number) for number in row['records'] if number is not None]
    return f'{name} {row["small"]:,.0f} → {say(row["large"])}' + (f' ({" → ".join(records)} records)' if records else '')


def get_kind(row):
    kind = row['name'].split(':')[0].split(' ')[0]
    return kind if kind in KINDS else ''


def get_table(rows, small, large):
    """The figures by kind, and what is not within the goal, as Markdown."""
    yield (f'Measured on a machine with {os.cpu_count()} cores that others used, too: {small:,} and {large:,} vehicles, '
           f'{3 * small:,} and {3 * large:,} orders; milliseconds, the best of three rounds, or one of what is slow.')
    yield from (
        '', f'| what | measured | within {TIMES} × or {MILLISECONDS} ms | the slowest, small → large |', '|---|---|---|---|')
    for kind, words in KINDS.items():
        alike = [row for row in rows if get_kind(row) == kind]
        if alike:
            worst = sorted(alike, key=lambda row: -(row['large'] or float('inf')))[:WORST]
            within = sum(not row['grows'] for row in alike)
            yield f'| {words} | {len(alike):,} | {within:,} | {"; ".join(map(tell, worst))} |'
    grown = [row for row in rows if row['grows']]
    yield ''
    more = f'; and {len(grown) - LISTED} more' if len(grown) > LISTED else ''
    yield f'Not within the goal ({len(grown)}): {"; ".join(map(tell, grown[:LISTED])) or "nothing"}{more}.'


def write_readme(rows, small, large):
    text = README.read_text(encoding='utf-8')
    before, rest = text.split(BEGIN)
    __, after = rest.split(END)
    README.write_text('\n'.join([before + BEGIN, *get_table(rows, small, large), END + after]), encoding='utf-8')
