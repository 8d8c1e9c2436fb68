from odoo import api, fields, models
from odoo.tools import SQL

from ..complaint.aftersales_complaint_recurrence import RECURRENCE_DAYS

PERCENT = {'readonly': True, 'aggregator': 'avg', 'digits': (6, 1)}


class AftersalesComplaintReport(models.Model):
    """A row a complaint that was registered: how fast, how well and at what cost it was settled (K6).

    Beside them a row for each outlet and month that is over with its repair orders, so that complaints are seen per
    thousand orders. Days are those of the outlet's clock.
    """
    _name = 'aftersales.complaint.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Complaint Figures"
    _asked_field = 'date'
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'complaint_id'

    date = fields.Date(string="Registered On", readonly=True)
    closed_on = fields.Date(readonly=True)
    complaint_id = fields.Many2one('aftersales.complaint', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    category_id = fields.Many2one('aftersales.complaint.category', readonly=True)
    nature = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint.category']._fields['nature']._description_selection(self.env),
        string="Quality or Other", readonly=True)
    severity = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint']._fields['severity']._description_selection(self.env),
        readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint']._fields['channel']._description_selection(self.env),
        readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['aftersales.complaint']._fields['state']._description_selection(self.env),
        string="Status", readonly=True)
    cause_id = fields.Many2one('aftersales.complaint.cause', string="Class of Cause", readonly=True)
    user_id = fields.Many2one('res.users', string="Handled By", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    technician_id = fields.Many2one('hr.employee', readonly=True)
    department_id = fields.Many2one('hr.department', string="Responsible Unit", readonly=True)
    supplier_id = fields.Many2one('res.partner', string="Other Company", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    share = fields.Float(string="Share of the Unit (%)", **PERCENT)
    complaints = fields.Integer(readonly=True)
    closed = fields.Integer(string="Cases Closed", readonly=True)
    closed_late = fields.Integer(string="Closed Late", readonly=True)
    unfounded = fields.Integer(readonly=True)
    days_taken = fields.Float(string="Days to the End", readonly=True, aggregator='avg', digits=(8, 1))
    first_answer_hours = fields.Float(
        string="Hours to the First Answer", readonly=True, aggregator='avg', digits=(8, 1))
    in_time = fields.Float(string="Closed in Time (%)", **PERCENT)
    in_two_weeks = fields.Float(
        string="Closed in Two Weeks (%)", help="Closed of those closed and those open for more than two weeks.", **PERCENT)
    reopened = fields.Float(
        string="Came Again (%)", help="Refused by the customer, or taken up again after the end.", **PERCENT)
    satisfied = fields.Float(string="Content afterwards (%)", help="Of the customers who were asked.", **PERCENT)
    recurrence_30 = fields.Float(string="Same Cause within 30 Days (%)", **PERCENT)
    recurrence_90 = fields.Float(string="Same Cause within 90 Days (%)", **PERCENT)
    cost = fields.Monetary(string="Cost before Recovery", readonly=True, groups='aftersales.group_price')
    recovered = fields.Monetary(readonly=True, groups='aftersales.group_price')
    cost_net = fields.Monetary(string="Cost", readonly=True, groups='aftersales.group_price')
    cost_per_case = fields.Monetary(
        string="Cost per Complaint", readonly=True, aggregator='avg', groups='aftersales.group_price')
    orders = fields.Integer(string="Repair Orders", readonly=True, help="Delivered, of months that are over.")
    per_thousand = fields.Float(
        string="Complaints per 1,000 Orders", readonly=True, aggregator='avg', digits=(8, 1), help="Of months that are over.")

    # === QUERY ===#

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_case_query(), self._get_order_query())

    @api.model
    def _get_case_query(self):
        """What is looked up a case stands among the columns: the database leaves it out where nobody asks for it.

        It can only where both halves have columns of the same types.
        """
        return SQL("""
            SELECT %s, %s
              FROM %s
             WHERE c.kind = 'complaint' AND c.state != 'cancelled' AND c.registered_date IS NOT NULL AND %s
        """, self._get_case_columns(), self._get_case_figures(), self._get_case_tables(),
            self._limit_to_asked(SQL("c.registered_date")))

    @api.model
    def _get_case_columns(self):
        """What a case is grouped by."""
        unit = SQL("""
                      FROM aftersales_complaint_party party
                     WHERE party.complaint_id = c.id AND party.department_id IS NOT NULL
                  ORDER BY party.share DESC, party.id LIMIT 1""")
        return SQL("""c.id, day.date, day.closed_on, c.id AS complaint_id, c.company_id, company.currency_id, c.workshop_id,
                   c.category_id, c.nature, c.severity, c.channel, c.state, c.cause_id, c.user_id, o.user_id AS advisor_id,
                   job.technician_id,
                   (SELECT party.department_id %(unit)s) AS department_id,
                   (SELECT party.partner_id FROM aftersales_complaint_party party
                     WHERE party.complaint_id = c.id AND party.partner_id IS NOT NULL
                  ORDER BY party.share DESC, party.id LIMIT 1) AS supplier_id,
                   c.product_id,
                   (SELECT party.share::numeric %(unit)s) AS share""", unit=unit)

    @api.model
    def _get_case_figures(self):
        """What is counted of a case; of no case NULL."""
        return SQL("""1 AS complaints, (c.closed_date IS NOT NULL)::int AS closed,
                   (c.closed_date IS NOT NULL AND c.is_closed_late IS TRUE)::int AS closed_late,
                   (c.state = 'unfounded')::int AS unfounded,
                   day.closed_on - day.date + 1.0 AS days_taken,
                   EXTRACT(EPOCH FROM (SELECT MIN(letter.date) FROM aftersales_complaint_letter letter
                                        WHERE letter.complaint_id = c.id) - c.registered_date) / 3600.0
                       AS first_answer_hours,
                   CASE WHEN c.closed_date IS NOT NULL
                        THEN CASE WHEN c.is_closed_late IS TRUE THEN 0.0 ELSE 100.0 END END AS in_time,
                   CASE WHEN c.closed_date IS NOT NULL THEN 100.0
                        WHEN c.registered_date < %(now)s - interval '14 days' THEN 0.0 END AS in_two_weeks,
                   CASE WHEN COALESCE(c.reopened_count, 0) > 0 OR c.state = 'refused' THEN 100.0
                        WHEN c.closed_date IS NOT NULL THEN 0.0 END AS reopened,
                   CASE WHEN c.mood = 'content' THEN 100.0 WHEN c.mood IS NOT NULL THEN 0.0 END AS satisfied,
                   CASE WHEN c.cause_id IS NULL THEN NULL WHEN again.days <= 30 THEN 100.0 ELSE 0.0 END AS recurrence_30,
                   CASE WHEN c.cause_id IS NULL THEN NULL WHEN again.days <= %(days)s THEN 100.0 ELSE 0.0 END
                       AS recurrence_90,
                   COALESCE(bill.cost, 0)::numeric AS cost, COALESCE(bill.recovered, 0)::numeric AS recovered,
                   COALESCE(bill.cost - bill.recovered, 0)::numeric AS cost_net,
                   COALESCE(bill.cost - bill.recovered, 0)::numeric AS cost_per_case, NULL::int AS orders,
                   CASE WHEN day.date < day.month THEN 1.0 END AS per_thousand""",
                   now=fields.Datetime.now(), days=RECURRENCE_DAYS)

    @api.model
    def _get_case_tables(self):
        """A case with its outlet's clock, its earlier like and its cost.

        Companies have their clock before they are joined, or all customers are read for the few that are companies.
        """
        Complaint, Workshop = self.env['aftersales.complaint'], self.env['aftersales.workshop']
        page, ours, theirs = self.env.context.get('aftersales_page'), SQL("TRUE"), SQL("TRUE")
        if isinstance(page, tuple):  # ours: what a client writes into its context is a list
            ours = SQL("c.id IN %s", page or (0,))
            theirs = SQL("c.vehicle_id IN (SELECT vehicle_id FROM aftersales_complaint WHERE id IN %s)", page or (0,))
        elif any(self._get_asked()):
            ours = self._limit_to_asked(SQL("c.registered_date"))
            theirs = SQL("c.vehicle_id IN (SELECT asked.vehicle_id FROM aftersales_complaint asked WHERE %s)",
                         self._limit_to_asked(SQL("asked.registered_date")))
        return SQL("""aftersales_complaint c
              JOIN (SELECT own.id, own.currency_id, house.tz FROM res_company own
                      JOIN res_partner house ON house.id = own.partner_id OFFSET 0) company ON company.id = c.company_id
         LEFT JOIN aftersales_workshop outlet ON outlet.id = c.workshop_id
         LEFT JOIN resource_calendar hours ON hours.id = outlet.resource_calendar_id
         LEFT JOIN aftersales_order o ON o.id = c.order_id
         LEFT JOIN aftersales_job job ON job.id = c.job_id
         LEFT JOIN (%(again)s) again ON again.id = c.id
         LEFT JOIN (SELECT complaint_id, cost_labour + cost_parts + cost_money + cost_vouchers AS cost,
                           amount_recovered AS recovered
                      FROM (%(costs)s) entry) bill ON bill.complaint_id = c.id
        CROSS JOIN LATERAL (SELECT COALESCE(hours.tz, %(first)s, company.tz, 'UTC') AS tz) place
        CROSS JOIN LATERAL (
                       SELECT (c.registered_date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS date,
                              (c.closed_date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS closed_on,
                              date_trunc('month', %(now)s AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS month) day
        """, now=fields.Datetime.now(), again=Complaint._get_recurrence_query(theirs),
            costs=Complaint._get_cost_query(ours), first=Workshop._get_first_zone_query(SQL("c.company_id")))

    @api.model
    def _get_order_query(self):
        """Of each month that was counted, how many orders there were; their ids are below zero."""
        return SQL("""
            SELECT -month.id, month.month, month.month, NULL::int, month.company_id, company.currency_id, month.workshop_id,
                   NULL::int, NULL::varchar, NULL::varchar, NULL::varchar, NULL::varchar, NULL::int, NULL::int, NULL::int,
                   NULL::int, NULL::int, NULL::int, NULL::int, NULL::numeric, 0, 0, 0, 0, NULL::numeric, NULL::numeric,
                   NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric,
                   0::numeric, 0::numeric, 0::numeric, NULL::numeric, month.order_count, NULL::numeric
              FROM aftersales_complaint_month month
              JOIN res_company company ON company.id = month.company_id
        """)

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Find the rows of a page first: what is looked up a case is then looked up for those."""
        if limit is None:
            return super().search_fetch(domain, field_names, offset=offset, order=order)
        rows = super().search_fetch(domain, ['date'], offset=offset, limit=limit, order=order)
        rows.with_context(aftersales_page=rows._ids).fetch(field_names)
        return rows

    def _read_group_select(self, aggregate_spec, query):
        """Complaints per thousand orders of many rows are a quotient of sums."""
        if aggregate_spec != 'per_thousand:avg':
            return super()._read_group_select(aggregate_spec, query)
        counted, orders = (self._field_to_sql(self._table, name, query) for name in ('per_thousand', 'orders'))
        return SQL("1000.0 * COALESCE(SUM(%s), 0) / NULLIF(SUM(%s), 0)", counted, orders)
