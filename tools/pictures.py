"""./dev pictures: the pictures of README and of the store's page, taken of the demo in both languages.

A copy of the demo database is served, Chromium is led through it by its own protocol, and what it shows is kept as
small files: ``static/description/NAME.png`` in English, ``NAME_zh.png`` in Chinese. What is shot stands in ``SHOTS``.
"""
import base64
import contextlib
import io
import itertools
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from typing import NamedTuple

import environment
import server
import websocket
from PIL import Image

DATABASE = f'aftersales_pictures_{environment.CHECKOUT_KEY}'
TARGET = environment.CHECKOUT / 'static/description'
LANGUAGES = {'en_US': '', 'zh_CN': '_zh'}
COLOURS = 160
LIMIT = 2_500_000  # bytes of all pictures together
PATIENCE = 60  # seconds for a page to be there

DESKTOP, TABLET, PHONE, PAPER = (1366, 768, 1.0), (1180, 800, 1.0), (375, 760, 1.6), (820, 1060, 1.0)


class Shot(NamedTuple):
    name: str
    login: str  # '' for a visitor
    url: str  # with {values} of ``FINDERS``
    ready: str  # selector of what must be there
    size: tuple = DESKTOP
    script: str = ''  # JavaScript to run before, a promise is awaited
    lang_of: str = ''  # SQL: partners whose language the picture is in, beside that of the login


# What of the demo is shown, by SQL; a picture whose record is not there is refused by name.
FINDERS = {
    'order': """SELECT o.id FROM aftersales_order o JOIN aftersales_job j ON j.order_id = o.id
                 WHERE o.state = 'in_progress' AND o.company_id = (SELECT company_id FROM res_users WHERE login = 'advisor')
              GROUP BY o.id HAVING count(DISTINCT j.payer_id) + count(DISTINCT j.co_payer_id) > 1 ORDER BY count(*) DESC, o.id
                 LIMIT 1""",
    'checkin': """SELECT c.id FROM aftersales_checkin c JOIN aftersales_damage_mark m ON m.checkin_id = c.id
                   WHERE c.company_id = (SELECT company_id FROM res_users WHERE login = 'advisor')
                GROUP BY c.id ORDER BY count(*) DESC, c.id DESC LIMIT 1""",
    'check': """SELECT c.id FROM aftersales_health_check c JOIN aftersales_health_check_line l ON l.check_id = c.id
                 WHERE l.result IN ('urgent', 'soon')
                   AND c.company_id = (SELECT company_id FROM res_users WHERE login = 'advisor')
              GROUP BY c.id ORDER BY (c.state = 'draft') DESC, count(*) DESC LIMIT 1""",
    'settled': """SELECT o.id FROM aftersales_order o JOIN aftersales_order_line l ON l.order_id = o.id
                   WHERE o.state = 'delivered' AND o.company_id = (SELECT company_id FROM res_users WHERE login = 'advisor')
                GROUP BY o.id HAVING count(*) BETWEEN 6 AND 10 ORDER BY o.id DESC LIMIT 1""",
    'answer': """SELECT token FROM aftersales_authorisation_request
                  WHERE answered_date IS NULL AND replaced_date IS NULL AND expiry_date > now() at time zone 'UTC'
               ORDER BY id LIMIT 1""",
    'mine': """SELECT o.id FROM aftersales_order o
                WHERE o.partner_id = (SELECT partner_id FROM res_users WHERE login = 'customer')
                  AND o.state IN ('received', 'in_progress', 'quality_check', 'ready') ORDER BY o.id DESC LIMIT 1""",
    'claim': """SELECT claim.id FROM aftersales_claim claim JOIN aftersales_claim_line line ON line.claim_id = claim.id
                 WHERE claim.company_id = (SELECT company_id FROM res_users WHERE login = 'claims')
              GROUP BY claim.id ORDER BY (claim.state = 'decided') DESC, count(*) DESC, claim.id LIMIT 1""",
    'case': """SELECT id FROM aftersales_statute_case
                WHERE company_id = (SELECT company_id FROM res_users WHERE login = 'claims') ORDER BY id LIMIT 1""",
    'recall': """SELECT recall_id FROM aftersales_recall_vehicle GROUP BY recall_id ORDER BY count(*) DESC LIMIT 1""",
    'rescue': """SELECT id FROM aftersales_rescue
                  WHERE company_id = (SELECT company_id FROM res_users WHERE login = 'care')
               ORDER BY (state = 'under_way') DESC, id LIMIT 1""",
    'report': """SELECT id FROM aftersales_monthly_report WHERE state = 'released'
                   AND company_id = (SELECT company_id FROM res_users WHERE login = 'manager') ORDER BY id LIMIT 1""",
    'audit': """SELECT id FROM aftersales_audit WHERE state = 'approved'
                  AND company_id = (SELECT company_id FROM res_users WHERE login = 'manager') ORDER BY id LIMIT 1""",
    'accident': """SELECT id FROM aftersales_accident WHERE state = 'settled'
                     AND company_id = (SELECT company_id FROM res_users WHERE login = 'advisor') ORDER BY id LIMIT 1""",
    'import': """SELECT id FROM aftersales_exchange_import WHERE state = 'checked'
                   AND company_id = (SELECT company_id FROM res_users WHERE login = 'manager') ORDER BY id LIMIT 1""",
    'outlet': """SELECT id FROM aftersales_workshop
                  WHERE company_id = (SELECT company_id FROM res_users WHERE login = 'advisor') ORDER BY id LIMIT 1""",
}
ACTIONS = '/odoo/action-aftersales.'

SHOTS = (
    Shot('order', 'advisor', f'{ACTIONS}action_orders/{{order}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('board', 'dispatcher', f'{ACTIONS}action_workshop_board', '.o_board_card', DESKTOP),
    Shot('orders', 'advisor', f'{ACTIONS}action_orders_in_house', '.o_kanban_record', DESKTOP),
    Shot('checkin', 'advisor', f'{ACTIONS}action_checkins/{{checkin}}', '.o_form_view .o_field_widget', TABLET,
         "document.querySelector('[name=damage_ids]')?.scrollIntoView({ block: 'center' })"),
    Shot('health_check', 'technician', f'{ACTIONS}action_health_checks/{{check}}', '.o_form_view .o_field_widget', TABLET),
    Shot('technician', 'technician', f'{ACTIONS}action_my_jobs', '.o_kanban_record', TABLET),
    Shot('appointments', 'advisor', f'{ACTIONS}action_appointments', '.o_content', DESKTOP,
         "document.querySelectorAll('.fc-scroller').forEach((element) => element.scrollTo(0, 330))"),
    Shot('home', 'manager', f'{ACTIONS}action_home', '.o_as_today_tile', DESKTOP),
    Shot('claim', 'claims', f'{ACTIONS}action_claims/{{claim}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('case', 'claims', f'{ACTIONS}action_statute_cases/{{case}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('recall', 'claims', f'{ACTIONS}action_recalls/{{recall}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('call', 'care', f'{ACTIONS}action_followup_calls', '.o_as_followup_sheet', DESKTOP),
    Shot('rescue', 'care', f'{ACTIONS}action_rescues/{{rescue}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('figures', 'manager', f'{ACTIONS}action_indicator_figures', '.o_data_row', DESKTOP),
    Shot('report', 'manager', '/report/html/aftersales.report_monthly/{report}', '.o_as_page, .page', PAPER),
    Shot('audit', 'manager', f'{ACTIONS}action_audits/{{audit}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('accident', 'advisor', f'{ACTIONS}action_accidents/{{accident}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('knowledge', 'technician', f'{ACTIONS}action_bulletins', '.o_data_row, .o_kanban_record', TABLET),
    Shot('import', 'manager', f'{ACTIONS}action_exchange_imports/{{import}}', '.o_form_view .o_field_widget', DESKTOP),
    Shot('settlement', 'advisor', '/report/html/aftersales.report_settlement/{settled}', '.o_as_page', PAPER,
         lang_of='SELECT partner_id FROM aftersales_order WHERE id = {settled}'),
    Shot('authorise', '', '/aftersales/authorise/{answer}', 'form .job', PHONE,
         lang_of="SELECT partner_id FROM aftersales_authorisation_request WHERE token = '{answer}'"),
    Shot('portal', 'customer', '/my/repair-orders/{mine}', '.o_as_portal_steps', PHONE,
         "document.querySelector('.o_portal_content').scrollIntoView()"),
    Shot('booking', '', '/aftersales/book', '.o_as_booking_slots label', PHONE,
         "document.querySelector('input[name=menu_ids], input[name=operation_ids]')?.click();"
         "return new Promise((done) => setTimeout(done, 1500))"),
)
BANNER = '''<!DOCTYPE html><html><head><meta charset="utf-8"/><style>
    body { margin: 0; width: 1120px; height: 560px; overflow: hidden; background: linear-gradient(120deg, #16304d, #2d5f8f);
           color: #fff; font-family: "Noto Sans", "Noto Sans CJK SC", sans-serif; position: relative; }
    h1 { font-size: 66px; margin: 64px 0 8px 56px; letter-spacing: -1px; }
    p { font-size: 27px; line-height: 1.4; margin: 0 0 0 56px; width: 430px; color: #d6e4f3; }
    img { position: absolute; border-radius: 10px; box-shadow: 0 10px 40px rgba(0, 0, 0, .45); }
    .wide { left: 500px; top: 70px; width: 780px; } .phone { left: 540px; top: 210px; width: 205px; }
</style></head><body><h1>After-Sales</h1><p>The workshop of a car dealership, from the number plate to the invoice of each
payer.<br/>汽车经销商售后：从接车到结算。</p><img class="wide" src="data:image/png;base64,%s"/><img class="phone"
src="data:image/png;base64,%s"/></body></html>'''


def take(wanted=()):
    """Take the pictures; ``wanted`` names some of them."""
    unknown = set(wanted) - {shot.name for shot in SHOTS} - {'banner'}
    if unknown:
        raise server.Failure(f"No picture is called {', '.join(sorted(unknown))}. There are: "
                             f"{', '.join(shot.name for shot in SHOTS)}, banner.")
    server.bring_up_to_date(server.DEMO)
    server.copy(server.DEMO, DATABASE)
    with server.connect(DATABASE) as cursor:  # customers are called whatever the hour the pictures are taken at
        cursor.execute("""UPDATE res_company SET aftersales_quiet_from = 0, aftersales_quiet_to = 0, aftersales_noon_from = 0,
                                 aftersales_noon_to = 0, aftersales_calls_on_sunday = TRUE""")
    shots = [shot for shot in SHOTS if not wanted or shot.name in wanted]
    try:
        with Browser() as browser:
            for lang, suffix in LANGUAGES.items():
                found = [(shot, find(shot, lang)) for shot in shots]
                with serve() as base:  # anew: a server remembers the language of its people
                    for shot, values in found:
                        keep(f'{shot.name}{suffix}', take_one(browser, base, shot, values, lang))
            if not wanted or 'banner' in wanted:
                keep('banner', take_banner(browser))
    finally:
        server.drop(DATABASE)
    size = sum(path.stat().st_size for path in TARGET.glob('*.png'))
    print(f'{size / 1e6:.2f} MB of pictures in {TARGET}')
    return size <= LIMIT


def find(shot, lang):
    """What the picture shows, by name; who looks at it reads ``lang`` from now on."""
    with server.connect(DATABASE) as cursor:
        values = {}
        for name, query in FINDERS.items():
            if f'{{{name}}}' in shot.url + shot.lang_of:
                cursor.execute(query)
                values[name] = (cursor.fetchone() or [None])[0]
                if values[name] is None:
                    raise server.Failure(f'The demo has nothing to show for the picture {shot.name} ({name}).')
        cursor.execute('UPDATE res_partner SET lang = %s WHERE id IN (SELECT partner_id FROM res_users WHERE login = %s)',
                       [lang, shot.login])
        if shot.lang_of:
            cursor.execute(f'UPDATE res_partner SET lang = %s WHERE id IN ({shot.lang_of.format(**values)})', [lang])
    return values


def take_one(browser, base, shot, values, lang):
    browser.show(*shot.size, lang)
    browser.log_in(base, shot.login)
    browser.open(base + shot.url.format(**values))
    browser.wait_for(shot.ready, shot.name)
    if shot.script:
        browser.run(f'(() => {{ {shot.script} }})()' if 'return' in shot.script else shot.script)
        time.sleep(0.5)
    return browser.picture()


def take_banner(browser):
    images = [base64.b64encode((TARGET / f'{name}.png').read_bytes()).decode() for name in ('order', 'authorise')]
    browser.show(1120, 560, 1.0, 'en_US')
    browser.open('data:text/html;base64,' + base64.b64encode((BANNER % tuple(images)).encode()).decode())
    time.sleep(1)
    return browser.picture()


def keep(name, picture):
    image = Image.open(io.BytesIO(picture)).convert('RGB').quantize(COLOURS, dither=Image.Dither.NONE)
    path = TARGET / f'{name}.png'
    image.save(path, optimize=True)
    print(f'  {path.name}: {path.stat().st_size // 1000} kB', flush=True)


@contextlib.contextmanager
def serve():
    """Serve the copy; nothing is sent and no scheduled action runs while it is looked at."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    base = f'http://127.0.0.1:{port}'
    with server.connect(DATABASE) as cursor:
        cursor.execute("UPDATE ir_config_parameter SET value = %s WHERE key IN ('web.base.url', 'report.url')", [base])
    process = subprocess.Popen(
        server.odoo_command('-d', DATABASE, f'--http-port={port}', '--max-cron-threads=0', '--log-level=error'),
        env=server.process_environment(), cwd=environment.WORK)
    try:
        for _try in range(200):
            if process.poll() is not None:
                raise server.Failure('Odoo ended before it answered: see the lines above.')
            with contextlib.suppress(OSError), urllib.request.urlopen(f'{base}/web/login', timeout=60):
                break
            time.sleep(0.3)
        yield base
    finally:
        process.terminate()
        process.wait()


class Browser:
    """A Chromium without a window, led by its own protocol as Odoo's tests do."""

    def __enter__(self):
        program = next(filter(None, map(shutil.which, (
            'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'))), None)
        if not program:
            raise server.Failure('Pictures need Chromium, and it is not installed.')
        self.folder = tempfile.mkdtemp(prefix='aftersales_pictures_')
        self.process = subprocess.Popen([
            program, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
            '--no-first-run', '--force-color-profile=srgb', '--font-render-hinting=none', '--remote-debugging-port=0',
            '--remote-allow-origins=*', f'--user-data-dir={self.folder}', 'about:blank',
        ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.numbers = itertools.count(1)
        port = self._wait(lambda: (environment.Path(self.folder) / 'DevToolsActivePort').read_text().split()[0])
        pages = self._wait(lambda: json.load(urllib.request.urlopen(f'http://127.0.0.1:{port}/json/list', timeout=5)))
        target = next(page for page in pages if page['type'] == 'page')
        self.socket = websocket.create_connection(target['webSocketDebuggerUrl'], timeout=PATIENCE, suppress_origin=True)
        for domain in ('Page', 'Network', 'Runtime'):
            self.ask(f'{domain}.enable')
        return self

    def __exit__(self, *args):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self, get):
        for _try in range(200):
            with contextlib.suppress(OSError, IndexError, ValueError):
                return get()
            time.sleep(0.1)
        raise server.Failure('Chromium did not start.')

    def ask(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({'id': number, 'method': method, 'params': params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get('id') == number:
                if 'error' in answer:
                    raise server.Failure(f"Chromium refused {method}: {answer['error'].get('message')}")
                return answer['result']

    def show(self, width, height, scale, lang):
        self.ask('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=scale, mobile=width < 500)
        self.ask('Network.setExtraHTTPHeaders', headers={'Accept-Language': lang.replace('_', '-')})

    def log_in(self, base, login):
        self.ask('Network.clearBrowserCookies')
        if not login:
            return
        data = {'jsonrpc': '2.0', 'params': {'db': DATABASE, 'login': login, 'password': login}}
        request = urllib.request.Request(
            f'{base}/web/session/authenticate', json.dumps(data).encode(), {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            cookies = [value.split(';')[0].partition('=') for value in answer.headers.get_all('Set-Cookie', [])]
        for name, _equals, value in cookies:
            self.ask('Network.setCookie', name=name, value=value, url=base)

    def open(self, url):
        self.ask('Page.navigate', url='about:blank')
        self.ask('Page.navigate', url=url)

    def run(self, expression):
        return self.ask('Runtime.evaluate', expression=expression, awaitPromise=True, returnByValue=True)['result'].get('value')

    def wait_for(self, selector, name):
        end = time.monotonic() + PATIENCE
        there = (f"document.readyState === 'complete' && !!document.querySelector({json.dumps(selector)})"
                 " && ![...document.images].some((image) => !image.complete)")
        while not self.run(there):
            if time.monotonic() > end:
                raise server.Failure(f'The picture {name} never showed {selector}: {self.run("location.href")}')
            time.sleep(0.2)
        time.sleep(1.5)  # what moves has come to rest
        self.run("document.activeElement?.blur();"
                 "document.querySelectorAll('.o_notification, .tooltip').forEach((element) => element.remove())")

    def picture(self):
        return base64.b64decode(self.ask('Page.captureScreenshot', format='png')['data'])
