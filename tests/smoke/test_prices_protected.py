import json
import re

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.misc import format_amount

from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon

WITHOUT_PRICES = ('technician', 'inspector', 'trainer')
# What something costs on a list of prices, not what an order costs.
LISTS = {
    'aftersales.menu.price', 'aftersales.labour.rate', 'aftersales.workshop', 'aftersales.menu', 'aftersales.operation',
    'aftersales.price.list.line', 'aftersales.competitor.price'}
# What is settled with others, by the rights of those rooms.
OTHERS = (
    'aftersales.statute', 'aftersales.free.issue', 'aftersales.claim', 'aftersales.supplier', 'aftersales.station',
    'aftersales.training',  # what courses cost, entered by who plans them
    'aftersales.award',  # what somebody was given, of which he sees his own
    'aftersales.appraisal',  # what somebody gets himself, of which he sees his own
    'aftersales.rescue.expense')  # what a crew has spent, which sees its own
# Prices that are kept as plain figures.
FIGURES = {'aftersales.order.line': {'price_unit', 'technical_price_unit', 'shown_price_unit', 'discount', 'sublet_cost'}}

# An amount with its currency, or under a name of one.
AMOUNT = re.compile(
    r'[¥€$£]\s?(?:&nbsp;)?-?\ufeff?[\d,]+\.\d\d|[\d.,]+[.,]\d\d\s?[¥€$£]|oe_currency_value'
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
            group = 'create_uid' if 'create_uid' in self.env[field.model_name]._fields else 'company_id'
            doors['totals'] = lambda records: records.formatted_read_group([], [group], [f'{name}:sum'])
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
                    if AMOUNT.search(said) and not self._is_note(row.sudo()):
                        told[name, 'words'] = row.id
            if user == self.user_manager:
                self.assertLessEqual(papers, {name for name, text in told if text == 'content'}, "the walk finds amounts")
            else:
                self.assertEqual(told, {}, user.name)

    def _is_note(self, row):
        """What people note on an order, they note for all; and who is to do a task, reads it."""
        if row._name == 'mail.activity':
            return row.user_id == row.env.user
        return row.message_type == 'comment' and (not row.subtype_id or row.subtype_id.internal)

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
            'aftersales.mail_activity_cashier', user_id=self.user_accountant.id, summary="Take ¥ 1,148.68",
            note="Customer: ¥ 1,148.68")
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
            for domain in (
                    [('message_ids.body', 'ilike', '1,148.68')], [('message_ids.body', 'ilike', '1.148,68')],
                    [('message_ids.subject', '=', '¥ 20')], [('activity_ids.note', 'ilike', '1,148.68')],
                    [('activity_summary', '=', 'Take ¥ 1,148.68')],
                    [('activity_ids', 'any', [('user_id', '=', self.user_accountant.id), ('note', '!=', False)])]):
                self.assertFalse(thread.search([('id', '=', order.id), *domain]), (user.name, domain))
            self.assertTrue(thread.search([('id', '=', order.id), ('message_ids.body', 'ilike', '500.00')]))
            self.env.invalidate_all()  # as in a request of his own
            for name in ('activity_summary', 'activity_type_id', 'activity_type_icon'):
                self.assertFalse(thread.read([name])[0][name])
                self.assertFalse(thread.web_search_read([('id', '=', order.id)], {name: {}})['records'][0][name])
            # as many as the log shows
            self.assertEqual(thread.order_sheet['log'], {
                'messages': len(thread.message_ids), 'tasks': len(thread.activity_ids)})
            self.assertFalse(thread.message_ids & messages)
            self.assertFalse(thread.activity_ids & tasks)
            shown = self.env['mail.message'].with_user(user)._message_fetch(None, thread=thread, limit=200)['messages']
            self.assertFalse(shown & messages)
            self.assertLessEqual(plain[0], shown)
        for role in ('advisor', 'manager', 'accountant'):
            user = getattr(self, f'user_{role}')
            self.assertEqual(messages.with_user(user)._filtered_access('read'), messages)
            self.assertEqual(tasks.with_user(user)._filtered_access('read'), tasks)
            self.env.invalidate_all()
            mine = order.with_user(user)
            self.assertEqual(mine.activity_summary, "Take ¥ 1,148.68")
            self.assertEqual(mine.search([
                ('id', '=', order.id), ('message_ids.body', 'ilike', '1,148.68'), ('activity_ids.note', 'ilike', '1,148.68'),
            ]), mine)
            self.assertEqual(mine.order_sheet['log']['messages'], len(mine.sudo().message_ids))
        task = tasks.copy({'user_id': self.users[0].id})
        self.assertTrue(task.with_user(self.users[0]).note, "one's own task is read")

    def _say(self, record, body, **values):
        return record.message_post(body=body, **values)

    def test_ones_own_words(self):
        """faults U9: who wrote a message or was written to reads it, whatever it says; a colleague does not."""
        first, other = self.users[:2]
        order = self.order[0]
        values = {'message_type': 'comment', 'subtype_xmlid': 'mail.mt_comment'}
        order.sudo().message_subscribe([*other.partner_id.ids, *self.user_manager.partner_id.ids])
        wrote = self._say(order, "The customer pays ¥ 500.00", author_id=first.partner_id.id, **values)
        asked = self._say(order, "Is it worth ¥ 600.00?", partner_ids=first.partner_id.ids, **values)
        sent = self._say(  # by the system, when he was done
            order, "Ready: ¥ 700.00", author_id=first.partner_id.id, message_type='notification')
        for message in (wrote, asked):
            self.assertTrue(message.aftersales_amounts)
            self.assertEqual(message.with_user(first).read(['body'])[0]['body'], message.body)
            self.assertEqual(message.with_user(first).search([('id', '=', message.id)]), message)
            self.assertLessEqual(message, order.with_user(first).message_ids)
            self.assertFalse(message.with_user(other).search([('id', '=', message.id)]))
            with self.assertRaises(AccessError):
                message.with_user(other).read(['body'])
        with self.assertRaises(AccessError):
            sent.with_user(first).read(['body'])
        # Who follows the order is not told either, unless it says no amount.
        for body, told in (("It is ¥ 800.00", self.user_manager), ("It is ready", self.user_manager + other)):
            message = self._say(order, body, **values)
            self.assertEqual(message.notified_partner_ids & (self.user_manager + other + first).partner_id, told.partner_id)

    def test_deleted_meanwhile(self):
        """faults U9: asking what is hidden of messages and tasks, of which one was deleted, is no error."""
        order = self.order[0]
        messages = self._join([self._say(order, "¥ 5.00", message_type='notification') for __ in range(2)])
        tasks = self._join([order.sudo().activity_schedule(
            'aftersales.mail_activity_cashier', user_id=self.user_accountant.id, note="¥ 5.00") for __ in range(2)])
        self.env.flush_all()
        for records in (messages, tasks):
            self.env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(records._table), records[0].id))
            self.env.invalidate_all()
            mine = records.with_user(self.users[0])
            self.assertEqual(mine._filter_hidden(), mine[1])

    def _activate(self, **values):
        for name, vals in values.items():
            self.env['res.currency'].with_context(active_test=False).search([('name', '=', name)]).write(
                {'active': True, **vals})

    def test_amounts_are_found(self):
        """faults U9: what tells an amount, as Odoo and people write it, and what does not; × text and HTML."""
        self._activate(
            CNY={}, EUR={}, USD={}, CHF={'symbol': 'CHF'}, KWD={'symbol': 'KD', 'rounding': 0.001},
            IDR={'symbol': 'Rp', 'rounding': 1}, CZK={'symbol': 'Kč'}, HNL={'symbol': 'L'}, BAM={'symbol': 'KM'})
        tells = self.env['mail.message']._tells_amount
        for currency in self.env['res.currency'].search([]):
            for amount in (0.5, 5, -5, 1148.68, -1148.68, 12345678.9):
                for position in ('before', 'after'):
                    currency.position = position
                    for lang in ('en_US', 'zh_CN'):
                        text = format_amount(self.env, amount, currency, lang_code=lang)
                        if currency.decimal_places:
                            self.assertTrue(tells(f"Customer pays {text}, today"), ascii(text))
        for text in (
                '¥\xa0-\ufeff5.00', '-\ufeff5.00\xa0€', '−5.00 €', '¥5', '￥ 1,148', '$.50', 'US$5', '(¥ 5)', '¥ (5.00)',
                'KD 12.345', '12.345 KD', '12.345 KWD', 'KWD 12', '5,000 Rp', 'Rp 5', '5 Rp', 'IDR 5', 'CNY 1,148',
                'CNY1148', '500 CNY', '共CNY 500', '500CNY', '500 元', '500元整', '1.2万元', '共５００元', 'RMB 500', '500 RMB',
                '1 148,68 CHF', "1'148.68 CHF", 'CHF 5', '5 Kč', '12.50 L', 'KM 10.00'):
            self.assertTrue(tells(text), ascii(text))
            self.assertTrue(tells(f'<p>It costs <b>{text}</b>.</p>'), ascii(text))
        self.assertTrue(tells('<table><tr><td>¥</td><td><strong>5.00</strong></td></tr></table>'))
        for text in (
                '', '12.5 h', '10,754 km', '10,754 Km', '2026-11-26', '5.0 l', '5 L', 'LVSHFFAL5GN123456', 'WVWZZZUSD5Z123456',
                'WBAEUR12345678901', '+86 138 0013 8000', '(021) 5555-1234', '沪A12345', 'Euro 6', 'EURO 6', '2026元旦',
                '第2单元 5', 'Paid in CNY', '元', 'RMB', '5 W-30', '17:30', '2 pcs', 'RO/2026/00012', '90 %', '20.00 km'):
            self.assertFalse(tells(text), ascii(text))
            self.assertFalse(tells(f'<p>Told: <b>{text}</b></p>'), ascii(text))

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
