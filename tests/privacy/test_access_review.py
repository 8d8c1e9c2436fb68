from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestAccessReview(OrderCommon):
    """N7, quality §10: twice a year it is looked at who has which role; what leaves as a file is noted."""

    def test_review(self):
        Reviews = self.env['aftersales.access.review']
        with self.assertRaises(AccessError):
            Reviews.with_user(self.user_advisor).create({})
        review = Reviews.with_user(self.user_manager).create({})
        roles = {line.user_id: line.roles for line in review.line_ids}
        self.assertIn("Technician", roles[self.user_technician])
        self.assertNotIn(self.user_other_advisor, roles)
        with self.assertRaisesRegex(UserError, "whether he keeps his roles"):
            review.action_close()
        left = review.line_ids.filtered(lambda line: line.user_id == self.user_technician)
        left.verdict = 'remove'
        review.action_keep_rest()
        self.assertEqual(left.verdict, 'remove')
        with self.assertRaisesRegex(UserError, "what is to change"):
            review.action_close()
        left.note = "Left the house"
        review.action_close()
        self.assertEqual((review.state, review.closed_id), ('closed', self.user_manager))
        summaries = review.sudo().activity_ids.mapped('summary')
        self.assertEqual(len(summaries), 2)
        self.assertIn("Left the house", summaries[0] + summaries[1])
        with self.assertRaisesRegex(UserError, "history"):
            left.note = "Still here"
        with self.assertRaises(AccessError):
            left.sudo(False).roles = "None"
        self.assertTrue(Reviews.with_user(self.user_manager).create({}))

    def test_export_is_noted(self):
        """N7: whoever exports, by whatever screen; once for each file, and nobody mends the log."""
        orders = self._receive_approved() | self._receive_approved()
        logs = self.env['aftersales.export.log'].with_user(self.user_manager)
        known = logs.search([])
        self.user_advisor.sudo().group_ids += self.env.ref('base.group_allow_export')
        for part in orders:
            part.with_user(self.user_advisor).export_data(['name', 'partner_id/name'])
        self.env.cr.precommit.run()
        log = logs.search([]) - known
        self.assertEqual(
            (log.user_id, log.record_count, log.field_names), (self.user_advisor, 2, "name, partner_id/name"))
        self.assertIn('aftersales.order', log.model_name)
        for change in (lambda: log.write({'record_count': 1}), log.unlink, lambda: logs.create({'model_name': "Nothing"})):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(AccessError):
            log.with_user(self.user_advisor).read(['model_name'])
