from odoo import fields, models


class StockPicking(models.Model):
    """A delivery of sold cars leads to the sheets by which they are handed over (P1)."""
    _inherit = 'stock.picking'

    has_handovers = fields.Boolean(compute='_compute_has_handovers', groups='aftersales.group_handover')

    def _compute_has_handovers(self):
        """Whether there is a car of the register among what is delivered to a customer."""
        lots = self.move_line_ids.lot_id
        cars = self.env['fleet.vehicle'].search([('lot_id', 'in', lots.ids)]).lot_id if lots else lots
        for picking in self:
            picking.has_handovers = picking.picking_type_code == 'outgoing' and bool(picking.move_line_ids.lot_id & cars)

    def action_view_handovers(self):
        return self.move_line_ids.lot_id._get_handover_vehicles()._open_handovers()
