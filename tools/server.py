"""Odoo's own commands, run on the environment's databases, and what their logs say."""
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading

import environment
import psycopg2

DEMO = os.environ.get('AFTERSALES_DB', 'aftersales_demo')
# Tests run where Odoo's sales and repairs are too, the yardstick of ours, and its app for vouchers, which ours are made by.
YARDSTICK_MODULES = ['sale_stock', 'repair', 'loyalty']
TEST = f'aftersales_test_{environment.CHECKOUT_KEY}'
# Copies of it where the tests' standing cast is, one a lane.
LANES = [f'aftersales_test{number}_{environment.CHECKOUT_KEY}' for number in (1, 2)]
FRESH = f'aftersales_fresh_{environment.CHECKOUT_KEY}'
LINT = f'aftersales_lint_{environment.CHECKOUT_KEY}'

LOG_LINE = re.compile(r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) ')
# Parts of the checkout that an installed database knows nothing of.
NOT_INSTALLED = {'tests', 'tools', 'benchmarks'}


class Failure(Exception):
    """Something the user must know, in full sentences."""


# ------------------------------------------------------------
# Databases
# ------------------------------------------------------------

@contextlib.contextmanager
def connect(database='postgres'):
    connection = psycopg2.connect(host=str(environment.PG_SOCKET), user='odoo', dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def exists(database):
    with connect() as cursor:
        cursor.execute('SELECT 1 FROM pg_database WHERE datname = %s', [database])
        return bool(cursor.fetchone())


def drop(database):
    with connect() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    shutil.rmtree(filestore(database), ignore_errors=True)


def copy(source, target):
    drop(target)
    with connect() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    if filestore(source).exists():
        # Odoo writes a stored file once and never changes it: hard links will do.
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def filestore(database):
    return environment.HOME / 'data/filestore' / database


def stamp(database, value=None):
    """Read or write the code's fingerprint that a database was last brought to."""
    with connect() as cursor:
        if value:
            cursor.execute(f'COMMENT ON DATABASE "{database}" IS %s', [value])
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database])
        return (cursor.fetchone() or [None])[0]


def fingerprint(*more):
    """What of the checkout ends up in a database, as a hash; ``more`` are paths of what else does."""
    total = hashlib.sha256()
    for path in sorted(checkout_files()):
        relative = path.relative_to(environment.CHECKOUT)
        installed = (relative.parts[0] not in NOT_INSTALLED
                     and path.suffix in {'.py', '.xml', '.csv', '.po', '.js', '.scss'})
        if installed or path in more:
            total.update(str(relative).encode() + b'\0' + path.read_bytes())
    return total.hexdigest()


def checkout_files():
    for parent, folders, files in os.walk(environment.CHECKOUT):
        folders[:] = [name for name in folders if not name.startswith('.') and name not in {'__pycache__', 'node_modules'}]
        for name in files:
            if not name.endswith('.pyc'):
                yield environment.Path(parent, name)


# ------------------------------------------------------------
# Odoo
# ------------------------------------------------------------

def process_environment():
    return {
        **os.environ,
        'PYTHONPATH': os.pathsep.join(map(str, (environment.odoo_folder(), environment.CHECKOUT / 'tools'))),
        'PGHOST': str(environment.PG_SOCKET),
        'PGUSER': 'odoo',
    }


def odoo_command(*args):
    """The command line for Odoo's ``args``, e.g. ``('-d', name)`` or ``('shell', '-d', name)``."""
    first_option = next(index for index, arg in enumerate(args) if arg.startswith('-'))
    return [str(environment.VENV_PYTHON), '-m', 'odoo', *args[:first_option], '-c', str(environment.CONFIG),
            *map(str, args[first_option:])]


def odoo(*args, log, script=None, expected=None):
    """Run Odoo to its end with progress shown; raise Failure if it fails or its log complains.

    :param script: Python to feed to ``odoo shell``
    :param expected: pattern of the log's warnings and errors that are none of ours
    """
    log = environment.WORK / 'logs' / f'{log}.log'
    with log.open('w', encoding='utf-8') as output:
        def keep(line):
            output.write(line)
            show_progress(line)

        status = stream(odoo_command(*args), environment.WORK, keep, script)
    show_progress(None)
    text = log.read_text(encoding='utf-8')
    found = complaints(text, expected)
    if status and not found:
        found = text.splitlines()[-20:]
    if found:
        raise Failure('\n'.join([*found[:60], f'(all of it: {log})']))
    return text


def stream(command, folder, each_line, script=None):
    """Run ``command``, hand over each line of its output, return its exit status; never leave it behind."""
    process = subprocess.Popen(
        list(map(str, command)), stdin=subprocess.PIPE if script else subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env=process_environment(), cwd=folder)
    try:
        if script:
            process.stdin.write(script)
            process.stdin.close()
        for line in process.stdout:
            each_line(line)
        return process.wait()
    except BaseException:
        process.kill()
        raise


def show_progress(line):
    if not sys.stdout.isatty() or threading.current_thread() is not threading.main_thread():
        return
    if line is None:
        print('\r\033[K', end='', flush=True)
    elif found := re.search(r'Loading module (\S+) \((\d+/\d+)\)', line):
        print(f'\r\033[K  {found[2]} {found[1]}', end='', flush=True)


def complaints(text, expected=None):
    """Warnings and errors of an Odoo log, with the lines that belong to them."""
    found, inside = [], False
    for line in text.splitlines():
        if entry := LOG_LINE.match(line):
            inside = entry['level'] in {'WARNING', 'ERROR', 'CRITICAL'} and not (expected and expected.search(line))
        if inside:
            found.append(line)
    return found


def install(database, *modules):
    """Install with demo data; nothing that isn't asked for comes along."""
    odoo('-d', database, '-i', ','.join(modules), '--with-demo', '--skip-auto-install', '--no-http',
         '--max-cron-threads=0', '--stop-after-init', log=f'install-{database}')


def upgrade(database, *more_modules):
    """To today's code; more modules are installed where they are not yet."""
    more = ['-i', ','.join(more_modules), '--with-demo'] if more_modules else []
    odoo('-d', database, '-u', 'aftersales', *more, '--skip-auto-install', '--no-http', '--max-cron-threads=0',
         '--stop-after-init', log=f'upgrade-{database}')


def bring_up_to_date(database, *more_modules):
    """Create the database, or upgrade it if the code has changed since."""
    wanted = fingerprint()
    if exists(database) and not stamp(database):  # an interrupted installation
        drop(database)
    if not exists(database):
        print(f'Installing the add-on with demo data in the database {database} ...', flush=True)
        install(database, 'aftersales', *more_modules)
    elif stamp(database) != wanted:
        print(f'The code has changed: upgrading the database {database} ...', flush=True)
        upgrade(database, *more_modules)
    stamp(database, wanted)
