from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two customers that are one are counted as one: core moves what it can row by row, and drops the rest."""
    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env['res.partner'].browse(partner_ids).exists()._mark_value()
        return result
