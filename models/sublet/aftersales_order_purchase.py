from odoo import models


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    def _get_sublet_purchase(self, vendor):
        """The open request for quotation of the order's sublet work from a vendor; a new one where there is none."""
        self.ensure_one()
        Purchase = self.env['purchase.order'].sudo().with_company(self.company_id)
        return Purchase.search([
            ('partner_id', '=', vendor.id), ('company_id', '=', self.company_id.id), ('state', '=', 'draft'),
            ('order_line.aftersales_line_id.order_id', '=', self.id),
        ], limit=1) or Purchase.create({
            'partner_id': vendor.id,
            'company_id': self.company_id.id,
            'origin': self.name,
            'user_id': False,
        })
