from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportClaim(models.AbstractModel):
    """The claim as the maker reads it: the car, the fault, what was done, what is asked for (I3)."""
    _name = 'report.aftersales.report_claim'
    _inherit = ['aftersales.print.mixin']
    _description = "Warranty Claim"

    _print_model = 'aftersales.claim'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        sent = doc.submission_ids.filtered(lambda sent: sent.kind == 'claim')[:1]
        return {
            'bar_code': draw_bar_code(doc.name), 'lines': doc.line_ids, 'sent': sent,
            'later': (doc.submission_ids - sent).sorted('id'),
            'old_parts': self.env['aftersales.old.part'].sudo().search([('job_id', 'in', doc.job_ids.ids)], order='id'),
            'technicians': ", ".join(doc.job_ids.technician_id.mapped('name')),
        }
