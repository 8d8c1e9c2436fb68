from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_ask_rating = fields.Boolean(related='company_id.aftersales_ask_rating', readonly=False)
    aftersales_quiet_from = fields.Float(related='company_id.aftersales_quiet_from', readonly=False)
    aftersales_quiet_to = fields.Float(related='company_id.aftersales_quiet_to', readonly=False)
    aftersales_noon_from = fields.Float(related='company_id.aftersales_noon_from', readonly=False)
    aftersales_noon_to = fields.Float(related='company_id.aftersales_noon_to', readonly=False)
    aftersales_messages_a_day = fields.Integer(related='company_id.aftersales_messages_a_day', readonly=False)
    aftersales_calls_on_sunday = fields.Boolean(related='company_id.aftersales_calls_on_sunday', readonly=False)
    aftersales_offers_need_yes = fields.Boolean(related='company_id.aftersales_offers_need_yes', readonly=False)
