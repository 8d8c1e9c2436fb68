from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.health import PIXEL
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestHealthPrint(PrintsCommon):
    """The health check on paper, in the customer's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        area = cls.env['aftersales.health.area'].create({'name': "Brakes"})
        cls.item = cls.env['aftersales.health.item'].create({
            'name': "Pads front left", 'area_id': area.id, 'kind': 'measured', 'unit': 'mm', 'limit_soon': 4,
            'limit_urgent': 2.5, 'phrase_ids': [Command.create({'name': "Replace them now.", 'result': 'urgent'})],
        })
        cls.item.with_context(lang='zh_CN').name = "左前制动片"
        cls.item.phrase_ids.with_context(lang='zh_CN').name = "请立即更换。"
        other = cls.env['aftersales.health.item'].create({'name': "Parking brake", 'area_id': area.id})
        cls.env['aftersales.health.template'].create({
            'name': "Print car", 'model_ids': [Command.set(cls.model.ids)], 'item_ids': [Command.set((cls.item + other).ids)],
        })
        orders = cls._receive_approved() + cls._receive_approved(vehicle=cls.vehicle_cn)
        cls.checks = cls.env['aftersales.health.check'].with_user(cls.user_technician).create([
            {'order_id': order.id} for order in orders])
        for line in cls.checks.line_ids.filtered(lambda line: line.item_id == cls.item):
            line.write({'value': 1.5, 'phrase_id': cls.item.phrase_ids.id})
            line.photo_ids = [Command.create({'image': PIXEL})]
        cls.checks.action_all_ok()

    def test_in_the_language_of_each_customer(self):
        self.checks.line_ids.filtered(lambda line: line.result == 'urgent')._create_job()
        self.checks.action_done()
        english, chinese = self._render_text('report_health_check', self.checks, self.user_advisor)
        self.assertIn("Pads front left · 1.5 mm", english)
        self.assertIn("1.5 mm · Replace them now.", english)
        self.assertIn("Checked by Wang Wei", english)
        self.assertIn("1.5 mm · 请立即更换。", chinese)
        self.assertIn("左前制动片", chinese)

    def test_photos_are_on_it(self):
        page, __ = self._render('report_health_check', self.checks, self.user_technician)
        photo, = page.find_class('o_as_photos')
        self.assertTrue(photo.find('img').get('src').startswith('data:image/'))

    def test_who_prints_it(self):
        company = self.other_company
        stranger = new_test_user(
            self.env, login='as_stranger', groups='base.group_user,aftersales.group_technician',
            company_id=company.id, company_ids=[(6, 0, company.ids)])
        nobody = new_test_user(self.env, login='as_nobody', groups='base.group_user')
        for user in (stranger, nobody):
            with self.assertRaises(AccessError):
                self._render('report_health_check', self.checks, user)
