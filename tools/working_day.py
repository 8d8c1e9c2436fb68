"""./dev day: the counter's day with many people, on two and on four workers; and ``--kills``: everything is killed meanwhile.

A copy of the demo dealership stands in a cluster of its own. So many people log in as roles of one outlet and take cars
through the house by the buttons' own methods: written, received, approved, parts issued, worked on, inspected, invoiced,
paid, delivered; between the steps they read lists, forms and customers' pages. What is told: how much went through a second,
how long each step took, and each answer that was no sentence. At the end the invariants are asked of the database.

With ``--kills`` workers, PostgreSQL and scheduled actions are killed at random moments. Those actions run in a process of
their own for which each start is a day later, so that there is work for all of them.
"""
import json
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter

import environment
import server
from at_work import ROLES, Day, House
from clusters import DATABASE, Cluster, Odoo, copy_demo, folder
from invariants import find_broken, note_standing

# Of every ten people.
SHARES = {'advisor': 4, 'technician': 2, 'parts': 1, 'inspector': 1, 'accountant': 1, 'care': 1}
SCENE = environment.CHECKOUT / 'benchmarks/day_scene.py'
CRONS = environment.CHECKOUT / 'benchmarks/day_crons.py'


def run(people, minutes, workers, kills=False):
    """:return: True when every answer was an answer or a sentence, and all invariants hold"""
    server.bring_up_to_date(server.DEMO)
    results = [work(people, minutes * 60, number, kills) for number in workers]
    return all(results)


def work(people, seconds, workers, kills):
    cluster, odoo = Cluster('primary'), None
    with folder():
        try:
            cluster.create()
            cluster.start()
            copy_demo(cluster)
            house = prepare(cluster, people)
            odoo = Odoo(cluster, workers=workers, crons=0 if kills else 1)
            return live(cluster, odoo, house, seconds, kills)
        finally:
            if odoo:
                odoo.stop()
            cluster.stop()


def prepare(cluster, people):
    """People of all roles, cars and parts for them all, committed; what they open, as the web client asks for it."""
    ten = [role for role, share in SHARES.items() for __ in range(share)]
    counts = Counter(ten[number % len(ten)] for number in range(people))
    done = subprocess.run(
        [environment.VENV_PYTHON, SCENE, '--config', environment.CONFIG, '--database', DATABASE, '--host', cluster.socket,
         '--counts', json.dumps(counts)],
        capture_output=True, text=True, env=cluster.get_environment(), cwd=environment.WORK, check=False)
    if done.returncode:
        raise server.Failure(f'The house could not be prepared:\n{done.stderr[-4000:]}')
    return House(json.loads(done.stdout.splitlines()[-1]))


def live(cluster, odoo, house, seconds, kills):
    day, before = Day(), note_standing(cluster)
    people = [ROLES[person['role']](person, day, house) for person in house.people]
    for person in people:
        person.start()
    end = time.monotonic() + 240
    while any(not person.answered for person in people) and time.monotonic() < end:
        time.sleep(1)
    day.tell(f'{len(people)} people on {odoo.workers} workers{", everything is killed meanwhile" if kills else ""}')
    killed = kill_everything(cluster, odoo, seconds) if kills else time.sleep(seconds)
    day.over.set()
    for person in people:
        person.join(90)
    errors = day.tell()
    print(f'{len(house.finished)} cars went through the whole house.')
    if killed:
        print('Killed: ' + ', '.join(f'{what} {number} times' for what, number in sorted(killed.items())))
        errors = 0  # who spoke to what was killed hears of it; what he was told is checked below
    lost = house.find_lost(cluster)
    print(f'Acknowledged and not there: {len(lost)} {lost[:5] or ""}')
    broken = find_broken(cluster, before)
    for sentence in broken:
        print(f'WRONG: {sentence}')
    return bool(house.finished) and not (errors or broken or lost)


# ------------------------------------------------------------
# Killing
# ------------------------------------------------------------

def kill_everything(cluster, odoo, seconds):
    """Scheduled actions all the time, a worker each twenty seconds, PostgreSQL each five minutes.

    :return: how often what was killed; scheduled actions by name
    """
    dice, killed, over = random.Random(19), Counter(), threading.Event()
    night = threading.Thread(target=kill_nights, args=[cluster, dice, killed, over], daemon=True)
    night.start()
    end, next_worker, next_cluster = time.monotonic() + seconds, 20, 150
    start = time.monotonic()
    while time.monotonic() < end:
        since = time.monotonic() - start
        if since > next_worker:
            odoo.kill_worker()
            killed['a worker'] += 1
            next_worker = since + dice.uniform(10, 30)
        if since > next_cluster:
            cluster.kill()
            cluster.start()
            killed['PostgreSQL'] += 1
            next_cluster = since + dice.uniform(200, 400)
        killed['Odoo ended and was begun again'] += odoo.watch(1)
    over.set()
    night.join(120)
    return killed


def kill_nights(cluster, dice, killed, over):
    """Start the scheduled actions, a day later each time; kill them a moment after one of them has begun."""
    days = 0
    while not over.is_set():
        days += 1
        with tempfile.TemporaryFile('w+', encoding='utf-8') as log:
            process = subprocess.Popen(
                [environment.VENV_PYTHON, CRONS, '--config', environment.CONFIG, '--database', DATABASE, '--days', str(days),
                 '--host', cluster.socket],
                stdout=subprocess.PIPE, stderr=log, text=True, env=cluster.get_environment(), cwd=environment.WORK)
            wait = dice.randint(1, 25)  # so many of them come to their end before one is killed
            for line in process.stdout:
                wait -= 1
                if not wait:
                    time.sleep(dice.uniform(0, 1.5))
                    if process.poll() is None:
                        process.send_signal(signal.SIGKILL)
                        killed[f'scheduled: {line.strip()}'] += 1
                    break
            process.stdout.close()
            process.wait()
            log.seek(0)
            told = log.read()
            # Without its database a night ends as everything else does.
            lost = any(f'psycopg2.{kind}' in told for kind in ('OperationalError', 'DatabaseError', 'InterfaceError'))
            if process.returncode not in (0, -signal.SIGKILL) and not lost:
                print(f'A night ended with {process.returncode}: {told[-1500:]}', flush=True)
