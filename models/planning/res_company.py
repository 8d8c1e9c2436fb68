from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_promise_warning_minutes = fields.Integer(
        string="Warn of Late Promises (minutes before)", default=60, required=True, bounds=(None, 10080))
