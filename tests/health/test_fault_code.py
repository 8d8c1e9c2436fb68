from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.health import HealthCommon


@tagged('post_install', '-at_install')
class TestFaultCode(HealthCommon):
    """E1: fault codes and measured values of a diagnosis."""

    def test_technician_enters_them_on_his_job(self):
        with Form(self.order.job_ids.with_user(self.user_technician)) as form:
            with form.fault_code_ids.new() as code:
                code.code = ' p0301 '
                code.name = "Misfire on cylinder 1"
                code.freeze_frame = "2,400 rpm, 88 °C"
            with form.measured_value_ids.new() as value:
                value.name = "Compression, cylinder 1"
                value.value = 9.2
                value.unit = 'bar'
        job = self.order.job_ids
        self.assertEqual(job.fault_code_ids.code, 'P0301')
        self.assertEqual(job.measured_value_ids.value, 9.2)
        self.assertEqual(job._get_diagnosis_texts(), [
            "P0301 Misfire on cylinder 1 · 2,400 rpm, 88 °C", "Compression, cylinder 1: 9.2 bar"])

    def test_delivered_order_keeps_them(self):
        job = self.order.job_ids
        job.with_user(self.user_technician).write({'fault_code_ids': [Command.create({'code': 'U0100'})]})
        self._close(self.order)
        code = job.fault_code_ids.with_user(self.user_technician)
        for attempt in (
            lambda: code.write({'code': 'B1'}), code.unlink, lambda: code.create({'job_id': job.id, 'code': 'B1'}),
            lambda: self.env['aftersales.measured.value'].with_user(self.user_technician).create({
                'job_id': job.id, 'name': "Pressure", 'value': 1}),
        ):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                attempt()

    def test_others_read(self):
        job = self.order.job_ids
        for role in ('parts', 'care', 'claims'):
            with self.assertRaises(AccessError, msg=role):
                self.env['aftersales.fault.code'].with_user(getattr(self, f'user_{role}')).create({
                    'job_id': job.id, 'code': 'P0420'})
