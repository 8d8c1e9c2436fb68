from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.handover import HandoverCommon


@tagged('post_install', '-at_install')
class TestHandoverDefects(HandoverCommon):
    """P1: what is found on a sold car is mended by an internal order before the buyer has it."""

    def setUp(self):
        super().setUp()
        self.paint, self.seat = self.handover.line_ids[:2]
        self.paint.with_user(self.user_technician).write({'result': 'defect', 'finding_text': "Scratch on the door"})

    def _finish_work(self):
        jobs = self.paint.sudo().job_id
        jobs.order_id.action_receive()
        self._finish(jobs)
        jobs.with_user(self.user_inspector)._transition('passed')

    def test_order_for_defects(self):
        """P1: an internal order, ours to pay, a job for each defect; a second click opens the same."""
        self.seat.write({'result': 'defect', 'finding_text': "Stain"})
        action = self.handover.action_mend_defects()
        jobs = (self.paint | self.seat).job_id
        order = jobs.order_id
        self.assertEqual((action['res_id'], len(jobs), order.user_id), (order.id, 2, self.user_advisor))
        self.assertEqual(jobs.pay_type_id, self.pay_internal)
        self.assertEqual([line.job_id.name for line in (self.paint, self.seat)], ["Scratch on the door", "Stain"])
        self.assertEqual((order.vehicle_id, order.partner_id), (self.car, self.company.partner_id))
        self.assertEqual(self.handover.action_mend_defects()['res_id'], order.id)
        self.assertEqual(self.handover.order_count, 1)
        order._cancel("Double")
        self.handover.action_mend_defects()
        self.assertEqual(self.handover.order_count, 1)
        self.assertNotEqual(self.paint.job_id.order_id, order)

    def test_order_keeps_signatures(self):
        """P1: that work was ordered changes nothing of what was seen."""
        self.handover.action_all_in_order()
        self.sign_inspection(self.handover)
        self.handover.action_mend_defects()
        self.assertTrue(self.handover.technician_id)

    def test_who_orders(self):
        with self.assertRaisesRegex(AccessError, "orders are opened by"):
            self.handover.with_user(self.user_technician).action_mend_defects()
        with self.assertRaises(AccessError):
            self.paint.write({'job_id': self._create_order().job_ids.id})
        self.paint.finding_text = " "
        with self.assertRaisesRegex(UserError, "write what is wrong"):
            self.handover.action_mend_defects()
        self.paint.result = 'ok'
        with self.assertRaisesRegex(UserError, "no open defects"):
            self.handover.action_mend_defects()

    def test_mended_when_the_work_is_finished(self):
        self.handover.action_mend_defects()
        self.paint.result = 'mended'
        self.handover.action_all_in_order()
        with self.assertRaisesRegex(UserError, "is not finished"):
            self.handover.with_user(self.user_technician).action_sign_technician('-')
        self._finish_work()
        self.hand_over(self.handover)
        self.assertEqual((self.handover.state, self.handover.defect_count), ('handed', 0))
        self.assertIn("Scratch on the door", self.handover.content)

    def test_defect_needs_manager(self):
        """P1: with an open defect the car leaves by a manager who says why; the sheet keeps it."""
        self.make_ready(self.handover)
        self.sign(self.handover)
        with self.assertRaisesRegex(UserError, "open defects"):
            self.handover.action_hand_over()
        self.handover.override_reason = "The buyer comes back on Friday"
        with self.assertRaisesRegex(UserError, "open defects"):
            self.handover.action_hand_over()
        self.handover.with_user(self.user_manager).action_hand_over()
        self.assertEqual((self.handover.state, self.handover.is_intact), ('handed', True))
        self.assertIn("comes back on Friday", self.handover.content)

    def test_no_points(self):
        self.handover.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no points"):
            self.handover.with_user(self.user_technician).action_sign_technician('-')
