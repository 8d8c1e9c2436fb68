from odoo import models


class AftersalesPayType(models.Model):
    _inherit = 'aftersales.pay.type'

    def _get_used(self):
        # sudo: jobs of all companies
        job = self.env['aftersales.job'].sudo().search([('pay_type_id', 'in', self.ids)], limit=1)
        return job.pay_type_id or super()._get_used()
