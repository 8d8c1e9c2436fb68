"""The nightly look at all cars with a problem (the law), killed in the middle and run again.

Prints cars a second of both halves (it is linear), queries a car, memory, and whether the list is right in the end.
"""
import argparse
import json
import resource
import signal
import subprocess
import sys
import time

from odoo import api
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

BATCH = 2000  # of a run of the scheduled action; fewer where there are few cars, so that it is killed on the way
SAMPLE = 500


def get_env(cr):
    return Environment(cr, api.SUPERUSER_ID, {'active_test': False})


def count_due(registry):
    with registry.cursor() as cr:
        env = get_env(cr)
        return env['fleet.vehicle'].search_count(env['fleet.vehicle']._get_watch_domain())


def work(registry, batch):
    """The scheduled action, again and again as the server runs it, until nothing is left; a line each time."""
    left, start, queries = count_due(registry), time.perf_counter(), 0
    while left:
        with registry.cursor() as cr:
            get_env(cr)['fleet.vehicle']._cron_watch_statutes(batch)
            queries += cr.sql_log_count
        before, left = left, count_due(registry)
        if left == before:
            raise SystemExit(f'{left} cars fail, each time anew: see aftersales.batch.failure.')
        print(json.dumps({
            'left': left, 'seconds': time.perf_counter() - start, 'queries': queries,
            'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)


def run(options, batch, until):
    """Let a process of its own work until so many are left, then kill it.

    :return: what it told each time
    """
    command = [sys.executable, __file__, '--config', options.config, '--database', options.database,
               '--work', str(batch)]
    told = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            told.append(json.loads(line))
            if until and told[-1]['left'] <= until:
                process.send_signal(signal.SIGKILL)
                break
    return told


def is_right(registry):
    """Whether the list says of some cars what their standing says now."""
    with registry.cursor() as cr:
        env = get_env(cr)
        vehicles = env['aftersales.problem'].search([], limit=SAMPLE, order='id desc').vehicle_id
        wanted = {
            (vehicle.id, rule.id) for vehicle, pairs in vehicles._get_statute_standing().items()
            for rule, standing in pairs if rule._is_pressing(standing)}
        rows = env['aftersales.statute.watch'].search([('vehicle_id', 'in', vehicles.ids)])
        return wanted == {(row.vehicle_id.id, row.rule_id.id) for row in rows}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--work', type=int, metavar='BATCH', help='the process that works, and is killed')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=critical'], setup_logging=True)
    registry = Registry(options.database)
    if options.work:
        work(registry, options.work)
        return
    cars = count_due(registry)
    batch = max(min(BATCH, cars // 10), 1)
    first = run(options, batch, cars // 2)
    left = count_due(registry)
    second = run(options, batch, 0)
    for name, done, told in (('until it was killed', cars - first[-1]['left'], first[-1]), ('run again', left, second[-1])):
        print(f"night of the law, {name}: {done:,} cars, {done / told['seconds']:.0f} a second, "
              f"{told['queries'] / done:.2f} queries a car, {told['megabytes']:.0f} MB")
    print(f'night of the law: {count_due(registry)} cars left, the list is {"right" if is_right(registry) else "WRONG"}')


if __name__ == '__main__':
    main()
