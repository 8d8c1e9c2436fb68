from odoo import fields, models


class AftersalesHealthArea(models.Model):
    """Where on the car one looks: under the bonnet, brakes, tyres…"""
    _name = 'aftersales.health.area'
    _description = "Health Check Area"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    item_ids = fields.One2many('aftersales.health.item', 'area_id', string="Items")
