import re
from unittest import skipUnless

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon
from odoo.addons.base.models.ir_actions_report import _wkhtml

LONG = "replaced on both sides with all that holds it, cleaned, greased, measured and written down,"


@tagged('post_install', '-at_install')
@skipUnless(_wkhtml().state == 'ok', "wkhtmltopdf is not installed")
class TestPrintSheets(PrintsCommon):
    """faults C13: where one sheet of a paper ends and the next begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls._create_order(
            cls._prepare_job(name="All parts", line_ids=[
                Command.create({
                    'line_type': 'part', 'product_id': cls.pads.id, 'quantity': 1, 'tax_ids': [Command.clear()],
                    'name': f"Head{number:02} {LONG} tail{number:02}",
                }) for number in range(30)]),
            *(cls._prepare_job(name=f"Head{number} {LONG} tail{number}", line_ids=cls._prepare_job()['line_ids'][:1])
              for number in range(50, 70)),
        )

    def assertWhole(self, sheets):
        """What begins on a sheet ends on it."""
        heads = set()
        for sheet in sheets:
            found = set(re.findall(r'Head(\d\d)', sheet))
            self.assertEqual(found, set(re.findall(r'tail(\d\d)', sheet)), sheet)
            heads |= found
        return heads

    def test_no_row_is_cut(self):
        """faults C13: job card, issue slip, estimate and certificate of many rows of several lines, in every position."""
        self.approve(self.receive(self.many), signatory="Anna Smith")
        card = self._print_pdf('report_job_card', self.many.job_ids[0])
        self.assertGreater(len(card), 1)
        self.assertEqual(len(self.assertWhole(card)), 30)
        self.assertWhole(self._print_pdf('report_estimate', self.many))
        slip = self._print_pdf('report_issue_slip', self.many.sudo().picking_ids[:1])
        self.assertIn(self.many.name, slip[0])
        self._finish(self.many)
        settlement = self._print_pdf('report_settlement', self.many)
        certificate = [sheet for sheet in settlement if 'Completion Certificate' in sheet]
        self.assertGreater(len(certificate), 1)
        self.assertEqual(len(self.assertWhole(certificate)), 20)

    def test_nobody_signs_an_empty_sheet(self):
        """faults C13: the lines to sign on stand below what is signed, however long the job is."""
        jobs = self.many.job_ids.browse().concat(*(
            self._create_order(self._prepare_job(line_ids=[Command.create({
                'line_type': 'labour', 'product_id': self.labour.id, 'quantity': 1, 'name': f"Step {step}",
            }) for step in range(count)])).job_ids for count in range(2, 14)))
        # Each card begins a sheet: printed together they are the sheets that they are alone.
        signed = [sheet for sheet in self._print_pdf('report_job_card', jobs) if "Inspector · result" in sheet]
        self.assertEqual(len(signed), 12)
        for sheet in signed:
            self.assertIn("Findings, measured values", sheet)

    def test_conditions_stay_with_their_title(self):
        """faults C13: the title of the conditions is never the last of a sheet."""
        self.workshop.repair_conditions = '<p>We repair what is ordered here.</p><p>We keep the records.</p>'
        orders = self.many.browse().concat(*(
            self._create_order(*(self._prepare_job(name=f"Work {index}") for index in range(count)))
            for count in range(7, 13)))
        sheets = [sheet for sheet in self._print_pdf('report_repair_order', orders) if "Conditions of repair" in sheet]
        self.assertEqual(len(sheets), 6)
        for sheet in sheets:
            self.assertIn("We repair what is ordered here", sheet)

    def test_many_jobs_by_their_numbers(self):
        """faults C13: a guarantee of many jobs names them by the numbers of the same paper, of a few by name."""
        text, = self._render_text('report_repair_order', self.many, self.user_advisor)
        numbers = ", ".join(str(number) for number in range(1, 22))
        self.assertIn(f"No. {numbers}", text)
        text, = self._render_text('report_repair_order', self._create_order(), self.user_advisor)
        self.assertNotIn("No. 1", text)
