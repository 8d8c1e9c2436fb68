from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class FleetVehicleOdometer(models.Model):
    """Readings that a repair order took: at check-in and at delivery."""

    _name = 'fleet.vehicle.odometer'
    _inherit = ['fleet.vehicle.odometer', 'aftersales.kept.link.mixin']

    aftersales_order_id = fields.Many2one(
        'aftersales.order',
        string='Repair Order',
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
    )

    # === CRUD METHODS ===#

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        self._check_by_hand({})

    # === BUSINESS METHODS ===#

    def _check_by_hand(self, vals):
        """What an order recorded is corrected on the order."""
        super()._check_by_hand(vals)
        if self.env.su:
            return
        for reading in self:
            if reading.aftersales_order_id:
                raise UserError(self.env._(
                    "The reading of %(vehicle)s on %(date)s was taken with repair order %(order)s. "
                    "Correct the odometer on that order.",
                    vehicle=reading.vehicle_id.display_name, date=format_date(self.env, reading.date),
                    order=reading.aftersales_order_id.sudo().name,
                ))

    @api.model
    def _get_kept_by_system(self):
        return super()._get_kept_by_system() | {'aftersales_order_id'}

    @api.model
    def _find_recorded(self, vals_list):
        """An order that was taken back and received again corrects the reading it added before."""
        found = super()._find_recorded(vals_list)
        order_ids = [vals['aftersales_order_id'] for vals in vals_list if vals.get('aftersales_order_id')]
        if not order_ids:
            return found
        readings = self.sudo().search([('aftersales_order_id', 'in', order_ids)])
        known = {(reading.aftersales_order_id.id, reading.source): reading for reading in readings}
        return [
            known.get((vals.get('aftersales_order_id'), vals['source']), reading)
            for vals, reading in zip(vals_list, found, strict=True)
        ]
