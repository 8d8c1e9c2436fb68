from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .aftersales_cost_account import KINDS


class AftersalesBudgetLine(models.Model):
    """What a kind of cost may be in a month."""
    _name = 'aftersales.budget.line'
    _description = "Amount of a Budget"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'kind, month, id'
    _rec_name = 'kind'
    _frozen_with = 'budget_id'

    budget_id = fields.Many2one('aftersales.budget', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='budget_id.company_id', store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related='budget_id.company_id.currency_id')
    kind = fields.Selection(KINDS, string="Kind of Cost", required=True, default='administration')
    month = fields.Date(required=True)
    amount = fields.Monetary(bounds=(0, 1e12))
    note = fields.Char(string="Remark", max_length=200)

    _one_a_month = models.UniqueIndex('(budget_id, kind, month)', "This kind of cost has its amount of the month already.")

    @api.model_create_multi
    def create(self, vals_list):
        begin = self.env['aftersales.cost.entry']._begin_month
        return super().create([begin(self._read_inputs(vals)) for vals in vals_list])

    def write(self, vals):
        return super().write(self.env['aftersales.cost.entry']._begin_month(self._read_inputs(vals)))

    @api.constrains('month', 'budget_id')
    def _check_month(self):
        for line in self:
            if line.month.year != line.budget_id.budget_year:
                raise ValidationError(self.env._(
                    "%(month)s is not in the year of the budget.", month=fields.Date.to_string(line.month)))
