from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_portal_booking = fields.Boolean(related='company_id.aftersales_portal_booking', readonly=False)
    aftersales_public_booking = fields.Boolean(related='company_id.aftersales_public_booking', readonly=False)
    aftersales_ask_rating = fields.Boolean(related='company_id.aftersales_ask_rating', readonly=False)
