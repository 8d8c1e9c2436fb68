from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.aftersales.models.outlet.zones import URGENCIES, ZONES

from .rescue.aftersales_rescue import CHANNELS, FAULTS, KINDS, STATES

PRICE = 'aftersales.group_price,base.group_portal'


class AftersalesRescueReport(models.Model):
    """Rescues in figures: minutes, arrival within the promise, solved on the spot, towed to us, turned into orders (J7)."""
    _name = 'aftersales.rescue.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Rescues in Figures"
    _auto = False
    _order = 'call_date desc, id desc'
    _rec_name = 'rescue_id'
    _depends = {
        'aftersales.rescue': [
            'company_id', 'workshop_id', 'call_date', 'kind', 'area_kind', 'severity', 'fault', 'channel', 'state',
            'employee_id', 'crew_partner_id', 'accepted_date', 'arrived_date', 'solved_date', 'handed_in_date',
            'first_promise', 'promised_date', 'order_id', 'crew_hours', 'labour_cost', 'parts_cost', 'purchase_id'],
        'aftersales.rescue.expense': ['rescue_id', 'state', 'amount'],
        'aftersales.rescue.sheet': ['rescue_id', 'content_hash', 'total_price'],
        'aftersales.order': ['is_on_site', 'amount_untaxed'],
        'account.move.line': ['purchase_line_id', 'price_unit', 'quantity', 'move_id'],
        'account.move': ['state', 'move_type'],
        'purchase.order.line': ['order_id', 'price_unit', 'product_qty'],
        'aftersales.rescue.offer': ['rescue_id', 'state'],
    }

    rescue_id = fields.Many2one('aftersales.rescue', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    call_date = fields.Datetime(string="Called In", readonly=True)
    call_hour = fields.Integer(string="Hour of the Call", readonly=True, aggregator=None)
    kind = fields.Selection(KINDS, readonly=True)
    area_kind = fields.Selection(ZONES, string="Area", readonly=True)
    severity = fields.Selection(URGENCIES, readonly=True)
    fault = fields.Selection(FAULTS, readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    state = fields.Selection(STATES, string="Status", readonly=True)
    employee_id = fields.Many2one('hr.employee', string="Crew's Leader", readonly=True)
    crew_partner_id = fields.Many2one('res.partner', string="Rescue Partner", readonly=True)
    accept_minutes = fields.Float(string="Minutes to Accept", readonly=True, aggregator='avg')
    arrive_minutes = fields.Float(string="Minutes to Arrive", readonly=True, aggregator='avg')
    solve_minutes = fields.Float(string="Minutes to Solve", readonly=True, aggregator='avg')
    on_time = fields.Float(string="Arrived as Promised, %", readonly=True, aggregator='avg')
    solved = fields.Float(string="Solved on the Spot, %", readonly=True, aggregator='avg')
    towed = fields.Float(string="Brought to Us, %", readonly=True, aggregator='avg')
    ordered = fields.Float(string="Became an Order, %", readonly=True, aggregator='avg')
    refusals = fields.Integer(string="Refusals", readonly=True)
    crew_hours = fields.Float(string="Crew's Hours", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    cost = fields.Monetary(readonly=True, groups=PRICE, help="Hours, expenses approved, the partner, parts.")
    income = fields.Monetary(readonly=True, groups=PRICE)
    margin = fields.Monetary(readonly=True, groups=PRICE)

    @property
    def _table_query(self):
        return SQL("""
            SELECT rescue.id, rescue.id AS rescue_id, rescue.company_id, rescue.workshop_id, rescue.call_date,
                   rescue.kind, rescue.area_kind, rescue.severity, rescue.fault, rescue.channel, rescue.state,
                   rescue.employee_id, rescue.crew_partner_id,
                   EXTRACT(HOUR FROM rescue.call_date AT TIME ZONE 'UTC'
                       AT TIME ZONE COALESCE(calendar.tz, 'UTC'))::int AS call_hour,
                   EXTRACT(EPOCH FROM rescue.accepted_date - rescue.call_date) / 60 AS accept_minutes,
                   EXTRACT(EPOCH FROM rescue.arrived_date - rescue.call_date) / 60 AS arrive_minutes,
                   EXTRACT(EPOCH FROM COALESCE(rescue.handed_in_date, rescue.solved_date) - rescue.call_date) / 60
                       AS solve_minutes,
                   CASE WHEN rescue.arrived_date IS NULL THEN NULL
                        WHEN rescue.arrived_date <= COALESCE(rescue.first_promise, rescue.promised_date) THEN 100.0
                        ELSE 0.0 END AS on_time,
                   CASE WHEN rescue.handed_in_date IS NOT NULL THEN 0.0
                        WHEN rescue.solved_date IS NOT NULL THEN 100.0 END AS solved,
                   CASE WHEN rescue.handed_in_date IS NOT NULL THEN 100.0
                        WHEN rescue.solved_date IS NOT NULL THEN 0.0 END AS towed,
                   CASE WHEN rescue.order_id IS NOT NULL THEN 100.0 ELSE 0.0 END AS ordered,
                   (SELECT COUNT(*) FROM aftersales_rescue_offer AS offer
                     WHERE offer.rescue_id = rescue.id AND offer.state IN ('refused', 'silent')) AS refusals,
                   rescue.crew_hours, company.currency_id,
                   money.cost, money.income, money.income - money.cost AS margin
              FROM aftersales_rescue AS rescue
              JOIN aftersales_workshop AS outlet ON outlet.id = rescue.workshop_id
         LEFT JOIN resource_calendar AS calendar ON calendar.id = outlet.resource_calendar_id
              JOIN res_company AS company ON company.id = rescue.company_id
         LEFT JOIN aftersales_order AS ordered ON ordered.id = rescue.order_id AND ordered.is_on_site
     CROSS JOIN LATERAL (
                    SELECT COALESCE(rescue.labour_cost, 0) + COALESCE(rescue.parts_cost, 0)
                           + COALESCE((SELECT SUM(expense.amount) FROM aftersales_rescue_expense AS expense
                                        WHERE expense.rescue_id = rescue.id AND expense.state IN ('approved', 'paid')), 0)
                           + COALESCE(
                               (SELECT NULLIF(SUM(billed.price_unit * billed.quantity
                                           * CASE WHEN move.move_type = 'in_refund' THEN -1 ELSE 1 END), 0)
                                  FROM purchase_order_line AS bought
                                  JOIN account_move_line AS billed ON billed.purchase_line_id = bought.id
                                  JOIN account_move AS move ON move.id = billed.move_id AND move.state != 'cancel'
                                 WHERE bought.order_id = rescue.purchase_id),
                               (SELECT SUM(bought.price_unit * bought.product_qty)
                                  FROM purchase_order_line AS bought WHERE bought.order_id = rescue.purchase_id), 0) AS cost,
                           COALESCE(ordered.amount_untaxed, (
                               SELECT SUM(sheet.total_price) FROM aftersales_rescue_sheet AS sheet
                                WHERE sheet.rescue_id = rescue.id AND sheet.content_hash IS NOT NULL), 0) AS income
                ) AS money
             WHERE rescue.state != 'cancelled'
        """)
