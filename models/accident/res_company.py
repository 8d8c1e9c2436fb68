from odoo import fields, models


class ResCompany(models.Model):
    """From which share of a car's value on its repair is a total loss (E11)."""
    _inherit = 'res.company'

    aftersales_total_loss_percent = fields.Float(
        string="Total Loss From", default=70, bounds=(1, 1000),
        help="In percent of what the car is worth: from here on whoever handles the accident is warned.")
