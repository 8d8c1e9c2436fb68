from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

VAT = 13
OUTLETS = ('shanghai', 'hangzhou')


class AftersalesDemo(models.AbstractModel):
    """Demo data that depends on the day of installation or on a company's set-up.

    Called from the demo files only. Whatever a person would do is done by the same
    methods the person's buttons call.
    """

    _name = 'aftersales.demo'
    _description = 'After-Sales Demo Data'

    # === COMPANIES ===#

    @api.model
    def _load_accounting(self):
        """Chart of accounts, 13 % VAT in the prices, a bank, and parts valued at average cost."""
        china = self.env.ref('base.cn')
        for company in self._get_companies():
            self.env['account.chart.template'].sudo()._load('generic_coa', company, install_demo=False)
            domain = [('company_id', '=', company.id)]
            company.account_fiscal_country_id = china
            self.env['account.fiscal.position'].search([*domain, ('country_id', '!=', False)]).country_id = china
            self.env['account.tax.group'].search(domain).country_id = china
            self.env['account.tax'].search(domain).country_id = china
            taxes = company.account_sale_tax_id | company.account_purchase_tax_id
            taxes.write({'amount': VAT, 'name': f'VAT {VAT}%', 'invoice_label': f'{VAT}%'})
            taxes.tax_group_id.name = f'VAT {VAT}%'
            company.account_price_include = 'tax_included'
            self._tax_products(self.env.ref('aftersales.product_labour') | self.env.ref('aftersales.product_menu'))

    def _get_companies(self):
        return self.env['res.company'].union(*(self.env.ref(f'aftersales.company_{outlet}') for outlet in OUTLETS))

    def _tax_products(self, products):
        """Sell and buy with the taxes of the demo companies; other companies keep theirs."""
        companies = self._get_companies()
        products.sudo().write({
            'taxes_id': [Command.link(tax.id) for tax in companies.account_sale_tax_id],
            'supplier_taxes_id': [Command.link(tax.id) for tax in companies.account_purchase_tax_id],
        })
