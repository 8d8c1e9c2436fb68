import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


class PortalCommon(OrderCommon, HttpCase):
    """Two customers with logins, each with a car and a visit, and an employee without rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation.part_ids.unlink()  # nothing to issue before the delivery
        cls.customer.email = 'chen@example.com'
        cls.stranger = cls.env['res.partner'].create({
            'name': 'Qian Duoduo', 'phone': '+86 21 5555 0999', 'email': 'qian@example.com'})
        cls.user_customer = cls._create_login(cls.customer, 'portal_chen')
        cls.user_stranger = cls._create_login(cls.stranger, 'portal_qian')
        cls.user_employee = new_test_user(
            cls.env, login='plain_employee', groups='base.group_user', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.strange_vehicle = cls.env['fleet.vehicle'].create({
            'model_id': cls.model_b.id, 'license_plate': '沪B·S9999', 'owner_id': cls.stranger.id, 'company_id': False})
        cls.order = cls._receive_approved()
        cls.strange_order = cls._receive_approved(vehicle_id=cls.strange_vehicle.id)
        cls.strange_appointment = cls.env['aftersales.appointment'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.strange_vehicle.id, 'start': cls._get_slot(2)})
        # What nobody but the stranger (and the house) may ever read.
        cls.secrets = (cls.strange_order.name, '沪B·S9999', 'Qian Duoduo', 'qian@example.com')

    @classmethod
    def _create_login(cls, partner, login):
        return new_test_user(
            cls.env, login=login, groups='base.group_portal', partner_id=partner.id, name=partner.name,
            email=partner.email, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])

    @classmethod
    def _get_slot(cls, index=0):
        """The start of a free time from tomorrow on."""
        tomorrow = cls.workshop._get_local_day(fields.Datetime.now()) + timedelta(days=1)
        slots = cls.workshop._find_slots(tomorrow, tomorrow + timedelta(days=7), hours=1.2)
        return list(dict.fromkeys(slot['start'] for slot in slots))[index]

    def _deliver(self, order):
        self.deliver(self.inspect(self.work(order)))

    def _get_page(self, url, **kwargs):
        return self.url_open(url, **kwargs)

    def _post(self, url, page=None, **data):
        """Submit a form as the page that carries it would."""
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open(page or '/my/security').text)
        return self.url_open(url, data={'csrf_token': token and token.group(1) or '', **data})

    def _call(self, url, **params):
        return self.url_open(url, json={'jsonrpc': '2.0', 'method': 'call', 'params': params}).json()

    def assertNoSecrets(self, text, message=''):
        for secret in self.secrets:
            self.assertNotIn(secret, text, message)
