from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.order import OrderCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestDeletionTour(OrderCommon, OneBrowserCase):
    """N7: what is past its term counted, confirmed and gone, with its protocol, clicked by the manager."""

    def test_from_counting_to_the_protocol(self):
        person = self.env['res.partner'].create({'name': "Long Gone", 'phone': "13812340099"})
        enquiry = self.env['aftersales.enquiry'].with_user(self.user_care).create({
            'question': "What do pads cost?", 'partner_id': person.id, 'contact_name': person.name, 'phone': "13812340099"})
        enquiry.answer = "80"
        enquiry.action_answer()
        self.env.flush_all()
        then = Datetime.now() - timedelta(days=366 * 7)
        self.env.cr.execute(SQL(
            "UPDATE aftersales_enquiry SET create_date = %s, date = %s WHERE id = %s", then, then, enquiry.id))
        self.env.invalidate_all()
        self.start_tour('/odoo/deletions', 'aftersales_deletion_begun', login=self.user_manager.login)
        self.env.invalidate_all()
        run = self.env['aftersales.deletion.run'].search([('company_id', '=', self.company.id)], limit=1)
        for __ in range(5):
            if run.state == 'running':
                run._continue()
        self.start_tour(f'/odoo/deletions/{run.id}', 'aftersales_deletion_protocol', login=self.user_manager.login)
        self.assertEqual((run.state, run.is_intact, run.confirmed_id), ('done', True, self.user_manager))
        self.assertFalse(enquiry.phone)
