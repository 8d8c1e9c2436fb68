from odoo import fields, models


class AftersalesAgreement(models.Model):
    """What an account customer took at the parts counter is owed like work, and quoted under his agreement (G4)."""
    _inherit = 'aftersales.agreement'

    def _get_exposure(self):
        found = super()._get_exposure()
        rows = self.env['aftersales.counter.sale']._read_group(
            [('agreement_id', 'in', self.ids), ('state', 'in', ('confirmed', 'handed', 'shipped'))],
            ['agreement_id', 'currency_id'], ['amount_total:sum'])
        for agreement, currency, amount in rows:
            found[agreement] += currency._convert(
                amount, agreement.currency_id, agreement.company_id, fields.Date.context_today(self))
        return found

    def _take_open_orders(self):
        """Quotations of parts join the agreement, too."""
        super()._take_open_orders()
        # sudo: all of the customer's quotations join, whoever signs
        sales = self.env['aftersales.counter.sale'].sudo().search([
            ('company_id', 'in', self.company_id.ids), ('state', '=', 'quote'), ('agreement_id', '=', False),
            ('partner_id', 'child_of', self.sudo().partner_id.ids)])
        self.env.add_to_compute(sales._fields['agreement_id'], sales)
