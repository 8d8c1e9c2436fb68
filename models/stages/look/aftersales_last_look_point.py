from odoo import fields, models


class AftersalesLastLookPoint(models.Model):
    """What the advisor looks at before he calls the customer of a finished car (quality sheet 2)."""
    _name = 'aftersales.last.look.point'
    _description = "Last Look Point"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Leave it empty for all companies.")
