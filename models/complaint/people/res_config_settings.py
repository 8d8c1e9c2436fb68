from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_people_facts = fields.Boolean(related='company_id.aftersales_people_facts', readonly=False)
    aftersales_people_cap = fields.Float(related='company_id.aftersales_people_cap', readonly=False)
