from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_account_customer = fields.Boolean(
        string="Account Customer",
        help="All repair orders of this customer go onto one invoice when they are invoiced together.",
    )

    _aftersales_account_idx = models.Index("(id) WHERE aftersales_account_customer IS TRUE")

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), 'aftersales_account_customer']

    # === BUSINESS METHODS ===#

    def _get_account_address(self):
        """Who gets an account customer's invoice: a cost centre with an invoice address of its own at that; else the
        company at its invoice address. Where cost centres have several, none of them gets what the company pays."""
        self.ensure_one()
        if self.type == 'invoice':
            return self
        company = self.commercial_partner_id
        if len(company.child_ids.filtered(lambda address: address.type == 'invoice')) > 1:
            return company
        return self.browse(company.address_get(['invoice'])['invoice'])
