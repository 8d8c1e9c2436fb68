from odoo import api, fields, models
from odoo.tools import SQL

MEASURES = [
    ('amount', "Amount of the Visit"), ('house', "Hours in the House"), ('hours', "Hours Sold a Visit"),
    ('rating', "Overall Rating (%)")]
FIGURE = {'readonly': True, 'digits': (16, 2), 'aggregator': None}


class AftersalesSpreadMonth(models.Model):
    """How a figure is spread in a month: mean, median and quartiles, with the number they rest on (N3)."""
    _name = 'aftersales.spread.month'
    _description = "Spread of Figures"
    _inherit = ['aftersales.analysis.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'measure'

    month = fields.Date(readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    measure = fields.Selection(MEASURES, string="Which Figure", readonly=True)
    counted = fields.Integer(string="Counted (n)", readonly=True)
    mean = fields.Float(string="Mean", **{**FIGURE, 'aggregator': 'avg'})
    quartile_low = fields.Float(string="A Quarter Below", **FIGURE)
    middle = fields.Float(string="Median", **{**FIGURE, 'aggregator': 'avg'})
    quartile_high = fields.Float(string="A Quarter Above", **FIGURE)
    least = fields.Float(string="Least", **FIGURE)
    biggest = fields.Float(string="Most", **FIGURE)

    @property
    def _table_query(self):
        """Each row has the number of its month, outlet and figure, whichever months are asked for."""
        return SQL(
            """
            SELECT (((EXTRACT(YEAR FROM told.month)::bigint - 1900) * 12 + EXTRACT(MONTH FROM told.month)::bigint) * 2097152
                    + COALESCE(told.workshop_id * 2 + 1, told.company_id * 2)) * 8
                       + array_position(%(measures)s, told.measure::text) AS id,
                   told.month, told.company_id, told.workshop_id, told.measure, COUNT(*)::integer AS counted,
                   AVG(told.value) AS mean, percentile_cont(0.25) WITHIN GROUP (ORDER BY told.value) AS quartile_low,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY told.value) AS middle,
                   percentile_cont(0.75) WITHIN GROUP (ORDER BY told.value) AS quartile_high,
                   MIN(told.value) AS least, MAX(told.value) AS biggest
              FROM (%(values)s) AS told
          GROUP BY told.month, told.company_id, told.workshop_id, told.measure
            """, measures=[key for key, __ in MEASURES], values=self._get_values())

    @api.model
    def _get_month_number(self, row):
        return 1900 * 12 + row // (2097152 * 8)

    def _get_values(self):
        """A query a figure: of one that nobody asks for, nothing is read."""
        first = fields.Date.add(self.env.company._get_today().replace(day=1), months=-24)
        companies = tuple(self.env.companies.ids) or (0,)
        visits = [SQL(
            """
            SELECT date_trunc('month', visit.delivered_date)::date AS month, visit.company_id, visit.workshop_id,
                   %(measure)s AS measure, (%(value)s)::float AS value
              FROM aftersales_order visit %(join)s
             WHERE visit.state = 'delivered' AND visit.delivered_date >= %(first)s AND visit.company_id IN %(companies)s
                   AND %(value)s IS NOT NULL AND %(asked)s
            """, measure=measure, value=value, join=join, first=first, companies=companies,
            asked=self._limit_to_asked(SQL("visit.delivered_date"))) for measure, value, join in (
                ('amount', SQL("visit.amount_untaxed / COALESCE(NULLIF(visit.currency_rate, 0), 1)"), SQL()),
                ('house', SQL("EXTRACT(EPOCH FROM visit.delivered_date - visit.received_date) / 3600"), SQL()),
                ('hours', SQL("work.hours"), SQL("""
              JOIN LATERAL (
                    SELECT SUM(flat_rate_hours) AS hours FROM aftersales_job
                     WHERE order_id = visit.id AND state != 'cancelled') AS work ON TRUE""")))]
        return SQL(" UNION ALL ").join([*visits, SQL(
            """
            SELECT date_trunc('month', inv.answered_date)::date, inv.company_id, inv.workshop_id, 'rating',
                   line.aftersales_percent
              FROM aftersales_survey_invitation inv
              JOIN survey_user_input_line line ON line.aftersales_invitation_id = inv.id AND line.aftersales_counts
              JOIN survey_question question ON question.id = line.question_id AND question.aftersales_is_overall
             WHERE inv.state = 'answered' AND inv.answered_date >= %s AND inv.company_id IN %s AND %s
            """, first, companies, self._limit_to_asked(SQL("inv.answered_date")))])
