from odoo import api, fields, models


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
    box = fields.Char(
        string="Storage Box", max_length=20, help="Number of the box in which the reception keeps the thing.")

    _check_box = models.Constraint(
        "CHECK(COALESCE(box, '') = '' OR whereabouts = 'handed_over')",
        "Only what is kept at the reception lies in a storage box. Say that it is kept there, or empty the number of the box.",
    )
    _check_quantity = models.Constraint('CHECK(quantity > 0)', "A belonging is counted: enter 1 or more.")

    @api.onchange('whereabouts')
    def _onchange_whereabouts(self):
        if self.whereabouts != 'handed_over':
            self.box = False
