from odoo import models


class ReportService(models.AbstractModel):
    """The report of free work (三包服务报告单): what was found and done, signed by the customer and by who approves it."""
    _name = 'report.aftersales.report_service'
    _inherit = ['aftersales.print.mixin']
    _description = "Service Report"

    _print_model = 'aftersales.job'

    def _get_print_lang(self, doc):
        """The customer signs it."""
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        # The lots of all jobs are read at once.
        docs.line_ids.move_ids.move_line_ids.lot_id.mapped('name')
        return super()._prepare_pages(docs)

    def _prepare_content(self, doc):
        lines = doc._get_claimable_lines()
        return {
            'address': doc.workshop_id._get_print_address(),
            'order': doc.order_id, 'texts': doc._get_diagnosis_texts(), 'tags': doc.free_issue_ids.old_part_ids,
            'parts': lines.filtered(lambda line: line.line_type == 'part'),
            'hours': sum(line._get_claimed_quantity() for line in lines if line.line_type == 'labour'),
            'report': doc.free_issue_ids.filtered('report_date')[:1],
        }
