"""./dev standby: a PostgreSQL standby on this machine, people at work meanwhile, and everything killed in the middle.

A primary and a streaming standby are made in a folder of their own, with a copy of the demo database; the private cluster
and its databases are left alone. Odoo serves from both (``db_replica_host``), by two workers and with scheduled actions,
while clients write orders and read lists and customers' pages. Then, one after the other: the standby is killed, brought
back, a worker is killed, PostgreSQL itself is killed and comes back. At the end a checker reads the database: what was
acknowledged is there, once; numbers have no gaps that Odoo promises not to have; ledgers agree; the standby has it all.

Only loopback, so many clients for so many seconds.
"""
import time
from collections import Counter

import server
from at_work import Client, Day
from clusters import Cluster, Odoo, copy_demo, folder
from invariants import find_broken


def run(seconds=120, clients=8):
    """:return: True when nothing was lost, nothing doubled, and pages went on without the standby"""
    server.bring_up_to_date(server.DEMO)
    primary, replica, odoo = Cluster('primary'), Cluster('replica'), None
    with folder():
        try:
            primary.create()
            primary.start()
            copy_demo(primary)
            replica.follow(primary)
            replica.start()
            odoo = Odoo(primary, replica)
            return live_a_day(primary, replica, odoo, seconds / 5, clients)
        finally:
            if odoo:
                odoo.stop()
            for cluster in (replica, primary):
                cluster.stop()


def read_found(primary):
    """What the clients work with: of the company of the demo's advisor."""
    company = primary.ask("SELECT company_id FROM res_users WHERE login = 'advisor'")[0][0]
    ids = {
        'vehicles': f'SELECT id FROM fleet_vehicle WHERE active AND (company_id IS NULL OR company_id = {company}) '
                    'AND owner_id IS NOT NULL LIMIT 50',
        'categories': 'SELECT id FROM aftersales_complaint_category WHERE active LIMIT 5',
        'operations': 'SELECT id FROM aftersales_operation WHERE active LIMIT 20',
    }
    found = {name: [row[0] for row in primary.ask(question)] for name, question in ids.items()}
    found['workshop'] = primary.ask(f'SELECT min(id) FROM aftersales_workshop WHERE company_id = {company}')[0][0]
    found['pages'] = [f'/my/repair-orders/{number}?access_token={token}' for number, token in primary.ask(
        f'SELECT id, access_token FROM aftersales_order WHERE access_token IS NOT NULL AND company_id = {company} LIMIT 20')]
    return found


def live_a_day(primary, replica, odoo, seconds, clients):
    day, found = Day(), read_found(primary)
    people = [Client(('advisor', 'care')[number % 2], day, found) for number in range(clients)]
    for person in people:
        person.start()
    wait_for_all(people, day)
    before = count_reads(replica)
    time.sleep(seconds)
    read = count_reads(replica) - before
    print(f'{read} transactions were read from the standby.')
    day.tell('the standby is killed')
    replica.kill()
    time.sleep(seconds)
    without_standby = Counter(day.errors)
    day.tell('the standby is back; workers are killed')
    replica.start()
    for __ in range(4):
        odoo.kill_worker()
        time.sleep(seconds / 4)
    day.tell('PostgreSQL is killed and comes back')
    primary.kill()
    primary.start()
    print(f'Odoo was begun again {odoo.watch(seconds)} times.')
    day.tell('as usual again')
    odoo.watch(seconds)
    answers = sum(map(len, day.times.values()))
    day.over.set()
    for person in people:
        person.join(70)
    day.tell()
    made = [order for person in people for order in person.made]
    return check(primary, replica, made, read, without_standby, clients) and bool(answers)


def wait_for_all(people, day):
    """Until everybody had an answer: workers read the add-on first."""
    end = time.monotonic() + 180
    while any(not person.answered for person in people) and time.monotonic() < end:
        time.sleep(1)
    day.tell('as usual')


def count_reads(cluster):
    time.sleep(1.5)  # each backend tells its counts once a second
    return cluster.ask('SELECT COALESCE(sum(xact_commit), 0) FROM pg_stat_database WHERE datname IS NOT NULL')[0][0]


def check(primary, replica, made, read, without_standby, clients):
    wrong = []
    there = {row[0] for row in primary.ask('SELECT id FROM aftersales_order')}
    lost = [number for number in made if number not in there]
    print(f'\n{len(made)} orders were acknowledged, {len(lost)} of them are lost.')
    if lost or len(set(made)) != len(made):
        wrong.append('acknowledged orders are lost or doubled')
    wrong += find_broken(primary)
    end = time.monotonic() + 30
    while replica.ask('SELECT count(*) FROM aftersales_order') != primary.ask('SELECT count(*) FROM aftersales_order'):
        if time.monotonic() > end:
            wrong.append('the standby has not caught up')
            break
        time.sleep(1)
    if read < 10:
        wrong.append('hardly anything was read from the standby')
    # Who was just reading from the standby when it died asks once more; whoever comes after him notices nothing.
    others = {text: count for text, count in without_standby.items() if 'OperationalError' not in text}
    if others or sum(without_standby.values()) > clients:
        wrong.append(f'errors while only the standby was gone: {dict(without_standby)}')
    for sentence in wrong:
        print(f'WRONG: {sentence}')
    return not wrong
