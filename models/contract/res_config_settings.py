from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_refund_interest = fields.Float(related='company_id.aftersales_refund_interest', readonly=False)
    aftersales_contract_renewal_days = fields.Integer(related='company_id.aftersales_contract_renewal_days', readonly=False)
    aftersales_renewal_percent = fields.Integer(related='company_id.aftersales_renewal_percent', readonly=False)
    aftersales_contract_notice = fields.Boolean(related='company_id.aftersales_contract_notice', readonly=False)
    aftersales_win_back_first_days = fields.Integer(related='company_id.aftersales_win_back_first_days', readonly=False)
    aftersales_win_back_last_days = fields.Integer(related='company_id.aftersales_win_back_last_days', readonly=False)
