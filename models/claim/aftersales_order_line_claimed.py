from odoo import api, models


class AftersalesOrderLine(models.Model):
    """Work that a claim asks a maker for is invoiced by the claim: the order invoices what others bear of it."""
    _inherit = 'aftersales.order.line'

    @api.depends('job_id.claim_id.state')
    def _compute_qty_to_invoice(self):
        super()._compute_qty_to_invoice()
        for line in self:
            if line.job_id._is_claimed():
                line.qty_to_invoice = 0.0
