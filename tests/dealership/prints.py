import io

from lxml import html

from odoo.fields import Command
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.aftersales.tests.cast import VIN  # noqa: F401  # for those who print
from odoo.addons.aftersales.tests.common import AftersalesCommon

REPORT_LOGGER = 'odoo.addons.base.models.ir_actions_report'


class PrintsCommon(AftersalesCommon):
    """An outlet with parts in its bins, two cars and the orders to print."""

    with_outlet = True
    with_papers = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.customer_cn.lang = 'zh_CN'
        cls.env['aftersales.workshop'].search([('employee_ids', 'in', cls.technician.ids)]).employee_ids = False
        cls.workshop.employee_ids = cls.technician
        cls.labour = cls.env.ref('aftersales.product_labour')
        (cls.labour + cls.pads + cls.disc).taxes_id = False
        cls.work_class = cls.env.ref('aftersales.work_class_service2')
        cls.work_class.write({'guarantee_km': 5000, 'guarantee_days': 30, 'checklist_id': False})

    @classmethod
    def _prepare_job(cls, **values):
        return {
            'name': 'Front brakes',
            'concern': 'Squeals when cold',
            'cause': 'Pads worn to 1 mm',
            'correction': 'Pads replaced',
            'technician_id': cls.technician.id,
            'work_class_id': cls.work_class.id,
            'line_ids': [
                Command.create({
                    'line_type': 'labour', 'product_id': cls.labour.id, 'quantity': 1.5, 'name': 'Replace pads',
                    'tax_ids': [Command.clear()],
                }),
                Command.create({'line_type': 'part', 'product_id': cls.pads.id, 'quantity': 2}),
            ],
            **values,
        }

    @classmethod
    def _create_order(cls, *jobs, vehicle=None, **values):
        vehicle = vehicle or cls.vehicle
        author = cls.user_manager if any('pay_type_id' in job for job in jobs) else cls.user_advisor
        return cls.env['aftersales.order'].with_user(author).create({
            'user_id': cls.user_advisor.id,
            'workshop_id': cls.workshop.id,
            'vehicle_id': vehicle.id,
            'odometer_in': 45000,
            'concern': 'Brakes squeal',
            'job_ids': [Command.create(job) for job in jobs or (cls._prepare_job(),)],
            **values,
        }).with_user(cls.user_advisor)

    @classmethod
    def _receive_approved(cls, *jobs, **values):
        return cls.approve(cls.receive(cls._create_order(*jobs, **values)), signatory='Anna Smith')

    def _finish(self, order):
        """Issue the parts, do the work and have it passed: the car is ready."""
        self.inspect(self.work(self.issue(order)))

    # === RENDERING ===#

    def _render(self, report, records, user):
        """The report's pages as elements, rendered as ``user``."""
        Report = self.env['ir.actions.report'].with_user(user)
        source, __ = Report._render_qweb_html(f'aftersales.{report}', records.ids)
        return html.fromstring(source).find_class('o_as_page')

    def _render_text(self, report, records, user):
        """The text of each page, white space tidied."""
        return [
            ' '.join(' '.join(page.itertext()).replace('\N{ZERO WIDTH NO-BREAK SPACE}', '').split())
            for page in self._render(report, records, user)
        ]

    def _print_alone(self):
        """The server under test cannot serve wkhtmltopdf while the test runs: let it find nobody there, and not wait."""
        set_param = self.env['ir.config_parameter'].set_param
        set_param('report.url', 'http://127.0.0.1:9')
        set_param('report.print_delay', '10')  # instead of a second for scripts that no paper of ours has

    def _print_pdf(self, report, records):
        self._print_alone()
        Report = self.env['ir.actions.report'].with_context(force_report_rendering=True).with_user(self.user_advisor)
        with mute_logger(REPORT_LOGGER):
            content, __ = Report._render_qweb_pdf(f'aftersales.{report}', records.ids)
        return [' '.join((page.extract_text() or '').split()) for page in PdfFileReader(io.BytesIO(content)).pages]
