import threading

import psycopg2
from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon
from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

CONNECTIONS = 20


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintNumber(ComplaintCommon):
    """K1: year, month, number; anew each month, in the order in which the office receives them, none left out."""

    def test_numbered_when_the_office_receives_it(self):
        """K1: what is written down first has no number yet; what is dropped before takes none."""
        first, dropped, second = self._create_complaints(3, user=self.user_advisor)
        self.assertEqual((first | second).mapped('name'), ['/', '/'])
        self.assertFalse(first.due_date)
        with self.assertRaises(AccessError):
            first.action_register()
        self.cancel(dropped, "Told twice")
        second.with_user(self.user_care).action_register()
        first.with_user(self.user_care).action_acknowledge()
        self.assertEqual([second.name, first.name], ['260301', '260302'])
        self.assertEqual(second.user_id, self.user_care)
        with self.assertRaisesRegex(UserError, "registered already"):
            first.with_user(self.user_care).action_register()
        with self.assertRaisesRegex(UserError, "was dropped"):
            dropped.with_user(self.user_care).action_register()
        self.assertEqual(self._create_complaints().name, '260303')

    def test_several_at_once_by_the_day_they_came(self):
        """K1: what the office registers together has its numbers in the order in which customers told it."""
        later, first = self._create_complaints(2, user=self.user_advisor)
        first.received_date = '2026-03-01 02:00:00'
        (later | first).with_user(self.user_care).action_register()
        self.assertEqual([first.name, later.name], ['260301', '260302'])

    def test_outlet_and_clock_of_its_company(self):
        """K1: the outlet is one of the complaint's company; without one the company's own clock says the month."""
        self.other_company.partner_id.tz = 'America/New_York'
        there = self.env['aftersales.complaint'].create({'company_id': self.other_company.id, 'story': "There"})
        self.assertIn(there.workshop_id.company_id, (self.other_company, self.env['res.company']))
        there.workshop_id = False
        with freeze_time('2026-04-01 02:00:00'):  # ten o'clock in the evening of 31 March
            there._take_in()
        self.assertRegex(there.name, r'^2603\d\d$')

    def test_anew_each_month_and_beyond_99(self):
        """K1: the month is that of the outlet's clock; the hundredth number has three digits; each company its own."""
        complaints = self._create_complaints(2)
        self.env['aftersales.complaint.counter'].sudo().search([
            ('company_id', '=', self.company.id), ('month', '=', '2603')]).last_number = 98
        self.assertEqual(self._create_complaints(2).mapped('name'), ['260399', '2603100'])
        with freeze_time('2026-03-31 16:30:00'):  # half past midnight in Shanghai
            self.assertEqual(self._create_complaints().name, '260401')
        with freeze_time('2026-12-31 15:59:00'):
            self.assertEqual(self._create_complaints().name, '261201')
        there = self.env['aftersales.complaint'].with_company(self.other_company).create({
            'company_id': self.other_company.id, 'story': "There", 'workshop_id': False})
        there._take_in()
        self.assertRegex(there.name, r'^2603\d\d$')
        self.assertEqual(complaints.mapped('name'), ['260301', '260302'])

    def test_nobody_writes_numbers(self):
        """K1: neither number nor day of registration is anybody's to write."""
        complaint = self._create_complaints()
        for name, value in (('name', '269999'), ('registered_date', MONDAY), ('due_date', MONDAY), ('closed_date', MONDAY)):
            with self.subTest(name), self.assertRaises(AccessError):
                complaint.with_user(self.user_manager)[name] = value
        for name, value in (('kind', 'incident'), ('received_date', '2026-01-01 00:00:00')):
            with self.subTest(name), self.assertRaisesRegex(UserError, "is registered"):
                complaint[name] = value
        with self.assertRaises(AccessError):
            self.env['aftersales.complaint.counter'].with_user(self.user_manager).search([]).last_number = 0


@tagged('post_install', '-at_install')
class TestComplaintNumberRace(ConnectionsCommon):
    """K1: many at once; on real connections."""

    @classmethod
    def _create(cls, env):
        cls.company_id = env['res.company'].create({'name': "Numbers Garage"}).id

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("DELETE FROM aftersales_complaint_counter WHERE company_id = %s", cls.company_id))
        env['stock.warehouse'].with_context(active_test=False).search([('company_id', '=', cls.company_id)])
        env['res.company'].browse(cls.company_id).active = False

    def _draw_until_done(self, drawn, barrier, fails):
        barrier.wait()
        while True:
            with self.database.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                company = env['res.company'].browse(self.company_id)
                try:
                    number, = env['aftersales.complaint.counter']._draw(company, '2603', 1)
                except psycopg2.errors.SerializationFailure:
                    cr.rollback()
                    continue
                if fails.pop() if fails else False:
                    cr.rollback()  # what it was for did not come about: its number is the next one's
                    continue
                cr.commit()  # pylint: disable=invalid-commit  # the others see it by that
                drawn.append(number)
                return

    @mute_logger('odoo.sql_db')
    def test_twenty_at_once(self):
        """K1: twenty connections draw at once, some of them fail: every number once, none left out."""
        drawn, barrier, fails = [], threading.Barrier(CONNECTIONS), [True] * 5
        threads = [
            threading.Thread(target=self._draw_until_done, args=(drawn, barrier, fails)) for __ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(sorted(drawn), [f'2603{number:02}' for number in range(1, CONNECTIONS + 1)])
