"""``./dev test --cut``: each room is removed by its folders and its lines, and what is left must still work.

A room that others name goes together with them: the graph of pyproject says who. What is left is installed with its
demo data beside nothing else, then every view, mail, print and customer's page of it is rendered. Not part of the
daily run: it takes minutes a room.
"""
import re
import shutil

import environment
import rooms
import server

BASE = f'aftersales_cut_base_{environment.CHECKOUT_KEY}'
DATABASE = f'aftersales_cut_{environment.CHECKOUT_KEY}'
FOLDER = environment.WORK / 'cut'
# Nobody would remove these: without orders there is no work to check, to lay parts ready for or to answer for.
KERNEL = {'base', 'vehicle', 'outlet', 'catalogue', 'order', 'approval', 'billing', 'parts'}
# Nothing listens while the prints are made: pictures and styles they would fetch are not theirs to test.
WITHOUT_SERVER = re.compile(r'ir_actions_report: wkhtmltopdf')
RENDER = environment.CHECKOUT / 'tools/render_all.py'


def candidates():
    """Rooms that can go: without any of the kernel, which would have to go along."""
    return [room for room in rooms.declared()[0] if not KERNEL & set(with_dependents(room))]


def with_dependents(room):
    """The room and all that name it, and so cannot stand without it."""
    order, may_name, _pairs = rooms.declared()
    gone = {room}
    while more := {other for other in order if other not in gone and gone & may_name[other]}:
        gone |= more
    return [other for other in order if other in gone]


def cut(gone):
    """A copy of the checkout without the rooms ``gone``: their folders, and the lines that list them."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    module = FOLDER / 'aftersales'
    for path in server.checkout_files():
        relative = path.relative_to(environment.CHECKOUT)
        if relative.parts[0] in {'tests', 'tools', 'benchmarks', 'i18n'} or names_room(relative, gone):
            continue
        (module / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, module / relative)
    layers = '|'.join(('models', 'wizard', 'controllers', 'report', 'data', 'demo', 'security', 'views'))
    for room in gone:
        drop_lines(module / '__manifest__.py', rf"^\s+'(?:{layers})/{room}/|^\s+# {room}$")
        for package in rooms.PACKAGES:
            drop_lines(module / package / '__init__.py', rf'^from \. import {room}$')
    for kind in set(re.findall(r"'aftersales/(static/[^']*)'", (module / '__manifest__.py').read_text(encoding='utf-8'))):
        if not any(module.glob(kind)):  # Odoo warns of assets that are nowhere
            drop_lines(module / '__manifest__.py', re.escape(f"'aftersales/{kind}'"))
    return module


def names_room(path, gone):
    return rooms.room_of(path) in gone or (path.parts[:2] == ('static', 'tests') and path.parts[2] in gone)


def drop_lines(path, pattern):
    lines = path.read_text(encoding='utf-8').splitlines(keepends=True)
    path.write_text(''.join(line for line in lines if not re.search(pattern, line)), encoding='utf-8')


def run(report, wanted=()):
    """Cut each of ``wanted`` (by default every room that may be cut) and say how what is left does."""
    for room in wanted or candidates():
        gone = with_dependents(room)
        title = f'without {room}' + (f' (and {", ".join(other for other in gone if other != room)})' if len(gone) > 1 else '')
        report.phase(title, try_without, gone)
    shutil.rmtree(FOLDER, ignore_errors=True)
    server.drop(DATABASE)
    server.drop(BASE)
    return not report.failed


def try_without(gone):
    prepare_base()
    cut(gone)
    server.copy(BASE, DATABASE)
    addons = f'--addons-path={FOLDER}'
    server.odoo(
        '-d', DATABASE, '-i', 'aftersales', '--with-demo', '--skip-auto-install', '--no-http', '--max-cron-threads=0',
        '--stop-after-init', addons, log=f'cut-{gone[0]}')
    text = server.odoo(
        'shell', '-d', DATABASE, '--no-http', '--max-cron-threads=0', addons, log=f'cut-{gone[0]}-rendered',
        script=RENDER.read_text(encoding='utf-8'), expected=WITHOUT_SERVER)
    found = re.search(r'Rendered: (.*)', text)
    if not found:
        raise server.Failure(text[-4000:])
    return found[1]


def prepare_base():
    """What the add-on depends on, installed once for all cuts."""
    if not server.exists(BASE):
        manifest = rooms.ast.literal_eval((environment.CHECKOUT / '__manifest__.py').read_text(encoding='utf-8'))
        server.install(BASE, *manifest['depends'])
