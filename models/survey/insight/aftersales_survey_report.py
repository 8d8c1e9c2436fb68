from odoo import api, fields, models
from odoo.tools import SQL

from ..invitation.aftersales_survey_invitation import METHODS
from ..survey_survey import KINDS

ROLES = [('advisor', "Service Advisor"), ('technician', "Technician"), ('booking', "Booking Agent")]


class AftersalesSurveyReport(models.Model):
    """A row a mark, with where and of whom it was given; and a row a customer who was asked (L2, N1).

    Means, rates and the CSI of any group of rows are those of the group (``_read_group_select``), so that graph, pivot,
    list and printed report tell the same. Stars of visits that were not answered otherwise count as the mark for the whole
    visit.
    """
    _name = 'aftersales.survey.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Satisfaction Analysis"
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'question_id'

    date = fields.Datetime(readonly=True, help="Of the answer; of whoever was asked, when that was.")
    row_kind = fields.Selection([('mark', "Mark"), ('asked', "Invited")], string="Row", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    invitation_id = fields.Many2one('aftersales.survey.invitation', string="Survey of a Customer", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    survey_id = fields.Many2one('survey.survey', string="Questionnaire", readonly=True)
    kind = fields.Selection(KINDS, string="About", readonly=True)
    method = fields.Selection(METHODS, readonly=True)
    question_id = fields.Many2one('survey.question', string="Question", readonly=True)
    factor_id = fields.Many2one('aftersales.survey.factor', string="CSI Factor", readonly=True)
    indicator_id = fields.Many2one('aftersales.survey.factor', string="Indicator", readonly=True)
    role = fields.Selection(ROLES, string="Whose Work", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    car_age = fields.Integer(string="Age of the Car", readonly=True, aggregator='avg', help="Years since it was handed over.")
    work_class_id = fields.Many2one(
        'aftersales.work.class', string="Kind of Work", readonly=True, help="Of the first job of the visit.")
    pay_type_id = fields.Many2one(
        'aftersales.pay.type', string="Pay Type", readonly=True, help="Of the first job of the visit.")

    answers = fields.Integer(string="Marks (n)", readonly=True, help="How many marks a figure rests on.")
    mark = fields.Float(readonly=True, aggregator='avg', digits=(5, 2), help="Mean, on the scale of the question.")
    percent = fields.Float(
        string="Mean (0–100)", readonly=True, aggregator='avg', digits=(5, 1), help="Mean of the marks, worst 0, best 100.")
    satisfied = fields.Float(
        string="Satisfied (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Marks from which on a scale counts as satisfied (4 of 5, 3 of 4) / all marks × 100")
    csi = fields.Float(
        string="CSI", readonly=True, aggregator='avg', digits=(5, 1),
        help="Σ (weight × mean of the factor, 0–100) ÷ Σ weights of the factors that were answered")
    nps = fields.Float(
        string="NPS", readonly=True, aggregator='avg', digits=(5, 1),
        help="Share of 9 and 10 less share of 0 to 6, of those who said whether they recommend the house, in points.")
    recommended = fields.Integer(string="Recommendations (n)", readonly=True)
    cured = fields.Float(
        string="Cured at First Visit (%)", readonly=True, aggregator='avg', digits=(5, 1), help="By the customers' word.")
    asked = fields.Integer(string="Asked (n)", readonly=True, help="Customers who were asked, whether they answered or not.")
    answered_count = fields.Integer(string="Answered (n)", readonly=True)
    response_rate = fields.Float(
        string="Response Rate (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Answered / asked × 100, of those whom the house asked.")

    # === QUERY ===#

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s UNION ALL %s", self._get_mark_rows(), self._get_star_rows(), self._get_asked_rows())

    @api.model
    def _get_mark_rows(self):
        """Marks have ids of the form 3n, stars 3n + 1, asked customers 3n + 2: a row is one of them only."""
        return SQL("""
            SELECT 3::bigint * line.id AS id, inv.answered_date AS date, 'mark' AS row_kind, inv.company_id, inv.workshop_id,
                   inv.advisor_id, inv.order_id, inv.id AS invitation_id, inv.partner_id, line.survey_id,
                   survey.aftersales_kind AS kind, inv.method, line.question_id,
                   CASE WHEN line.aftersales_counts THEN question.aftersales_factor_id END AS factor_id,
                   question.aftersales_indicator_id AS indicator_id, question.aftersales_role AS role, %(car)s,
                   line.aftersales_counts::int AS answers,
                   CASE WHEN line.aftersales_counts THEN line.aftersales_mark END::numeric AS mark,
                   CASE WHEN line.aftersales_counts THEN line.aftersales_percent END::numeric AS percent,
                   CASE WHEN line.aftersales_counts THEN
                        CASE WHEN line.aftersales_is_satisfied THEN 100.0 WHEN NOT line.aftersales_is_satisfied THEN 0.0 END
                   END AS satisfied,
                   NULL::numeric AS csi,
                   CASE WHEN %(recommends)s THEN
                        CASE WHEN line.value_scale >= 9 THEN 100.0 WHEN line.value_scale <= 6 THEN -100.0 ELSE 0.0 END
                   END AS nps,
                   (%(recommends)s)::int AS recommended,
                   CASE WHEN question.aftersales_is_cured AND line.aftersales_counts THEN
                        100.0 * line.aftersales_is_satisfied::int END AS cured,
                   0 AS asked, 0 AS answered_count, NULL::numeric AS response_rate
              FROM survey_user_input_line line
              JOIN aftersales_survey_invitation inv ON inv.id = line.aftersales_invitation_id
              JOIN survey_question question ON question.id = line.question_id
         LEFT JOIN survey_survey survey ON survey.id = line.survey_id
                   %(tables)s
             WHERE inv.state = 'answered' AND (line.aftersales_counts OR %(recommends)s)
        """, car=self._get_visit_columns(SQL("inv.answered_date"), SQL("inv")),
            tables=self._get_visit_tables(SQL("inv.order_id"), SQL("inv.vehicle_id")), recommends=SQL(
            "(line.answer_type = 'scale' AND COALESCE(question.scale_min, 0) = 0 AND question.scale_max = 10)"))

    @api.model
    def _get_star_rows(self):
        """Stars of a visit whose customer was not asked, or gave no other answer."""
        return SQL("""
            SELECT 3::bigint * rating.id + 1, COALESCE(rating.rated_on, rating.write_date), 'mark', visit.company_id,
                   visit.workshop_id, visit.user_id, visit.id, NULL, visit.partner_id, overall.survey_id, 'visit',
                   'link', overall.id, overall.aftersales_factor_id, overall.aftersales_indicator_id,
                   overall.aftersales_role, %(car)s,
                   1, rating.rating::numeric, (25.0 * (rating.rating - 1))::numeric,
                   CASE WHEN rating.rating >= 4 THEN 100.0 ELSE 0.0 END, NULL, NULL, 0, NULL, 0, 0, NULL
              FROM rating_rating rating
              JOIN aftersales_order visit ON visit.id = rating.res_id
                   %(tables)s
         LEFT JOIN LATERAL (
                       SELECT question.id, question.survey_id, question.aftersales_factor_id,
                              question.aftersales_indicator_id, question.aftersales_role
                         FROM survey_question question
                         JOIN survey_survey survey ON survey.id = question.survey_id
                        WHERE survey.aftersales_kind = 'visit' AND question.aftersales_is_overall
                     ORDER BY survey.active DESC, question.id
                        LIMIT 1) overall ON TRUE
             WHERE rating.res_model = 'aftersales.order' AND rating.consumed AND rating.rating >= 1
               AND NOT EXISTS (
                       SELECT FROM aftersales_survey_invitation inv WHERE inv.order_id = visit.id AND inv.state = 'answered')
        """, car=self._get_visit_columns(SQL("COALESCE(rating.rated_on, rating.write_date)")),
            tables=self._get_visit_tables(SQL("visit.id"), SQL("visit.vehicle_id")))

    @api.model
    def _get_asked_rows(self):
        """Who could not be asked is not among those who were; of whom a third party asked, only who answered is known, and
        who left a paper unasked has answered without being one of them."""
        return SQL("""
            SELECT 3::bigint * inv.id + 2, inv.asked_date, 'asked', inv.company_id, inv.workshop_id,
                   inv.advisor_id, inv.order_id, inv.id, inv.partner_id, inv.survey_id, inv.kind,
                   inv.method, NULL, NULL, NULL, NULL, %(car)s,
                   0, NULL, NULL, NULL, NULL, NULL, 0, NULL,
                   (inv.is_unasked IS NOT TRUE)::int, (inv.state = 'answered')::int,
                   CASE WHEN inv.method != 'third' AND inv.is_unasked IS NOT TRUE
                        THEN 100.0 * (inv.state = 'answered')::int END
              FROM aftersales_survey_invitation inv
                   %(tables)s
             WHERE inv.state != 'skipped' AND (inv.is_unasked IS NOT TRUE OR inv.state = 'answered')
        """, car=self._get_visit_columns(SQL("inv.asked_date"), SQL("inv")),
            tables=self._get_visit_tables(SQL("inv.order_id"), SQL("inv.vehicle_id")))

    @api.model
    def _get_visit_columns(self, date, invitation=None):
        """
        :param date: SQL of when the customer answered, or was asked
        :param invitation: SQL alias of the customer's survey; None for stars that were given without one
        """
        return SQL(
            "car_model.brand_id, car.model_id, "
            "EXTRACT(YEAR FROM age(%s, COALESCE(car.delivery_date, car.sale_date)))::integer AS car_age, "
            "first_job.work_class_id, first_job.pay_type_id", date)

    @api.model
    def _get_visit_tables(self, order, vehicle):
        """What is looked up a visit is joined as one row at most: the database leaves it out where nobody asks for it, and
        looks it up a visit, not a mark, where somebody does."""
        return SQL("""
         LEFT JOIN fleet_vehicle car ON car.id = %(vehicle)s
         LEFT JOIN fleet_vehicle_model car_model ON car_model.id = car.model_id
         LEFT JOIN LATERAL (
                       SELECT (ARRAY_AGG(job.work_class_id ORDER BY job.sequence, job.id))[1] AS work_class_id,
                              (ARRAY_AGG(job.pay_type_id ORDER BY job.sequence, job.id))[1] AS pay_type_id
                         FROM aftersales_job job
                        WHERE job.order_id = %(order)s AND job.state != 'cancelled') first_job ON TRUE
        """, vehicle=vehicle, order=order)

    # === AGGREGATES ===#

    def _read_group_select(self, aggregate_spec, query):
        """The CSI of a group is that of its factors' means, each by its weight."""
        if aggregate_spec != 'csi:avg':
            return super()._read_group_select(aggregate_spec, query)
        # sudo: the weights are no secret
        factors = self.env['aftersales.survey.factor'].sudo().with_context(active_test=False).search([('kind', '=', 'csi')])
        if not factors:
            return SQL("NULL::numeric")
        factor, percent = (self._field_to_sql(self._table, name, query) for name in ('factor_id', 'percent'))
        over, under = [], []
        for record in factors:
            mean = SQL("AVG(%s) FILTER (WHERE %s = %s)", percent, factor, record.id)
            over.append(SQL("COALESCE(%s * %s, 0)", record.weight, mean))
            under.append(SQL(
                "CASE WHEN COUNT(%s) FILTER (WHERE %s = %s) > 0 THEN %s ELSE 0 END",
                percent, factor, record.id, record.weight))
        return SQL("(%s) / NULLIF(%s, 0)", SQL(" + ").join(over), SQL(" + ").join(under))
