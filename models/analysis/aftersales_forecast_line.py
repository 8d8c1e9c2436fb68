from odoo import api, fields, models
from odoo.tools import SQL

MEASURES = [
    ('visits', "Visits"), ('hours', "Hours by Skill"), ('parts', "Demand of Parts"), ('due', "Cars Due by Plan"),
    ('revenue', "Revenue Forecast")]
METHODS = [
    ('season', "Same month of last year × growth"), ('mean', "Mean of the last months"), ('plan', "Counted from plans")]


class AftersalesForecastLine(models.Model):
    """A month's figure as it was forecast, and what it was."""
    _name = 'aftersales.forecast.line'
    _description = "Forecast Figure"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'month desc, measure, id'
    _rec_name = 'measure'

    forecast_id = fields.Many2one(
        'aftersales.forecast', string="Forecast Run", required=True, readonly=True, index=True, ondelete='cascade')
    workshop_id = fields.Many2one(related='forecast_id.workshop_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='forecast_id.company_id', store=True, index=True, precompute=True)
    month = fields.Date(required=True, readonly=True, index=True)
    measure = fields.Selection(MEASURES, string="What Is Forecast", required=True, readonly=True)
    skill_id = fields.Many2one('hr.skill', string="Skill", readonly=True, index='btree_not_null', ondelete='cascade')
    product_id = fields.Many2one('product.product', string="Part", readonly=True, index='btree_not_null', ondelete='cascade')
    value = fields.Float(string="Forecast", readonly=True, digits=(16, 1))
    method = fields.Selection(METHODS, string="Method of Forecast", readonly=True)
    words = fields.Char(string="As Reckoned", readonly=True)
    is_month_over = fields.Boolean(string="Month Is Over", readonly=True, help="What it was is known.")
    actual = fields.Float(string="What It Was", readonly=True, digits=(16, 1))
    difference = fields.Float(string="Off By", compute='_compute_difference', store=True, digits=(16, 1))
    error_percent = fields.Float(
        string="Off by (%)", compute='_compute_difference', store=True, digits=(16, 1), aggregator='avg',
        help="Difference / what it was, without sign. The mean of them is the MAPE.")

    @api.depends('value', 'actual', 'is_month_over')
    def _compute_difference(self):
        for line in self:
            line.difference = line.actual - line.value if line.is_month_over else 0.0
            line.error_percent = abs(line.difference) / line.actual * 100 if line.is_month_over and line.actual else 0.0

    def _read_group_select(self, aggregate_spec, query):
        """Of months that are not over nothing is known, so that they are right in no mean of errors; nor is one told of a
        month in which there was nothing, of which no share can be told."""
        if aggregate_spec not in ('error_percent:avg', 'difference:sum', 'actual:sum'):
            return super()._read_group_select(aggregate_spec, query)
        name, __, function = aggregate_spec.partition(':')
        known = self._field_to_sql(self._table, 'is_month_over', query)
        if name == 'error_percent':
            known = SQL("%s AND %s != 0", known, self._field_to_sql(self._table, 'actual', query))
        return SQL("%s(%s) FILTER (WHERE %s)", SQL(function.upper()), self._field_to_sql(self._table, name, query), known)
