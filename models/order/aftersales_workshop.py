from odoo import fields, models


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    open_order_count = fields.Integer(string="Orders in House", compute='_compute_open_order_count')

    def _compute_open_order_count(self):
        counts = dict(self.env['aftersales.order']._read_group(
            [('workshop_id', 'in', self.ids), ('is_in_house', '=', True)], ['workshop_id'], ['__count']))
        for workshop in self:
            workshop.open_order_count = counts.get(workshop._origin, 0)

    # === ACTION METHODS ===#

    def action_view_orders(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Orders in House"),
            'res_model': 'aftersales.order',
            'view_mode': 'list,kanban,form',
            'domain': [('workshop_id', 'in', self.ids), ('is_in_house', '=', True)],
            'context': {'default_workshop_id': self.id if len(self) == 1 else False},
        }
