"""./dev bench --scale: what people and scheduled actions read, in a small and in a very large database.

Two copies of the demo database are filled set by set (``benchmarks/scale``), measured one after the other, and dropped.
"""
import json
import subprocess
import tempfile

import environment
import server

FOLDER = environment.CHECKOUT / 'benchmarks/scale'
# What takes longer than so many times its small cost and more than so many milliseconds is marked.
TIMES, MILLISECONDS = 3, 300


def run(sizes, json_file=None, keep=False):
    small, large = (int(size) for size in sizes.split(','))
    server.bring_up_to_date(server.DEMO)
    figures = []
    for vehicles in (small, large):
        database = f'aftersales_scale{vehicles}_{environment.CHECKOUT_KEY}'
        try:
            if not (keep and server.exists(database)):
                build(database, vehicles)
            figures.append(measure(database))
            call('night.py', '--config', environment.CONFIG, '--database', database)
        finally:
            if not keep:
                server.drop(database)
    rows = compare(*figures)
    print_rows(rows, small, large)
    if json_file:
        with open(json_file, 'w', encoding='utf-8') as file:
            json.dump(rows, file, indent=1, ensure_ascii=False)
    return True


def build(database, vehicles):
    server.copy(server.DEMO, database)
    call('build.py', '--host', environment.PG_SOCKET, '--database', database, '--vehicles', str(vehicles))


def measure(database):
    print(f'{database}: measuring ...', flush=True)
    with tempfile.NamedTemporaryFile(suffix='.json') as file:
        call('measure.py', '--config', environment.CONFIG, '--database', database, '--json', file.name)
        return json.load(file)


def call(script, *args):
    command = [environment.VENV_PYTHON, FOLDER / script, *args]
    if subprocess.run(command, env=server.process_environment(), cwd=FOLDER, check=False).returncode:
        raise server.Failure(f'{script} failed: see the lines above.')


def compare(small, large):
    """Rows of both databases, those that grow too much first."""
    rows = [{
        'name': name, 'small': before, 'large': large.get(name),
        'grows': large.get(name) is None or (large[name] > MILLISECONDS and large[name] > TIMES * before),
    } for name, before in small.items() if before is not None]
    return sorted(rows, key=lambda row: (not row['grows'], -(row['large'] or float('inf'))))


def print_rows(rows, small, large):
    width = max(len(row['name']) for row in rows)
    print(f'\n{"milliseconds":{width}}  {small:>10,}  {large:>10,}')
    for row in rows:
        after = 'given up' if row['large'] is None else f'{row["large"]:.0f}'
        print(f'{row["name"]:{width}}  {row["small"]:>10.0f}  {after:>10}  {"<-" if row["grows"] else ""}'.rstrip())
    grown = sum(row['grows'] for row in rows)
    print(f'\n{len(rows) - grown} of {len(rows)} reads stay within {TIMES} times of their small cost or '
          f'{MILLISECONDS} ms; {grown} do not.')
