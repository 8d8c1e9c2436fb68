from odoo import fields, models


class AftersalesAgreement(models.Model):
    """What a customer on account pays in advance is a part of what his sale costs: it is owed once (G4, contracts §7)."""
    _inherit = 'aftersales.agreement'

    def _get_exposure(self):
        found, today = super()._get_exposure(), fields.Date.context_today(self)
        # sudo: what is owed decides, whoever asks
        deposits = self.env['aftersales.deposit'].sudo().search([
            ('counter_sale_id.agreement_id', 'in', self.ids),
            ('counter_sale_id.state', 'in', ('confirmed', 'handed', 'shipped'))])
        asked = deposits._read_asked()
        for deposit in deposits:
            agreement = deposit.counter_sale_id.agreement_id
            if deposit.partner_id.commercial_partner_id == agreement.partner_id:
                found[agreement] -= deposit.currency_id._convert(
                    asked[deposit.id], agreement.currency_id, agreement.company_id, today)
        return found
