from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import vin as vin_tools


class StockLot(models.Model):
    _inherit = 'stock.lot'

    vehicle_ids = fields.One2many(
        'fleet.vehicle', 'lot_id', string='Vehicles', groups='aftersales.group_user,fleet.fleet_group_user')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', compute='_compute_vehicle_id', groups='aftersales.group_user,fleet.fleet_group_user')

    @api.depends('vehicle_ids')
    def _compute_vehicle_id(self):
        for lot in self:
            lot.vehicle_id = lot.with_context(active_test=False).vehicle_ids[:1]

    @api.constrains('name', 'product_id')
    def _check_vin(self):
        vins = self.filtered('product_id.is_vehicle').mapped('name')
        for severity, message in self.env['aftersales.vin.region']._get_faults(vins).values():
            if severity == 'error':
                raise ValidationError(message)

    @api.model_create_multi
    def create(self, vals_list):
        Product = self.env['product.product']
        products = Product.browse([
            vals.get('product_id') or self.env.context.get('default_product_id') or False for vals in vals_list
        ])
        return super().create([
            {**vals, 'name': vin_tools.normalise(vals['name'])}
            if vals.get('name') and Product.browse(product_id or ()).with_prefetch(products._ids).is_vehicle
            else vals
            for vals, product_id in zip(vals_list, products._ids)
        ])

    def write(self, vals):
        if vals.get('name') and any(self.mapped('product_id.is_vehicle')):
            vals = {**vals, 'name': vin_tools.normalise(vals['name'])}
        return super().write(vals)

    @api.readonly
    def action_view_vehicle(self):
        self.ensure_one()
        return self.vehicle_id._get_records_action()
