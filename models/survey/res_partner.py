from odoo import fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_no_survey = fields.Boolean(
        string="Wants No Surveys", tracking=True, help="The customer is not asked how content he is.")
