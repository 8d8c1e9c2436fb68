from odoo import fields, models


class ResCompany(models.Model):
    """How long a competitor's price counts, and with whom prices are the same (A5)."""
    _inherit = 'res.company'

    aftersales_market_days = fields.Integer(
        string="Market Prices Count for", default=180, required=True, bounds=(1, 3650),
        help="What competitors asked more days ago is no market price any more.")
    aftersales_price_unity = fields.Selection([
        ('free', "May differ"), ('warn', "Differences are told"), ('refuse', "Differences are refused"),
    ], string="Prices between Outlets", default='warn', required=True,
        help="When a price list is published, it is held against those of the group's other outlets. A row that says why it "
             "may differ is allowed.")
    aftersales_price_group = fields.Char(
        string="Group of Companies", max_length=60,
        help="Companies with the same word here have the same prices. Empty: the company with its branches.")

    def _get_price_groups(self):
        """:return: dict of company: companies whose outlets ask the same, itself among them"""
        # sudo: which companies belong together is no secret
        companies = self.sudo()
        words = set(companies.mapped('aftersales_price_group')) - {False, ''}
        named = companies.search([('aftersales_price_group', 'in', list(words))]) if words else companies.browse()
        family = companies.search([('id', 'child_of', companies.root_id.ids)]) if companies else companies
        by_root, by_word = family.grouped('root_id'), named.grouped('aftersales_price_group')
        return {
            company: by_root[company.root_id] | by_word.get(company.aftersales_price_group, named.browse())
            for company in companies}
