from odoo import fields, models
from odoo.tools import SQL

AGES = [('30', "0–30 days"), ('60', "31–60 days"), ('90', "61–90 days"), ('more', "Over 90 days")]


class AftersalesClaimReport(models.Model):
    """What makers pay of what they are asked for, and how fast (I3, N1): a row a line of a claim that was sent.

    What belongs to a claim as a whole (its number, first pass, days, what is owed) stands on its first line alone, so that
    sums count it once and averages are over claims. The accepted share is a quotient of sums, not a mean of shares; the
    trade's goal is 95 %.
    """
    _name = 'aftersales.claim.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Claims Analysis"
    _auto = False
    _order = 'submitted_date desc, id desc'
    _rec_name = 'claim_id'

    claim_id = fields.Many2one('aftersales.claim', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Maker", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    claim_type = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['claim_type']._description_selection(self.env),
        string="Type", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['aftersales.claim']._fields['state']._description_selection(self.env),
        string="Status", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.claim.line']._fields['kind']._description_selection(self.env),
        readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self.env['aftersales.claim.line']._fields['outcome']._description_selection(self.env),
        readonly=True)
    reason_id = fields.Many2one('aftersales.claim.reason', string="Reason", readonly=True)
    user_id = fields.Many2one('res.users', string="Clerk", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    technician_id = fields.Many2one('hr.employee', readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    submitted_date = fields.Datetime(string="Submitted on", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    age = fields.Selection(AGES, string="Open for", readonly=True, help="Days since it was sent; claims that are not settled.")
    claims = fields.Integer(string="Claims", readonly=True)
    claimed = fields.Monetary(readonly=True)
    accepted = fields.Monetary(readonly=True)
    refused_amount = fields.Monetary(string="Not Accepted", readonly=True)
    due = fields.Monetary(string="Owed by the Maker", readonly=True)
    acceptance_rate = fields.Float(
        string="Accepted (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Accepted / claimed of decided lines.")
    first_pass_rate = fields.Float(
        string="First Pass (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Decided claims accepted in full, without question and appeal.")
    days_to_pay = fields.Float(string="Days to Pay", readonly=True, aggregator='avg', digits=(6, 1))

    @property
    def _table_query(self):
        return SQL("""
            SELECT row.*,
                   CASE WHEN row.is_first THEN 1 ELSE 0 END AS claims,
                   CASE WHEN row.is_first THEN (
                       SELECT SUM(entry.amount) FROM aftersales_claim_entry entry
                        WHERE entry.claim_id = row.claim_id AND entry.account = 'due') END AS due,
                   CASE WHEN row.is_first AND row.decided_date IS NOT NULL THEN
                       CASE WHEN row.is_smooth AND NOT EXISTS (
                           SELECT FROM aftersales_claim_line other
                            WHERE other.claim_id = row.claim_id AND COALESCE(other.outcome, '') != 'accepted')
                       THEN 100.0 ELSE 0.0 END END AS first_pass_rate,
                   CASE WHEN row.is_first THEN row.days END AS days_to_pay
              FROM (
                SELECT line.id, claim.id AS claim_id, claim.company_id, claim.workshop_id, claim.partner_id, claim.brand_id,
                       vehicle.model_id, claim.claim_type, claim.state, line.kind, line.outcome, line.reason_id, claim.user_id,
                       repair.user_id AS advisor_id, job.technician_id, line.product_id, claim.currency_id,
                       claim.submitted_date, claim.decided_date,
                       CASE WHEN claim.state = 'settled' THEN NULL
                            WHEN claim.submitted_date >= now() at time zone 'UTC' - interval '31 days' THEN '30'
                            WHEN claim.submitted_date >= now() at time zone 'UTC' - interval '61 days' THEN '60'
                            WHEN claim.submitted_date >= now() at time zone 'UTC' - interval '91 days' THEN '90'
                            ELSE 'more' END AS age,
                       line.amount AS claimed,
                       CASE WHEN line.outcome IS NOT NULL THEN line.decided_amount ELSE 0 END AS accepted,
                       CASE WHEN line.outcome IS NOT NULL THEN line.amount - line.decided_amount ELSE 0 END AS refused_amount,
                       CASE WHEN line.outcome IS NOT NULL AND line.amount != 0
                            THEN 100.0 * line.decided_amount / line.amount END AS acceptance_rate,
                       ROW_NUMBER() OVER (PARTITION BY claim.id ORDER BY line.id) = 1 AS is_first,
                       claim.question_date IS NULL AND claim.appealed_date IS NULL AS is_smooth,
                       EXTRACT(epoch FROM claim.credited_date - claim.submitted_date) / 86400.0 AS days
                  FROM aftersales_claim_line line
                  JOIN aftersales_claim claim ON claim.id = line.claim_id
                  JOIN aftersales_order repair ON repair.id = claim.order_id
                  LEFT JOIN fleet_vehicle vehicle ON vehicle.id = claim.vehicle_id
                  LEFT JOIN aftersales_job job ON job.id = line.job_id
                 WHERE claim.submitted_date IS NOT NULL AND claim.state != 'withdrawn'
              ) AS row""")

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != 'acceptance_rate:avg':
            return super()._read_group_select(aggregate_spec, query)
        accepted, claimed = (
            self._field_to_sql(self._table, name, query) for name in ('accepted', 'claimed'))
        outcome = self._field_to_sql(self._table, 'outcome', query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s) FILTER (WHERE %s IS NOT NULL), 0)", accepted, claimed, outcome)
