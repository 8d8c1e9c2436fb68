from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_vin_check = fields.Selection(
        selection=[
            ('region', "Refuse where the check digit is compulsory, warn elsewhere"),
            ('error', "Refuse every wrong VIN"),
            ('warning', "Only warn"),
        ],
        string='VIN Check',
        default='region',
        required=True,
    )
    aftersales_separate_vehicles = fields.Boolean(
        string="Keep Customers' Vehicles per Company",
        help="Vehicles of customers registered from now on belong to this company alone. "
             "Otherwise all companies of the group share them.",
    )

    aftersales_file_days = fields.Integer(
        string="Complete Customer Files Within (days)", default=2, required=True,
        help="Counted from the first visit.", bounds=(None, 36_500),
    )

    _aftersales_file_days_positive = models.Constraint(
        'CHECK (aftersales_file_days >= 0)', "The days to complete a file cannot be negative.",
    )

    def _get_vehicle_scope(self, owner):
        """Return the company a vehicle of customer ``owner`` belongs to; empty when it is shared."""
        self.ensure_one()
        return owner.company_id or (self if self.aftersales_separate_vehicles else self.browse())
