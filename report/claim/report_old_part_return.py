from odoo import models


class ReportOldPartReturn(models.AbstractModel):
    """What goes back to a maker: one page a maker and outlet, signed by who hands over and who takes it (I5)."""
    _name = 'report.aftersales.report_old_part_return'
    _inherit = ['aftersales.print.mixin']
    _description = "Return List of Old Parts"

    _print_model = 'aftersales.old.part'

    def _get_print_workshop(self, doc):
        return doc.workshop_id[:1]

    def _prepare_pages(self, docs):
        groups = docs.grouped(lambda part: (part.workshop_id, self._get_receiver(part)))
        return [self._prepare_page(parts) for parts in groups.values()]

    def _get_receiver(self, part):
        """Who claimed work is asked of, else who pays by the policy."""
        return part.job_id.claim_id.partner_id or part.policy_id.payer_id or part.job_id.payer_id

    def _prepare_content(self, doc):
        parts = doc.sorted('name')
        return {
            'address': parts.workshop_id._get_print_address(),
            'parts': parts, 'partner': self._get_receiver(parts[:1]), 'workshop': parts.workshop_id,
            'company': parts.company_id,
        }
