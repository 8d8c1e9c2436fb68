from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsHold(PartsCommon):
    """E7, H3: a wait for parts ends when the last of them is here."""

    def _wait(self, order):
        self.env['aftersales.hold'].with_user(self.user_parts).create([
            {'order_id': job.order_id.id, 'job_id': job.id, 'kind': 'parts'} for job in order.job_ids])
        return order.job_ids.hold_ids

    def _reserve(self, order):
        self._get_open_picking(order).action_assign()

    def test_ends_with_the_last_part(self):
        order = self._create_approved((self.pads, 12), (self.disc, 6))
        order.job_ids.with_user(self.user_manager).action_start()
        hold = self._wait(order)
        order.job_ids._block()
        self.assertTrue(hold.ends_with_parts)
        self._put_in_stock(self.pads, 5)
        self._reserve(order)
        self.assertFalse(hold.stop, "the discs are still missing")
        self.assertEqual(order.job_ids.state, 'blocked')
        self._put_in_stock(self.disc, 5)
        self._reserve(order)
        self.assertTrue(hold.stop)
        self.assertEqual(order.job_ids.state, 'todo', "it can be started again")

    def test_a_wait_for_something_else_stays(self):
        """The part that is missing is not asked for yet: nobody knows when it is here."""
        order = self._create_approved((self.pads, 2))
        hold = self._wait(order)
        self.assertFalse(hold.ends_with_parts)
        self._issue(order)
        self.assertFalse(hold.stop)

    def test_two_jobs_wait_on_their_own(self):
        order = self._create_order(self._prepare_job((self.pads, 12)), self._prepare_job((self.disc, 6)))
        order.action_receive()
        order.job_ids._approve('phone')
        holds = self._wait(order)
        self._put_in_stock(self.disc, 5)
        self._reserve(order)
        self.assertEqual([bool(hold.stop) for hold in holds.sorted('id')], [False, True])

    def test_no_longer_needed(self):
        order = self._create_approved((self.pads, 12))
        hold = self._wait(order)
        order.line_ids.with_user(self.user_advisor).quantity = 1
        self.assertTrue(hold.stop)
