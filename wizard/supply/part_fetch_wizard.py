from datetime import timedelta

from odoo import api, fields, models


class AftersalesPartFetchWizard(models.TransientModel):
    """Which outlet a part that is short here is got from, and when it comes (H2)."""
    _name = 'aftersales.part.fetch.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Get from Another Outlet"

    line_id = fields.Many2one('aftersales.order.line', required=True, readonly=True, ondelete='cascade')
    product_id = fields.Many2one(related='line_id.product_id')
    order_id = fields.Many2one(related='line_id.order_id')
    missing = fields.Float(string="Missing Here", digits='Product Unit', compute='_compute_places')
    places = fields.Char(string="Free At", compute='_compute_places')
    outlet_ids = fields.Many2many('aftersales.workshop', compute='_compute_places', string="Outlets That Have It")
    outlet_id = fields.Many2one(
        'aftersales.workshop', string="Get It From", required=True, compute='_compute_outlet_id', store=True, readonly=False,
        ondelete='cascade', domain="[('id', 'in', outlet_ids)]")
    date = fields.Datetime(
        string="Here On", required=True, default=lambda self: fields.Datetime.now() + timedelta(days=1),
        help="When somebody brings it.")

    @api.depends('line_id')
    def _compute_places(self):
        for dialog in self:
            line = dialog.line_id
            found = line._get_outlets_with() if line else {}
            dialog.outlet_ids = [outlet.id for outlet in found]
            dialog.places = ", ".join(f'{outlet.display_name}: {quantity:g}' for outlet, quantity in found.items())
            # sudo: what is missing is asked of stock, whoever orders it
            dialog.missing = sum(move.product_qty - move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, rounding_method='HALF-UP')
                for move in line.sudo()._get_moves_to_supply())

    @api.depends('line_id')
    def _compute_outlet_id(self):
        for dialog in self:
            dialog.outlet_id = dialog.outlet_ids[:1]

    def action_apply(self):
        self.ensure_one()
        return self.line_id._fetch_from(self.outlet_id, self.date)._get_records_action()
