from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_store_scrap_limit = fields.Monetary(
        related='company_id.aftersales_store_scrap_limit', readonly=False)
    aftersales_count_reason_limit = fields.Monetary(
        related='company_id.aftersales_count_reason_limit', readonly=False)
    aftersales_emergency_percent = fields.Float(related='company_id.aftersales_emergency_percent', readonly=False)
    aftersales_writedown = fields.Boolean(related='company_id.aftersales_writedown', readonly=False)
    aftersales_ceiling_percent = fields.Float(related='company_id.aftersales_ceiling_percent', readonly=False)
    aftersales_bad_debt_account_ids = fields.Many2many(
        related='company_id.aftersales_bad_debt_account_ids', readonly=False)
    aftersales_writedown_journal_id = fields.Many2one(
        related='company_id.aftersales_writedown_journal_id', readonly=False)
    aftersales_writedown_account_id = fields.Many2one(
        related='company_id.aftersales_writedown_account_id', readonly=False)
    aftersales_writedown_reserve_id = fields.Many2one(
        related='company_id.aftersales_writedown_reserve_id', readonly=False)
