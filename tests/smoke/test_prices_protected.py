import json
import re

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon

WITHOUT_PRICES = ('technician', 'inspector', 'trainer')
# What something costs on a list of prices, not what an order costs.
LISTS = {'aftersales.menu.price', 'aftersales.labour.rate', 'aftersales.workshop', 'aftersales.menu', 'aftersales.operation'}
# What is settled with others, by the rights of those rooms.
OTHERS = ('aftersales.statute', 'aftersales.free.issue', 'aftersales.claim', 'aftersales.supplier', 'aftersales.station')
# Prices that are kept as plain figures.
FIGURES = {'aftersales.order.line': {'price_unit', 'technical_price_unit', 'shown_price_unit', 'discount', 'sublet_cost'}}

# An amount with its currency, or under a name of one.
AMOUNT = re.compile(
    r'[¥€$£]\s?(?:&nbsp;)?-?[\d,]+\.\d\d|[\d.,]+[.,]\d\d\s?[¥€$£]|oe_currency_value'
    r'|(?:amount|price_|total|subtotal|untaxed|difference)[a-z_]*\\*"\s*:\s*\\*"?-?[\d¥$€]')


@tagged('post_install', '-at_install')
class TestPricesProtected(HealthCommon, CheckinCommon):
    """faults U9: who has no price on the order sheet finds none in lists, totals, graphs, searches, exports or by a call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._receive_approved(2)
        cls.users = [getattr(cls, f'user_{role}') for role in WITHOUT_PRICES]
        for user in cls.users:  # so that the field alone keeps it
            user.group_ids |= cls.env.ref('base.group_allow_export')

    def _get_prices(self):
        """Fields of ours that hold what an order costs, found by their kind: (model, name)."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith('aftersales.') or model._transient or model._abstract or name in LISTS or (
                    name.startswith(OTHERS)):
                continue
            for field in model._fields.values():
                if field.type == 'monetary' or field.name in FIGURES.get(name, ()) or field.name in (
                        'tax_totals', 'payer_totals'):
                    yield model, field

    def test_every_way(self):
        """faults U9: read, fields of the client, group totals, search, order, export, × role."""
        tried, open_fields = 0, []
        for model, field in self._get_prices():
            for user in self.users:
                mine = model.with_user(user)
                if not mine.has_access('read'):
                    continue
                tried += 1
                if mine.fields_get([field.name]) or self._can(self._get_reader(field), mine.search([], limit=2)):
                    open_fields.append((model._name, field.name, user.name))
                    continue
                for way, door in self._get_doors(field).items():
                    with self.subTest(model=model._name, field=field.name, way=way, user=user.name):
                        self.assertFalse(self._can(door, mine.search([], limit=2)))
        self.assertFalse(open_fields)
        self.assertGreater(tried, 60)

    def _get_reader(self, field):
        return lambda records: records.read([field.name])

    def _get_doors(self, field):
        name = field.name
        doors = {
            'export': lambda records: records.export_data([name])['datas'],
            'web': lambda records: records.web_read({name: {}}),
        }
        if field.store:
            doors['search'] = lambda records: records.search([(name, '>', 0)])
            doors['order'] = lambda records: records.search([], order=f'{name} desc')
            doors['groups'] = lambda records: records.formatted_read_group([], [name], ['__count'])
            doors['totals'] = lambda records: records.formatted_read_group([], ['create_uid'], [f'{name}:sum'])
        return doors

    def _can(self, door, records):
        try:
            with self.cr.savepoint():
                return bool(door(records))
        except AccessError:
            return False

    def test_texts(self):
        """faults U9: nor in what is text, HTML or JSON: sealed contents, kept prints, mails, summaries; × model × role."""
        companies = self.env['aftersales.workshop'].search([]).company_id
        papers = {'aftersales.authorisation', 'aftersales.checkin', 'aftersales.delivery'}
        for user in (*self.users, self.user_manager):
            user.company_ids |= companies
            told, tried = {}, 0
            for name in sorted(self.env.registry):
                model = self.env[name].with_user(user).with_context(allowed_company_ids=(self.company | companies).ids)
                if not (name.startswith('aftersales.') or name == 'fleet.vehicle') or model._abstract or model._transient or (
                        name in LISTS or name.startswith(OTHERS) or not model.has_access('read')):
                    continue
                names = [
                    field.name for field in model._fields.values()
                    if field.type in ('text', 'html', 'json', 'char') and 'aftersales' in field._modules
                    and model._has_field_access(field, 'read')]
                for row in model.search([], limit=25, order='id desc').read(names):
                    tried += 1
                    for text in names:
                        if AMOUNT.search(json.dumps(row[text], ensure_ascii=False, default=str)):
                            told[name, text] = row['id']
            self.assertGreater(tried, 100)
            for name in ('mail.message', 'mail.activity'):
                model = self.env[name].with_user(user)
                for row in model.search([(model._document_field, '=like', 'aftersales.%')], limit=500):
                    said = ' '.join(row[words] or '' for words in model._words_fields)
                    if AMOUNT.search(said) and row.sudo()._says_amounts():  # what people note there, they note for all
                        told[name, 'words'] = row.id
            if user == self.user_manager:
                self.assertLessEqual(papers, {name for name, text in told if text == 'content'}, "the walk finds amounts")
            else:
                self.assertEqual(told, {}, user.name)

    def test_logs(self):
        """faults U9: the log that all who work on an order read says what was answered, not what it costs."""
        order = self._create_orders()
        order.action_receive()
        request = order._ask_customer().sudo()
        request._answer({job.id: ('approved', None) for job in request.job_ids}, request.job_ids._get_shown_hash())
        notes = order.message_ids.filtered(lambda message: 'answered on the customer page' in (message.body or ''))
        self.assertTrue(notes)
        for note in notes:
            self.assertNotRegex(note.body, AMOUNT)

    def test_what_was_told(self):
        """faults U9: mails, short messages, answers and tasks with amounts are read by who sees prices; × door × role."""
        order = self.order[0]
        def say(record, body, **values):
            return record.message_post(body=body, **values)

        markup = Markup('<span>$</span>&nbsp;<span class="oe_currency_value">5</span>')
        said = [
            say(order, Markup("<p>Your car is ready: %s</p>") % words, message_type=kind, subtype_xmlid=subtype)
            for words in ("¥ 1,148.68", "1.148,68\u00a0€", markup)
            for kind, subtype in (
                ('email_outgoing', 'mail.mt_note'), ('sms', 'mail.mt_note'), ('comment', 'mail.mt_comment'),
                ('notification', 'mail.mt_note'))]
        said.append(say(order, "See below", subject="¥ 20", message_type='notification'))
        said.append(say(order.job_ids[0], "Allowed: 12.00 USD", message_type='notification'))
        tasks = order.sudo().activity_schedule(
            'aftersales.mail_activity_cashier', user_id=self.user_accountant.id, note="Customer: ¥ 1,148.68")
        plain = [
            say(order, "Not more than ¥ 500.00 of parts", message_type='comment', subtype_xmlid='mail.mt_note'),
            say(order, "Your car is ready on 12.30 2026, 20.00 km", message_type='email_outgoing')]
        messages, notes = self._join(said), self._join(plain)
        for user in self.users:
            for secret in (messages, tasks):
                secret = secret.with_user(user)
                self.assertFalse(secret.search([('id', 'in', secret.ids)]))
                self.assertFalse(secret.search_count([('id', 'in', secret.ids)]))
                self.assertFalse(secret._filtered_access('read'))
                for record in secret:
                    with self.assertRaises(AccessError):
                        record.read(['display_name'])
            self.assertEqual(notes.with_user(user).search([('id', 'in', notes.ids)]), notes.sorted('id', reverse=True))
            thread = order.with_user(user)
            self.assertFalse(thread.message_ids & messages)
            self.assertFalse(thread.activity_ids & tasks)
            shown = self.env['mail.message'].with_user(user)._message_fetch(None, thread=thread, limit=200)['messages']
            self.assertFalse(shown & messages)
            self.assertLessEqual(plain[0], shown)
        for role in ('advisor', 'manager', 'accountant'):
            user = getattr(self, f'user_{role}')
            self.assertEqual(messages.with_user(user)._filtered_access('read'), messages)
            self.assertEqual(tasks.with_user(user)._filtered_access('read'), tasks)
        task = tasks.copy({'user_id': self.users[0].id})
        self.assertTrue(task.with_user(self.users[0]).note, "one's own task is read")

    def _join(self, records):
        return records[0].union(*records[1:])

    def test_by_way_of_another_model(self):
        """faults U9: nor along a link, from an order to its lines."""
        for user in self.users:
            orders = self.env['aftersales.order'].with_user(user)
            for domain in ([('job_ids.amount_total', '>', 0)], [('line_ids.price_unit', '>', 0)]):
                with self.assertRaises(AccessError):
                    orders.search(domain)
            with self.assertRaises(AccessError):
                orders.search([], limit=1).export_data(['job_ids/amount_total'])

    def test_screens(self):
        """faults U9: their lists, graphs and forms are without them, and open."""
        for user in self.users:
            for name in ('aftersales.order', 'aftersales.job', 'aftersales.order.line'):
                model = self.env[name].with_user(user)
                for kind in ('list', 'form', 'kanban', 'graph', 'pivot', 'search'):
                    if not self.env['ir.ui.view'].search_count([('model', '=', name), ('type', '=', kind)]):
                        continue
                    arch = model.get_view(view_type=kind)['arch']
                    for price in ('amount_total', 'amount_untaxed', 'price_unit', 'price_subtotal', 'waiting_amount'):
                        self.assertNotIn(f'name="{price}"', arch, (name, kind, user.name))

    def test_who_has_them(self):
        """The others see them as ever, in their own company."""
        for role in ('advisor', 'dispatcher', 'claims', 'care', 'parts', 'manager', 'accountant'):
            order = self.order.with_user(getattr(self, f'user_{role}'))
            self.assertEqual(len([row for row in order.read(['amount_total']) if row['amount_total'] > 0]), 2)
            self.assertIn('name="amount_total"', order.get_view(view_type='list')['arch'])
