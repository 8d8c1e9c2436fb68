from odoo import fields, models


class AftersalesCheckinTool(models.Model):
    """A thing that belongs to every car (jack, triangle, spare wheel …): asked for at check-in, with yes or no."""

    _name = 'aftersales.checkin.tool'
    _description = "Tool of the Car"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    is_electric_only = fields.Boolean(
        string="Chargeable Cars Only", help="Asked for only where the car has a battery to be charged, as a charging cable.")
