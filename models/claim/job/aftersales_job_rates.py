from odoo import models

KINDS = {'labour': 'labour', 'part': 'part', 'sublet': 'sublet', 'fee': 'other'}


class AftersalesJob(models.Model):
    """What a maker is asked for: hours at his rate, parts by his basis, other shops' work at cost."""
    _inherit = 'aftersales.job'

    def _prepare_claim_lines(self, terms):
        """Values of the claim's lines for the job, at the maker's rates. Hook: rooms add travel, towing, loaners."""
        self.ensure_one()
        job = self.sudo()  # sudo: costs are no clerk's to change, but what is claimed follows them
        share = job.share / 100
        lines = []
        for line in job._get_claimable_lines():
            quantity = line._get_claimed_quantity()
            if not quantity:
                continue
            lines.append({
                **line._prepare_claim_line_vals(terms, share),
                'kind': KINDS[line.line_type], 'job_id': job.id, 'source_line_id': line.id, 'quantity': quantity,
                'sequence': 10 * (len(lines) + 1),
            })
        return lines

    def _get_claimable_lines(self):
        """What was done and fitted: neither declined, nor the customer's own, nor a menu's price beside its work."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: (
            line.approval != 'declined' and line.part_origin != 'customer' and line.line_type in KINDS
            and not (self.menu_id and line.line_type == 'fee' and line.product_id == self.menu_id.product_id)))
