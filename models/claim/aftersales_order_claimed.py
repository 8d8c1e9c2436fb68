from odoo import api, models


class AftersalesOrder(models.Model):
    """The order waits for no invoice of what a claim asks for, nor credits what the claim's documents say."""
    _inherit = 'aftersales.order'

    @api.depends('job_ids.claim_id.state')
    def _compute_invoice_status(self):
        return super()._compute_invoice_status()

    def _get_standing_claims(self):
        """Claims of the orders that are not withdrawn."""
        return self.sudo().job_ids.claim_id.filtered(lambda claim: claim.state != 'withdrawn')  # sudo: asked by anybody
