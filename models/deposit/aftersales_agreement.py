from odoo import fields, models
from odoo.fields import Domain


class AftersalesAgreement(models.Model):
    """What a customer on account pays in advance is a part of what his order or sale costs: it is owed once (G4)."""
    _inherit = 'aftersales.agreement'

    def _get_exposure(self):
        found, today = super()._get_exposure(), fields.Date.context_today(self)
        Sale = self.env['aftersales.counter.sale']
        # Those whose order or sale counts as a whole.
        counted = (
            Domain('counter_sale_id', 'any', Domain('agreement_id', 'in', self.ids) & Sale._get_account_owed_domain())
            | Domain('order_id.agreement_id', 'in', self.ids) & Domain('order_id.invoice_status', '=', 'to_invoice'))
        # sudo: what is owed decides, whoever asks
        deposits = self.env['aftersales.deposit'].sudo().search(counted)
        asked = deposits._read_asked()
        for deposit in deposits:
            agreement = deposit._get_document().agreement_id
            if deposit.partner_id.commercial_partner_id == agreement.partner_id:
                found[agreement] -= deposit.currency_id._convert(
                    asked[deposit.id], agreement.currency_id, agreement.company_id, today)
        return found
