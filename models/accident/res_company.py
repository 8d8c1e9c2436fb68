from odoo import fields, models


class ResCompany(models.Model):
    """What accidents are reckoned by: total loss, paint, and the share of the output they should have (E11)."""
    _inherit = 'res.company'

    aftersales_total_loss_percent = fields.Float(
        string="Total Loss From", default=70, bounds=(1, 1000),
        help="In percent of what the car is worth: from here on whoever handles the accident is warned.")
    aftersales_paint_price = fields.Monetary(
        string="Paint of a Standard Panel", bounds=(0, 1e6),
        help="With taxes: proposed for the paint material of panels in assessments.")
    aftersales_accident_share = fields.Float(
        string="Accidents' Share of the Output", default=30, bounds=(0, 100),
        help="In percent: how much of the outlets' output should be accident repair.")
