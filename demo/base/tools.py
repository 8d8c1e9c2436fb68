import csv

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL, file_open
from odoo.tools.translate import TranslationImporter

VAT = 13
OUTLETS = ('shanghai', 'hangzhou')


class AftersalesDemo(models.AbstractModel):
    """Demo data that depends on the day of installation or on a company's set-up.

    Called by the demo files only. What a person would do is done by the methods that
    person's buttons call, with that person's rights.
    """

    _name = 'aftersales.demo'
    _description = 'After-Sales Demo Data'

    # === TOOLS ===#

    def _ref(self, name):
        return self.env.ref(f'aftersales.{name}')

    def _read_csv(self, path):
        with file_open(f'aftersales/demo/{path}') as file:
            return list(csv.DictReader(file))

    def _get_companies(self):
        return self.env['res.company'].union(*(self._ref(f'company_{outlet}') for outlet in OUTLETS))

    def _as(self, records, login, company):
        """``records`` as one of the demo users sees them in ``company``."""
        return records.with_user(self._ref(f'user_{login}')).with_context(
            allowed_company_ids=company.ids, tracking_disable=True)

    def _backdate(self, records, dates, field):
        """Give records of the past their date where the ORM rightly keeps it from being written."""
        records.flush_recordset()
        for record in records:
            self.env.cr.execute(SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(records._table), SQL.identifier(field), dates[record], record.id,
            ))
        records.invalidate_recordset([field])

    # === LANGUAGE ===#

    @api.model
    def _load_language(self):
        """Chinese beside English, with the terms of all modules installed before this one."""
        self.env['res.lang']._activate_and_install_lang('zh_CN')

    @api.model
    def _load_terms(self, xmlids):
        """Chinese terms of records that the demo copies: those of this module come after its demo."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        importer.load_file('aftersales/i18n/zh_CN.po', 'zh_CN', xmlids=xmlids)
        importer.save()
        self.env.invalidate_all()

    @api.model
    def _say_in_chinese(self, words):
        """What records of the demo are called for Chinese readers.

        :param words: dict of (record, field): text
        """
        for (record, field), text in words.items():
            record.with_context(lang='zh_CN')[field] = text

    # === COMPANIES ===#

    @api.model
    def _load_accounting(self):
        """Chart of accounts, 13 % VAT inside the prices, parts valued at average cost when invoiced."""
        china = self.env.ref('base.cn')
        for company in self._get_companies():
            self.env['account.chart.template']._load('generic_coa', company, install_demo=False)
            domain = [('company_id', '=', company.id)]
            # The generic chart brings its own country and that country's currency along.
            company.account_fiscal_country_id = china
            company.currency_id = self.env.ref('base.CNY')
            self.env['account.fiscal.position'].search([*domain, ('country_id', '!=', False)]).country_id = china
            self.env['account.tax.group'].search(domain).country_id = china
            self.env['account.tax'].search(domain).country_id = china
            taxes = company.account_sale_tax_id | company.account_purchase_tax_id
            taxes.write({'amount': VAT, 'name': f'VAT {VAT}%', 'invoice_label': f'{VAT}%'})
            taxes.tax_group_id.name = f'VAT {VAT}%'
            company.write({
                'account_price_include': 'tax_included',
                'cost_method': 'average',
                'inventory_valuation': 'real_time',
            })
        self._tax_products(self.env['product.product'].search([
            '|', ('categ_id', 'child_of', self._ref('category_parts').ids),
            ('id', 'in', (self._ref('product_labour') | self._ref('product_menu')).ids),
        ]))

    def _tax_products(self, products):
        """Sell and buy with the taxes of the demo companies; other companies keep theirs."""
        companies = self._get_companies()
        products.write({
            'taxes_id': [Command.link(tax.id) for tax in companies.account_sale_tax_id],
            'supplier_taxes_id': [Command.link(tax.id) for tax in companies.account_purchase_tax_id],
        })
