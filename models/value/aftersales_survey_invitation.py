from odoo import fields, models

from .reckoner import CLASSES


class AftersalesSurveyInvitation(models.Model):
    """Of which class the customer was when he answered (J6, L2)."""
    _inherit = 'aftersales.survey.invitation'

    value_class = fields.Selection(CLASSES, string="Value Class", readonly=True, copy=False, help="When the customer answered.")

    def _prepare_score_vals(self, lines):
        # sudo: whoever answers need not see what he is worth
        customer = self.sudo().partner_id.commercial_partner_id
        value = self.env['aftersales.customer.value'].sudo().search([
            ('partner_id', '=', customer.id), ('company_id', '=', self.company_id.id)])
        return {**super()._prepare_score_vals(lines), 'value_class': value.value_class}
