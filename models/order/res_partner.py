from odoo import api, fields, models

# What the button counts is what it opens.
COUNTED = [('state', '!=', 'cancelled')]


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_order_count = fields.Integer(
        string="Repair Orders", compute='_compute_aftersales_order_count', groups='aftersales.group_user',
    )

    def _compute_aftersales_order_count(self):
        """Orders of a customer and of the contacts below it."""
        counts = self._count_with_contacts('aftersales.order', 'partner_id', COUNTED)
        for partner in self:
            partner.aftersales_order_count = counts[partner.id]

    @api.readonly
    def action_view_aftersales_orders(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders')
        action['domain'] = [('partner_id', 'child_of', self.ids), *COUNTED]
        action['context'] = {'default_partner_id': self.id if len(self) == 1 else False}
        return action
