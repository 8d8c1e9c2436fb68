from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestDiagnosisPrint(PrintsCommon):
    """The diagnosis sheet: cause, what was read, and advice, for who goes away, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._receive_approved()
        cls.job = cls.order.job_ids[0]
        cls.job.with_user(cls.user_technician).write({
            'cause': "Pads worn to the metal", 'fault_code_ids': [Command.create({'code': "C1095", 'name': "Pressure pump"})]})

    def test_cause_reading_and_price(self):
        text, = self._render_text('report_diagnosis', self.order, self.user_advisor)
        for words in ("Diagnosis Sheet", "Pads worn to the metal", "C1095", self.job._get_print_name()):
            self.assertIn(words, text)
