from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestAgreementApproval(BillingCommon):
    """G4, contracts §8: work up to an amount needs no call; the fleet reads what it was charged and what its cars cost."""

    def setUp(self):
        super().setUp()
        self.agreement = self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2026-01-01',
            'approval_limit': 300})
        self.agreement.action_activate()

    def _order(self, *prices, **values):
        return self._create_order(
            *(self._job(self._line(price)) for price in prices), done=False, partner_id=self.fleet_account.id,
            **values).with_user(self.user_advisor)

    def test_within_the_limit(self):
        """G4: the agreement is recorded as the answer, by name and limit, and what is recorded is kept intact."""
        order = self._order(100, 150)
        self.assertTrue(order.may_approve_by_agreement)
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).action_approve_by_agreement()
        order.action_approve_by_agreement()
        answers = order.job_ids.authorisation_ids
        self.assertEqual(set(order.job_ids.mapped('approval')), {'approved'})
        self.assertEqual(set(answers.mapped('channel')), {'agreement'})
        self.assertEqual(set(answers.mapped('signatory')), {self.agreement.display_name})
        self.assertIn(self.agreement.name, answers[0].reason)
        self.assertIn("300.00", answers[0].reason)
        self.assertEqual((answers[0].is_intact, answers[0].user_id), (True, self.user_advisor))
        with self.assertRaisesRegex(UserError, "nothing waits"):
            order.action_approve_by_agreement()

    def test_above_the_limit(self):
        """G4: all of the order counts, what was approved before too; above it the customer is asked."""
        order = self._order(200)
        order.action_approve_by_agreement()
        order.sudo().job_ids = [self._job(self._line(150))]
        self.assertFalse(order.may_approve_by_agreement)
        with self.assertRaisesRegex(UserError, "costs the customer .*420.00.* up to .*300.00"):
            order.action_approve_by_agreement()
        self.assertEqual(order.job_ids.sorted('id')[-1].approval, 'pending')

    def test_without_a_click(self):
        """G4: where the agreement says so, what is entered for a car in the house is approved up to the limit, and recorded."""
        waiting = self._order(100)
        waiting.job_ids.line_ids.with_user(self.user_advisor).name = "Other words"
        self.assertEqual(waiting.job_ids.approval, 'pending', "it is off unless the agreement says so")
        self.agreement.approves_itself = True
        order = self._order(100)
        self.assertEqual((order.state, order.job_ids.approval), ('received', 'approved'))
        answer = order.job_ids.authorisation_ids
        self.assertEqual((answer.channel, answer.signatory), ('agreement', self.agreement.display_name))
        self.assertTrue(answer.is_intact)
        self.assertIn("300.00", answer.reason)
        order.sudo().write({'job_ids': [self._job(self._line(50))]})
        self.assertEqual(set(order.job_ids.mapped('approval')), {'approved'}, "found while the car is here")
        self.assertEqual(order.job_ids.sorted('id')[-1].authorisation_ids.user_id, self.user_advisor, "who entered it")
        order.sudo().write({'job_ids': [self._job(self._line(200))]})
        self.assertEqual(order.job_ids.sorted('id')[-1].approval, 'pending', "above the limit he is asked")
        self.assertEqual(len(order.job_ids.authorisation_ids), 2)

    def test_what_becomes_cheaper(self):
        """G4: what comes within the limit because a line or a job goes, or somebody else pays, is approved like any other."""
        self.agreement.approves_itself = True
        insurer = self.env['res.partner'].create({'name': "Insurer"})
        for step in ('line', 'job', 'no', 'payer'):
            with self.subTest(step=step):
                order = self._order(200, 150)
                first, second = order.job_ids
                self.assertEqual({*order.job_ids.mapped('approval')}, {'pending'})
                if step == 'line':
                    second.sudo().line_ids.unlink()
                elif step == 'job':
                    second._cancel("Not wanted")
                elif step == 'no':
                    second._decline('phone')
                else:
                    second.sudo().payer_id = insurer
                self.assertEqual(first.approval, 'approved')
                self.assertEqual(first.authorisation_ids.channel, 'agreement')

    def test_who_else_pays(self):
        """G4: it says nothing for work that somebody else of the customer's side pays, nor without a limit or its driver."""
        order = self._order(100)
        order.job_ids.sudo().payer_id = self.customer
        self.assertFalse(order.may_approve_by_agreement)
        with self.assertRaisesRegex(UserError, "nothing waits"):
            order.action_approve_by_agreement()
        order = self._order(100)
        self.agreement.driver_ids = [Command.create({'partner_id': self.customer.copy({'name': "Driver"}).id})]
        with self.assertRaisesRegex(UserError, "Enter who orders"):
            order.action_approve_by_agreement()
        self.agreement.approval_limit = 0
        with self.assertRaisesRegex(UserError, "allows work without a call"):
            order.action_approve_by_agreement()

    def test_statement_and_fleet_report(self):
        """Contracts §8: what stood open, was charged and paid, and is open; per car orders, cost, cost per km and days here."""
        other = self.vehicle.copy({'license_plate': 'FLEET 2', 'vin_sn': False})
        self.vehicle._record_odometer(900, 'manual', date=fields.Date.to_date('2026-02-01'))
        order, second = self._order(100, odometer_in=1000), self._order(250, vehicle_id=other.id)
        self._finish((order | second).sudo().job_ids)
        for each in (order, second):
            each.sudo().with_user(self.user_advisor).action_release()
        invoice = self.agreement._collect()
        invoice.action_post()
        self._pay(invoice, 90)
        (order | second).sudo().write({'delivered_date': TUESDAY + timedelta(days=2)})
        statement = self.env['aftersales.agreement.statement'].with_user(self.user_manager).create({
            'agreement_id': self.agreement.id, 'date_from': '2026-03-01', 'date_to': '2026-03-31'})
        found = statement._prepare_statement()
        self.assertEqual((found['opening'], found['charged'], found['paid'], found['closing']), (0, 420, 90, 330))
        self.assertEqual([(row['total'], row['rest']) for row in found['open']], [(420, 330)])
        fleet = statement._prepare_fleet()
        self.assertEqual(
            [(row['plate'], row['orders'], row['cost'], row['km'], row['cost_per_km'], row['days']) for row in fleet['rows']],
            [('FLEET 2', 1, 300, 0, 0, 2), (self.vehicle.license_plate, 1, 120, 100, 1.2, 2)])
        self.assertEqual((fleet['total']['cost_per_car'], fleet['total']['cost_per_km']), (210, 4.2))
        later = statement.copy({'date_from': '2026-04-01', 'date_to': '2026-04-30'})
        self.assertEqual((later._prepare_statement()['opening'], later._prepare_fleet()['rows']), (330, []))
        self._check_papers(statement, invoice)

    def _check_papers(self, statement, invoice):
        """What the papers say, and who prints them."""
        def render(report, user):
            return self.env['ir.actions.report'].with_user(user)._render_qweb_html(
                f'aftersales.{report}', statement.ids)[0].decode()

        for text in (invoice.name, "420.00", "90.00", "330.00", self.fleet_account.name):
            self.assertIn(text, render('report_agreement_statement', self.user_manager))
        for text in ("FLEET 2", "300.00", "210.00", "4.20", "2.0"):
            self.assertIn(text, render('report_agreement_fleet', self.user_manager))
        with self.assertRaises(AccessError):
            statement.with_user(self.user_advisor).action_print_statement()
            render('report_agreement_statement', self.user_advisor)
        with self.assertRaisesRegex(UserError, "Choose another period"):
            statement.date_to = '2026-02-01'
