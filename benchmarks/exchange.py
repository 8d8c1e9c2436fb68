"""Files of another system, taken over in parts: rows a second, and what that takes of memory.

``./dev bench --exchange [--rows SMALL,LARGE]`` (``--rows 2000,20000,200000`` for the whole proof), in a copy of the test
database that is dropped afterwards: customers, their cars, the cars' earlier visits (two rows each), and the same cars once
more, when nothing changes. Each file runs in a process of its own, as a worker would: what is told is the highest memory of
the process beyond what it held before; milliseconds and queries a row in the first and in the last parts of the file tell
whether anything grows with it. After two fifths it is killed as ``kill -9`` does, and goes on in another process.
``--check`` measures the check before it (the dry run) as well.
"""
import argparse
import base64
import json
import os
import signal
import subprocess
import sys
import time

from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

STOPPED_AFTER = 0.4
KEPT_AFTER = 5  # seconds
SHARE = 10  # the first and the last tenth of the parts
PAGE = os.sysconf('SC_PAGE_SIZE')


def get_memory():
    """What the process holds now, in MB."""
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * PAGE / 1e6


class Parts:
    """What the process holds, has asked and how long it took at the end of each part of the file."""

    def __init__(self, cr):
        self.cr, self.begun = cr, get_memory()
        self.highest, self.seen, self.told = self.begun, [], []
        self.clock, self.asked = time.perf_counter(), cr.sql_log_count

    def look(self, rows):
        now, clock, asked = get_memory(), time.perf_counter(), self.cr.sql_log_count
        self.seen.append(now)
        self.highest = max(self.highest, now)
        self.told.append((rows, clock - self.clock, asked - self.asked))
        self.clock, self.asked = clock, asked


def make_vin(number):
    from odoo.addons.aftersales.models.vehicle.vin import get_check_digit

    vin = f'LSVBN0000{number:08d}'
    return vin[:8] + get_check_digit(vin) + vin[9:]


def write_customer(number):
    return f'B-{number},Person {number},139{number:08d},person{number}@example.com,Shanghai'


def write_vehicle(number):
    shown, day = 1000 + number % 90000, 1 + number % 28
    return f'{make_vin(number)},B{number:07d},Bench,Car {number % 40},B-{number},E{number},{shown},2026-01-{day:02}'


def write_history(number):
    """Two rows a visit, two visits a car."""
    visit, day = number // 2, 1 + number % 28
    shown = 100 + 400 * (visit % 2)
    if number % 2:
        return f'RO-{visit},,,,part,BP-{number % 300},Filter {number % 300},1,88'
    return f'RO-{visit},{make_vin(number // 4)},2025-0{1 + visit % 2}-{day:02},{shown},,OIL-1,Oil and filter,0.8,240'


# What a file holds: its headings, a row, and by what it says which of the rows before it are known.
FILES = {
    'customer': ("Customer No.,Customer's Name,Phone Number,Email Address,Town", write_customer),
    'vehicle': ("VIN,Plate No.,Make of the Car,Model of the Car,Owner's Customer No.,Engine No.,Odometer Shows,"
                "Day of the Reading", write_vehicle),
    'history': ("Order No.,VIN,Came In On,Odometer Shows,Kind of the Row,Code or Part No.,Work or Part in Words,"
                "Hours or Pieces of It,Amount of the Row", write_history),
}
RUNS = ('customer', 'vehicle', 'history', 'vehicle')


def write_file(kind, first, count):
    head, write = FILES[kind]
    return "\n".join([head, *(write(number) for number in range(first, first + count))]).encode()


def prepare(env, kind, rows, first):
    """The file uploaded and mapped by an administrator, and its number."""
    admin = env(user=env.ref('base.user_admin').id, context={'lang': 'en_US'})
    env.ref('base.user_admin').group_ids += env.ref('aftersales.group_manager') | env.ref('fleet.fleet_group_manager')
    document = admin['aftersales.exchange.import'].create({
        'kind': kind, 'source': 'Bench', 'makes_models': True, 'file_name': 'bench.csv',
        'file': base64.b64encode(write_file(kind, first, rows))})
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
    print(json.dumps({
        'seconds': time.perf_counter() - begun, 'busy': time.process_time() - busy, 'base': parts.begun, 'peak': parts.highest,
        'rows': document.row_count, 'first': parts.seen[:1], 'last': parts.seen[-1:], 'state': document.state,
        'parts': parts.told,
        **{name: document[f'{name}_count'] for name in ('new', 'known', 'changed', 'wrong')}}), flush=True)


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
    parser.add_argument('--kinds', default=','.join(RUNS), metavar='KIND,KIND')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    if options.document:
        work(options)
        return
    first = 0
    for rows in map(int, options.rows.split(',')):
        for kind in options.kinds.split(','):
            if options.check:
                print_rows(f'{kind}, checked', rows, [go_on(options, create(options, kind, rows, first), 0, '--check')])
            document = create(options, kind, rows, first)
            print_rows(kind, rows, [go_on(options, document, stop) for stop in (int(rows * STOPPED_AFTER), 0)])
        first += -(-rows // 4) * 4  # visits begin with a car of their own


def create(options, kind, rows, first):
    with Registry(options.database).cursor() as cr:
        return prepare(Environment(cr, 1, {}), kind, rows, first)


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
    ends = ", ".join(f"{end:.0f}" for part in parts for end in (*part['first'], *part['last']))
    told = [part for process in parts for part in process['parts']]
    size = max(1, len(told) // SHARE)
    begin, end = (per_row(some) for some in (told[:size], told[-size:]))
    print(f'{rows:>8,} rows of {kind:<9} {seconds:7.1f} s, {busy:6.1f} of them busy  {rows / seconds:6.0f} rows/s  '
          f'{begin[0]:.2f} ms and {begin[1]:.2f} queries a row in the first parts, {end[0]:.2f} and {end[1]:.2f} in the last  '
          f'{grown:6.1f} MB at most beyond the empty process (held after the first and last part of each process: {ends} '
          f'MB); {last["state"]}: {last["new"]:,} new, {last["known"]:,} known, {last["changed"]:,} changed, '
          f'{last["wrong"]:,} wrong of {last["rows"]:,}', flush=True)


def per_row(parts):
    """:return: milliseconds and queries a row, of those parts together"""
    rows = sum(row for row, __, __ in parts) or 1
    return sum(clock for __, clock, __ in parts) * 1000 / rows, sum(asked for __, __, asked in parts) / rows


if __name__ == '__main__':
    main()
