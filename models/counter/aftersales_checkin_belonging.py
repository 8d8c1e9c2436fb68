from odoo import fields, models


class AftersalesCheckinBelonging(models.Model):
    _name = 'aftersales.checkin.belonging'
    _inherit = ['aftersales.checkin.line.mixin']
    _description = 'Belonging'
    _order = 'checkin_id.id desc, sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Thing", required=True)
    quantity = fields.Integer(default=1, required=True, bounds=(None, 10_000))
    whereabouts = fields.Selection(
        selection=[
            ('in_car', "Stays in the car"),
            ('handed_over', "Kept at the reception"),
            ('customer', "Taken by the customer"),
        ],
        required=True, default='in_car',
    )

    _check_quantity = models.Constraint('CHECK(quantity > 0)', "A belonging is counted: enter 1 or more.")
