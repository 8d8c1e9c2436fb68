from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesRetentionReport(models.Model):
    """Who came, who was new or won back, and who of the month half a year before did not come again (J6).

    Lost rate of month N: customers of month N−6 who did not come in the six months after it, of all customers of that
    month (at most 20 %); retention is the rest. A month counts when it is over, so that its rate stays what it was. Outlet
    and advisor are those of the customer's last visit in the month in which he came.
    """
    _name = 'aftersales.retention.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Retention Analysis"
    _asked_field = 'month'
    _asked_by_month = True
    _newest_field = 'month'
    _newest_days = 62
    _auto = False
    _order = 'month desc, id desc'
    _rec_name = 'partner_id'

    month = fields.Date(readonly=True, help="Of who came, the month of the visit; of who was due, the sixth month after it.")
    row_kind = fields.Selection([('came', "Came to the House"), ('due', "To Have Come Again")], string="Row", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    value_class = fields.Selection([('a', "A"), ('b', "B"), ('c', "C")], string="Value Class", readonly=True, help="Today's.")
    last_visit = fields.Date(string="Last Visit in the Month", readonly=True)
    customers = fields.Integer(string="Customers (n)", readonly=True)
    new_customers = fields.Integer(string="New Customers", readonly=True)
    won_customers = fields.Integer(string="Customers Won Back", readonly=True, help="Came after they had been lost.")
    due = fields.Integer(string="Due to Come Again (n)", readonly=True)
    lost_customers = fields.Integer(string="Customers Lost", readonly=True)
    retention = fields.Float(
        string="Retention (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Customers of the month half a year before who came again within six months / all of that month × 100")
    lost_rate = fields.Float(
        string="Lost Rate (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Customers of the month half a year before who did not come within six months / all of that month × 100")

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_came_rows(), self._get_due_rows())

    @api.model
    def _get_came_rows(self):
        """What is looked up of the customer's other visits is left out by the database where nobody asks for it."""
        return SQL("""
            SELECT 2::bigint * seen.id AS id, seen.month, 'came' AS row_kind, seen.company_id, seen.workshop_id,
                   seen.advisor_id, seen.customer_id AS partner_id, %(class)s, seen.last_visit, 1 AS customers,
                   (former.last_visit IS NULL)::int AS new_customers,
                   COALESCE(former.last_visit + make_interval(months => company.aftersales_lost_months)
                            < seen.first_visit, FALSE)::int AS won_customers,
                   0 AS due, 0 AS lost_customers, NULL::numeric AS retention, NULL::numeric AS lost_rate
              FROM (%(months)s) AS seen
              JOIN res_company AS company ON company.id = seen.company_id
         LEFT JOIN LATERAL (
                       SELECT MAX(visit.counted_day) AS last_visit FROM aftersales_value_count AS visit
                        WHERE visit.company_id = seen.company_id AND visit.customer_id = seen.customer_id
                          AND visit.visits > 0 AND visit.counted_day < seen.month) AS former ON TRUE
            """, months=self._get_months_query(self._limit_to_months()), **{'class': self._get_class_column()})

    @api.model
    def _get_due_rows(self):
        return SQL("""
            SELECT 2::bigint * seen.id + 1, (seen.month + INTERVAL '6 months')::date, 'due', seen.company_id,
                   seen.workshop_id, seen.advisor_id, seen.customer_id, %(class)s, seen.last_visit, 0, 0, 0, 1,
                   (again.first_visit IS NULL)::int, CASE WHEN again.first_visit IS NULL THEN 0.0 ELSE 100.0 END,
                   CASE WHEN again.first_visit IS NULL THEN 100.0 ELSE 0.0 END
              FROM (%(months)s) AS seen
         LEFT JOIN LATERAL (
                       SELECT MIN(visit.counted_day) AS first_visit FROM aftersales_value_count AS visit
                        WHERE visit.company_id = seen.company_id AND visit.customer_id = seen.customer_id
                          AND visit.visits > 0 AND visit.counted_day >= seen.month + INTERVAL '1 month'
                          AND visit.counted_day < seen.month + INTERVAL '7 months') AS again ON TRUE
             WHERE seen.month + INTERVAL '7 months' <= %(today)s
            """, today=self.env.company._get_today(), months=self._get_months_query(self._limit_to_months(6)),
            **{'class': self._get_class_column()})

    @api.model
    def _get_months_query(self, asked):
        """A row for a customer and a month in which he came."""
        return SQL("""
                SELECT MIN(id) AS id, company_id, customer_id, date_trunc('month', counted_day)::date AS month,
                       MIN(counted_day) AS first_visit, MAX(counted_day) AS last_visit,
                       (ARRAY_AGG(workshop_id ORDER BY counted_day DESC, id DESC))[1] AS workshop_id,
                       (ARRAY_AGG(user_id ORDER BY counted_day DESC, id DESC))[1] AS advisor_id
                  FROM aftersales_value_count
                 WHERE visits > 0 AND %s
              GROUP BY company_id, customer_id, date_trunc('month', counted_day)
            """, asked)

    def _limit_to_months(self, back=0):
        """
        :param int back: rows are asked for so many months after the visits
        :return: SQL for the visits of all of the months that are asked for
        """
        first, last = (day and day.replace(day=1) - relativedelta(months=back) for day in self._get_asked())
        return SQL(
            "(%s AND %s)", SQL("counted_day >= %s", first) if first else SQL("TRUE"),
            SQL("counted_day < %s", last + relativedelta(months=1)) if last else SQL("TRUE"))

    @api.model
    def _get_class_column(self):
        """Looked up a row: the database leaves it out where nobody asks for it."""
        return SQL("""
            (SELECT value.value_class FROM aftersales_customer_value AS value
              WHERE value.company_id = seen.company_id AND value.partner_id = seen.customer_id) AS value_class
        """)
