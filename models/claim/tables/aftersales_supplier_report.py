from odoo import fields, models
from odoo.tools import SQL


class AftersalesSupplierReport(models.Model):
    """Table B: a row a line that a supplier is, or could be, asked for: what was recovered of it (I4)."""
    _name = 'aftersales.supplier.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Recovery from Suppliers"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'claim_id'
    _newest_field = 'date'

    date = fields.Datetime(string="Decided on", readonly=True)
    claim_id = fields.Many2one('aftersales.claim', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    statement_id = fields.Many2one('aftersales.claim.statement', string="Statement", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['aftersales.claim.statement']._fields['state']._description_selection(self.env),
        string="Statement's Status", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    case_count = fields.Integer(string="Cases", readonly=True)
    cost = fields.Monetary(string="Claimed", readonly=True)
    asked = fields.Monetary(string="Asked for", readonly=True, help="Sent to the supplier.")
    accepted = fields.Monetary(readonly=True)
    recovered = fields.Monetary(readonly=True)
    rate = fields.Float(
        string="Recovered (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Recovered / asked, of what is settled.")
    parts_overdue = fields.Integer(string="Parts Overdue", readonly=True, help="Old parts that should be here and are not.")

    def _read_group_select(self, aggregate_spec, query):
        """Of several rows the rate is that of their sums, not the mean of their rates."""
        if aggregate_spec == 'rate:avg':
            settled = SQL("FILTER (WHERE %s = 'settled')", self._field_to_sql(self._table, 'state', query))
            recovered, asked = (self._field_to_sql(self._table, name, query) for name in ('recovered', 'asked'))
            return SQL("100.0 * SUM(%s) %s / NULLIF(SUM(%s) %s, 0)", recovered, settled, asked, settled)
        return super()._read_group_select(aggregate_spec, query)

    @property
    def _table_query(self):
        return SQL("""
            SELECT l.id, c.decided_date AS date, c.id AS claim_id, c.company_id, l.second_supplier_id AS partner_id,
                   l.product_id, s.statement_id, s.statement_state AS state, c.currency_id, 1 AS case_count, l.amount AS cost,
                   CASE WHEN s.statement_state != 'draft' THEN s.asked_amount ELSE 0 END AS asked,
                   CASE WHEN s.statement_state IN ('agreed', 'settled') THEN s.accepted_amount ELSE 0 END AS accepted,
                   CASE WHEN s.statement_state = 'settled' THEN s.accepted_amount ELSE 0 END AS recovered,
                   CASE WHEN s.statement_state = 'settled' AND s.asked_amount > 0
                        THEN 100.0 * s.accepted_amount / s.asked_amount END AS rate,
                   COALESCE(overdue.parts, 0) AS parts_overdue
              FROM aftersales_claim_line l
              JOIN aftersales_claim c ON c.id = l.claim_id
         LEFT JOIN aftersales_claim_statement_line s ON s.claim_line_id = l.id AND s.statement_state != 'cancelled'
         LEFT JOIN (SELECT p.job_id, p.product_id, COUNT(*)::integer AS parts FROM aftersales_old_part p
                     WHERE p.handed_in_date IS NULL AND p.deadline < %(today)s
                  GROUP BY p.job_id, p.product_id) overdue
                   ON overdue.job_id = l.job_id AND overdue.product_id = l.product_id
             WHERE l.second_supplier_id IS NOT NULL AND c.decided_date IS NOT NULL AND c.state != 'withdrawn'
        """, today=fields.Date.context_today(self))
