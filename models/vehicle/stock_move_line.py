from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _get_vehicle_buyer(self):
        """Return who receives the goods of this line: a delivery address stands for its company."""
        self.ensure_one()
        return self.picking_id.partner_id or self.move_id.partner_id

    def _prepare_delivered_vehicle_vals(self):
        self.ensure_one()
        buyer = self._get_vehicle_buyer()
        owner = buyer.commercial_partner_id
        return {
            'lot_id': self.lot_id.id,
            'owner_id': owner.id,
            'contact_id': buyer.id if buyer != owner and buyer.type == 'contact' else False,
            'delivery_date': fields.Datetime.context_timestamp(self, self.date).date(),
            'active': True,
        }

    def _get_vehicles_of_lots(self):
        """Return ``{lot: vehicle}``: linked to the lot, or known by its VIN in the company's scope."""
        Vehicle = self.env['fleet.vehicle'].with_context(active_test=False)
        vehicles = Vehicle.search([
            '|', ('lot_id', 'in', self.lot_id.ids),
            '&', '&', ('lot_id', '=', False), ('vin_sn', 'in', self.lot_id.mapped('name')),
            ('company_id', 'in', [self.env.company.id, False]),
        ])
        by_vin = vehicles.grouped('vin_sn')
        by_lot = vehicles.grouped('lot_id')
        return {
            lot: (by_lot.get(lot) or by_vin.get(lot.name) or Vehicle)[:1] for lot in self.lot_id
        }

    def _register_delivered_vehicles(self):
        lines = self.filtered(lambda line: line._get_vehicle_buyer())
        known = lines._get_vehicles_of_lots()
        vehicles = self.env['fleet.vehicle']
        to_create = []
        for line in lines:
            vals = line._prepare_delivered_vehicle_vals()
            if vehicle := known[line.lot_id]:
                vehicle.write(vals)
                vehicles |= vehicle
            else:
                to_create.append({
                    **vals, 'vin_sn': line.lot_id.name, 'model_id': line.product_id.vehicle_model_id.id,
                })
        vehicles |= vehicles.create(to_create)
        vehicles._on_delivered_to_customer()

    def _register_returned_vehicles(self):
        """Give a vehicle back to who had it before the sale: an earlier owner, or the dealer's stock.

        A vehicle that has changed hands since then keeps its owner.
        """
        known = self._get_vehicles_of_lots()
        returned = self.env['fleet.vehicle']
        for line in self:
            vehicle = known[line.lot_id]
            if vehicle.owner_id and vehicle.owner_id == line._get_vehicle_buyer().commercial_partner_id:
                returned |= vehicle
        for vehicle in returned:
            owner = vehicle._get_previous_owner()
            vals = {
                'owner_id': owner.id,
                'contact_id': False,
                'delivery_date': False,
                'sale_date': False,
                'sale_price': False,
            }
            if not owner:
                vals['company_id'] = self.env.company.id
            vehicle.write(vals)
        returned._on_returned_by_customer()
