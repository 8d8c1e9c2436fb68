from odoo import fields, models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    aftersales_counter_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Counter Sale", readonly=True, check_company=True, index='btree_not_null',
        help="The sale over the counter whose parts this transfer hands over or takes back.")

    aftersales_fetch_order_id = fields.Many2one(
        'aftersales.order', string="Fetched For", readonly=True, check_company=True, index='btree_not_null',
        help="The repair order whose parts this transfer brings from another outlet.")
    aftersales_fetch_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Fetched For Sale", readonly=True, check_company=True, index='btree_not_null',
        help="The counter sale whose parts this transfer brings from another outlet.")

    def _get_fetch_document(self):
        """The order or sale whose parts these transfers bring from another outlet."""
        return self.aftersales_fetch_order_id or self.aftersales_fetch_sale_id

    def _action_done(self):
        result = super()._action_done()
        self.sudo().aftersales_counter_sale_id._follow_moves()  # sudo: whoever hands the parts over
        return result

    def action_cancel(self):
        """What is not to follow any more ends its sale where the rest is handed over."""
        result = super().action_cancel()
        self.sudo().aftersales_counter_sale_id._follow_moves()  # sudo: as above
        return result

    def _get_issued_action(self):
        """The transfers as the parts counter opens them."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_parts_transfers')
        action = {**action, 'domain': [('id', 'in', self.ids)], 'context': {'contact_display': 'partner_address'}}
        if len(self) == 1:
            action.update(view_mode='form', views=[(False, 'form')], res_id=self.id)
        return action
