from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_deposit_percent = fields.Float(related='company_id.aftersales_deposit_percent', readonly=False)
    aftersales_deposit_first = fields.Boolean(related='company_id.aftersales_deposit_first', readonly=False)
    aftersales_deposit_keep_percent = fields.Float(related='company_id.aftersales_deposit_keep_percent', readonly=False)
    aftersales_deposit_lapse_days = fields.Integer(related='company_id.aftersales_deposit_lapse_days', readonly=False)
    aftersales_deposit_account_id = fields.Many2one(
        related='company_id.aftersales_deposit_account_id', readonly=False, check_company=True)
    aftersales_deposit_income_account_id = fields.Many2one(
        related='company_id.aftersales_deposit_income_account_id', readonly=False, check_company=True)
    aftersales_core_deposit_days = fields.Integer(related='company_id.aftersales_core_deposit_days', readonly=False)
