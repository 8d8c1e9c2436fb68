"""The commands of ./dev, run by the environment's own Python."""
import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.request

import checks
import core_suites
import cut
import environment
import model_map
import pictures as picture_book
import rooms
import scale
import server
import standby as standbys
import translations
import working_day

PORT = int(os.environ.get('AFTERSALES_PORT', '8069'))

PEOPLE = '''
    SELECT u.login, partner.name, company.name, string_agg(g.name->>'en_US', ', ' ORDER BY g.sequence, g.id)
      FROM res_users u
      JOIN res_partner partner ON partner.id = u.partner_id
      JOIN res_company company ON company.id = u.company_id
      JOIN res_groups_users_rel link ON link.uid = u.id
      JOIN res_groups g ON g.id = link.gid
      JOIN ir_model_data data ON data.model = 'res.groups' AND data.res_id = g.id
     WHERE u.active AND u.login NOT IN ('admin', '__system__')
       AND (data.module = 'aftersales' AND data.name != 'group_user'
            OR data.module = 'account' AND data.name = 'group_account_invoice')
  GROUP BY u.id, partner.name, company.name
  ORDER BY company.name, min(g.sequence), u.login
'''


def run(options, odoo_args):
    """Serve the demo database until Ctrl-C."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', PORT))
        except OSError:
            raise server.Failure(f'Port {PORT} is taken. Is ./dev run going elsewhere? Then stop it by ./dev stop; '
                                 f'or take another port: AFTERSALES_PORT={PORT + 1} ./dev run') from None
    server.bring_up_to_date(server.DEMO)
    tell_address()
    command = server.odoo_command(
        '-d', server.DEMO, f'--http-port={PORT}', '--max-cron-threads=1', '--log-level=warn', *odoo_args)
    process = subprocess.Popen(command, env=server.process_environment(), cwd=environment.WORK)
    environment.PID_FILE.write_text(str(process.pid), encoding='ascii')
    try:
        wait_until_it_answers(process)
        print(welcome(), flush=True)
        return not process.wait()
    except KeyboardInterrupt:
        print('\nStopping ...')
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)  # the terminal's Ctrl-C has reached Odoo too
        process.terminate()
        process.wait()
        return True
    finally:
        environment.PID_FILE.unlink(missing_ok=True)


def tell_address():
    """Prints take their style sheets, and letters their links, from where the database believes it is served."""
    with server.connect(server.DEMO) as cursor:
        cursor.execute("""
            UPDATE ir_config_parameter SET value = %s
             WHERE key = 'web.base.url' AND value ~ '^http://(localhost|127[.]0[.]0[.]1):[0-9]+$'
        """, [f'http://127.0.0.1:{PORT}'])


def wait_until_it_answers(process):
    while process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f'http://127.0.0.1:{PORT}/web/login', timeout=60):
            return
        time.sleep(0.3)
    raise server.Failure('Odoo ended before it answered: see the lines above.')


def welcome():
    with server.connect(server.DEMO) as cursor:
        cursor.execute(PEOPLE)
        people = cursor.fetchall()
    people.append(('admin', 'Administrator', '', 'everything'))
    widths = [max(map(columns, column)) for column in zip(*people, strict=True)]
    rows = '\n'.join(
        '  ' + '  '.join(text + ' ' * (width - columns(text)) for text, width in zip(person, widths, strict=True)).rstrip()
        for person in people)
    return (f'\nAfter-Sales is ready at http://127.0.0.1:{PORT}\n\n'
            f'Log in as one of them; the password is the login.\n{rows}\n\nCtrl-C stops.\n')


def columns(text):
    """How wide a terminal shows ``text``: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in 'WF' else 1 for character in text)


def test(options, args):
    if options.cut:
        return cut.run(checks.Report(), args)
    if options.core:
        return core_suites.run(checks.Report(), args)
    if options.costs:
        environment.Path(options.costs).unlink(missing_ok=True)
    if not args:
        return checks.run_all(options.costs)
    return checks.run_part(args, options.costs)


def lint(options, args):
    report = checks.Report()
    if options.table:
        print(rooms.table(environment.odoo_folder()))
        return True
    passed = report.phase('rooms', checks.lint_rooms)
    return passed if options.rooms else report.phase('ruff and pylint-odoo', checks.lint) and passed


def shell(options, odoo_args):
    server.bring_up_to_date(server.DEMO)
    return not subprocess.run(
        server.odoo_command('shell', '-d', server.DEMO, '--no-http', '--log-level=warn', *odoo_args),
        env=server.process_environment(), cwd=environment.WORK, check=False).returncode


def show_map(options, args):
    """Print files, fields and chains of super() of a model, from the registry of the demo database."""
    if not server.exists(server.DEMO):  # the code of today is read, whatever the database was last brought to
        server.bring_up_to_date(server.DEMO)
    done = subprocess.run(
        server.odoo_command('shell', '-d', server.DEMO, '--no-http', '--log-level=warn'), text=True, check=False,
        input=model_map.script(options.model, environment.CHECKOUT), env=server.process_environment(), cwd=environment.WORK)
    return not done.returncode


def i18n(options, args):
    # Not the test database: the other modules there put fields of their own, with labels, on our models.
    server.bring_up_to_date(server.DEMO)
    translations.write(server.DEMO, update=options.update)
    return checks.Report().phase('translations', translations.check, server.DEMO)


def bench(options, args):
    if options.scale:
        return scale.run(options.vehicles, options.json, options.keep, options.only, options.readme)
    if options.parts:
        command = [environment.VENV_PYTHON, environment.CHECKOUT / 'benchmarks/parts.py']
        if options.json:
            command += ['--json', options.json]
        return not subprocess.run([*command, *args], check=False).returncode
    for name in ('fitment', 'proposals'):
        if getattr(options, name):
            server.bring_up_to_date(server.TEST)
            command = [environment.VENV_PYTHON, environment.CHECKOUT / f'benchmarks/{name}.py', '--config', environment.CONFIG,
                       '--database', server.TEST]
            return not subprocess.run([*command, *args], env=server.process_environment(), check=False).returncode
    for name in ('window', 'exchange'):
        if getattr(options, name):
            return bench_in_a_copy(name, options.base, args)
    server.bring_up_to_date(server.TEST, *server.YARDSTICK_MODULES)
    script = environment.CHECKOUT / 'benchmarks/run.py'
    command = [environment.VENV_PYTHON, script, '--config', environment.CONFIG, '--database', server.TEST]
    if options.json:
        command += ['--json', options.json]
    return not subprocess.run([*command, *args], env=server.process_environment(), check=False).returncode


def bench_in_a_copy(name, base, args):
    """In a copy: what is filled and undone leaves its room behind.

    :param base: the database that is copied, as it is; the test database if not given
    """
    if not base:
        server.bring_up_to_date(server.TEST)
    database = f'aftersales_{name}_{environment.CHECKOUT_KEY}'
    try:
        server.copy(base or server.TEST, database)
        command = [environment.VENV_PYTHON, environment.CHECKOUT / f'benchmarks/{name}.py', '--config', environment.CONFIG,
                   '--database', database]
        return not subprocess.run([*command, *args], env=server.process_environment(), check=False).returncode
    finally:
        server.drop(database)


def standby(options, args):
    """People at work on a primary and a standby of PostgreSQL while both, and Odoo's workers, are killed."""
    return standbys.run(options.seconds, options.clients)


def day(options, args):
    """People of all roles take cars through the house, on some workers; with ``--kills`` everything is killed meanwhile."""
    workers = [int(number) for number in options.workers.split(',')]
    return working_day.run(options.people, options.minutes, workers, options.kills)


def pictures(options, args):
    """Take the pictures of README and of the store's page; names after the command take only those."""
    return picture_book.take(args)


FLAG = {'action': 'store_true'}
# What each command may be told, beside what it hands on.
OPTIONS = {
    show_map: {'model': {'metavar': 'MODEL', 'help': 'for example aftersales.order'}},
    i18n: {'--update': {**FLAG, 'help': 'merge new terms into zh_CN.po'}},
    test: {
        '--cut': {**FLAG, 'help': 'remove each room and see what is left work'},
        '--core': {**FLAG, 'help': "run Odoo's own suites with the add-on and without it"},
        '--costs': {'metavar': 'FILE', 'help': 'write what each class of tests costs to this file'},
    },
    lint: {
        '--rooms': {**FLAG, 'help': 'only the graph of rooms'},
        '--table': {**FLAG, 'help': 'print what each room holds and names'},
    },
    bench: {
        '--json': {'metavar': 'FILE', 'help': 'write the figures to this file too'},
        '--parts': {**FLAG, 'help': 'what to keep of 1,256 real parts, replayed by month'},
        '--fitment': {**FLAG, 'help': 'a catalogue of 300,000 applications is taken over'},
        '--proposals': {**FLAG, 'help': 'what a store of 20,000 parts keeps is proposed'},
        '--window': {**FLAG, 'help': 'the parts window and 300,000 part numbers'},
        '--exchange': {**FLAG, 'help': 'files of another system are taken over'},
        '--base': {'metavar': 'DATABASE', 'help': 'of --exchange and --window, a copy of which database they work in'},
        '--scale': {**FLAG, 'help': 'what people read in a small and a large database'},
        '--vehicles': {'default': '10000,1000000', 'metavar': 'SMALL,LARGE', 'help': 'sizes of the databases'},
        '--keep': {**FLAG, 'help': 'keep the two databases, and use those that are there'},
        '--only': {'metavar': 'TEXT,TEXT', 'default': '', 'help': 'of --scale, what has one of them in its name'},
        '--readme': {**FLAG, 'help': 'write the table of --scale into the README'},
    },
    standby: {
        '--seconds': {'type': int, 'default': 120, 'help': 'how long people work in all'},
        '--clients': {'type': int, 'default': 8, 'help': 'how many people at once'},
    },
    day: {
        '--people': {'type': int, 'default': 50, 'help': 'how many at once'},
        '--minutes': {'type': float, 'default': 10, 'help': 'how long they work'},
        '--workers': {'default': '2,4', 'metavar': 'N,N', 'help': 'of Odoo, one run for each number'},
        '--kills': {**FLAG, 'help': 'workers, PostgreSQL and scheduled actions are killed'},
    },
}


def main():
    parser = argparse.ArgumentParser(prog='./dev', allow_abbrev=False)
    commands = parser.add_subparsers(dest='command', required=True)
    for function in (run, test, shell, lint, show_map, i18n, pictures, bench, standby, day):
        command = commands.add_parser(
            function.__name__.removeprefix('show_'), description=function.__doc__, allow_abbrev=False)
        command.set_defaults(function=function)
        for name, settings in OPTIONS.get(function, {}).items():
            command.add_argument(name, **settings)
    options, rest = parser.parse_known_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job starts with it ignored
    try:
        return 0 if options.function(options, rest) else 1
    except (server.Failure, environment.SetupError) as error:
        print(f'\n{error}', file=sys.stderr)
    except KeyboardInterrupt:
        print('\nInterrupted.', file=sys.stderr)
    return 1


if __name__ == '__main__':
    sys.exit(main())
