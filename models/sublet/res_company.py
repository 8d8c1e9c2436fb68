from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_sublet_markup = fields.Float(
        string="Markup on Sublet Work (%)",
        default=20.0,
        help="The customer's price of work another shop does: the vendor's price plus this percentage.", bounds=(None, 10_000),
    )

    _check_aftersales_sublet_markup = models.Constraint(
        'CHECK(aftersales_sublet_markup >= 0)',
        "The markup on sublet work cannot be negative.",
    )
