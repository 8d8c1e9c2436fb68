from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestCounterToInvoiceTour(TourCommon):
    """Each role at its own screen brings an approved order from the parts counter to a posted invoice."""

    def _tour(self, name, user):
        self.start_tour('/odoo', name, login=user.login)
        self.env.invalidate_all()

    def test_from_parts_counter_to_posted_invoice(self):
        order = self._create_order(Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id,
        }), done=False)
        job = order.job_ids
        job.with_user(self.user_advisor)._approve('phone', signatory="Chen Min")
        total = order.amount_total
        self.assertGreater(total, 0)

        self._tour('aftersales_parts_issue', self.user_parts)
        self.assertEqual(self._get_stock(), 8)
        self.assertEqual(order.parts_state, 'issued')
        self.assertEqual(order.picking_ids.mapped('state'), ['done'])
        self.assertTrue(order.picking_ids.is_signed)
        self.assertEqual(order.picking_ids.aftersales_receiver_id, self.technician)

        self._tour('aftersales_technician_work', self.user_technician)
        self.assertEqual(job.state, 'done')
        self.assertEqual(job.time_ids.employee_id, self.technician)
        self.assertTrue(all(job.time_ids.mapped('stop')))
        self.assertEqual(order.state, 'quality_check')

        self._tour('aftersales_inspector_pass', self.user_inspector)
        self.assertEqual(job.state, 'passed')
        self.assertEqual(job.inspection_ids.user_id, self.user_inspector)
        self.assertEqual(set(job.inspection_ids.line_ids.mapped('result')), {'ok'})
        self.assertEqual(order.state, 'ready')

        self._tour('aftersales_advisor_deliver', self.user_advisor)
        self.assertEqual(order.state, 'delivered')
        self.assertTrue(order.delivered_date)
        self.assertEqual(order.odometer_out, 1003)

        self._tour('aftersales_accountant_invoice', self.user_accountant)
        invoice = order.invoice_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.state, 'posted')
        self.assertEqual(invoice.partner_id, self.customer)
        self.assertEqual(invoice.amount_total, total)
        self.assertEqual(invoice.amount_residual, total)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertEqual(self._get_stock(), 8, "posting the invoice must not take parts again")
