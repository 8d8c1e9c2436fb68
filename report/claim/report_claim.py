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

    def _prepare_pages(self, docs):
        # The old parts of all claims are read at once.
        found = self.env['aftersales.old.part'].sudo().search([('job_id', 'in', docs.job_ids.ids)], order='id')
        parts = found.grouped(lambda part: part.job_id.id)
        pages = super()._prepare_pages(docs)
        for page in pages:
            page['old_parts'] = [part.name for job in page['doc'].job_ids for part in parts.get(job.id, ())]
        return pages

    def _prepare_content(self, doc):
        sent = doc.submission_ids.filtered(lambda sent: sent.kind == 'claim')[:1]
        return {
            'address': doc.workshop_id._get_print_address(),
            'bar_code': draw_bar_code(doc.name), 'lines': doc.line_ids, 'sent': sent,
            'later': (doc.submission_ids - sent).sorted('id'),
            'technicians': ", ".join(doc.job_ids.technician_id.mapped('name')),
        }
