from math import sqrt
from statistics import fmean, median

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

KINDS = [
    ('drivers', "What Decides the Overall Rating"), ('waiting', "Time in the House × Rating"),
    ('km', "Distance × Hours of Work"),
    ('age', "Age of the Car × Hours of Work"), ('price', "Price × Approval"),
    ('item', "Class of Work × Amount"),
    ('measure', "Before and after a Day")]
# A mark of so many percent is satisfied; so many pairs are looked at.
SATISFIED, MOST = 75.0, 20000


class AftersalesRelation(models.Model):
    """Whether two figures go together in a period, by plain statistics: Pearson's r and the difference of means (N3).

    Of drivers, the means are those of the overall rating of who was satisfied with the point and who was not; of numbers,
    of the half above the median and the half below. Below ``least_count`` pairs nothing is told but that they are too few.
    """
    _name = 'aftersales.relation'
    _description = "Relation of Figures"
    _inherit = ['aftersales.log.mixin']
    _order = 'date_to desc, id desc'
    _rec_name = 'relation_kind'
    _rec_names_search = ['workshop_id']
    _check_company_auto = True

    relation_kind = fields.Selection(KINDS, string="Question", required=True, default='drivers', tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='cascade', tracking=True,
        help="Empty: all outlets of the company.")
    date_from = fields.Date(
        string="From", required=True, tracking=True,
        default=lambda self: fields.Date.add(self.env.company._get_today(), months=-12))
    date_to = fields.Date(
        string="To", required=True, tracking=True, default=lambda self: self.env.company._get_today())
    split_date = fields.Date(
        string="Day of the Measure", tracking=True, help="What was before it is compared with what came after.")
    least_count = fields.Integer(
        string="Fewest Pairs", required=True, default=30, bounds=(3, 100000), tracking=True, aggregator=None)
    line_ids = fields.One2many('aftersales.relation.line', 'relation_id', string="Relations Found", readonly=True)
    reckoned_date = fields.Datetime(string="Reckoned On", readonly=True, copy=False)

    @api.depends('relation_kind', 'workshop_id', 'date_to')
    def _compute_display_name(self):
        labels = dict(self._fields['relation_kind']._description_selection(self.env))
        for relation in self:
            relation.display_name = " · ".join(filter(None, [labels.get(relation.relation_kind), relation.workshop_id.name]))

    @api.constrains('date_from', 'date_to', 'split_date', 'relation_kind')
    def _check_days(self):
        for relation in self:
            if relation.date_from > relation.date_to:
                raise ValidationError(self.env._("The period ends before it begins."))
            if relation.relation_kind == 'measure' and not relation.split_date:
                raise ValidationError(self.env._("Enter the day of the measure."))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drop_found(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._drop_found(vals))

    def _drop_found(self, vals):
        """What was found is the system's."""
        kept = () if self.env.su else ('line_ids', 'reckoned_date')
        return {name: value for name, value in vals.items() if name not in kept}

    # === ACTION METHODS ===#

    def action_reckon(self):
        """Reckon the figures of the period anew."""
        self.check_access('write')
        for relation in self.sudo():  # sudo: what was found is the system's; whoever may write it sees all of the company
            rows = relation._prepare_relation_lines()
            if not rows:
                raise UserError(self.env._("%(relation)s: nothing is known of this period.", relation=relation.display_name))
            relation.line_ids.unlink()
            relation.env['aftersales.relation.line'].create([{**row, 'relation_id': relation.id} for row in rows])
            relation.reckoned_date = fields.Datetime.now()

    # === STATISTICS ===#

    @api.model
    def _correlate(self, pairs):
        """:return: Pearson's r of pairs of numbers, 0.0 where one of them never changes"""
        if len(pairs) < 2:
            return 0.0
        mean_x, mean_y = fmean(x for x, __ in pairs), fmean(y for __, y in pairs)
        over = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
        under = sqrt(sum((x - mean_x) ** 2 for x, __ in pairs) * sum((y - mean_y) ** 2 for __, y in pairs))
        return over / under if under else 0.0

    def _prepare_line(self, name, pairs, limit=None):
        """:param limit: what divides the pairs; their median where none is given"""
        self.ensure_one()
        few = len(pairs) < self.least_count
        vals = {'name': name, 'pairs': len(pairs), 'is_too_few': few}
        if few:
            return vals
        limit = median(x for x, __ in pairs) if limit is None else limit
        high, low = [y for x, y in pairs if x >= limit], [y for x, y in pairs if x < limit]
        mean_high, mean_low = fmean(high) if high else 0.0, fmean(low) if low else 0.0
        return {
            **vals, 'mean_high': mean_high, 'mean_low': mean_low, 'has_both': bool(high and low),
            'difference': mean_high - mean_low if high and low else 0.0, 'r': self._correlate(pairs)}

    def _prepare_relation_lines(self):
        self.ensure_one()
        limit = {'drivers': SATISFIED, 'measure': 0.0}.get(self.relation_kind)
        by_name = {}
        for name, x, y in self._fetch_pairs():
            by_name.setdefault(name, []).append((float(x), float(y)))
        labels = dict(self.env['aftersales.relation.line']._get_names())
        rows = [self._prepare_line(labels.get(name, name), pairs, limit) for name, pairs in by_name.items()]
        return sorted(rows, key=lambda row: (row['is_too_few'], -abs(row.get('r', 0.0)), row['name']))

    # === PAIRS ===#

    def _fetch_pairs(self):
        """:return: list of (name, x, y) of the period"""
        self.ensure_one()
        self.env.flush_all()
        query = getattr(self, f'_get_{self.relation_kind}_query')()
        return self.env.execute_query(SQL(
            """
            SELECT name, x, y FROM (%(query)s) AS pair
             WHERE x IS NOT NULL AND y IS NOT NULL AND company_id = %(company)s
                   AND day BETWEEN %(first)s AND %(last)s %(outlet)s
          ORDER BY day DESC LIMIT %(most)s
            """, query=query, company=self.company_id.id, first=self.date_from, last=self.date_to, most=MOST,
            outlet=SQL("AND workshop_id = %s", self.workshop_id.id) if self.workshop_id else SQL()))

    def _get_drivers_query(self):
        return SQL(
            """
            SELECT COALESCE(factor.name ->> %(lang)s, factor.name ->> 'en_US') AS name, mark.x, overall.y, inv.company_id,
                   inv.workshop_id, inv.answered_date::date AS day
              FROM (SELECT line.aftersales_invitation_id AS id,
                           COALESCE(question.aftersales_factor_id, question.aftersales_indicator_id) AS factor_id,
                           AVG(line.aftersales_percent) AS x
                      FROM survey_user_input_line line JOIN survey_question question ON question.id = line.question_id
                     WHERE line.aftersales_counts AND question.aftersales_is_overall IS NOT TRUE GROUP BY 1, 2) AS mark
              JOIN aftersales_survey_factor factor ON factor.id = mark.factor_id
              JOIN (%(overall)s) AS overall ON overall.id = mark.id
              JOIN aftersales_survey_invitation inv ON inv.id = mark.id AND inv.state = 'answered'
            """, lang=self.env.lang or 'en_US', overall=self._get_overall_query())

    @api.model
    def _get_overall_query(self):
        return SQL(
            """
            SELECT line.aftersales_invitation_id AS id, AVG(line.aftersales_percent) AS y
              FROM survey_user_input_line line JOIN survey_question question ON question.id = line.question_id
             WHERE line.aftersales_counts AND question.aftersales_is_overall GROUP BY 1
            """)

    def _get_waiting_query(self):
        return SQL(
            """
            SELECT 'house' AS name, EXTRACT(EPOCH FROM visit.delivered_date - visit.received_date) / 3600 AS x, overall.y,
                   inv.company_id, inv.workshop_id, inv.answered_date::date AS day
              FROM aftersales_survey_invitation inv
              JOIN (%s) AS overall ON overall.id = inv.id
              JOIN aftersales_order visit ON visit.id = inv.order_id
             WHERE inv.state = 'answered'
            """, self._get_overall_query())

    def _get_km_query(self):
        return self._get_hours_query('km', SQL(
            "NULLIF(visit.odometer_in * CASE WHEN visit.odometer_unit = 'miles' THEN 1.609344 ELSE 1 END, 0)"))

    def _get_age_query(self):
        return self._get_hours_query('age', SQL(
            "(visit.received_date::date - COALESCE(car.sale_date, car.delivery_date)) / 365.25"))

    @api.model
    def _get_hours_query(self, name, column):
        return SQL(
            """
            SELECT %(name)s AS name, %(column)s AS x, SUM(job.flat_rate_hours) AS y, visit.company_id, visit.workshop_id,
                   visit.delivered_date::date AS day
              FROM aftersales_order visit
              JOIN fleet_vehicle car ON car.id = visit.vehicle_id
              JOIN aftersales_job job ON job.order_id = visit.id AND job.state != 'cancelled'
             WHERE visit.state = 'delivered' GROUP BY visit.id, car.id
            """, name=name, column=column)

    def _get_price_query(self):
        return SQL(
            """
            SELECT 'price' AS name, CASE WHEN job.approval = 'declined' THEN told.amount ELSE job.amount_untaxed END AS x,
                   CASE WHEN job.approval = 'declined' THEN 0 ELSE 100 END AS y,
                   job.company_id, job.workshop_id, visit.received_date::date AS day
              FROM aftersales_job job
              JOIN aftersales_order visit ON visit.id = job.order_id
              JOIN LATERAL (SELECT SUM(price_subtotal) AS amount FROM aftersales_order_line WHERE job_id = job.id) told ON TRUE
             WHERE job.approval IN ('approved', 'declined') AND told.amount > 0
            """)

    def _get_item_query(self):
        return SQL(
            """
            SELECT COALESCE(kind.name ->> %(lang)s, kind.name ->> 'en_US') AS name, job.flat_rate_hours AS x,
                   job.amount_untaxed AS y, job.company_id, job.workshop_id, visit.delivered_date::date AS day
              FROM aftersales_job job
              JOIN aftersales_order visit ON visit.id = job.order_id AND visit.state = 'delivered'
              JOIN aftersales_work_class kind ON kind.id = job.work_class_id
             WHERE job.state != 'cancelled'
            """, lang=self.env.lang or 'en_US')

    def _get_measure_query(self):
        """Rating, time in the house and amount of visits; x is 1 after the day of the measure and −1 before."""
        return SQL(
            """
            SELECT told.name, CASE WHEN told.day >= %(day)s THEN 1 ELSE -1 END AS x, told.y, told.company_id, told.workshop_id,
                   told.day
              FROM (SELECT 'rating' AS name, overall.y, inv.company_id, inv.workshop_id, inv.answered_date::date AS day
                      FROM aftersales_survey_invitation inv JOIN (%(overall)s) AS overall ON overall.id = inv.id
                     WHERE inv.state = 'answered'
                 UNION ALL
                    SELECT 'house', EXTRACT(EPOCH FROM delivered_date - received_date) / 3600, company_id, workshop_id,
                           delivered_date::date FROM aftersales_order WHERE state = 'delivered'
                 UNION ALL
                    SELECT 'amount', amount_untaxed, company_id, workshop_id, delivered_date::date
                      FROM aftersales_order WHERE state = 'delivered') AS told
            """, day=self.split_date, overall=self._get_overall_query())
