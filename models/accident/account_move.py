from odoo import models


class AccountMove(models.Model):
    """What an insurer is billed for an accident is what he has approved, to the cent (E11)."""
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        invoices = posted.filtered(lambda move: move.move_type == 'out_invoice').sudo()
        if orders := invoices._get_aftersales_orders():
            # sudo: whoever keeps the books need not handle accidents
            accidents = self.env['aftersales.accident'].sudo().search([
                ('order_id', 'in', orders.ids), ('state', '!=', 'dropped'),
                ('insurer_id.commercial_partner_id', 'in', invoices.commercial_partner_id.ids)])
            accidents._claim_for_update()
            accidents.with_env(self.env(su=True))._check_billed(exactly=False)
        return posted
