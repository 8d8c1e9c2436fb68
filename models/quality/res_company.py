from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_comeback_days = fields.Integer(
        string="Comeback within (days)",
        default=30,
        help="The same concern or work on a car within these days counts as a comeback, inside or outside the guarantee.",
        bounds=(None, 36_500),
    )

    _check_aftersales_comeback_days = models.Constraint(
        'CHECK(aftersales_comeback_days >= 0)',
        "The days of a comeback cannot be negative.",
    )
