from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestRetention(OrderCommon):
    """N7, quality §10: what is past its term goes, with a protocol; promises of the staff; tests of the backup."""

    def _age(self, records, years=7, dates=()):
        """Bring records to where they would stand after years."""
        self.env.flush_all()
        then = Datetime.now() - timedelta(days=366 * years)
        for name, value in dict.fromkeys(('create_date', *dates), then).items():
            self.env.cr.execute(SQL(
                "UPDATE %s SET %s = %s WHERE id IN %s", SQL.identifier(records._table), SQL.identifier(name), value,
                tuple(records.ids)))
        self.env.invalidate_all()

    def _enquire(self, person, **values):
        return self.env['aftersales.enquiry'].with_user(self.user_care).create({
            'question': "What do pads cost?", 'vehicle_id': self.vehicle.id, 'partner_id': person.id,
            'contact_name': person.name, 'phone': "13812340099", **values})

    def _run(self):
        return self.env['aftersales.deletion.run'].with_user(self.user_manager).create({})

    def test_deletion(self):
        """Counted first, confirmed by a manager, nothing that is open or that the law keeps; twice finds nothing."""
        names = ("Long Gone", "Still Asks", "Has Invoice", "Came Lately")
        gone, asks, paid, lately = people = self.env['res.partner'].create([
            {'name': name, 'phone': "13812340099"} for name in names])
        old, open_, *__ = enquiries = self.env['aftersales.enquiry'].concat(*(self._enquire(person) for person in people))
        enquiries[:1].answer = enquiries[2:].answer = "80"
        (enquiries - open_).action_answer()
        self.env['account.move'].sudo().create({'move_type': 'entry', 'partner_id': paid.id, 'company_id': self.company.id})
        self._age(people)
        self._age(enquiries - enquiries[3], dates=['date'])
        run = self._run()
        with self.assertRaises(AccessError):
            run.with_user(self.user_care).action_begin()
        lines = {line.kind: line for line in run.line_ids}
        self.assertGreaterEqual(lines['enquiry'].due_count, 2)
        self.assertGreaterEqual(lines['enquiry'].kept_count, 1)
        self.assertGreaterEqual(lines['invoice'].kept_count, 1)
        self.assertEqual(old.phone, "13812340099", "counting takes nothing away")
        run.action_begin()
        with self.assertRaisesRegex(UserError, "not through"):
            run.sudo().with_user(self.user_manager)._transition('done')
        for __ in range(5):
            if run.state == 'running':
                run._continue()
        self.assertEqual((run.state, run.is_intact, run.confirmed_id), ('done', True, self.user_manager))
        self.assertFalse(old.phone or old.contact_name)
        self.assertEqual(open_.phone, "13812340099")
        self.assertIn("Name removed", gone.name)
        self.assertEqual((asks | paid | lately).mapped('name'), [*names[1:]])
        self.assertEqual(run.done_count, run.due_count)
        with self.assertRaises(UserError):
            run.line_ids[0].sudo().done_count = 0
        again = {line.kind: line.due_count for line in self._run().line_ids}
        self.assertEqual((again['enquiry'], again['person']), (0, 0))

    def test_terms(self):
        """The manager may keep longer, never shorter than the law says; nobody else changes the table."""
        rule = self.env.ref('aftersales.retention_rule_work').with_user(self.user_manager)
        rule.kept_years = 8
        with self.assertRaisesRegex(Exception, "asks for more years|retention_rule_years_min"), self.cr.savepoint():
            with mute_logger('odoo.sql_db'):
                rule.kept_years = 5
                self.env.flush_all()
        with self.assertRaisesRegex(UserError, "cannot end so"):
            rule.end_action = 'delete'
        for change in (
                lambda: rule.write({'min_years': 1}), rule.unlink,
                lambda: rule.with_user(self.user_advisor).read(['min_years'])):
            with self.assertRaises(AccessError):
                change()

    def test_promise(self):
        """Each signs his own; a manager shows it to who has no login; whoever is left stands in the list with a task."""
        text = self.env['aftersales.secrecy.text'].with_user(self.user_manager).create({
            'name': "Confidentiality", 'version': "T1", 'body': "I tell nobody."})
        text.action_ask()
        rows = {row.user_id: row for row in text.promise_ids.sudo()}
        mine = rows[self.user_advisor].with_user(self.user_advisor)
        self.assertEqual(mine.sudo().activity_ids.user_id, self.user_advisor)
        with self.assertRaises(AccessError):
            rows[self.user_technician].with_user(self.user_advisor).action_sign(PNG)
        with self.assertRaisesRegex(UserError, "Sign first"):
            mine.action_sign(False)
        mine.action_sign(PNG)
        self.assertEqual((mine.state, mine.is_intact, bool(mine.sudo().activity_ids)), ('signed', True, False))
        with self.assertRaises(UserError):
            mine.action_sign(PNG)
        shown = rows[self.user_technician].with_user(self.user_manager)
        shown.action_sign(PNG)
        self.assertEqual(shown.witness_id, self.user_manager)
        text.invalidate_recordset()
        self.assertEqual(text.signed_count, 2)
        self.assertEqual(
            self.env['aftersales.secrecy.promise'].search_count(text.action_view_left()['domain']), text.left_count)
        with self.assertRaisesRegex(UserError, "new version"):
            text.body = "I tell everybody."
        newer = text.create({'name': "Confidentiality", 'version': "T2", 'body': "I tell nobody at all."})
        newer.action_ask()
        self.assertEqual(set(text.promise_ids.mapped('state')), {'signed'})
        with self.assertRaisesRegex(UserError, "newer version"):
            text.action_ask()

    def test_backup(self):
        """The latest test plans the next one, a failed one within a week; the history stays."""
        today = self.company._get_today()
        tests = self.env['aftersales.backup.test'].with_user(self.user_manager)
        values = {'date': today - timedelta(days=200), 'backup_date': today - timedelta(days=201), 'what': "All"}
        with self.assertRaisesRegex(UserError, "what was not restored"):
            tests.create({**values, 'result': 'failed'})
        first = tests.create(values)
        self.assertGreater(first.next_date, first.date + timedelta(days=80))
        self.assertEqual(first.sudo().activity_ids.date_deadline, first.next_date)
        second = tests.create({**values, 'date': today, 'result': 'failed', 'finding': "Disk"})
        self.assertEqual((first.is_last, second.is_last, second.next_date), (False, True, today + timedelta(days=7)))
        self.assertFalse(first.sudo().activity_ids)
        self.assertEqual(second.sudo().activity_ids.user_id, self.user_manager)
        with self.assertRaisesRegex(UserError, "history"):
            second.result = 'ok'
        with self.assertRaises(AccessError):
            tests.with_user(self.user_advisor).create(values)
