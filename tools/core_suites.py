"""./dev test --core: Odoo's own tests of the applications ours stands on, with the add-on and without it.

Two databases without demo data hold the same applications of Odoo; one of them has the add-on too. Each suite runs in that,
and what fails there must fail in the other one too: then it is none of ours, and only told. What differs on purpose stands
in ``DIFFERS`` with its reason. It takes an hour or two, so ``./dev test`` goes without it; name suites to run some, also
in two terminals at once. As a plugin of pytest this file leaves out what Odoo's own runner would (not ``standard``).
"""
import ast
import xml.etree.ElementTree as ElementTree

import environment
import server

SUITES = ['fleet', 'hr_skills', 'portal', 'rating', 'survey', 'loyalty', 'purchase_stock', 'stock_account', 'stock', 'account']
WITHOUT, WITH = (f'aftersales_core_{name}_{environment.CHECKOUT_KEY}' for name in ('without', 'with'))
# What core asks and the add-on answers otherwise, on purpose: 'suite.tests.file.Class::test': 'why'.
DIFFERS = {
    'rating.tests.test_controller.TestControllersRoute::test_controller_rating':
        'the key by which a customer rates is read by no employee: with it he could give the stars himself',
    **dict.fromkeys((
        'stock.tests.test_report.TestReports::test_report_forecast_5_multi_warehouse',
        'stock.tests.test_report.TestReports::test_report_reception_3_multiwarehouse'),
        'a warehouse has more kinds of delivery than one: parts for orders, the counter; the tests take it for the only one'),
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
    """What fails with the add-on is run again without it, the classes it stands in at least."""
    added = run_suite(WITH, suite)
    fell = {name: text for name, text in added.items() if text}
    mine = {name for name in fell if name not in DIFFERS}
    both = set()
    if mine:
        without = run_suite(WITHOUT, suite, '-k', ' or '.join(sorted({name.split('::')[0].split('.')[-1] for name in mine})))
        both = {name for name in mine if without.get(name)}
    if mine - both:
        raise server.Failure('\n'.join(f'{name}\n{fell[name][-3000:]}\n' for name in sorted(mine - both)))
    told = [f'{len(added) - len(fell)} of {len(added)} passed']
    told += [f'{len(both)} fail without the add-on too: {", ".join(sorted(both))}'] if both else []
    told += [f'{len(set(fell) & set(DIFFERS))} differ on purpose'] if set(fell) & set(DIFFERS) else []
    return '; '.join(told)


def run_suite(database, suite, *only):
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
            '-q', '-p', 'core_suites', '--junitxml', result, tests, *only,
        ], environment.WORK, output.write)
    if not result.exists() or not list(ElementTree.parse(result).iter('testcase')):
        raise server.Failure(f'{suite} has not run: see {log}')
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
