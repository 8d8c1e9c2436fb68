from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestSubstatus(OrderCommon):
    """The dealer's own sub-statuses, and what the customer is told of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = 'chen.jing@example.com'
        cls.order = cls._receive_approved().with_user(cls.user_advisor)
        cls.told = cls.env['aftersales.substatus'].with_user(cls.user_manager).create({
            'name': "At the painter", 'tells_customer': True, 'customer_text': "Your car is being painted."})
        cls.silent = cls.env['aftersales.substatus'].create({'name': "Row 7", 'state': 'received'})

    def _get_notices(self):
        return self.env['aftersales.notice'].sudo().search([
            ('res_model', '=', 'aftersales.order'), ('res_id', '=', self.order.id),
            ('mail_template', '=', 'aftersales.mail_template_substatus')])

    def test_customer_is_told_where_the_list_says_so(self):
        self.order.substatus_id = self.silent
        self.assertTrue(self.order.substatus_date)
        self.assertFalse(self._get_notices())
        self.assertFalse(self.order._get_portal_substatus())
        before = self.order.sudo()._get_portal_fingerprint()
        self.order.substatus_id = self.told
        self.assertEqual(len(self._get_notices()), 1)
        self.assertEqual(self.order._get_portal_substatus(), "Your car is being painted.")
        self.assertNotEqual(self.order.sudo()._get_portal_fingerprint(), before)
        self.order.substatus_id = self.told  # again is nothing new
        self.assertEqual(len(self._get_notices()), 1)
        self.assertEqual(self.told.order_count, 1)
        self.assertEqual(
            self.env['aftersales.order'].search(self.told.action_view_orders()['domain']), self.order.with_user(self.env.user))

    def test_it_goes_with_the_status(self):
        self.order.substatus_id = self.silent
        self.work(self.order)
        self.assertFalse(self.order.substatus_id)
        self.order.substatus_id = self.told
        self.inspect(self.order)
        self.assertEqual(self.order.substatus_id, self.told)

    def test_refusals(self):
        self.work(self.order)
        with self.assertRaisesRegex(UserError, "“Row 7” cannot be said of it"):
            self.order.substatus_id = self.silent
        self.told.sudo().company_id = self.other_company
        with self.assertRaises(UserError):
            self.order.sudo().substatus_id = self.told
        draft = self._create_orders()
        with self.assertRaises(UserError):
            draft.substatus_id = self.env.ref('aftersales.substatus_washing')
        with self.assertRaises(AccessError):
            self.silent.with_user(self.user_advisor).name = "Row 8"
        with self.assertRaises(AccessError):
            self.order.with_user(self.user_technician).substatus_id = self.env.ref('aftersales.substatus_washing')

    def test_who_corrects_himself_tells_once(self):
        other = self.told.copy({'name': "At the glazier", 'customer_text': "Your windscreen is being replaced."})
        self.order.substatus_id = self.told
        self.order.substatus_id = other
        self.assertEqual(len(self._get_notices()), 1)
        self.assertEqual(self.order._get_portal_substatus(), "Your windscreen is being replaced.")

    def test_a_new_order_begins_without(self):
        with self.assertRaises(UserError):
            self._create_orders(substatus_id=self.told.id)

    def test_nobody_is_told_what_is_over(self):
        self.order.substatus_id = self.told
        self.order.substatus_id = False
        self.assertFalse(self.order._is_notice_due('aftersales.mail_template_substatus'))
