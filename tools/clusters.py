"""Clusters of PostgreSQL in a folder of their own, and Odoo with workers on them: they are killed, the private one is not."""
import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

import environment
import psycopg2
import server

DATABASE = f'aftersales_work_{environment.CHECKOUT_KEY}'
FOLDER = environment.HOME / 'clusters'
PORT = 8469


class Cluster:
    """One PostgreSQL server in a folder of its own, on a socket there."""

    def __init__(self, name):
        self.data, self.socket = FOLDER / name, FOLDER / f'{name}.sock'

    def settings(self):
        values = {
            'listen_addresses': '', 'unix_socket_directories': self.socket, 'max_connections': 200, 'shared_buffers': '256MB',
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

    def get_environment(self):
        """Of a process of Odoo that works on this cluster."""
        return {**server.process_environment(), 'PGHOST': str(self.socket)}

    def ask(self, question, database=DATABASE):
        connection = psycopg2.connect(host=str(self.socket), user='odoo', dbname=database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchall()
        finally:
            connection.close()


class Odoo:
    """Workers, and scheduled actions, on a cluster and perhaps its standby.

    :param crons: how many scheduled actions Odoo runs beside the workers at once
    """

    def __init__(self, primary, replica=None, workers=2, crons=1):
        self.primary, self.replica = primary, replica
        self.workers, self.crons = workers, crons
        self.log = (FOLDER / 'odoo.log').open('w', encoding='utf-8')
        self.process = None
        self.start()

    def start(self):
        standby = [f'--db_replica_host={self.replica.socket}'] if self.replica else []
        module = server.odoo_command(
            '-d', DATABASE, f'--db-filter=^{DATABASE}$', f'--http-port={PORT}', f'--gevent-port={PORT + 1}',
            f'--workers={self.workers}', f'--max-cron-threads={self.crons}', '--log-level=warn',
            f'--db_host={self.primary.socket}', *standby)
        script = [part for part in module if part != '-m']
        script[script.index('odoo')] = environment.CHECKOUT / 'tools/odoo_server.py'
        # No proxy stands before these workers, which else hang up on who is slower than two seconds to say what he wants.
        self.process = subprocess.Popen(
            script, env={**self.primary.get_environment(), 'ODOO_HTTP_SOCKET_TIMEOUT': '60'}, cwd=environment.WORK,
            stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
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


@contextlib.contextmanager
def folder():
    """The place of the clusters, which goes with what lies in it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    FOLDER.chmod(0o711)
    try:
        yield
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.rmtree(server.filestore(DATABASE), ignore_errors=True)
