from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_home_checkin = fields.Boolean(
        string="Check-in from Home",
        help="The day before an appointment its customer is sent the link by which he checks in from home.")
    aftersales_home_checkin_hour = fields.Integer(
        string="Send from (hour)", default=10, required=True, bounds=(0, 20),
        help="By the clock of each outlet; nobody is written to after 9 in the evening.")

    _aftersales_home_checkin_hour = models.Constraint(
        'CHECK(aftersales_home_checkin_hour BETWEEN 0 AND 20)',
        "The links of check-ins from home are sent from 0 to 20 o'clock.")
