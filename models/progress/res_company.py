from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_idle_hours = fields.Float(
        string="Idle Alarm (hours)", default=4.0, bounds=(0, 1000),
        help="Opening hours after which an advisor is told of a car at which nobody works, for which nothing is waited, and "
             "which is not planned for later. 0 tells nobody.")
