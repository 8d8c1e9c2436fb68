from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.words import say_month

from .aftersales_indicator import CATEGORIES

VERDICTS = [('good', "Target Reached"), ('near', "Nearly Reached"), ('bad', "Target Missed"), ('none', "No Target")]
NUMBER = {'digits': (16, 4), 'readonly': True}


class AftersalesIndicatorFigure(models.Model):
    """What an indicator came to in an outlet and month, with the sum as it was done (N1).

    Kept, so that a trend of 13 months reads 13 rows and no history; ``aftersales.workshop._measure_figures`` writes it
    every night. Of several outlets or months a figure is the quotient of their sums.
    """
    _name = 'aftersales.indicator.figure'
    _description = "Key Figure"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'month desc, sequence, workshop_id, id'
    _rec_name = 'indicator_id'
    _rec_names_search = ['indicator_id', 'workshop_id']

    indicator_id = fields.Many2one(
        'aftersales.indicator', string="Key Figure", required=True, readonly=True, index=True, ondelete='restrict')
    sequence = fields.Integer(related='indicator_id.sequence', store=True, precompute=True, aggregator=None)
    category = fields.Selection(related='indicator_id.category', store=True, index=True, precompute=True)
    unit = fields.Selection(related='indicator_id.unit')
    better = fields.Selection(related='indicator_id.better')
    formula = fields.Text(related='indicator_id.formula')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    owner_id = fields.Many2one(related='workshop_id.manager_id', string="Figure's Owner")
    month = fields.Date(required=True, readonly=True, index=True, help="Its first day.")
    scale = fields.Float(string="Multiplied With", readonly=True, digits=(12, 4), aggregator=None)
    numerator = fields.Float(string="Counted", aggregator='sum', **NUMBER)
    denominator = fields.Float(string="Of All", aggregator='sum', **NUMBER)
    value = fields.Float(string="Value of the Figure", aggregator='avg', digits=(16, 2), readonly=True)
    count = fields.Integer(string="Records (n)", readonly=True)
    merit = fields.Float(
        string="Order of Merit", compute='_compute_merit', store=True, precompute=True, digits=(16, 2), aggregator=None,
        help="The value, so that the best outlet comes first where less is better, too.")
    words = fields.Char(string="How It Was Reckoned", readonly=True)
    has_target = fields.Boolean(readonly=True)
    target = fields.Float(string="Target of the Month", digits=(16, 2), readonly=True, aggregator='avg')
    verdict = fields.Selection(VERDICTS, string="Compared with the Target", required=True, readonly=True, default='none',
                               index=True)
    comment = fields.Text(string="What It Tells", max_length=2000, tracking=True)
    measure_text = fields.Text(string="What Is Done About It", max_length=2000, tracking=True)
    is_told = fields.Boolean(readonly=True, copy=False, help="The outlet's manager was told that it is missed.")
    has_previous = fields.Boolean(compute='_compute_past')
    previous = fields.Float(string="Value Last Month", compute='_compute_past', digits=(16, 2))
    has_last_year = fields.Boolean(compute='_compute_past')
    last_year = fields.Float(string="Value a Year Before", compute='_compute_past', digits=(16, 2))
    trend = fields.Json(string="13 Months", compute='_compute_past')
    action_ids = fields.One2many('aftersales.action', 'figure_id', string="Improvement Actions")

    _one_a_month = models.UniqueIndex('(workshop_id, month, indicator_id)')

    # === COMPUTE METHODS ===#

    @api.depends('value', 'month', 'indicator_id', 'workshop_id')
    def _compute_past(self):
        """Of all rows in one query a month that is shown."""
        for month, figures in self.grouped('month').items():
            trends = figures.indicator_id._get_trends(figures.workshop_id, month) if month else {}
            for figure in figures:
                values = trends.get((figure.indicator_id, figure.workshop_id), [None] * 13)
                figure.trend = values
                figure.previous, figure.has_previous = values[-2] or 0.0, values[-2] is not None
                figure.last_year, figure.has_last_year = values[0] or 0.0, values[0] is not None

    @api.depends('value', 'better')
    def _compute_merit(self):
        for figure in self:
            figure.merit = figure.value if figure.better == 'more' else -figure.value

    @api.depends('indicator_id.name', 'workshop_id.name', 'month')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for figure in self:
            month = say_month(self.env, figure.month) if figure.month else ''
            figure.display_name = ' · '.join(filter(None, (figure.indicator_id.name, figure.workshop_id.name, month)))

    def _read_group_select(self, aggregate_spec, query):
        """Of several outlets or months: the quotient of the sums; of several indicators there is none."""
        if aggregate_spec not in ('value:avg', 'target:avg'):
            return super()._read_group_select(aggregate_spec, query)
        read = {name: self._field_to_sql(self._table, name, query) for name in (
            'indicator_id', 'scale', 'numerator', 'denominator', 'target', 'has_target')}
        if aggregate_spec == 'target:avg':
            return SQL(
                """CASE WHEN COUNT(DISTINCT %(indicator_id)s) = 1 AND BOOL_AND(%(has_target)s) THEN
                        CASE WHEN SUM(%(denominator)s) != 0 THEN SUM(%(target)s * %(denominator)s) / SUM(%(denominator)s)
                             ELSE %(sum)s END END""", sum=self._sum_months('target', query), **read)
        return SQL(
            """CASE WHEN COUNT(DISTINCT %(indicator_id)s) = 1 THEN
                    CASE WHEN SUM(%(denominator)s) != 0
                         THEN MAX(%(scale)s) * SUM(%(numerator)s) / SUM(%(denominator)s)
                         ELSE %(sum)s END END""", sum=self._sum_months('numerator', query), **read)

    def _sum_months(self, name, query):
        """The sum of the rows; of what is there on a day, as customers, that of the last month alone."""
        levels = self.env['aftersales.indicator']._get_levels()
        return SQL(
            """CASE WHEN MAX(%(indicator_id)s) IN %(levels)s
                    THEN (SELECT SUM(kept.told) FROM UNNEST(ARRAY_AGG(%(told)s), ARRAY_AGG(%(month)s)) AS kept(told, month)
                           WHERE kept.month = MAX(%(month)s))
                    ELSE SUM(%(told)s) END""",
            levels=tuple(levels.ids) or (0,), told=self._field_to_sql(self._table, name, query),
            **{column: self._field_to_sql(self._table, column, query) for column in ('indicator_id', 'month')})

    def _read_group_orderby(self, order, groupby_terms, query):
        """Categories stand as in the report, visits and money first, not by the letters of their codes."""
        if 'category' not in groupby_terms:
            return super()._read_group_orderby(order, groupby_terms, query)
        places = SQL("ARRAY_POSITION(%s::text[], %s::text)", [code for code, __ in CATEGORIES], groupby_terms['category'])
        terms = {**groupby_terms, 'category': places}
        result = super()._read_group_orderby(order, terms, query)
        groupby_terms.update({**terms, 'category': groupby_terms['category']})
        return result

    # === ACTION METHODS ===#

    def action_measure_now(self):
        """Count this month and the last one anew, for all outlets of the chosen companies."""
        if not self.env.user.has_group('aftersales.group_manager'):
            raise UserError(self.env._("A manager has the figures counted anew."))
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)], limit=500)
        outlets._measure_figures()
        outlets._make_dashboard()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_open_records(self):
        """The records behind the figure: all that it is of."""
        return self._open_side(is_whole=True)

    def action_open_counted(self):
        """Of a share: the part of them that was counted."""
        return self._open_side(is_whole=False)

    # === BUSINESS METHODS ===#

    def _open_side(self, is_whole):
        if len(self) != 1:
            raise UserError(self.env._("Choose one key figure."))
        self.check_access('read')
        indicator = self.indicator_id
        measure = indicator._get_measure(indicator.measure, self.company_id._get_month_span(self.month))
        side = measure.whole if is_whole and measure.whole else measure.part
        return indicator._get_side_action(side, self.company_id, self.workshop_id, indicator.name)

    def _judge(self):
        """Compare with the targets of the months; of the month that is not over, with what is due by today."""
        for month, of_month in self.grouped('month').items():
            targets = self.env['aftersales.indicator.target'].sudo()._get_targets(  # sudo: whoever may not set them
                of_month.indicator_id, of_month.workshop_id, month)
            for figure in of_month:
                value, warn = targets.get((figure.indicator_id, figure.workshop_id), (None, 0.0))
                due = value if value is None else value * figure._get_due_share()
                vals = {
                    'target': value or 0.0, 'has_target': value is not None,
                    'verdict': figure.indicator_id._judge(figure.better, figure.value, due, warn)}
                changed = {name: new for name, new in vals.items() if figure[name] != new}
                if changed:
                    figure.write(changed)

    def _get_due_share(self):
        """How much of a sum's target is due: in the month that is not over, that of the days that passed."""
        self.ensure_one()
        today = self.company_id._get_today()
        if not self.indicator_id.adds_up or self.better == 'less' or self.month != today.replace(day=1):
            return 1.0
        span = self.company_id._get_month_span(self.month)
        return today.day / (span.last - span.first).days

    def _is_of_now(self):
        """What cannot be counted again once its month is over."""
        self.ensure_one()
        span = self.company_id._get_month_span(self.month)
        return self.indicator_id._get_measure(self.indicator_id.measure, span).is_now
