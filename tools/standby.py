"""./dev standby: a PostgreSQL standby on this machine, people at work meanwhile, and everything killed in the middle.

A primary and a streaming standby are made in a folder of their own, with a copy of the demo database; the private cluster
and its databases are left alone. Odoo serves from both (``db_replica_host``), by two workers and with scheduled actions,
while clients write orders and read lists and customers' pages. Then, one after the other: the standby is killed, brought
back, a worker is killed, PostgreSQL itself is killed and comes back. At the end a checker reads the database: what was
acknowledged is there, once; numbers have no gaps that Odoo promises not to have; ledgers agree; the standby has it all.

Only loopback, so many clients for so many seconds.
"""
import contextlib
import http.cookiejar
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

import environment
import psycopg2
import server

DATABASE = f'aftersales_standby_{environment.CHECKOUT_KEY}'
FOLDER = environment.HOME / 'standby'
PORT = 8469
# What must be true of the database whatever was killed when: name, and a question that answers with what is wrong.
INVARIANTS = {
    'orders with one number': """
        SELECT name, count(*) FROM aftersales_order GROUP BY company_id, name HAVING count(*) > 1""",
    'posted invoices with one number': """
        SELECT name, count(*) FROM account_move WHERE state = 'posted' GROUP BY company_id, journal_id, name
        HAVING count(*) > 1""",
    'invoices that do not balance': """
        SELECT move_id, sum(balance) FROM account_move_line WHERE parent_state = 'posted' GROUP BY move_id
        HAVING abs(sum(balance)) > 0.005""",
    'lines invoiced more than once': """
        SELECT id, quantity, qty_invoiced FROM aftersales_order_line WHERE qty_invoiced > quantity + 0.005 AND quantity > 0""",
    'technicians promised twice': """
        SELECT one.id, other.id FROM aftersales_allocation one JOIN aftersales_allocation other
            ON other.employee_id = one.employee_id AND other.id > one.id
           AND tsrange(one.start, one.stop) && tsrange(other.start, other.stop)""",
    'ledgers of claims that do not come to zero': """
        SELECT claim_id, sum(amount) FROM aftersales_claim_entry GROUP BY claim_id HAVING abs(sum(amount)) > 0.005""",
    'months of complaints with a gap in their numbers': """
        SELECT company_id, left(name, 4), max(substr(name, 5)::int), count(*) FROM aftersales_complaint
         WHERE name ~ '^[0-9]{6,}$' GROUP BY 1, 2 HAVING max(substr(name, 5)::int) != count(*)""",
}


class Cluster:
    """One PostgreSQL server in a folder of its own, on a socket there."""

    def __init__(self, name):
        self.data, self.socket = FOLDER / name, FOLDER / f'{name}.sock'

    def settings(self):
        values = {
            'listen_addresses': '', 'unix_socket_directories': self.socket, 'max_connections': 200, 'shared_buffers': '128MB',
            'wal_level': 'replica', 'max_wal_senders': 4, 'wal_keep_size': '512MB', 'hot_standby': 'on',
            'max_locks_per_transaction': 256, 'jit': 'off'}
        return ' '.join(f"-c {key}='{value}'" for key, value in values.items())

    def make_folders(self):
        for folder in (self.data, self.socket):
            folder.mkdir(mode=0o700, parents=True)
            if os.geteuid() == 0:
                shutil.chown(folder, 'postgres')

    def create(self):
        self.make_folders()
        environment.postgres('initdb', '--pgdata', self.data, '--username=odoo', '--auth=trust', '--encoding=UTF8',
                             '--locale=C.UTF-8', advice='')

    def follow(self, primary):
        """Become the streaming standby of ``primary``."""
        self.make_folders()
        environment.postgres('pg_basebackup', '--pgdata', self.data, '--host', primary.socket, '--username=odoo',
                             '--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast', advice='')

    def start(self):
        environment.postgres('pg_ctl', 'start', '--wait', '--timeout=120', '--pgdata', self.data, '--log',
                             self.data / 'server.log', '--options', self.settings(),
                             advice=f'{self.data}/server.log tells why.')

    def kill(self):
        """As when the power fails: no process gets to say anything."""
        end = time.monotonic() + 30
        while (processes := self._find_processes()) and time.monotonic() < end:
            for pid in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)
        # Where nobody buries the dead, the next server would take the old one's number for a living process.
        (self.data / 'postmaster.pid').unlink(missing_ok=True)
        for lock in self.socket.glob('.s.PGSQL.*'):
            lock.unlink(missing_ok=True)

    def _find_processes(self):
        """Every process of PostgreSQL works in the folder of its data."""
        found = []
        for folder in environment.Path('/proc').glob('[0-9]*'):
            with contextlib.suppress(OSError):
                if folder.joinpath('cwd').readlink() == self.data and folder.joinpath('stat').read_text().split()[2] != 'Z':
                    found.append(int(folder.name))
        return found

    def stop(self):
        with contextlib.suppress(environment.SetupError):
            environment.postgres('pg_ctl', 'stop', '--mode=immediate', '--pgdata', self.data, advice='')

    def ask(self, question, database=DATABASE):
        connection = psycopg2.connect(host=str(self.socket), user='odoo', dbname=database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchall()
        finally:
            connection.close()


class Odoo:
    """Two workers and scheduled actions on both clusters."""

    def __init__(self, primary, replica):
        self.primary, self.replica = primary, replica
        self.log = (FOLDER / 'odoo.log').open('w', encoding='utf-8')
        self.process = None
        self.start()

    def start(self):
        primary, replica = self.primary, self.replica
        self.process = subprocess.Popen(
            server.odoo_command(
                '-d', DATABASE, f'--db-filter=^{DATABASE}$', f'--http-port={PORT}', f'--gevent-port={PORT + 1}', '--workers=2',
                '--max-cron-threads=1', '--log-level=warn', f'--db_host={primary.socket}',
                f'--db_replica_host={replica.socket}'),
            env={**server.process_environment(), 'PGHOST': str(primary.socket)}, cwd=environment.WORK, stdout=self.log,
            stderr=subprocess.STDOUT, start_new_session=True)
        self._wait()

    @staticmethod
    def _wait():
        end = time.monotonic() + 240
        while time.monotonic() < end:
            with contextlib.suppress(OSError), urllib.request.urlopen(f'http://127.0.0.1:{PORT}/web/login', timeout=20):
                return
            time.sleep(0.5)
        raise server.Failure(f'Odoo does not answer: see {FOLDER}/odoo.log')

    def watch(self, seconds):
        """As a service manager does: what has ended is begun again. Without its database Odoo's main process ends.

        :return: how often that was needed
        """
        end, begun = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.start()
                begun += 1
            time.sleep(1)
        return begun

    def kill_worker(self):
        """One of the processes that answer; the main one makes another."""
        children = subprocess.run(
            ['ps', '-o', 'pid=', '--ppid', str(self.process.pid)], capture_output=True, text=True, check=False)
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(random.choice(children.stdout.split())), signal.SIGKILL)

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()


class Client(threading.Thread):
    """Somebody at the counter, or a customer on his page, until told to stop."""

    def __init__(self, login, day, found):
        super().__init__(daemon=True)
        self.login, self.day, self.found = login, day, found
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.made, self.answered = [], False

    def call(self, path, **params):
        request = urllib.request.Request(
            f'http://127.0.0.1:{PORT}{path}', json.dumps({'jsonrpc': '2.0', 'method': 'call', 'params': params}).encode(),
            {'Content-Type': 'application/json'})
        with self.opener.open(request, timeout=60) as answer:
            told = json.load(answer)
        if 'error' in told:
            data = told['error'].get('data', {})
            raise RuntimeError(f"{data.get('name')}: {data.get('message')}")
        return told.get('result')

    def kw(self, model, method, *args, **kwargs):
        return self.call(
            f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=args, kwargs=kwargs)

    def run(self):
        logged_in = False
        while not self.day.over.is_set():
            begin = time.monotonic()
            try:
                if not logged_in:
                    self.call('/web/session/authenticate', db=DATABASE, login=self.login, password=self.login)
                    logged_in = True
                kind = self.step()
                self.answered = True
                self.day.note(kind, time.monotonic() - begin)
            except (OSError, RuntimeError, urllib.error.URLError) as error:
                self.day.note_error(str(error))
                logged_in = False
                time.sleep(0.5)

    def step(self):
        number = random.random()
        if number < 0.25 and self.login == 'care':
            complaint = self.kw('aftersales.complaint', 'create', {
                'story': "It squeals", 'kind': 'complaint', 'channel': 'phone', 'workshop_id': self.found['workshop'],
                'category_id': random.choice(self.found['categories']), 'vehicle_id': random.choice(self.found['vehicles'])})
            self.kw('aftersales.complaint', 'action_acknowledge', [complaint])
            return 'complaint taken'
        if number < 0.25:
            order = self.kw('aftersales.order', 'create', {
                'vehicle_id': random.choice(self.found['vehicles']), 'workshop_id': self.found['workshop'],
                'job_ids': [[0, 0, {'operation_id': random.choice(self.found['operations'])}]]})
            self.made.append(order)
            return 'order written'
        if number < 0.7:
            self.kw('aftersales.order', 'web_search_read', [], {'name': {}, 'state': {}, 'partner_id': {}}, limit=40)
            return 'list read'
        with self.opener.open(f'http://127.0.0.1:{PORT}{random.choice(self.found["pages"])}', timeout=60) as answer:
            if answer.status != 200:
                raise RuntimeError(f'page {answer.status}')
            answer.read()
        return "customer's page"


class Day:
    """What happens between two kills: how often, how long, and what went wrong."""

    def __init__(self):
        self.over, self.lock = threading.Event(), threading.Lock()
        self.begin('everybody logs in')

    def begin(self, title):
        self.title, self.start = title, time.monotonic()
        self.times, self.errors = {}, Counter()

    def note(self, kind, seconds):
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)

    def note_error(self, text):
        with self.lock:
            self.errors[text[:110]] += 1

    def tell(self, next_title=None):
        with self.lock:
            seconds = time.monotonic() - self.start
            print(f'\n{self.title} ({seconds:.0f} s)')
            for kind, times in sorted(self.times.items()):
                times.sort()
                half, most = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
                print(f'  {kind:16} {len(times) / seconds:6.1f} a second   half within {half:5.0f} ms, '
                      f'95 % within {most:5.0f} ms')
            for text, count in self.errors.most_common(5):
                print(f'  {count:5} × {text}')
            self.begin(next_title)


def run(seconds=120, clients=8):
    """:return: True when nothing was lost, nothing doubled, and pages went on without the standby"""
    server.bring_up_to_date(server.DEMO)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    FOLDER.chmod(0o711)
    primary, replica, odoo = Cluster('primary'), Cluster('replica'), None
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
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.rmtree(server.filestore(DATABASE), ignore_errors=True)


def copy_demo(primary):
    """The demo database in the new cluster, with people who may write at the counter."""
    environment.postgres('createdb', '--host', primary.socket, '--username=odoo', DATABASE, advice='')
    dump = subprocess.Popen(
        [environment.postgres_programs() / 'pg_dump', '--host', environment.PG_SOCKET, '--username=odoo', '--no-owner',
         server.DEMO], stdout=subprocess.PIPE)
    subprocess.run(
        [environment.postgres_programs() / 'psql', '--host', primary.socket, '--username=odoo', '--quiet', DATABASE],
        stdin=dump.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    if dump.wait():
        raise server.Failure('The demo database could not be copied.')
    if server.filestore(server.DEMO).exists():
        shutil.rmtree(server.filestore(DATABASE), ignore_errors=True)
        shutil.copytree(server.filestore(server.DEMO), server.filestore(DATABASE), copy_function=os.link)


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
    for title, question in INVARIANTS.items():
        found = primary.ask(question)
        print(f'{title}: {len(found)}')
        if found:
            wrong.append(f'{title}: {found[:5]}')
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
