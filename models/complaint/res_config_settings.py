from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_public_complaint = fields.Boolean(related='company_id.aftersales_public_complaint', readonly=False)
    aftersales_complaint_url = fields.Char(string="Page for Complaints", compute='_compute_aftersales_complaint_url')

    @api.depends('company_id')
    def _compute_aftersales_complaint_url(self):
        for settings in self:
            settings.aftersales_complaint_url = f'{settings.company_id.get_base_url()}/aftersales/complain'
