from odoo import models


class ReportCountSheet(models.AbstractModel):
    """What is to be counted in a store, place by place, and what was found, signed by two (parts 12).

    Who counts sees no book: of a part it is told once that part is counted, as on the screen.
    """
    _name = 'report.aftersales.report_count_sheet'
    _inherit = ['aftersales.print.mixin']
    _description = "Count Sheet"

    _print_model = 'aftersales.spot.check'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        lines = doc.line_ids.sorted(lambda line: (line.location_id.complete_name or '', line.product_id.default_code or ''))
        return {'address': doc.company_id.partner_id, 'lines': lines, 'is_blind': not any(lines.mapped('is_counted'))}
