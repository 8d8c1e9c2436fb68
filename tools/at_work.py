"""People at work through Odoo's own door for browsers, and what happens to them: how often, how long, and what went wrong."""
import http.client
import http.cookiejar
import json
import random
import threading
import time
import urllib.request
from collections import Counter, deque

from clusters import DATABASE, PORT


class Sentence(Exception):
    """Odoo refused, and said why in words for people."""


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
            kind = Sentence if str(data.get('name')).startswith('odoo.exceptions.') else RuntimeError
            raise kind(f"{data.get('name')}: {data.get('message')}")
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
            except Sentence as sentence:
                self.day.note_sentence(str(sentence))
            except (OSError, RuntimeError, ValueError, http.client.HTTPException) as error:
                self.day.note_error(f'{type(error).__name__} {error}')
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
        self.times, self.sentences, self.errors = {}, Counter(), Counter()

    def note(self, kind, seconds):
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)

    def note_sentence(self, text):
        with self.lock:
            self.sentences[text[:160]] += 1

    def note_error(self, text):
        with self.lock:
            self.errors[text[:160]] += 1

    def tell(self, next_title=None):
        with self.lock:
            seconds = time.monotonic() - self.start
            print(f'\n{self.title} ({seconds:.0f} s)')
            for kind, times in sorted(self.times.items()):
                times.sort()
                half, most = (1000 * times[int(len(times) * share)] for share in (0.5, 0.95))
                print(f'  {kind:16} {len(times) / seconds:6.1f} a second   half within {half:5.0f} ms, '
                      f'95 % within {most:5.0f} ms')
            for what, texts in (('refused', self.sentences), ('error', self.errors)):
                for text, count in texts.most_common(8):
                    print(f'  {what} {count:5} × {text}')
            errors = sum(self.errors.values())
            self.begin(next_title)
        return errors


class House:
    """What there is to work with, and which cars wait for whom."""

    def __init__(self, facts):
        self.people, self.workshop = facts['people'], facts['workshop']
        self.all_cars, self.cars = facts['cars'], deque(facts['cars'])
        self.operations, self.screens, self.categories = facts['operations'], facts['screens'], facts['categories']
        self.journal = facts['journal']
        self.waiting = {stage: deque() for stage in ('parts', 'work', 'check', 'bill', 'delivery')}
        self.made, self.complaints, self.finished = [], [], []

    def take_car(self):
        """The next one at the gate; None when all have come."""
        try:
            return self.cars.popleft()
        except IndexError:
            return None

    def find_lost(self, cluster):
        """What was acknowledged to somebody and is not in the database, or there as it was not acknowledged."""
        orders = dict(cluster.ask('SELECT id, state FROM aftersales_order'))
        complaints = {row[0] for row in cluster.ask('SELECT id FROM aftersales_complaint')}
        return [
            *(f'order {number}' for number in self.made if number not in orders),
            *(f'complaint {number}' for number in self.complaints if number not in complaints),
            *(f'order {number} was delivered' for number in self.finished if orders.get(number) != 'delivered')]


class Colleague(Client):
    """Somebody of the outlet: takes the next thing that waits for the role, and reads between.

    A thing that is refused, or lost its way when something was killed, is looked at anew: what stands there decides.
    """
    stage = None
    think = (2, 8)  # seconds between two things that somebody does

    def __init__(self, person, day, house):
        super().__init__(person['login'], day, {})
        self.house, self.screens = house, house.screens[person['role']]

    def step(self):
        time.sleep(random.uniform(*self.think))
        queue = self.house.waiting.get(self.stage)
        if queue and random.random() < 0.8:
            try:
                number = queue.popleft()
            except IndexError:
                return self.read()
            try:
                return self.work(number)
            except (OSError, RuntimeError, Sentence, http.client.HTTPException):
                # Killed on the way, or in somebody's way: it is tried again, and refused if it was done.
                queue.append(number)
                raise
        return self.read()

    def read(self):
        house = self.house
        if random.random() < 0.5 or not house.made:
            self.kw('aftersales.order', 'web_search_read', [['state', 'not in', ['delivered', 'cancelled']]],
                    self.screens['list'], limit=40)
            return 'list read'
        self.kw('aftersales.order', 'web_read', [random.choice(house.made)], self.screens['form'])
        return 'order opened'

    def work(self, number):
        """One step with the order of this number; returns what it is called."""
        raise NotImplementedError

    def press(self, action, vals, button='action_apply'):
        """What an action's dialog is filled in with, and its button."""
        context = action.get('context') or {}
        wizard = self.kw(action['res_model'], 'create', vals, context=context)
        return self.kw(action['res_model'], button, [wizard], context=context)

    def read_one(self, model, number, *names):
        found = self.kw(model, 'read', [number], list(names))
        return found[0] if found else {}

    def jobs(self, number):
        return self.read_one('aftersales.order', number, 'job_ids')['job_ids']


class Advisor(Colleague):
    stage = 'delivery'

    def step(self):
        if len(self.house.waiting['work']) < 2 * len(self.house.people) and random.random() < 0.6:
            time.sleep(random.uniform(*self.think))
            if car := self.house.take_car():
                return self.receive(car)
        return super().step()

    def receive(self, car):
        house = self.house
        order = self.kw('aftersales.order', 'create', {
            'vehicle_id': car, 'workshop_id': house.workshop, 'odometer_in': random.randint(1_000, 90_000),
            'job_ids': [[0, 0, {'operation_id': operation}] for operation in random.sample(house.operations, 2)]})
        house.made.append(order)
        self.kw('aftersales.order', 'action_receive', [order])
        jobs = self.jobs(order)
        asked = [job['id'] for job in self.kw('aftersales.job', 'read', jobs, ['approval']) if job['approval'] == 'pending']
        if asked:
            self.press({'res_model': 'aftersales.authorise.wizard'}, {
                'job_ids': [[6, 0, asked]], 'channel': 'phone', 'decision': 'approved', 'signatory': "The owner"})
        house.waiting['parts'].append(order)
        return 'car received'

    def work(self, number):
        action = self.kw('aftersales.order', 'action_open_delivery', [number])
        dialog = self.read_one(action['res_model'], action['res_id'], 'odometer_in', 'line_ids')
        self.kw(action['res_model'], 'write', [action['res_id']], {
            'odometer_out': dialog['odometer_in'] + 2, 'unsigned_reason': "Fetched by the driver",
            'line_ids': [[1, line, {'is_done': True}] for line in dialog['line_ids']]})
        self.kw(action['res_model'], 'action_deliver', [action['res_id']])
        self.house.finished.append(number)
        return 'car delivered'


class Storekeeper(Colleague):
    stage = 'parts'

    def work(self, number):
        pickings = self.kw('stock.picking', 'search_read', [
            ['move_ids.aftersales_line_id.order_id', '=', number], ['state', 'not in', ['done', 'cancel']]], ['move_ids'])
        for picking in pickings:
            self.kw('stock.move', 'write', picking['move_ids'], {'picked': True})
            self.kw('stock.picking', 'button_validate', [picking['id']])
        self.house.waiting['work'].append(number)
        return 'parts issued'


class Technician(Colleague):
    stage = 'work'

    def work(self, number):
        for job in self.kw('aftersales.job', 'search_read', [
                ['order_id', '=', number], ['state', 'in', ['todo', 'doing']]], ['state']):
            self.kw('aftersales.job', 'action_clock_start', [job['id']])
            time.sleep(random.uniform(*self.think))
            action = self.kw('aftersales.job', 'action_clock_finish', [job['id']])
            self.press(action, {'job_id': job['id'], 'cause': "Worn", 'correction': "Renewed"})
        self.house.waiting['check'].append(number)
        return 'job done'


class Inspector(Colleague):
    stage = 'check'

    def work(self, number):
        checks = self.kw('aftersales.inspection', 'search', [['job_id.order_id', '=', number], ['state', '=', 'draft']])
        for check in checks:
            self.kw('aftersales.inspection', 'action_all_ok', [check])
            self.kw('aftersales.inspection', 'action_pass', [check])
        self.house.waiting['bill'].append(number)
        return 'job inspected'


class Cashier(Colleague):
    stage = 'bill'

    def work(self, number):
        if self.read_one('aftersales.order', number, 'invoice_status')['invoice_status'] == 'to_invoice':
            self.kw('aftersales.order', 'action_create_invoices', [number])
        invoices = self.read_one('aftersales.order', number, 'invoice_ids')['invoice_ids']
        drafts = self.kw('account.move', 'search', [['id', 'in', invoices], ['state', '=', 'draft']])
        if drafts:
            self.kw('account.move', 'action_post', drafts)
        for bill in self.kw('account.move', 'search', [
                ['id', 'in', invoices], ['payment_state', '=', 'not_paid'], ['amount_residual', '>', 0]]):
            self.press({'res_model': 'account.payment.register', 'context': {
                'active_model': 'account.move', 'active_ids': [bill]}}, {'journal_id': self.house.journal},
                'action_create_payments')
        self.house.waiting['delivery'].append(number)
        return 'car paid for'


class CareAgent(Colleague):
    def step(self):
        time.sleep(random.uniform(*self.think))
        house = self.house
        if random.random() < 0.3:
            complaint = self.kw('aftersales.complaint', 'create', {
                'story': "It squeals", 'kind': 'complaint', 'channel': 'phone', 'workshop_id': house.workshop,
                'category_id': random.choice(house.categories), 'vehicle_id': random.choice(house.all_cars)})
            house.complaints.append(complaint)
            self.kw('aftersales.complaint', 'action_acknowledge', [complaint])
            return 'complaint taken'
        return self.read()


ROLES = {
    'advisor': Advisor, 'technician': Technician, 'parts': Storekeeper, 'inspector': Inspector, 'accountant': Cashier,
    'care': CareAgent,
}
