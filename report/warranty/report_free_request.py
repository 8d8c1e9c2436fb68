from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit
from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportFreeRequest(models.AbstractModel):
    """What the technician takes to the warranty store (备用件领料单): signed by who proposes, approves and hands out (I5)."""
    _name = 'report.aftersales.report_free_request'
    _inherit = ['aftersales.print.mixin']
    _description = "Request for Free Parts"

    _print_model = 'aftersales.free.issue'

    def _prepare_pages(self, docs):
        # The lots of all issues are read at once.
        docs.line_ids.part_line_id.move_ids.move_line_ids.lot_id.mapped('name')
        return super()._prepare_pages(docs)

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'bar_code': draw_bar_code(doc.name),
            'lines': doc.line_ids,
            'say_unit': say_unit,
        }
