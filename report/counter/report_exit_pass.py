from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportExitPass(models.AbstractModel):
    """What the gate wants to see before a car leaves (D6)."""

    _name = 'report.aftersales.report_exit_pass'
    _inherit = ['aftersales.order.print.mixin']
    _description = 'Exit Pass'

    def _prepare_pages(self, docs):
        docs._check_may_pass()
        return super()._prepare_pages(docs)

    def _prepare_content(self, doc):
        text, is_open = doc._get_print_pass_payment()
        return {
            'address': doc.workshop_id._get_print_address(),
            'payment': text,
            'is_open': is_open,
            'bar_code': draw_bar_code(doc.name),
            'issued_by': self.env.user.name,
        }
