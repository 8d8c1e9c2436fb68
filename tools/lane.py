"""A plugin of pytest: shares the test classes out among lanes, and counts what each class costs.

``--claims FOLDER``: all runs of pytest that name one folder go through the same classes, those that take long
first; each takes the next class that nobody has claimed. So a lane that comes late, or meets the slow ones, does
less, and every class is run once. What it does is told in lines for ``tools/checks.py``.

``--costs FILE``: appends a line a class: room, class, tests, queries and seconds of ``setUpClass``, queries and
seconds of its tests. ``setUpClass`` is counted apart because it is paid by one test as by thirty, and grows unseen.
"""
import json
import os
from pathlib import Path

import pytest

SET_UP_CLASS = '_unittest_setUpClass_fixture_'
MARK = 'lane: '
# A browser is slow to start, and slower to walk through every menu. In tests of the usual length.
WEIGHTS = {'start_tour(': 10, 'browser_js(': 20}
# Seconds, by ``--costs``, of classes that walk through everything in a test or two: begun last, one of them would leave
# a lane alone for a minute and a half.
SECONDS = {
    'TestMenus': 230, 'TestMoneyOfEveryField': 140, 'TestEveryCron': 115, 'TestEveryDoor': 100, 'TestListsOnScreen': 100,
    'TestHostileRequests': 85, 'TestForms': 80, 'TestNumbers': 75, 'TestCostOfGoods': 70, 'TestEveryImport': 65,
    'TestActionQueries': 65, 'TestPortalAccess': 60, 'TestTotalsOracle': 55, 'TestHostileBodies': 55, 'TestInvoicedPrice': 50,
    'TestDepositTour': 45, 'TestInvoicing': 40, 'TestContrast': 35, 'TestCareTour': 35, 'TestClaimTour': 30, 'TestLawTour': 25,
    'TestLoanTour': 25, 'TestEveryStoredField': 25, 'TestEveryRecord': 20,
}


def pytest_addoption(parser):
    parser.addoption('--claims', metavar='FOLDER', help='share the test classes with the runs that name this folder too')
    parser.addoption('--costs', metavar='FILE', help='append what each test class costs to FILE')


def pytest_configure(config):
    for option, plugin in (('--claims', Claims), ('--costs', Costs)):
        if path := config.getoption(option):
            config.pluginmanager.register(plugin(Path(path), config))


def room(node):
    """The folder of tests a test or class stands in."""
    return node.path.parent.name


class Claims:
    def __init__(self, folder, config):
        self.folder = folder
        self.plugins = config.pluginmanager
        self.outcomes = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        if session.testsfailed or session.config.option.collectonly:
            return None  # pytest says what could not be collected
        classes = {}
        for item in session.items:
            classes.setdefault(item.parent, []).append(item)
        self._tell(classes=[(room(node), node.name) for node in classes])
        # pytest tears down what the next test doesn't need, so the next one must be known: claimed a test ahead.
        claimed = self._claimed(classes)
        item = next(claimed, None)
        while item:
            following = next(claimed, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if not following or following.parent is not item.parent:
                self._tell(done=(room(item.parent), item.parent.name), **self.outcomes)
                self.outcomes = {}
            item = following
        return True

    def _claimed(self, classes):
        for node, items in sorted(classes.items(), key=lambda pair: -self._length(*pair)):
            try:
                Path(self.folder, f'{room(node)}-{node.path.stem}-{node.name}').touch(exist_ok=False)
            except FileExistsError:
                continue
            yield from items

    def _length(self, node, items):
        if seconds := SECONDS.get(node.name):
            return seconds
        source = node.path.read_text(encoding='utf-8')
        return len(items) + sum(weight * source.count(what) for what, weight in WEIGHTS.items())

    def pytest_runtest_logreport(self, report):
        part_of_a_test = hasattr(report, 'context')  # a subtest; the test is told of too
        if (report.when == 'call' and not part_of_a_test) or not report.passed:
            self.outcomes[report.outcome] = self.outcomes.get(report.outcome, 0) + 1
        self.outcomes['seconds'] = self.outcomes.get('seconds', 0) + report.duration

    def _tell(self, **facts):
        terminal = self.plugins.getplugin('terminalreporter')
        terminal.write(f'\n{MARK}{json.dumps(facts)}\n', flush=True)


class Meter:
    """Queries and seconds since it was made. Odoo counts the queries of all cursors, those of its server too."""

    def __init__(self):
        self.start = self._now()

    @staticmethod
    def _now():
        import odoo.sql_db  # Odoo is no module of those who only read the lanes' lines
        return odoo.sql_db.sql_counter, os.times().elapsed  # no clock that a test could freeze

    def read(self):
        return [now - start for now, start in zip(self._now(), self.start, strict=True)]


class Costs:
    def __init__(self, path, config):
        self.path = path
        self.rows = {}

    def _row(self, node):
        return self.rows.setdefault((room(node), node.name), [0, 0, 0.0, 0, 0.0])

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        meter = Meter()
        try:
            return (yield)
        finally:
            if fixturedef.argname.startswith(SET_UP_CLASS):
                self._row(request.node)[1:3] = meter.read()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        meter = Meter()
        try:
            return (yield)
        finally:
            row = self._row(item.parent)
            queries, seconds = meter.read()
            row[0] += 1
            row[3] += queries
            row[4] += seconds

    def pytest_sessionfinish(self):
        with self.path.open('a', encoding='utf-8') as file:
            for names, figures in self.rows.items():
                file.write('\t'.join([*names, *(f'{figure:.2f}'.removesuffix('.00') for figure in figures)]) + '\n')
