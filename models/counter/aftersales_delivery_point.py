from odoo import fields, models


class AftersalesDeliveryPoint(models.Model):
    """A point of the explanation when a car is handed back (F4)."""
    _name = 'aftersales.delivery.point'
    _description = "Delivery Explanation Point"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Leave it empty for all companies.")
