from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.dealership.evidence import PNG


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractVisit(ContractCommon):
    """Contracts §5: visits at a fleet, planned when its contract begins, reported in three working days."""

    def setUp(self):
        super().setUp()
        self.kind.write({'visits_per_year': 2, 'trainings_per_year': 1, 'check_ids': [
            Command.create({'name': "Tread", 'unit': "mm"}), Command.create({'name': "Lights"})]})
        self.contract = self._sell()
        self.visit = self.contract.visit_ids.filtered(lambda visit: visit.kind == 'inspection')[:1]

    def test_plan(self):
        """G3: as many as the type says, over its time; dropped when the contract ends."""
        self.assertEqual(
            [(visit.kind, str(visit.planned_date)) for visit in self.contract.visit_ids],
            [('inspection', '2026-06-02'), ('training', '2026-09-01'), ('inspection', '2026-12-01')])
        self.assertEqual(self.contract.visit_ids.user_id, self.user_advisor)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.user_technician).read(['planned_date'])
        with freeze_time('2026-06-03 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual(self.visit.search([('is_late', '=', True)]), self.visit)
        self.contract.with_user(self.user_manager)._refund(0, "Sold")
        self.assertEqual(set(self.contract.visit_ids.mapped('state')), {'cancelled'})

    def test_moved_by_suspension(self):
        """G3: visits planned for after the contract stood still come as many days later; the others stay."""
        with freeze_time('2026-06-10 02:00:00'):
            self.contract.with_user(self.user_manager)._suspend("Abroad")
        with freeze_time('2026-06-30 02:00:00'):
            self.contract.with_user(self.user_manager).action_activate()
        self.assertEqual(
            [str(visit.planned_date) for visit in self.contract.visit_ids.sorted('id')],
            ['2026-06-02', '2026-09-21', '2026-12-21'])

    def test_inspection(self):
        """G3: each car, each check, a state; the report in three working days, signed, and kept as it was signed."""
        other = self.vehicle.copy({'license_plate': 'FLEET <b>2', 'vin_sn': False})
        self.contract.inspected_vehicle_ids = self.vehicle | other
        with freeze_time('2026-06-04 02:00:00'):  # a Thursday
            with self.assertRaisesRegex(UserError, "list the cars"):
                self.visit.action_done()
            self.visit.action_list_checks()
            self.visit.action_list_checks()
            self.assertEqual(len(self.visit.line_ids), 4)
            self.visit.line_ids.condition = 'good'
            self.visit.line_ids[0].write({'value': 1.8, 'condition': False, 'advice': "Change now"})
            with self.assertRaisesRegex(UserError, "in which state is this"):
                self.visit.action_done()
            self.visit.line_ids[0].condition = 'replace'
            self.visit.action_done()
            self.assertEqual((str(self.visit.report_due_date), self.visit.replace_count), ('2026-06-09', 1))
            self.assertFalse(self.visit.is_late)
        with freeze_time('2026-06-10 02:00:00'):
            self.env.invalidate_all()
            self.assertTrue(self.visit.is_late)
            with self.assertRaisesRegex(UserError, "write state and advice"):
                self.visit.action_report()
            self.visit.write({'summary': "One tyre is worn", 'signatory': "Fleet manager"})
            with self.assertRaisesRegex(UserError, "signs for the report"):
                self.visit.action_report()
            self.visit.signature = PNG
            self.visit.action_report()
        self.assertEqual((self.visit.state, self.visit.is_intact, self.visit.is_late), ('reported', True, False))
        for change in (lambda: self.visit.write({'summary': "None"}), lambda: self.visit.line_ids[0].write({'value': 5})):
            with self.assertRaisesRegex(UserError, "evidence"):
                change()
        paper = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_contract_visit', self.visit.ids)[0].decode()
        for text in ("1.8", "Change now", "One tyre is worn", "FLEET &lt;B&gt;2", "Fleet manager"):
            self.assertIn(text, paper)

    def test_training(self):
        """G3: of a training the names are kept."""
        training = self.contract.visit_ids.filtered(lambda visit: visit.kind == 'training')
        with self.assertRaisesRegex(UserError, "no inspection"):
            training.action_list_checks()
        with self.assertRaisesRegex(UserError, "who took part"):
            training.action_done()
        training.participants = "Li, Wang"
        training.action_done()
        self.assertEqual(training.state, 'done')
