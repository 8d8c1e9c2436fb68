from odoo import fields, models


class ResPartner(models.Model):
    """A collector of hazardous waste, with the licence he shows (H6)."""
    _inherit = 'res.partner'

    aftersales_waste_licence = fields.Char(
        string="Waste Licence", copy=False, max_length=64, help="Number of the licence to collect hazardous waste.")
    aftersales_waste_licence_end = fields.Date(string="Licence Valid Until", copy=False)
