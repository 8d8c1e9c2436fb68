from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesRecommendationReport(models.Model):
    """Inspection and approval rates (N1): a row a received order, and a row a job the customer is asked for.

    Rates are averages over the rows they concern: inspected over orders, approved over proposed jobs.
    """
    _name = 'aftersales.recommendation.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Inspection and Approval Analysis"
    _asked_field = 'date'
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'order_id'

    date = fields.Datetime(string="Received On", readonly=True)
    order_id = fields.Many2one('aftersales.order', readonly=True)
    job_id = fields.Many2one('aftersales.job', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    vehicle_id = fields.Many2one('fleet.vehicle', readonly=True)
    user_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    technician_id = fields.Many2one(
        'hr.employee', readonly=True, help="Who found it; of other work who did it, of an order who checked the car.")
    decline_reason_id = fields.Many2one('aftersales.decline.reason', string="Reason of Decline", readonly=True)
    is_finding = fields.Boolean(string="From a Health Check", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    orders = fields.Integer(readonly=True)
    inspected = fields.Integer(readonly=True)
    inspection_rate = fields.Float(
        string="Inspection Rate (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Inspected orders / orders.")
    proposed = fields.Integer(string="Proposed Jobs", readonly=True)
    approved = fields.Integer(string="Approved Jobs", readonly=True)
    declined = fields.Integer(string="Declined Jobs", readonly=True)
    recaptured = fields.Integer(
        string="Recaptured Jobs", readonly=True, help="Approved jobs that had been declined at a former visit.")
    approval_rate = fields.Float(
        string="Approval Rate (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Approved jobs / proposed jobs.")
    proposed_amount = fields.Monetary(string="Proposed", readonly=True)
    approved_amount = fields.Monetary(string="Approved", readonly=True)
    declined_amount = fields.Monetary(string="Declined", readonly=True)
    recaptured_amount = fields.Monetary(string="Recaptured", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_order_rows(), self._get_job_rows())

    @api.model
    def _get_order_rows(self):
        """Orders have negative ids, so that no row of a job is taken for one.

        What is looked up a row is joined as one row at most, or stands among the columns: the database leaves it out where
        nobody asks for it.
        """
        return SQL("""
            SELECT -o.id AS id, o.received_date AS date, o.id AS order_id, NULL::integer AS job_id,
                   o.company_id, o.workshop_id, o.vehicle_id, o.user_id,
                   (SELECT employee_id FROM aftersales_health_check WHERE id = done.id) AS technician_id,
                   NULL::integer AS decline_reason_id, FALSE AS is_finding, company.currency_id,
                   1 AS orders,
                   CASE WHEN done.id IS NULL THEN 0 ELSE 1 END AS inspected,
                   CASE WHEN done.id IS NULL THEN 0.0 ELSE 100.0 END AS inspection_rate,
                   0 AS proposed, 0 AS approved, 0 AS declined, 0 AS recaptured, NULL::numeric AS approval_rate,
                   0.0 AS proposed_amount, 0.0 AS approved_amount, 0.0 AS declined_amount, 0.0 AS recaptured_amount
              FROM aftersales_order o
         LEFT JOIN res_company company ON company.id = o.company_id
         LEFT JOIN LATERAL (
                       SELECT MAX(id) AS id FROM aftersales_health_check
                        WHERE order_id = o.id AND state = 'done') done ON TRUE
             WHERE o.received_date IS NOT NULL AND o.state != 'cancelled'
        """)

    @api.model
    def _get_job_rows(self):
        """Where days are asked for, jobs are looked up order by order (``OFFSET 0``): the database would read all jobs that
        ever were, for it cannot know that those of new orders stand beside each other.
        """
        return SQL("""
            SELECT j.id, COALESCE(o.received_date, o.create_date), o.id, j.id,
                   j.company_id, j.workshop_id, j.vehicle_id, o.user_id,
                   COALESCE((SELECT found_by_id FROM aftersales_health_check_line WHERE id = finding.id), j.technician_id),
                   j.decline_reason_id, finding.id IS NOT NULL, company.currency_id,
                   0, 0, NULL::numeric,
                   1,
                   CASE WHEN j.approval = 'approved' THEN 1 ELSE 0 END,
                   CASE WHEN j.approval = 'declined' THEN 1 ELSE 0 END,
                   CASE WHEN j.approval = 'approved' AND j.recaptured_job_id IS NOT NULL THEN 1 ELSE 0 END,
                   CASE WHEN j.approval = 'approved' THEN 100.0 ELSE 0.0 END,
                   a.amount,
                   CASE WHEN j.approval = 'approved' THEN a.amount ELSE 0.0 END,
                   CASE WHEN j.approval = 'declined' THEN a.amount ELSE 0.0 END,
                   CASE WHEN j.approval = 'approved' AND j.recaptured_job_id IS NOT NULL THEN a.amount ELSE 0.0 END
              FROM aftersales_order o
        CROSS JOIN LATERAL (SELECT * FROM aftersales_job WHERE order_id = o.id %(one_by_one)s) j
         LEFT JOIN res_company company ON company.id = j.company_id
         LEFT JOIN LATERAL (SELECT MAX(id) AS id FROM aftersales_health_check_line WHERE job_id = j.id) finding ON TRUE
        CROSS JOIN LATERAL (
                       SELECT COALESCE(j.amount_untaxed, 0.0)
                              / CASE COALESCE(o.currency_rate, 0) WHEN 0 THEN 1.0 ELSE o.currency_rate END AS amount
                   ) a
             WHERE j.approval != 'not_needed' AND (j.state != 'cancelled' OR j.approval = 'declined')
        """, one_by_one=SQL("OFFSET 0") if self._get_asked()[0] else SQL())
