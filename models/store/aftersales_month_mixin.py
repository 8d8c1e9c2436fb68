from odoo import api, fields, models

from odoo.addons.aftersales.models.base.words import say_month


class AftersalesMonthMixin(models.AbstractModel):
    """An analysis with a row a month of a company, or of what it consists of: newest first, money in the company's."""
    _name = 'aftersales.month.mixin'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Analysis by Month"
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'month'

    month = fields.Date(readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)

    @api.depends('month')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for row in self:
            row.display_name = say_month(self.env, row.month) if row.month else ''

    def _get_companies(self):
        """Whose rows are read, as a condition of the query takes them."""
        return tuple(self.env.companies.ids) or (0,)
