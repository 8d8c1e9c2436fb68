from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import VIN, PrintsCommon


@tagged('post_install', '-at_install')
class TestPrintVehicle(PrintsCommon):
    """The vehicle's file and history (J1)."""

    def test_history_tells_every_visit(self):
        first = self._receive_approved()
        self._finish(first)
        second = self._create_order(self._prepare_job(), self._prepare_job(name='Wipers'), odometer_in=46000)
        second.action_receive()
        second.job_ids[1]._decline('phone')
        estimate = self._create_order()
        text, = self._render_text('report_vehicle_history', self.vehicle, self.user_advisor)
        for fact in (VIN, 'Anna Smith', first.name, second.name, '45,000', '46,000', 'Pads worn to 1 mm', 'BP-100',
                     'Wipers (declined by the customer)'):
            self.assertIn(fact, text, fact)
        self.assertLess(text.index(second.name), text.index(first.name), "The latest visit comes first.")
        self.assertNotIn(estimate.name, text, "An estimate is no visit.")
        self.assertNotIn('$', text, "A later owner is not told what the first one paid.")

    def test_history_of_two_vehicles_in_their_owners_languages(self):
        self.work_class.with_context(lang='zh_CN').name = '二级维护'
        self.env.ref('aftersales.report_vehicle_history_document').update_field_translations(
            'arch_db', {'zh_CN': {'Vehicle History': '车辆维修档案'}})
        vehicles = self.vehicle + self.vehicle_cn
        english, chinese = self._render_text('report_vehicle_history', vehicles, self.user_advisor)
        self.assertIn('Vehicle History', english)
        self.assertIn('车辆维修档案', chinese)

    def test_bare_vehicle_prints(self):
        vehicle = self.env['fleet.vehicle'].create({'model_id': self.model.id})
        text, = self._render_text('report_vehicle_history', vehicle, self.user_advisor)
        self.assertIn('not recorded', text)
        self.assertIn('No visit is recorded', text)
