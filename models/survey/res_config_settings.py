from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_ask_survey = fields.Boolean(related='company_id.aftersales_ask_survey', readonly=False)
