from odoo import fields, models
from odoo.tools import SQL

AGES = [('a', "0–30"), ('b', "31–60"), ('c', "61–90"), ('d', "> 90")]


class AftersalesClaimReport(models.Model):
    """A row a claim that was sent: what was asked, decided and paid, how long it took and how old what is open is (I3)."""
    _name = 'aftersales.claim.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Claim Analysis"
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'claim_id'

    date = fields.Datetime(string="Submitted on", readonly=True)
    claim_id = fields.Many2one('aftersales.claim', readonly=True)
    claim_type = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['claim_type']._description_selection(self.env),
        string="Type", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['state']._description_selection(self.env),
        string="Status", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Maker", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    user_id = fields.Many2one('res.users', string="Clerk", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    claims = fields.Integer(string="Number of Claims", readonly=True)
    paid_out = fields.Monetary(readonly=True, help="What the car got, at claim rates.")
    claimed = fields.Monetary(readonly=True)
    decided = fields.Monetary(string="Accepted", readonly=True)
    refused_amount = fields.Monetary(string="Not Accepted", readonly=True)
    paid = fields.Monetary(string="Paid by the Maker", readonly=True)
    open_amount = fields.Monetary(string="Open at the Maker", readonly=True, help="Asked and not decided, or owed.")
    from_supplier = fields.Monetary(string="From the Supplier", readonly=True)
    left_with_us = fields.Monetary(string="Left with Us", readonly=True)
    decision_days = fields.Float(
        string="Days to the Decision", readonly=True, aggregator='avg', digits=(8, 1), help="From the sending.")
    pay_days = fields.Float(string="Days to the Money", readonly=True, aggregator='avg', digits=(8, 1))
    first_pass = fields.Float(
        string="First Pass (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Decided claims that were taken in full, without a question and without an appeal.")
    acceptance_rate = fields.Float(
        string="Accepted (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Accepted of what was claimed, of decided claims; the trade's goal is 95 %.")
    age = fields.Selection(
        selection=AGES, string="Age (days)", readonly=True,
        help="Of what is open at the maker, from the sending, by the outlet's clock.")

    @property
    def _table_query(self):
        return SQL("""
            SELECT c.id, c.submitted_date AS date, c.id AS claim_id, c.claim_type, c.state, c.company_id, c.workshop_id,
                   c.partner_id, c.brand_id, car.model_id, c.user_id, o.user_id AS advisor_id, c.currency_id,
                   1 AS claims, c.amount_claimed AS claimed, c.amount_decided AS decided, c.amount_refused AS refused_amount,
                   ledger.paid_out, ledger.paid, ledger.open_amount, ledger.from_supplier, ledger.left_with_us,
                   EXTRACT(EPOCH FROM c.decided_date - c.submitted_date) / 86400.0 AS decision_days,
                   EXTRACT(EPOCH FROM c.credited_date - c.submitted_date) / 86400.0 AS pay_days,
                   CASE WHEN c.decided_date IS NULL THEN NULL
                        WHEN c.question_date IS NULL AND c.appealed_date IS NULL AND COALESCE(c.amount_refused, 0) <= 0
                        THEN 100.0 ELSE 0.0 END AS first_pass,
                   CASE WHEN c.decided_date IS NOT NULL AND c.amount_claimed != 0
                        THEN 100.0 * c.amount_decided / c.amount_claimed END AS acceptance_rate,
                   CASE WHEN c.state IN ('settled', 'withdrawn') THEN NULL
                        WHEN clock.age <= 30 THEN 'a'
                        WHEN clock.age <= 60 THEN 'b'
                        WHEN clock.age <= 90 THEN 'c'
                        ELSE 'd' END AS age
              FROM aftersales_claim c
              JOIN aftersales_order o ON o.id = c.order_id
              JOIN aftersales_workshop outlet ON outlet.id = c.workshop_id
              JOIN res_company company ON company.id = c.company_id
              JOIN res_partner house ON house.id = company.partner_id
         LEFT JOIN resource_calendar hours ON hours.id = outlet.resource_calendar_id
         LEFT JOIN fleet_vehicle car ON car.id = c.vehicle_id
        CROSS JOIN LATERAL (SELECT COALESCE(hours.tz, house.tz, 'UTC') AS tz) place
        CROSS JOIN LATERAL (
                       SELECT (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date
                              - (c.submitted_date AT TIME ZONE 'UTC' AT TIME ZONE place.tz)::date AS age) clock
        CROSS JOIN LATERAL (
                       SELECT COALESCE(-SUM(e.amount) FILTER (WHERE e.account = 'work'), 0) AS paid_out,
                              COALESCE(SUM(e.amount) FILTER (WHERE e.account = 'maker'), 0) AS paid,
                              COALESCE(SUM(e.amount) FILTER (WHERE e.account IN ('asked', 'due')), 0) AS open_amount,
                              COALESCE(SUM(e.amount) FILTER (WHERE e.account IN ('supplier', 'supplier_due')), 0)
                              AS from_supplier,
                              COALESCE(SUM(e.amount) FILTER (WHERE e.account IN ('goodwill', 'internal', 'disputed')), 0)
                              AS left_with_us
                         FROM aftersales_claim_entry e WHERE e.claim_id = c.id) ledger
             WHERE c.submitted_date IS NOT NULL AND c.state != 'withdrawn'
        """, now=fields.Datetime.now())

    def _read_group_select(self, aggregate_spec, query):
        """The accepted share of many claims is a quotient of sums, not a mean of shares."""
        if aggregate_spec != 'acceptance_rate:avg':
            return super()._read_group_select(aggregate_spec, query)
        decided, claimed, rate = (
            self._field_to_sql(self._table, name, query) for name in ('decided', 'claimed', 'acceptance_rate'))
        return SQL("100.0 * SUM(%s) FILTER (WHERE %s IS NOT NULL) / NULLIF(SUM(%s) FILTER (WHERE %s IS NOT NULL), 0)",
                   decided, rate, claimed, rate)
