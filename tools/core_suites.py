"""./dev test --core: Odoo's own tests of the applications ours stands on, with the add-on and without it.

Two databases without demo data hold the same applications of Odoo; one of them has the add-on too. Each suite runs in both,
side by side, and what passes without the add-on must pass with it. What fails in both is none of ours and only told;
what differs on purpose stands in ``DIFFERS`` with its reason. It takes hours on two cores, so ``./dev test`` goes without
it; name suites to run some. As a plugin of pytest this file leaves out what Odoo's own runner would (not ``standard``).
"""
import ast
import threading
import time
import xml.etree.ElementTree as ElementTree

import environment
import server

SUITES = ['fleet', 'hr_skills', 'portal', 'rating', 'survey', 'loyalty', 'purchase_stock', 'stock_account', 'stock', 'account']
WITHOUT, WITH = (f'aftersales_core_{name}_{environment.CHECKOUT_KEY}' for name in ('without', 'with'))
# What core asks and the add-on answers otherwise, on purpose: 'suite.tests.file.Class::test': 'why'.
DIFFERS = {
    'rating.tests.test_controller.TestControllersRoute::test_controller_rating':
        'the key by which a customer rates is read by no employee: with it he could give the stars himself',
}


def run(report, suites):
    if unknown := set(suites) - set(SUITES):
        raise server.Failure(f'No suite of ours to run: {", ".join(sorted(unknown))}. There are {", ".join(SUITES)}.')
    depends = ast.literal_eval((environment.CHECKOUT / '__manifest__.py').read_text(encoding='utf-8'))['depends']
    report.phase('core without the add-on', make, WITHOUT, *depends, 'loyalty')
    report.phase('core with the add-on', make, WITH, 'aftersales', 'loyalty')
    for suite in suites or SUITES:
        report.phase(suite, compare, suite)
    return not report.failed


def make(database, *modules):
    if server.exists(database) and server.stamp(database) == server.fingerprint():
        return 'kept'
    server.drop(database)
    server.odoo('-d', database, '-i', ','.join(modules), '--skip-auto-install', '--no-http', '--max-cron-threads=0',
                '--stop-after-init', log=f'install-{database}')
    server.stamp(database, server.fingerprint())
    return None


def compare(suite):
    """Both at once, as two cores are usual."""
    results, start = {}, time.monotonic()

    def work(database):
        results[database] = run_suite(database, suite)

    threads = [threading.Thread(target=work, args=[database], daemon=True) for database in (WITHOUT, WITH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    without, added = results[WITHOUT], results[WITH]
    if not without or set(added) < set(without):
        raise server.Failure(f'{suite} has not run: {len(without)} tests without the add-on, {len(added)} with it.')
    fell = {name: text for name, text in added.items() if text and not without.get(name) and name not in DIFFERS}
    if fell:
        raise server.Failure('\n'.join(f'{name}\n{text[-3000:]}\n' for name, text in sorted(fell.items())))
    both = [name for name, text in without.items() if text]
    return (f'{len(added) - sum(map(bool, added.values()))} of {len(added)} passed, {len(both)} fail without the add-on too, '
            f'{time.monotonic() - start:.0f} s{"".join(f"; {name}" for name in sorted(both)[:40])}')


def run_suite(database, suite):
    """{test: what it said when it failed, '' where it passed}."""
    result = environment.WORK / f'logs/core-{database}-{suite}.xml'
    result.unlink(missing_ok=True)
    log = result.with_suffix('.log')
    odoo = environment.odoo_folder()
    tests = next(path for name in ('odoo/addons', 'addons') if (path := odoo / name / suite / 'tests').exists())
    with log.open('w', encoding='utf-8') as output:
        server.stream([
            environment.VENV_PYTHON, '-m', 'pytest', '-c', environment.CHECKOUT / 'pyproject.toml',
            '--rootdir', tests.parent.parent,
            '--odoo-config', environment.CONFIG, '--odoo-database', database, '--odoo-http', '--odoo-log-level=critical',
            '-q', '-p', 'core_suites', '--junitxml', result, tests,
        ], environment.WORK, output.write)
    if not result.exists():
        raise server.Failure(f'{suite} did not come to its end: see {log}')
    found = {}
    for case in ElementTree.parse(result).iter('testcase'):
        failures = [child for child in case if child.tag in ('failure', 'error')]
        name = f'{case.get("classname")}::{case.get("name")}'
        found[name] = found.get(name, '') + '\n'.join((child.text or child.get('message') or '?') for child in failures)
    return found


def pytest_collection_modifyitems(config, items):
    """Hook of pytest: what Odoo's own runner leaves out by its tags is left out."""
    left = [item for item in items if 'standard' not in getattr(item.cls, 'test_tags', {'standard'})]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
