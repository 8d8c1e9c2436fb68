from odoo import models

# What a hand-over that the buyer has signed says of the car.
SIGNED_FIELDS = ('owner_id', 'contact_id', 'delivery_date')


class StockMoveLine(models.Model):
    """The store lets go of a car that was handed over: what the buyer signed for stays (P1)."""
    _inherit = 'stock.move.line'

    def _register_delivered_vehicles(self):
        handed = self._get_handed_vehicles()
        for line, vehicle in handed.items():
            vals = line._prepare_delivered_vehicle_vals()
            vehicle.write({name: value for name, value in vals.items() if name not in SIGNED_FIELDS})
        rest = self - self.browse().union(*handed)
        if rest:
            super(StockMoveLine, rest)._register_delivered_vehicles()

    def _get_handed_vehicles(self):
        """:return: dict of line: car that was handed over to its owner by a sheet, and has not come back to us since"""
        known = self._get_vehicles_of_lots()
        # sudo: the store delivers; the sheets are not its own
        sheets = self.env['aftersales.handover'].sudo().search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in known.values()]), ('state', '=', 'handed'),
            ('company_id', '=', self.env.company.id)], order='handed_date')
        last = {sheet.vehicle_id: sheet for sheet in sheets}
        back = self._get_last_receipts()
        return {
            line: vehicle.sudo() for line in self
            if (vehicle := known[line.lot_id]) and (sheet := last.get(vehicle))
            and vehicle.sudo().owner_id == sheet.partner_id.commercial_partner_id
            and not (line.lot_id in back and back[line.lot_id] > sheet.handed_date)}

    def _get_last_receipts(self):
        """:return: dict of lot: when it came into the house the last time"""
        return dict(self.env['stock.move.line'].sudo()._read_group([  # sudo: receipts of whatever kind
            ('lot_id', 'in', self.lot_id.ids), ('state', '=', 'done'), ('location_dest_id.usage', '=', 'internal'),
            ('location_id.usage', '!=', 'internal')], ['lot_id'], ['date:max']))
