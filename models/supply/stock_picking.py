from odoo import models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _get_issued_action(self):
        """The transfers as the parts counter opens them."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_parts_transfers')
        action = {**action, 'domain': [('id', 'in', self.ids)], 'context': {'contact_display': 'partner_address'}}
        if len(self) == 1:
            action.update(view_mode='form', views=[(False, 'form')], res_id=self.id)
        return action
