from odoo import fields, models


class StockLot(models.Model):
    """The lot of a sold car leads to the sheet by which the car is handed over (P1)."""
    _inherit = 'stock.lot'

    has_handovers = fields.Boolean(compute='_compute_has_handovers', groups='aftersales.group_handover')

    def _compute_has_handovers(self):
        cars = self._get_handover_vehicles().lot_id
        for lot in self:
            lot.has_handovers = lot in cars

    def action_view_handovers(self):
        """The hand-over of the car; where there is none, a new one."""
        return self._get_handover_vehicles()._open_handovers()

    def _get_handover_vehicles(self):
        return self.env['fleet.vehicle'].search([('lot_id', 'in', self.ids)])
