from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_remind = fields.Boolean(
        string="Remind Customers", default=True,
        help="By the rules of reminders customers are told when a service, an inspection or an insurance is due.")
    aftersales_renewal_days = fields.Integer(
        string="Insurance on the List", default=60, bounds=(1, 365),
        help="So many days before an insurance ends, it is on the list of renewals.")
