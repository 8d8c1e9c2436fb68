from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_call_months = fields.Integer(related='company_id.aftersales_call_months', readonly=False)
    health_file_url = fields.Char(related='company_id.health_file_url', readonly=False)
    health_file_secret = fields.Char(related='company_id.health_file_secret', readonly=False)
    health_file_repairer = fields.Char(related='company_id.health_file_repairer', readonly=False)
