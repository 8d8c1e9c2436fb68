from odoo.addons.aftersales.controllers.approval.authorise import unknown_tokens
from odoo.addons.aftersales.tests.common import ROLE_GROUPS

from .portal import PortalCommon

QUIET = (
    'odoo.http', 'odoo.models', 'odoo.orm.models', 'odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule',
)


class KeysCommon(PortalCommon):
    """A visit that waits for an answer, one that may be rated and a visit booked: all with their keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = False  # by mail alone
        cls.asked = cls._create_orders(user=cls.user_advisor)
        cls.request_ = cls.asked._ask_customer().sudo()
        cls._pass(cls, cls.order)
        cls.order.action_deliver()
        cls.order.sudo()._ask_for_rating()
        cls.order.sudo().notice_ids.filtered(
            lambda notice: notice.mail_template == 'aftersales.mail_template_rate_visit')._send_now()
        cls.rating = cls.order._get_visit_rating()
        cls.appointment = cls.env['aftersales.appointment'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'partner_id': cls.customer.id,
            'start': cls._get_slot(0)})
        for document in cls.asked + cls.order:
            document._portal_ensure_token()
        cls.appointment._portal_ensure_token()
        cls.env.flush_all()
        cls.keys = {
            'answer': cls.request_.token,
            'rating': cls.rating.access_token,
            'asked order': cls.asked.sudo().access_token,
            'order': cls.order.sudo().access_token,
            'appointment': cls.appointment.sudo().access_token,
            'short question': cls.asked.sudo()._get_short_key('q'),
            'short rating': cls.order.sudo()._get_short_key('r'),
            'short order': cls.order.sudo()._get_short_key('o'),
            'short appointment': cls.appointment.sudo()._get_short_key('a'),
        }
        cls.user_plain = cls.user_employee
        cls.employees = {role: getattr(cls, f'user_{role}') for role in (*ROLE_GROUPS, 'plain')}

    def setUp(self):
        super().setUp()
        unknown_tokens.clear()  # other classes, too, ask for links that nobody knows
        self.addCleanup(unknown_tokens.clear)

    def assertNoKeys(self, text, message=''):
        for name, key in self.keys.items():
            self.assertTrue(key, name)
            self.assertNotIn(key, text, f"{message}: key of {name}")
