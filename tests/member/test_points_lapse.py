from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, format_date

from odoo.addons.aftersales.tests.dealership.member import MemberCommon

TODAY = fields.Date.to_date('2026-03-03')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestPointsLapse(MemberCommon):
    """G3, contracts §6: points nobody uses lapse by their program's terms, once the customer was told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls._create_program('loyalty', discount=0.05, discount_mode='per_point')
        cls.terms = cls.env['aftersales.coupon.terms'].with_user(cls.user_manager).create({
            'coupon_program': str(cls.points.id), 'company_id': cls.company.id, 'points_months': 12})
        cls.card = cls._create_card(cls.points, 0, partner_id=cls.customer.id)
        cls.customer.email = 'points@example.com'

    def _give(self, points, months):
        """Points of so many months ago."""
        self.card.points += points
        row = self.env['loyalty.history'].create({'card_id': self.card.id, 'issued': points, 'description': "Given"})
        self._date(row, months)

    def _date(self, record, months):
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET create_date = %s WHERE id = %s", SQL.identifier(record._table),
            fields.Datetime.now() - relativedelta(months=months), record.id))
        self.env.invalidate_all()

    def _spend(self, points):
        self.card.points -= points
        self.env['loyalty.history'].create({'card_id': self.card.id, 'used': points, 'description': "Used"})

    def _run_night(self, days=0):
        """:return: the member after the night"""
        with freeze_time(TODAY + relativedelta(days=days, hours=2)):
            Member = self.env['aftersales.member'].sudo()
            Member._add_holders()
            member = Member.search([('partner_id', '=', self.customer.id), ('company_id', '=', self.company.id)])
            member._lapse_points()
            self.env.flush_all()
            return member

    def test_told_and_lapsed(self):
        """G3: the oldest are used first; what is left of them is told thirty days before, lapses, and the history says so."""
        self._give(100, 14)
        self._give(50, 2)
        self._spend(30)
        member = self._run_night()
        self.assertEqual((member.lapse_date, member.lapse_points), (TODAY + relativedelta(days=30), 70))
        with self.assertRaises(AccessError):
            member.with_user(self.user_manager).lapse_points = 0
        notice = member.notice_ids
        self.assertEqual((len(notice), notice.state), (1, 'pending'))
        self.assertEqual(member._get_lapse_points_text(), "70")
        self.assertEqual(member.new({'lapse_points': 1234567.5})._get_lapse_points_text(), "1,234,567.50")
        notice._send_now()
        self.assertEqual(notice.state, 'sent')
        self.assertIn("70", " ".join(member.message_ids.mapped('body')))
        order = self._create_order(done=False).with_user(self.user_advisor)
        self.assertIn("70 of them lapse", " ".join(alert.message for alert in order._get_alerts()))
        self.assertEqual(self._run_night(30).lapse_points, 70, "that day is still his")
        self.assertEqual(self.card.points, 120)
        member = self._run_night(31)
        self.assertEqual((self.card.points, member.lapse_date, member.lapse_points), (50, False, 0))
        row = self.card.history_ids.sorted('id')[-1:]
        self.assertEqual((row.used, row.issued), (70, 0))
        self.assertIn("within 12 months", row.description)
        self.assertIn(format_date(self.env, TODAY + relativedelta(days=30)), row.description)
        self._run_night(32)
        self.assertEqual((self.card.points, len(member.notice_ids)), (50, 1), "the others are not old")

    def test_used_in_time(self):
        """G3: what he uses after he was told does not lapse; a notice that waited is not sent once nothing is left to lapse."""
        self._give(100, 14)
        self._run_night()
        self._spend(60)
        self._give(10, 0)
        self._run_night(31)
        self.assertEqual(self.card.points, 10)
        self.assertEqual(self.card.history_ids.sorted('id')[-1:].used, 40)

    def test_soon_too_old(self):
        """G3: points are told before they are too old; what nobody was told of stays; young ones are left alone."""
        self._give(100, 11)
        self._give(40, 6)
        self.terms.points_notice_days = 10
        self.assertFalse(self._run_night().lapse_date)
        member = self._run_night(25)
        self.assertEqual(member.lapse_points, 100)
        self._run_night(36)
        self.assertEqual(self.card.points, 40)

    def test_terms(self):
        """G3: without months nothing lapses; only points do."""
        self._give(100, 30)
        self.terms.points_months = 0
        self.assertFalse(self.env['aftersales.member']._get_lapse_terms().filtered(lambda terms: terms == self.terms))
        self.assertFalse(self._run_night().lapse_date)
        with self.assertRaisesRegex(ValidationError, "gives no points"):
            self.env['aftersales.coupon.terms'].with_user(self.user_manager).create({
                'coupon_program': str(self.percent.id), 'company_id': self.company.id, 'points_months': 12})

    def test_both_companies(self):
        """G3: the terms of a company take nothing off the cards of another one's program."""
        other = self.Program.create({
            'name': "Elsewhere", 'program_type': 'loyalty', 'company_id': self.other_company.id,
            'communication_plan_ids': [Command.clear()]})
        card = self._create_card(other, 80, partner_id=self.customer.id)
        self._date(card, 30)
        self._give(100, 14)
        self.assertEqual(self._run_night().lapse_points, 100)
        self._run_night(31)
        self.assertEqual((self.card.points, card.points), (0, 80))
