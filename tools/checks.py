"""What ``./dev test`` asks of a change, in two lanes because two cores are usual.

One lane installs the add-on from nothing, then tests where Odoo's sales and repairs are installed too and the
tests' cast is standing. The other lints and upgrades earlier releases meanwhile, then checks translations, Odoo's own
lint tests, upgrade and uninstallation on the database without them, and helps with the classes of tests left.
"""
import collections
import json
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import traceback

import environment
import lane
import rooms
import server
import translations
import upgrade

# Of pylint-odoo, not wanted here (its settings file enables groups after it disables single checks).
NOT_OURS = [
    'missing-readme',                     # ours is README.md
    'odoo-addons-relative-import',        # Odoo's own habit in tests
    'missing-return',                     # computes return nothing
    'consider-merging-classes-inherited', # each room extends a model in its own file
    'attribute-string-redundant',         # a label may stand among labels
]
# It keeps what it has read of all files to its end: to look again and again for what of it is left behind takes a quarter
# of its time.
PYLINT = 'import gc, pylint; gc.disable(); pylint.run_pylint()'
UNINSTALL = '''
module = env['ir.module.module'].search([('name', '=', 'aftersales')])
module.button_immediate_uninstall()
env.invalidate_all()
left = env['ir.model.data'].search([
    ('module', '=', 'aftersales'), '|', ('model', '=like', 'ir.%'), ('model', '=like', 'aftersales.%')])
models = env['ir.model'].search([('model', '=like', 'aftersales.%')])
assert module.state == 'uninstalled', module.state
assert not left, left.mapped('complete_name')
assert not models, models.mapped('model')
env.cr.commit()

# What is left is a usable core: every screen opens, records with our past are read and written.
from odoo.api import Environment
from odoo.modules.registry import Registry
with Registry(env.cr.dbname).cursor() as cr:
    core = Environment(cr, 1, {})
    actions = core['ir.actions.act_window'].search([])
    for action in actions:
        assert action.res_model in core, (action.name, action.res_model)
        for view_id, kind in action.views:
            core[action.res_model].get_view(view_id, kind)
    for name in ('fleet.vehicle', 'res.partner', 'product.template', 'account.move', 'purchase.order', 'stock.picking',
                 'hr.employee', 'res.company', 'res.users', 'fleet.vehicle.odometer'):
        records = core[name].with_context(active_test=False).search([], limit=50)
        records.read([field for field in core[name].fields_get() if core[name]._fields[field].type != 'binary'])
    models = core['fleet.vehicle.model'].search([], limit=1)
    first = core['fleet.vehicle'].search([], limit=1) or core['fleet.vehicle'].create({'model_id': models.id})
    car = core['fleet.vehicle'].create({'model_id': first.model_id.id, 'vin_sn': first.vin_sn, 'license_plate': 'X 1'})
    (first | car).write({'location': 'Yard', 'odometer': 10**6})
    core['res.partner'].search([], limit=1).copy()
    core.flush_all()
    cr.rollback()
    print(len(actions), 'actions of core open.')
print('Uninstalled: nothing left.')
'''
# Odoo deletes our thousands of fields one by one, and core has no index to find what refers to each of them.
INDEX_OF_FIELDS = '''
    CREATE INDEX ON ir_model_fields (related_field_id);
    CREATE INDEX ON ir_model_fields (relation_field_id);
'''
MAKE_CAST = '''
from odoo.addons.aftersales.tests.cast import make_cast
make_cast(env)
print('The cast is standing.')
'''
CAST = environment.CHECKOUT / 'tests/cast.py'
CLOSING_LINE = re.compile(r'=+ (?P<counts>.*) in (?P<seconds>[\d.]+)s .*=+$')
# Odoo finds out by trying which cars, customers and parts other records (a posted invoice, a done
# transfer) still need; it keeps those and logs each attempt as an error.
TRIED_TO_DELETE = re.compile(r"odoo\.sql_db: bad query: b'DELETE FROM")
# Core's invoice and contact forms name a widget of partner_autocomplete, which a lean installation goes without.
CORE_WITHOUT_AUTOCOMPLETE = re.compile(r'Missing widget: res_partner_many2one for field of type many2one')


class Report:
    """Runs phases from several threads; says how long each took and what failed."""

    def __init__(self):
        self.failed = []
        self.printing = threading.Lock()

    def phase(self, title, function, *args):
        start = time.monotonic()
        detail = failure = None
        try:
            detail = function(*args)
        except server.Failure as error:
            failure = str(error)
        except Exception:
            failure = traceback.format_exc()
        seconds = time.monotonic() - start
        self.say(title, seconds, detail, failed=failure)
        return not failure

    def say(self, title, seconds, detail, failed):
        """:param failed: what went wrong, if there is more to say than that it did"""
        with self.printing:
            verdict = 'FAILED' if failed else 'passed'
            print(f'{verdict} {seconds:6.0f} s  {title}{f" ({detail})" if detail else ""}', flush=True)
            if failed and failed is not True:
                print(failed, flush=True)
        if failed:
            self.failed.append(title)

    def conclude(self, closings):
        print(f'FAILED: {"; ".join(self.failed)}' if self.failed else 'Everything passed.')
        if closings:
            print(sum_of(closings), flush=True)


# ------------------------------------------------------------
# Phases
# ------------------------------------------------------------

def lint():
    problems = []
    settings = environment.CHECKOUT / 'pyproject.toml'
    with tempfile.TemporaryDirectory() as folder:
        # The linters know an add-on by its folder's name and mistake a repository's root for something else.
        module = environment.Path(folder, 'aftersales')
        for path in server.checkout_files():
            target = module / path.relative_to(environment.CHECKOUT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        for name, start, options in (
            ('ruff', ['-m', 'ruff'], ['check', '--no-cache', '--output-format=concise', '--config', settings, '.']),
            ('pylint', ['-c', PYLINT], ['--rcfile', settings, f'--disable={",".join(NOT_OURS)}', 'aftersales']),
        ):
            done = subprocess.run(
                [environment.VENV_PYTHON, *start, *options], cwd=module if name == 'ruff' else folder,
                capture_output=True, text=True, check=False, env=lint_environment())
            if done.returncode:
                problems.append(f'{name}:\n{done.stdout}{done.stderr}'.replace('aftersales/', ''))
    if problems:
        raise server.Failure('\n'.join(problems))


def lint_rooms():
    if found := rooms.problems(environment.odoo_folder()):
        raise server.Failure('\n'.join(found))
    return f'{len(rooms.declared()[0])} rooms'


def lint_environment():
    """Odoo's on the path, and this folder's for our plugin of pylint."""
    variables = server.process_environment()
    return {**variables, 'PYTHONPATH': f'{variables["PYTHONPATH"]}:{environment.CHECKOUT / "tools"}'}


def core_behaviour():
    done = subprocess.run(
        [environment.VENV_PYTHON, environment.CHECKOUT / 'tools/core_behaviour.py'], capture_output=True, text=True,
        env=server.process_environment())
    if done.returncode:
        raise server.Failure(f'With the packages of tools/requirements.lock, core answers otherwise:\n{done.stderr}')


def fresh_install():
    server.drop(server.FRESH)
    server.install(server.FRESH, 'aftersales')


def test_database():
    server.copy(server.FRESH, server.TEST)
    server.copy(server.FRESH, server.LINT)


def yardstick_install():
    server.install(server.TEST, *server.YARDSTICK_MODULES)
    server.stamp(server.TEST, server.fingerprint())


def stand_cast():
    """A copy of the test database where the tests find their people, outlets and cars."""
    database = server.LANES[0]
    server.copy(server.TEST, database)
    text = server.odoo('shell', '-d', database, '--no-http', '--max-cron-threads=0', log='cast', script=MAKE_CAST)
    if 'The cast is standing.' not in text:
        raise server.Failure(text[-3000:])
    server.stamp(database, server.fingerprint(CAST))


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def odoo_lint():
    """Odoo's own lint tests; two of them want programs we don't have and ruff and pylint-odoo replace."""
    # Odoo serves during tests whatever --no-http says; its usual port may be that of ./dev run.
    text = server.odoo(
        '-d', server.LINT, '-i', 'test_lint', '--test-tags=/test_lint,-/test_lint:TestPyLint,-/test_lint:TestESLint',
        '--skip-auto-install', f'--http-port={free_port()}', '--max-cron-threads=0', '--stop-after-init', log='test_lint')
    found = re.search(r'0 failed, 0 error\(s\) of (\d+) tests', text)
    if not found or int(found[1]) < 20:
        raise server.Failure(f'test_lint has not run: see {environment.WORK}/logs/test_lint.log')
    return f'{found[1]} tests'


def uninstall():
    with server.connect(server.FRESH) as cursor:
        cursor.execute(INDEX_OF_FIELDS)
    text = server.odoo('shell', '-d', server.FRESH, '--no-http', '--max-cron-threads=0', log='uninstall', script=UNINSTALL,
                       expected=TRIED_TO_DELETE)
    if 'Uninstalled: nothing left.' not in text:
        raise server.Failure(f'{text[-3000:]}')


def pytest(database, *args, log='pytest', show=None):
    """Run pytest with each line of output handed to ``show``; return its closing line and what is wrong."""
    log = environment.WORK / f'logs/{log}.log'
    log.unlink(missing_ok=True)
    command = [
        environment.VENV_PYTHON, '-m', 'pytest', '-c', environment.CHECKOUT / 'pyproject.toml', '--rootdir', environment.ADDONS,
        '--odoo-config', environment.CONFIG, '--odoo-database', database, '--odoo-http', '--odoo-log-level=warn',
        '--odoo-extra', f'logfile={log}', '-p', 'lane', *args,
    ]
    closing = ''

    def each_line(line):
        nonlocal closing
        if CLOSING_LINE.match(line):
            closing = line.rstrip()
        show(line)

    status = server.stream(command, environment.ADDONS, each_line)
    problems = []
    if status:
        problems.append('Tests failed: see above.')
    if 'skipped' in closing:
        problems.append('Tests were skipped; a skipped test proves nothing.')
    if log.exists() and (found := server.complaints(
            log.read_text(encoding='utf-8'), expected=CORE_WITHOUT_AUTOCOMPLETE)):
        problems += ['Odoo complained during the tests (a test that expects it says so by assertLogs or mute_logger):',
                     *found[:60], f'(all of it: {log})']
    return closing, '\n'.join(problems)


# ------------------------------------------------------------
# Lanes
# ------------------------------------------------------------

class Rooms:
    """Hears what the lanes tell (see lane.py) and says of each room of tests when the last of it is done."""

    def __init__(self, report):
        self.report = report
        self.start = time.monotonic()
        self.hearing = threading.Lock()
        self.open = {}    # room: classes nobody has finished
        self.counts = {}  # room: outcomes and seconds of those finished

    def hear(self, line):
        facts = json.loads(line)
        with self.hearing:
            if 'classes' in facts and not self.counts:  # each lane knows all of them
                for room, name in facts['classes']:
                    self.open.setdefault(room, []).append(name)
                self.counts = {room: collections.Counter() for room in self.open}
            elif 'done' in facts:
                room, name = facts.pop('done')
                self.open[room].remove(name)
                self.counts[room].update(facts)
                if not self.open[room]:
                    self._close(room)

    def _close(self, room):
        counts = self.counts[room]
        seconds = counts.pop('seconds', 0)
        bad = set(counts) - {'passed'}
        detail = ', '.join(f'{number} {outcome}' for outcome, number in counts.items())
        self.report.say(f'tests of {room}', seconds, detail, failed=bool(bad))

    def check_complete(self):
        left = [f'{room}: {", ".join(names)}' for room, names in self.open.items() if names]
        if left or not self.counts:
            raise server.Failure('\n'.join(['Classes of tests that were not finished:', *left]))
        return f'{sum(counts["passed"] for counts in self.counts.values())} passed'


def run_lane(report, rooms, database, claims, costs):
    """One run of pytest beside another one; returns its closing line. What it prints is shown if it fails."""
    output, closing = [], ''

    def show(line):
        if line.startswith(lane.MARK):
            rooms.hear(line.removeprefix(lane.MARK))
        else:
            output.append(line)

    def tests():
        nonlocal closing
        closing, problems = pytest(
            database, str(environment.ADDONS / 'aftersales/tests'), '--claims', claims, *costs,
            log=f'pytest-{database}', show=show)
        if problems:
            raise server.Failure(f'{"".join(output)}{problems}')
        return closing.strip('= ')

    report.phase(f'lane of {database}', tests)
    return closing


# ------------------------------------------------------------
# Runs
# ------------------------------------------------------------

def run_all(costs=None):
    """Everything; True when all of it passed. The last line printed counts the tests as pytest does."""
    report, start, closings = Report(), time.monotonic(), []
    installed, testable = threading.Event(), threading.Event()
    rooms, claims = Rooms(report), tempfile.TemporaryDirectory()

    def test_lane(database):
        if server.exists(database):
            closings.append(run_lane(report, rooms, database, claims.name, costs_option(costs)))

    def second_lane():
        check_sources(report)
        report.phase('upgrade of earlier releases with their demo data', upgrade.check)
        installed.wait()
        if server.exists(server.LINT):
            check_databases(report)
        testable.wait()
        test_lane(server.LANES[1])

    for database in (server.FRESH, server.LINT, server.TEST, *server.LANES):
        server.drop(database)
    beside = threading.Thread(target=second_lane, daemon=True)
    beside.start()
    try:
        if report.phase('installation from nothing, with demo data', fresh_install):
            test_database()
            installed.set()
            if (report.phase("Odoo's sales and repairs beside it", yardstick_install)
                    and report.phase("the tests' standing cast", stand_cast)):
                server.copy(*server.LANES)
        installed.set()
        testable.set()
        test_lane(server.LANES[0])
        beside.join()
        if closings:
            report.phase('every class of tests', rooms.check_complete)
    finally:
        claims.cleanup()
        for database in (server.FRESH, server.LINT, server.LANES[1]):
            server.drop(database)
    print(f'All of it took {(time.monotonic() - start) / 60:.1f} min.')
    print_costs(costs)
    report.conclude(closings)
    return not report.failed


def check_sources(report):
    report.phase('rooms', lint_rooms)
    report.phase('ruff and pylint-odoo', lint)
    report.phase("core's answers with the locked packages", core_behaviour)


def check_databases(report):
    report.phase('translations', translations.check, server.FRESH)
    report.phase("Odoo's test_lint", odoo_lint)
    report.phase('upgrade over the demo data', server.upgrade, server.FRESH)
    report.phase('uninstallation', uninstall)


def costs_option(path):
    return ['--costs', str(environment.Path(path).absolute())] if path else []


def print_costs(path):
    """By room: what is spent before the first test of its classes, and in the tests."""
    if not path or not environment.Path(path).exists():
        return
    sums = collections.defaultdict(lambda: [0] * 6)
    for line in environment.Path(path).read_text(encoding='utf-8').splitlines():
        room, __, *figures = line.split('\t')
        for name in (room, 'sum'):
            sums[name] = [sum(pair) for pair in zip(sums[name], [1, *map(float, figures)], strict=True)]
    titles = ('room', 'classes', 'tests', 'queries of setUpClass', 'seconds', 'queries of tests', 'seconds')
    rows = [titles, *((name, *(f'{figure:.0f}' for figure in figures)) for name, figures in sums.items())]
    for row in rows:
        print(f'{row[0]:<12}', *(f'{text:>{max(8, len(title))}}' for text, title in zip(row[1:], titles[1:], strict=True)))


def sum_of(closings):
    """One closing line of what several runs of pytest counted."""
    counts, seconds = collections.Counter(), 0.0
    for closing in filter(None, closings):
        found = CLOSING_LINE.match(closing)
        seconds += float(found['seconds'])
        for number, kind in re.findall(r'(\d+) (\w+)', found['counts']):
            counts[kind] += int(number)
    return f'{"=" * 20} {", ".join(f"{number} {kind}" for kind, number in counts.items())} in {seconds:.2f}s {"=" * 20}'


def run_tests(report, database, *args):
    closing = ''

    def tests():
        nonlocal closing
        closing, problems = pytest(database, *args, show=lambda line: print(line, end='', flush=True))
        if problems:
            raise server.Failure(problems)

    report.phase('tests', tests)
    return closing


def run_part(args, costs=None):
    """The named tests on the kept database, upgraded if the code has changed, with the cast of today."""
    server.bring_up_to_date(server.TEST, *server.YARDSTICK_MODULES)
    database, report = server.LANES[0], Report()
    if not server.exists(database) or server.stamp(database) != server.fingerprint(CAST):
        stand_cast()
    closing = run_tests(report, database, *map(behind_symlink, args), *costs_option(costs))
    print_costs(costs)
    print(closing, flush=True)
    return not report.failed


def behind_symlink(arg):
    """A path in the checkout as Odoo sees it: inside the addons folder. Options stay as they are."""
    path, separator, test = arg.partition('::')
    for base in (environment.Path.cwd(), environment.CHECKOUT):
        full = (base / path).resolve()
        if not arg.startswith('-') and full.exists() and full.is_relative_to(environment.CHECKOUT):
            return f'{environment.ADDONS / "aftersales" / full.relative_to(environment.CHECKOUT)}{separator}{test}'
    return arg
