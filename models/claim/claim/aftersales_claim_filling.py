from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesClaim(models.Model):
    """A draft follows its order and its terms when somebody says so, and its old parts get their tags."""
    _inherit = 'aftersales.claim'

    old_part_ids = fields.Many2many('aftersales.old.part', string="Old Parts", compute='_compute_old_part_ids')

    def _compute_old_part_ids(self):
        found = self.env['aftersales.old.part'].search([('job_id', 'in', self._origin.job_ids.ids)], order='id')
        parts = found.grouped('job_id')
        for claim in self:
            claim.old_part_ids = found.browse().union(*(parts[job] for job in claim._origin.job_ids if job in parts))

    # === ACTION METHODS ===#

    def action_refill(self):
        """The lines of the order as they are now, at the terms as they are now; what was added by hand stays."""
        self.check_access('write')
        for claim in self:
            claim._check_content_open({'line_ids': True})
            if not claim.job_ids:
                raise UserError(self.env._("%(claim)s has no jobs to be filled from.", claim=claim.name))
        # sudo: what a claim is made of comes from the order
        for claim in self.sudo():
            terms = claim.terms_id
            named = claim.causal_line_id.source_line_id
            claim.line_ids.filtered('source_line_id').unlink()
            claim.write({'partner_id': terms.partner_id.id, 'line_ids': [
                fields.Command.create(vals) for job in claim.job_ids for vals in job._prepare_claim_lines(terms)]})
            claim.causal_line_id = claim.line_ids.filtered(lambda line, named=named: named and line.source_line_id == named)[:1]

    def action_tag_old_parts(self):
        """A tag for each claimed part whose old one has none."""
        self.check_access('write')
        tagged = self._get_tagged_products()
        self.env['aftersales.old.part'].create([{
            'job_id': (line.job_id or claim.job_ids[:1]).id, 'product_id': line.product_id.id, 'quantity': line.quantity,
            'serial_number': claim.causal_number if line == claim.causal_line_id else False,
        } for claim in self for line in claim.line_ids
            if line.kind == 'part' and line.product_id and line.quantity and line.product_id not in tagged[claim]])
