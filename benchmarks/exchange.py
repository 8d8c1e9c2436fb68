"""Files of another system, taken over in parts: rows a second, and what that takes of memory.

``./dev bench --exchange [--rows SMALL,LARGE]`` (``--rows 2000,20000,200000`` for the whole proof), in a copy of the test
database that is dropped afterwards: customers, their cars, the cars' earlier visits (two rows each), and the same cars once
more, when nothing changes. Each file runs in a process of its own, as a worker would: what is told is the highest memory of
the process beyond what it held before, and in the middle it is stopped and goes on in another one.
"""
import argparse
import base64
import json
import os
import subprocess
import sys
import time

from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

STOPPED_AFTER = 0.4
PAGE = os.sysconf('SC_PAGE_SIZE')


def get_memory():
    """What the process holds now, in MB."""
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * PAGE / 1e6


class Peak:
    """The highest memory seen at the end of each part of the file."""

    def __init__(self):
        self.begun = self.highest = get_memory()
        self.seen = []

    def look(self):
        now = get_memory()
        self.seen.append(now)
        self.highest = max(self.highest, now)


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
    """One process: goes on with an import until it is done, or is stopped in the middle."""
    with Registry(options.database).cursor() as cr:
        env = Environment(cr, 1, {})
        document = env['aftersales.exchange.import'].browse(options.document)
        peak = watch(document, options.stop)
        begun, busy = time.perf_counter(), time.process_time()
        try:
            if document.state == 'draft':  # the check is the same work, and is left out here
                mine = document.with_user(env.ref('base.user_admin'))
                mine._transition('checking')
                mine.sudo()._transition('checked')
                mine.action_import()
            while document.state == 'running':
                cr.commit()  # as the scheduled action does
                document._go_on()
            cr.commit()
        except KeyboardInterrupt:
            cr.rollback()
            env.invalidate_all()
        print(json.dumps({
            'seconds': time.perf_counter() - begun, 'busy': time.process_time() - busy,
            'base': peak.begun, 'peak': peak.highest, 'rows': document.row_count,
            'first': peak.seen[:1], 'last': peak.seen[-1:], 'state': document.state,
            **{name: document[f'{name}_count'] for name in ('new', 'known', 'changed', 'wrong')}}))


def watch(document, stop):
    """Look at the memory after each part, and stop as a killed worker does, in the middle of one."""
    peak, Model = Peak(), type(document)
    keep = Model._keep

    def look(self, result, rows):
        keep(self, result, rows)
        peak.look()
        if stop and self.next_row > stop:
            raise KeyboardInterrupt

    Model._keep = look
    return peak


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--rows', default='2000,20000', metavar='SMALL,LARGE')
    parser.add_argument('--document', type=int)
    parser.add_argument('--stop', type=int, default=0)
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    if options.document:
        work(options)
        return
    first = 0
    for rows in map(int, options.rows.split(',')):
        for kind in RUNS:
            with Registry(options.database).cursor() as cr:
                document = prepare(Environment(cr, 1, {}), kind, rows, first)
            parts = [go_on(options, document, stop) for stop in (int(rows * STOPPED_AFTER), 0)]
            print_rows(kind, rows, parts)
        first += -(-rows // 4) * 4  # visits begin with a car of their own


def go_on(options, document, stop):
    answer = subprocess.run(
        [sys.executable, __file__, '--config', options.config, '--database', options.database, '--document', str(document),
         '--stop', str(stop)], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def print_rows(kind, rows, parts):
    seconds, grown = sum(part['seconds'] for part in parts), max(part['peak'] - part['base'] for part in parts)
    last, busy = parts[-1], sum(part['busy'] for part in parts)
    ends = ", ".join(f"{end:.0f}" for part in parts for end in (*part['first'], *part['last']))
    print(f'{rows:>8,} rows of {kind:<9} {seconds:7.1f} s, {busy:6.1f} of them busy  {rows / seconds:6.0f} rows/s  '
          f'{grown:6.1f} MB at most beyond the empty process (held after the first and last part of both processes: {ends} '
          f'MB); {last["state"]}: {last["new"]:,} new, {last["known"]:,} known, {last["changed"]:,} changed, '
          f'{last["wrong"]:,} wrong of {last["rows"]:,}', flush=True)


if __name__ == '__main__':
    main()
