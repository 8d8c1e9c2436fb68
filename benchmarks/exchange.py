"""Files of another system, taken over in parts: rows a second, and what that takes of memory.

``./dev bench --exchange [--rows SMALL,LARGE]`` (``--rows 2000,20000,200000`` for the whole proof), in a copy of the test
database that is dropped afterwards, or with ``--base DATABASE`` in a copy of that one: customers, their cars, the cars' earlier
visits (two rows each), the same cars once more, when nothing changes, and cars of which one in twenty is wrong. Each file runs
in a process of its own, as a worker would: what is told is the highest memory of the process beyond what it held before;
milliseconds, and queries, a row in the first and in the last parts of the file tell whether anything grows with it. After two
fifths it is killed as ``kill -9`` does, and goes on in another process. ``--check`` measures the check before it (the dry run)
as well. ``--kinds vehicle,history:400000`` takes these files only, of so many rows; owners are then filled in by SQL.
"""
import argparse
import base64
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from exchange_files import FILES, TABLES, count_rows, fill_owners, prepare_register, write_file

from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

RUNS = ('customer', 'vehicle', 'history', 'vehicle', 'faulty')
STOPPED_AFTER = 0.4
KEPT_AFTER = 5  # seconds
SHARE = 10  # the first and the last tenth of the parts
PAGE = os.sysconf('SC_PAGE_SIZE')
TICKS = os.sysconf('SC_CLK_TCK')


def get_memory():
    """What the process holds now, in MB."""
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * PAGE / 1e6


class Parts:
    """What the process holds, has asked and how long it took at the end of each part of the file."""

    def __init__(self, cr):
        cr.execute('SELECT pg_backend_pid()')
        self.cr, self.begun, self.server = cr, get_memory(), Path(f'/proc/{cr.fetchone()[0]}/stat')
        self.highest, self.seen, self.told = self.begun, [], []
        self.before = self.get_now()

    def get_now(self):
        """:return: the clock, time of the process, time of the database (0 on another machine), queries asked"""
        try:
            served = sum(map(int, self.server.read_text().rpartition(')')[2].split()[11:13])) / TICKS
        except OSError:
            served = 0
        return time.perf_counter(), time.process_time(), served, self.cr.sql_log_count

    def look(self, rows):
        held, now = get_memory(), self.get_now()
        self.seen.append(held)
        self.highest = max(self.highest, held)
        self.told.append((rows, *(after - before for after, before in zip(now, self.before, strict=True))))
        self.before = now


def prepare(env, name, rows, first):
    """The file uploaded and mapped by an administrator, and its number."""
    admin = env(user=env.ref('base.user_admin').id, context={'lang': 'en_US'})
    env.ref('base.user_admin').group_ids += env.ref('aftersales.group_manager') | env.ref('fleet.fleet_group_manager')
    prepare_register(env)
    document = admin['aftersales.exchange.import'].create({
        'kind': FILES[name][0], 'source': 'Bench', 'makes_models': True, 'file_name': 'bench.csv',
        'file': base64.b64encode(write_file(name, first, rows))})
    env.cr.commit()
    return document.id


def work(options):
    """One process: goes on with an import until it is done, or is killed in the middle."""
    with Registry(options.database).cursor() as cr:
        env = Environment(cr, 1, {})
        document = env['aftersales.exchange.import'].browse(options.document)
        begun, busy = time.perf_counter(), time.process_time()
        parts = watch(document, options.stop, lambda: tell(document, parts, begun, busy))
        mine = document.with_user(env.ref('base.user_admin'))
        if options.check:
            mine.action_check()
        elif document.state in ('draft', 'checked'):  # what was begun and not kept is begun anew
            if document.state == 'draft':  # the check is the same work, and is left out here
                mine._transition('checking')
                mine.sudo()._transition('checked')
            cr.commit()
            mine.action_import()
        while document.state in ('checking', 'running'):
            cr.commit()  # as the scheduled action does
            document._go_on()
        cr.commit()
        tell(document, parts, begun, busy)


def tell(document, parts, begun, busy):
    told = {
        'seconds': time.perf_counter() - begun, 'busy': time.process_time() - busy, 'base': parts.begun, 'peak': parts.highest,
        'rows': document.row_count, 'held': parts.seen, 'state': document.state, 'parts': parts.told,
        **{name: document[f'{name}_count'] for name in ('new', 'known', 'changed', 'wrong')}}
    if document.state in ('checked', 'done') and document.wrong_count:
        busy = time.process_time()
        told['file'] = len(document.rows_file) * 3 // 4
        told['file_busy'] = time.process_time() - busy
    print(json.dumps(told), flush=True)


def watch(document, stop, last_words):
    """Look after each part, and die as a killed worker does, with what was not committed yet."""
    parts, Model = Parts(document.env.cr), type(document)
    keep, work_on = Model._keep, Model._work_on

    def look(self, result, rows):
        keep(self, result, rows)
        parts.look(len(rows))
        if stop and self.next_row > stop:
            last_words()
            os.kill(os.getpid(), signal.SIGKILL)

    def work_briefly(self, seconds):  # so that of a small file, too, something was kept before it is killed
        work_on(self, min(seconds, KEPT_AFTER))

    Model._keep = look
    if stop:
        Model._work_on = work_briefly
    return parts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--rows', default='2000,20000', metavar='SMALL,LARGE')
    parser.add_argument('--document', type=int)
    parser.add_argument('--stop', type=int, default=0)
    parser.add_argument('--check', action='store_true', help="the check of each file as well")
    parser.add_argument('--kinds', default=','.join(RUNS), metavar='KIND[:ROWS],KIND')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    if options.document:
        work(options)
        return
    kinds, first = [kind.partition(':')[::2] for kind in options.kinds.split(',')], 0
    for rows in map(int, options.rows.split(',')):
        if 'customer' not in dict(kinds):
            measure(options, 'customer', 1, first)
            with Registry(options.database).cursor() as cr:
                fill_owners(cr, first, rows)
        for kind, count in kinds:
            if options.check:
                measure(options, kind, int(count or rows), first, is_check=True)
            measure(options, kind, int(count or rows), first)
        first += -(-rows // 4) * 4  # visits begin with a car of their own


def measure(options, kind, rows, first, is_check=False):
    with Registry(options.database).cursor() as cr:
        document, before = prepare(Environment(cr, 1, {}), kind, rows, first), count_rows(cr)
    if is_check:
        print_rows(f'{kind}, checked', rows, [go_on(options, document, 0, '--check')])
    else:
        print_rows(kind, rows, [go_on(options, document, stop) for stop in (int(rows * STOPPED_AFTER), 0)])
    with Registry(options.database).cursor() as cr:
        made = {TABLES[table]: count - before[table] for table, count in count_rows(cr).items() if count != before[table]}
    print('         made:', ", ".join(f'{count:,} {name}' for name, count in made.items()) or "nothing", flush=True)


def go_on(options, document, stop, *more):
    """:return: what the process told last, killed or not"""
    answer = subprocess.run(
        [sys.executable, __file__, '--config', options.config, '--database', options.database, '--document', str(document),
         '--stop', str(stop), *more], check=False, capture_output=True, text=True)
    if answer.returncode not in (0, -signal.SIGKILL):
        sys.exit(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def print_rows(kind, rows, parts):
    seconds, grown = sum(part['seconds'] for part in parts), max(part['peak'] - part['base'] for part in parts)
    last, busy = parts[-1], sum(part['busy'] for part in parts)
    told = [part for process in parts for part in process['parts']]
    size = max(1, len(told) // SHARE)
    begin, middle, end = (per_row(some) for some in (told[:size], told, told[-size:]))
    held = [held for part in parts for held in part['held']]
    held = ", ".join(f'{held[len(held) * tenth // SHARE]:.0f}' for tenth in range(SHARE)) + f', {held[-1]:.0f}'
    print(f'{rows:>8,} rows of {kind:<9} {seconds:7.1f} s, {busy:6.1f} of them busy, {middle[2] * rows / 1000:6.1f} '
          f'the database  {rows / seconds:6.0f} rows/s\n'
          f'         ms a row in the first, all and the last parts: '
          f'{begin[1]:.2f}, {middle[1]:.2f}, {end[1]:.2f} of the process, '
          f'{begin[2]:.2f}, {middle[2]:.2f}, {end[2]:.2f} of the database; '
          f'{begin[3]:.2f}, {middle[3]:.2f}, {end[3]:.2f} queries\n'
          f'         {grown:6.1f} MB at most beyond the empty process ({parts[0]["base"]:.0f}); held after each tenth: {held}\n'
          f'         {last["state"]}: {last["new"]:,} new, {last["known"]:,} known, {last["changed"]:,} changed, '
          f'{last["wrong"]:,} wrong of {last["rows"]:,}', flush=True)
    if 'file' in last:
        print(f'         handed back: {last["file"] / 1e6:.1f} MB in {last["file_busy"]:.1f} s of the process', flush=True)


def per_row(parts):
    """:return: the clock, the process and the database in milliseconds, and queries, a row of those parts together"""
    rows = sum(part[0] for part in parts) or 1
    clock, busy, served, asked = (sum(part[place] for part in parts) / rows for place in range(1, 5))
    return clock * 1000, busy * 1000, served * 1000, asked


if __name__ == '__main__':
    main()
