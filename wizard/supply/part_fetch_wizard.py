from datetime import timedelta

from odoo import api, fields, models


class AftersalesPartFetchWizard(models.TransientModel):
    """Which outlet a part that is short here is got from, and when it comes (H2)."""
    _name = 'aftersales.part.fetch.wizard'
    _inherit = ['aftersales.part.dialog.mixin']
    _description = "Get from Another Outlet"

    places = fields.Char(string="Free At", compute='_compute_places')
    outlet_ids = fields.Many2many('aftersales.workshop', compute='_compute_places', string="Outlets That Have It")
    outlet_id = fields.Many2one(
        'aftersales.workshop', string="Get It From", required=True, compute='_compute_outlet_id', store=True, readonly=False,
        ondelete='cascade', domain="[('id', 'in', outlet_ids)]")
    date = fields.Datetime(
        string="Here On", required=True, default=lambda self: fields.Datetime.now() + timedelta(days=1),
        help="When somebody brings it.")

    @api.depends('line_id', 'counter_line_id')
    def _compute_places(self):
        for dialog in self:
            line = dialog._get_part_line()
            found = line._get_outlets_with() if line else {}
            dialog.outlet_ids = [outlet.id for outlet in found]
            dialog.places = ", ".join(f'{outlet.display_name}: {quantity:g}' for outlet, quantity in found.items())

    @api.depends('line_id', 'counter_line_id')
    def _compute_outlet_id(self):
        for dialog in self:
            dialog.outlet_id = dialog.outlet_ids[:1]

    def action_apply(self):
        self.ensure_one()
        return self._check_part_line()._fetch_from(self.outlet_id, self.date)._get_records_action()
