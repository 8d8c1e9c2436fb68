from odoo import api, fields, models


class AftersalesDepositRate(models.Model):
    """How much is asked for a kind of parts (G4): those nobody takes back in full, say; the settings say it of all others."""
    _name = 'aftersales.deposit.rate'
    _description = "Deposit by Kind of Part"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'id'

    name = fields.Char(
        string="Kind of Parts", required=True, translate=True, help="In a few words, such as: cannot be returned.")
    categ_id = fields.Many2one(
        'product.category', string="Category", required=True, index=True, ondelete='restrict', tracking=True,
        help="Holds for the categories below it too, as long as they have no deposit of their own.")
    percent = fields.Float(string="Deposit (%)", required=True, default=30, bounds=(0, 100), tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)

    _categ_uniq = models.UniqueIndex(
        "(company_id, categ_id) WHERE active", "This category has a deposit already. Change that one.")

    @api.model
    def _get_rates(self, lines, company):
        """:return: dict of line: the rate of the nearest of its part's categories, or none; one query for all"""
        # sudo: how much is asked holds for whoever asks
        rates = {rate.categ_id.id: rate for rate in self.sudo().search([('company_id', '=', company.id)])}
        found = {}
        for line in lines:
            path = [int(step) for step in (line.product_id.categ_id.parent_path or '').split('/') if step]
            found[line] = next((rates[step] for step in reversed(path) if step in rates), self.browse())
        return found
