"""What runs by itself, killed in the middle: the nightly look at all cars with a problem (the law), and the notices.

The law is killed once half of its cars are done and run again: prints cars a second of both halves (it is linear),
queries a car, memory, and whether the list is right in the end. Then law and notices are killed (-9) at random moments,
wherever they are, until they come to an end: prints whether anything was done twice or left out.
"""
import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import threading
import time

from odoo import api, fields
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

BATCH = 2000  # of a run of the scheduled action; fewer where there are few cars, so that it is killed on the way
SAMPLE = 500
KILLS = 5
NOTICES = 300


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


# ------------------------------------------------------------
# Killed wherever it is
# ------------------------------------------------------------

class Law:
    """All cars are due again, as after a change of the law."""

    @staticmethod
    def fill(env):
        env.cr.execute(
            "UPDATE fleet_vehicle SET statute_next_watch = %s WHERE statute_next_watch IS NOT NULL", [fields.Date.today()])
        env.cr.execute("DELETE FROM aftersales_statute_watch")

    @staticmethod
    def work(env):
        env['fleet.vehicle']._cron_watch_statutes(SAMPLE)

    @staticmethod
    def count(env):
        return env['fleet.vehicle'].search_count(env['fleet.vehicle']._get_watch_domain())


class Notices:
    """Cars that were handed over, whose customers are asked how content they are."""

    @staticmethod
    def fill(env):
        orders = env['aftersales.order'].search(
            [('state', '=', 'delivered'), ('rating_ids', '=', False), ('partner_id.email', '!=', False)],
            order='id desc', limit=NOTICES)
        env['aftersales.notice'].search([('state', '=', 'pending')]).unlink()
        orders._ask_for_rating()

    @staticmethod
    def work(env):
        env['aftersales.notice']._cron_send(20)

    @staticmethod
    def count(env):
        return env['aftersales.notice'].search_count([('state', '=', 'pending')])


QUEUES = {'law': Law, 'notices': Notices}


def work_until_killed(registry, queue):
    print('ready', flush=True)
    while True:
        with registry.cursor() as cr:
            queue.work(get_env(cr))
        with registry.cursor() as cr:
            left = queue.count(get_env(cr))
        print(left, flush=True)
        if not left:
            return


def kill_at_random(options, name, dice):
    """Start what is called ``name`` until it ends by itself; each time but the last it is killed somewhere.

    :return: how many times it was killed before it had ended
    """
    command = [sys.executable, __file__, '--config', options.config, '--database', options.database, '--queue', name]
    killed = 0
    while True:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            process.stdout.readline()  # it is loaded, and begins
            timer = threading.Timer(dice.uniform(0.05, 3), process.kill)
            if killed < KILLS:
                timer.start()
            process.stdout.read()
            timer.cancel()
        if process.returncode == 0:
            return killed
        if process.returncode != -signal.SIGKILL:
            raise SystemExit(f'{name} failed')
        killed += 1


def check_notices(env, last_notice, last_message):
    """What was told of each order since: one message for each notice that was sent."""
    notices = env['aftersales.notice'].search([('id', '>', last_notice), ('res_model', '=', 'aftersales.order')])
    messages = env['mail.message'].search([
        ('id', '>', last_message), ('model', '=', 'aftersales.order'), ('partner_ids', '!=', False)])
    told = messages.grouped('res_id')
    sent = notices.filtered(lambda notice: notice.state == 'sent')
    twice = [res_id for res_id, found in told.items() if len(found) > 1]
    left = [notice.res_id for notice in sent if notice.res_id not in told]
    states = {state: len(found) for state, found in notices.grouped('state').items()}
    return f'{states}, {len(twice)} told twice, {len(left)} not at all'


def kill(options, registry):
    dice = random.Random(9)
    with registry.cursor() as cr:
        last = [get_env(cr)[model].search([], order='id desc', limit=1).id for model in ('aftersales.notice', 'mail.message')]
    for name, queue in QUEUES.items():
        with registry.cursor() as cr:
            queue.fill(get_env(cr))
        with registry.cursor() as cr:
            waiting = queue.count(get_env(cr))
        killed = kill_at_random(options, name, dice)
        with registry.cursor() as cr:
            env = get_env(cr)
            if name == 'law':
                env.cr.execute("SELECT count(*), count(DISTINCT (vehicle_id, rule_id)) FROM aftersales_statute_watch")
                rows, pairs = env.cr.fetchone()
                result = f'{rows} rows of {pairs} cars and rules, the list is {"right" if is_right(registry) else "WRONG"}'
            else:
                result = check_notices(env, *last)
            print(f'{name}: {waiting:,} waited, killed {killed} times, {queue.count(env)} left; {result}', flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--work', type=int, metavar='BATCH', help='the process that works, and is killed')
    parser.add_argument('--queue', choices=QUEUES, help='the process that works on a queue, and is killed anywhere')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=critical'], setup_logging=True)
    registry = Registry(options.database)
    if options.work:
        work(registry, options.work)
        return
    if options.queue:
        work_until_killed(registry, QUEUES[options.queue])
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
    kill(options, registry)


if __name__ == '__main__':
    main()
