from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesDisputeReport(models.Model):
    """A row a price dispute, and beside them one for each outlet and month that is over with its repair orders (contracts §12).

    Disputes per thousand orders are those of orders: parts sold at the window have none.
    """
    _name = 'aftersales.dispute.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Figures of Price Disputes"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'dispute_id'

    date = fields.Date(string="Raised On", readonly=True)
    dispute_id = fields.Many2one('aftersales.price.dispute', string="Dispute", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    reason = fields.Selection(
        selection=lambda self: self.env['aftersales.price.dispute']._fields['reason']._description_selection(self.env),
        readonly=True)
    decision = fields.Selection(
        selection=lambda self: self.env['aftersales.price.dispute']._fields['decision']._description_selection(self.env),
        readonly=True)
    user_id = fields.Many2one('res.users', string="Handled By", readonly=True)
    disputes = fields.Integer(readonly=True)
    amount = fields.Monetary(string="In Dispute", readonly=True)
    amount_given = fields.Monetary(string="Given", readonly=True)
    orders = fields.Integer(string="Repair Orders", readonly=True, help="Delivered, of months that are over.")
    per_thousand = fields.Float(
        string="Disputes per 1,000 Orders", readonly=True, aggregator='avg', digits=(8, 1), help="Of months that are over.")

    # === QUERY ===#

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_dispute_query(), self._get_order_query())

    @api.model
    def _get_dispute_query(self):
        """Days are those of the outlet's clock; amounts those of the order, as disputes are entered."""
        return SQL(
            """
            SELECT dispute.id, day.date, dispute.id AS dispute_id, dispute.company_id, company.currency_id,
                   dispute.workshop_id, dispute.reason, dispute.decision, dispute.user_id, 1 AS disputes,
                   dispute.amount::numeric AS amount, COALESCE(dispute.amount_given, 0)::numeric AS amount_given,
                   NULL::int AS orders,
                   CASE WHEN dispute.order_id IS NOT NULL AND day.date < day.month THEN 1.0 END AS per_thousand
              FROM aftersales_price_dispute AS dispute
              JOIN res_company AS company ON company.id = dispute.company_id
         LEFT JOIN aftersales_workshop AS outlet ON outlet.id = dispute.workshop_id
         LEFT JOIN resource_calendar AS hours ON hours.id = outlet.resource_calendar_id
        CROSS JOIN LATERAL (SELECT COALESCE(hours.tz, 'UTC') AS tz) AS place
        CROSS JOIN LATERAL (
                   SELECT (dispute.date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS date,
                          date_trunc('month', %(now)s AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS month) AS day
             WHERE dispute.state != 'withdrawn'
            """, now=fields.Datetime.now())

    @api.model
    def _get_order_query(self):
        """Of each month that was counted, how many orders there were; their ids are below zero."""
        return SQL(
            """
            SELECT -month.id, month.month, NULL::int, month.company_id, company.currency_id, month.workshop_id,
                   NULL::varchar, NULL::varchar, NULL::int, 0, 0::numeric, 0::numeric, month.order_count, NULL::numeric
              FROM aftersales_complaint_month AS month
              JOIN res_company AS company ON company.id = month.company_id
            """)

    def _read_group_select(self, aggregate_spec, query):
        """Disputes per thousand orders of many rows are a quotient of sums."""
        if aggregate_spec != 'per_thousand:avg':
            return super()._read_group_select(aggregate_spec, query)
        counted, orders = (self._field_to_sql(self._table, name, query) for name in ('per_thousand', 'orders'))
        return SQL("1000.0 * COALESCE(SUM(%s), 0) / NULLIF(SUM(%s), 0)", counted, orders)
