from odoo import models


class AftersalesJob(models.Model):
    """An invoice that the maker has got already becomes the receivable of the claim; one of anybody else stands in its way."""
    _inherit = 'aftersales.job'

    def _is_invoiced_to_others(self):
        self.ensure_one()
        job = self.sudo()  # sudo: told to whoever may read the job
        maker = self.env['aftersales.claim.terms']._find_for_jobs(job)[job].partner_id.commercial_partner_id
        lines = job.line_ids.filtered(lambda line: line.qty_invoiced > 0).invoice_line_ids
        moves = lines.move_id.filtered(lambda move: move.state != 'cancel')
        return any(move.commercial_partner_id != maker for move in moves)
