import base64
import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestPersonalRequest(OrderCommon):
    """N7, quality §10: what customers ask about their personal data is answered within 15 working days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env['res.partner'].create({
            'name': "Ouyang Zhengming", 'email': "ouyang@example.com", 'aftersales_birth_date': '1980-05-06',
            'phone': "+86 138 1234 0099",
            'street': "Zhangyang Road 9", 'comment': "Drinks tea"})
        cls.car = cls.vehicle.copy({'license_plate': "沪A·99PD1", 'vin_sn': False, 'owner_id': cls.person.id})

    def _ask(self, kind, **values):
        return self.env['aftersales.personal.request'].with_user(self.user_care).create({
            'partner_id': self.person.id, 'kind': kind, **values})

    def _order(self):
        return self._create_orders(vehicle_id=self.car.id, partner_id=self.person.id)

    def test_copy(self):
        """Noted by care, looked up and handed over by a manager once it is certain who asks; nothing changes afterwards."""
        order = self._order()
        today = self.company._get_today()
        request = self._ask('access')
        self.assertGreaterEqual(request.due_date, today + timedelta(days=15))
        self.assertEqual(request.sudo().activity_ids.user_id, self.user_care)
        for action in (request.action_look_up, request.action_make_file, request.action_done):
            with self.assertRaises(AccessError):
                action()
        manager = request.with_user(self.user_manager)
        manager.action_look_up()
        found = {(row.res_model, row.link_name): row for row in manager.found_ids}
        self.assertEqual(found['aftersales.order', 'partner_id'].record_count, 1)
        self.assertEqual(found['fleet.vehicle', 'owner_id'].record_count, 1)
        action = found['aftersales.order', 'partner_id'].action_open()
        self.assertEqual(self.env['aftersales.order'].search(action['domain']), order)
        with self.assertRaisesRegex(UserError, "how you know"):
            manager.action_make_file()
        request.identity = "Card shown"
        self.assertEqual(manager.action_make_file()['type'], 'ir.actions.report')
        copy = manager.copy_ids
        self.assertTrue(copy.is_intact)
        self.assertIn(f'/{copy.id}/file/', copy.action_download()['url'])
        content = json.loads(base64.b64decode(copy.file))
        self.assertIn("ouyang@example.com", content['person'].values())
        self.assertEqual([visit['order'] for visit in content['visits']], [order.name])
        self.assertEqual(content['vehicles'][0]['plate'], "沪A·99PD1")
        paper = self.env['ir.actions.report']._render_qweb_html('aftersales.report_personal_copy', copy.ids)[0].decode()
        self.assertIn("ouyang@example.com", paper)
        self.assertIn("沪A·99PD1", paper)
        for change in (
                lambda: copy.write({'content': "{}"}), copy.unlink, lambda: copy.with_user(self.user_care).read(['date'])):
            with self.assertRaises(UserError):
                change()
        with self.assertRaisesRegex(UserError, "what was answered"):
            manager.action_done()
        manager.answer = "Handed over"
        manager.action_done()
        self.assertFalse(request.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            request.identity = "Nobody"
        with self.assertRaisesRegex(UserError, "is already|cannot go"):
            manager.action_refuse()

    def test_late_and_wrong(self):
        today = self.company._get_today()
        late = self._ask('access', received_date=today - timedelta(days=60))
        fresh = self._ask('correct')
        found = self.env['aftersales.personal.request'].search([('is_late', '=', True)])
        self.assertIn(late, found)
        self.assertNotIn(fresh, found)
        self.assertEqual((late.is_late, fresh.is_late), (True, False))
        with self.assertRaisesRegex(UserError, "still to come"):
            self._ask('access', received_date=today + timedelta(days=1))
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        with self.assertRaisesRegex(UserError, "is a firm"):
            self._ask('access', partner_id=firm.id)
        with self.assertRaises(AccessError):
            self.env['aftersales.personal.request'].with_user(self.user_technician).search([])
        stranger = late.with_user(self.user_other_advisor).with_context(allowed_company_ids=self.other_company.ids)
        with self.assertRaises(AccessError):
            stranger.read(['words'])

    def test_person_stays_once_looked_up(self):
        """What was looked up for one person is handed over to no other, and to nobody as another kind of request."""
        request = self._ask('access', identity="Card shown")
        request.with_user(self.user_manager).action_look_up()
        for vals in ({'partner_id': self.customer.id}, {'kind': 'delete'}):
            for user in (self.user_care, self.user_manager):
                with self.assertRaisesRegex(UserError, "note a new one"):
                    request.with_user(user).write(vals)
        request.write({'partner_id': self.person.id, 'kind': 'access', 'words': "All of it"})
        with self.assertRaises(ValueError):
            self._ask('stop', channel='page')

    def test_stop(self):
        """No way and no purpose is left, and it is noted how he said so."""
        request = self._ask('stop', channel='counter').with_user(self.user_manager)
        request.answer = "Stopped"
        with self.assertRaisesRegex(UserError, "stop the contacts first"):
            request.action_done()
        request.action_stop_contacts()
        request.action_stop_contacts()
        for channel in ('call', 'sms', 'mail', 'letter'):
            for purpose in ('followup', 'marketing', 'survey'):
                self.assertTrue(self.person._get_contact_obstacles(channel, purpose), (channel, purpose))
        self.assertEqual(len(self.person.sudo().aftersales_consent_ids), 25)
        request.action_done()

    def test_remove_name(self):
        """Who has work open keeps his name; then nothing tells who he was, and every document and list still works."""
        order = self._order()
        request = self._ask('delete', identity="Card shown").with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, order.name):
            request.action_anonymise()
        self.cancel(order)
        asked = self._ask('access', identity="Card shown").with_user(self.user_manager)
        asked.action_make_file()
        request.action_anonymise()
        self.assertFalse(asked.copy_ids.content)
        self.assertTrue(asked.copy_ids.is_intact and asked.copy_ids.forgotten_date)
        person = self.person.sudo()
        self.assertFalse(any(person[name] for name in ('email', 'phone', 'street', 'comment', 'active')))
        self.assertNotIn("Ouyang", person.name)
        self.assertNotIn("Ouyang", " ".join(person.message_ids.mapped('body')))
        self.assertIn(request.name, " ".join(person.message_ids.mapped('body')))
        self.assertEqual(order.partner_id, self.person)
        self.assertIn("Name removed", order.with_user(self.user_advisor).partner_id.display_name)
        with self.assertRaisesRegex(UserError, "removed already"):
            request.action_anonymise()
        request.answer = "Removed"
        request.action_done()
        self.assertTrue(request.is_anonymised)

    def test_one_of_us(self):
        """Whoever works here is no customer whose name can go."""
        ours = self._ask('delete', partner_id=self.user_technician.partner_id.id, identity="Known")
        with self.assertRaisesRegex(UserError, "one of us"):
            ours.with_user(self.user_manager).action_anonymise()
