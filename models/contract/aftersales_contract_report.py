from odoo import api, fields, models
from odoo.tools import SQL

MONEY = {'readonly': True, 'groups': 'aftersales.group_price'}


class AftersalesContractReport(models.Model):
    """A row for each contract that was paid: what is used of it, what it has earned and cost, how it ended (contracts, §12).

    The figures are those of the contract's own ledger; they count in the month in which it began.
    """
    _name = 'aftersales.contract.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Contract Figures"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'contract_id'
    _depends = {
        'aftersales.contract': [
            'company_id', 'start_date', 'paid_date', 'end_date', 'type_id', 'state', 'user_id', 'partner_id', 'price',
            'renewal_result', 'workshop_ids', 'commission'],
        'aftersales.contract.type': ['kind'],
        'aftersales.contract.entitlement': ['contract_id', 'granted', 'used', 'is_unlimited'],
        'aftersales.contract.move': ['contract_id', 'kind', 'value', 'job_id'],
        'aftersales.job': ['clocked_hours', 'flat_rate_hours'],
        'aftersales.order.line': ['job_id'],
        'stock.move': ['aftersales_line_id', 'state', 'value', 'location_id', 'location_dest_id'],
    }

    contract_id = fields.Many2one('aftersales.contract', readonly=True)
    date = fields.Date(string="Runs From", readonly=True)
    end_date = fields.Date(string="Runs Until", readonly=True)
    type_id = fields.Many2one('aftersales.contract.type', string="Type of Contract", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.contract.type']._fields['kind']._description_selection(self.env),
        readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env['aftersales.contract']._fields['state']._description_selection(self.env),
        string="Status", readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", readonly=True, help="Where alone it is valid. Empty: at several outlets.")
    sold = fields.Integer(string="Contracts Sold", readonly=True)
    running_count = fields.Integer(string="Contracts Running", readonly=True, help="Also those that are suspended.")
    renewed = fields.Integer(string="Contracts Renewed", readonly=True)
    lapsed = fields.Integer(
        string="Contracts Lapsed", readonly=True, help="At their end, or all used, and not renewed.")
    renewal_rate = fields.Float(
        string="Renewed (%)", digits=(6, 1), aggregator='avg', readonly=True, help="Of those that have ended.")
    granted = fields.Integer(
        string="Times Granted", readonly=True, help="Of unlimited work as often as it was done.")
    used = fields.Integer(string="Times Used", readonly=True)
    use = fields.Float(
        string="Use (%)", digits=(6, 1), aggregator='avg', readonly=True,
        help="Of all that was granted.")
    price = fields.Monetary(string="Contract Price", **MONEY)
    earned = fields.Monetary(string="Earned", **MONEY)
    rest = fields.Monetary(string="Rest Value", **MONEY)
    forfeited = fields.Monetary(
        string="Lapsed Value", help="Of what is earned, what the customer had not used at the end.", **MONEY)
    cost = fields.Monetary(
        string="Cost of Work", help="Parts and hours of the jobs that it has paid for.", **MONEY)
    margin = fields.Monetary(
        string="Contract Margin", help="What is earned, less the cost of the work; the seller's commission is not taken off.",
        **MONEY)
    commission = fields.Monetary(
        string="Seller's Commission", readonly=True, groups='aftersales.group_manager,account.group_account_invoice')

    @property
    def _table_query(self):
        return SQL("""
            SELECT c.id, c.id AS contract_id, COALESCE(c.start_date, c.paid_date) AS date, c.end_date, c.type_id, kind.kind,
                   c.state, c.user_id, c.partner_id, c.company_id, company.currency_id, outlet.id AS workshop_id, 1 AS sold,
                   (c.state IN ('active', 'suspended'))::int AS running_count,
                   (c.renewal_result IS NOT DISTINCT FROM 'renewed')::int AS renewed,
                   (c.state IN ('expired', 'used_up') AND c.renewal_result IS DISTINCT FROM 'renewed')::int AS lapsed,
                   CASE WHEN c.renewal_result = 'renewed' THEN 100.0 WHEN c.state IN ('expired', 'used_up') THEN 0.0
                        END AS renewal_rate,
                   COALESCE(work.granted, 0)::int AS granted, COALESCE(work.used, 0)::int AS used,
                   COALESCE(100.0 * work.used / NULLIF(work.granted, 0), 0) AS use, c.price,
                   COALESCE(ledger.earned, 0) AS earned, c.price - COALESCE(ledger.earned, 0) AS rest,
                   COALESCE(ledger.forfeited, 0) AS forfeited,
                   COALESCE(spent.cost, 0) AS cost, COALESCE(ledger.earned, 0) - COALESCE(spent.cost, 0) AS margin,
                   COALESCE(c.commission, 0) AS commission
              FROM aftersales_contract c
              JOIN aftersales_contract_type kind ON kind.id = c.type_id
              JOIN res_company company ON company.id = c.company_id
         LEFT JOIN LATERAL (
                   SELECT SUM(CASE WHEN is_unlimited THEN used ELSE granted END) AS granted, SUM(used) AS used
                     FROM aftersales_contract_entitlement
                    WHERE contract_id = c.id) work ON TRUE
         LEFT JOIN LATERAL (
                   SELECT SUM(value) AS earned, SUM(value) FILTER (WHERE move.kind = 'forfeited') AS forfeited
                     FROM aftersales_contract_move move WHERE contract_id = c.id) ledger ON TRUE
         LEFT JOIN LATERAL (%(outlet)s) outlet ON TRUE
         LEFT JOIN LATERAL (%(cost)s) spent ON TRUE
             WHERE COALESCE(c.start_date, c.paid_date) IS NOT NULL
        """, outlet=self._get_outlet_query(), cost=self._get_cost_query())

    def _read_group_select(self, aggregate_spec, query):
        """Of several contracts: all that was used, of all that was granted."""
        if aggregate_spec != 'use:avg':
            return super()._read_group_select(aggregate_spec, query)
        used, granted = (self._field_to_sql(self._table, name, query) for name in ('used', 'granted'))
        return SQL("100.0 * SUM(%s) / NULLIF(SUM(%s), 0)", used, granted)

    @api.model
    def _get_outlet_query(self):
        """The one outlet at which contract ``c`` is valid."""
        return SQL("""
            SELECT CASE WHEN COUNT(*) = 1 THEN MIN(place.id) END AS id
              FROM aftersales_workshop place
             WHERE place.company_id = c.company_id AND (
                   EXISTS (SELECT 1 FROM aftersales_contract_workshop_rel valid
                            WHERE valid.contract_id = c.id AND valid.workshop_id = place.id)
                   OR NOT EXISTS (SELECT 1 FROM aftersales_contract_workshop_rel valid WHERE valid.contract_id = c.id))
        """)

    @api.model
    def _get_cost_query(self):
        """What the jobs have cost that contract ``c`` has paid for: parts that left the store, and hours."""
        return SQL("""
            SELECT SUM(COALESCE(NULLIF(job.clocked_hours, 0), job.flat_rate_hours, 0)
                       * COALESCE(company.aftersales_hour_cost, 0) + COALESCE(part.value, 0)) AS cost
              FROM aftersales_contract_move move
              JOIN aftersales_job job ON job.id = move.job_id
         LEFT JOIN LATERAL (
                   SELECT SUM(CASE WHEN source.usage IN ('internal', 'transit') THEN ABS(stock.value)
                                   ELSE -ABS(stock.value) END) AS value
                     FROM aftersales_order_line line
                     JOIN stock_move stock ON stock.aftersales_line_id = line.id AND stock.state = 'done'
                     JOIN stock_location source ON source.id = stock.location_id
                     JOIN stock_location target ON target.id = stock.location_dest_id
                    WHERE line.job_id = job.id
                      AND (source.usage IN ('internal', 'transit')) != (target.usage IN ('internal', 'transit'))) part ON TRUE
             WHERE move.contract_id = c.id AND move.kind = 'used'
        """)

    @api.readonly
    def action_view_contract(self):
        return self.contract_id._get_records_action()
