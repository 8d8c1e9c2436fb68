from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_authorisation_hours = fields.Integer(
        string="Links for Authorisation",
        required=True,
        default=72,
        help="Hours after which the link by which a customer answers expires.", bounds=(None, 8784),
    )

    _check_aftersales_authorisation_hours = models.Constraint(
        'CHECK(aftersales_authorisation_hours > 0)',
        "A link by which customers answer has to work for at least one hour.",
    )
