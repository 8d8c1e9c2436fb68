from odoo import models


class ProductProduct(models.Model):
    """A part that somebody asked for at the counter and did not get from us (H7)."""
    _inherit = 'product.product'

    def action_note_lost_sale(self):
        """A lost sale that says which part, and where it was asked for."""
        self.ensure_one()
        self.check_access('read')
        warehouse, vehicle = self._get_find_warehouse(), self._get_find_vehicle()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Lost Sale"), 'res_model': 'aftersales.lost.sale',
            'view_mode': 'form', 'views': [(self.env.ref('aftersales.lost_sale_view_form_dialog').id, 'form')],
            'target': 'new', 'context': {
                'default_product_id': self.id, 'default_warehouse_id': warehouse.id,
                'default_partner_id': vehicle.owner_id.id}}
