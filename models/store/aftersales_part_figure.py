from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COUNT = {'readonly': True}
RATE = {'digits': (6, 1), 'readonly': True, 'aggregator': 'avg'}
VALUE = {'readonly': True, 'groups': 'aftersales.group_see_store'}
# Rates: what is divided by what, times what. Of several rows, by their sums.
QUOTIENTS = {
    'turns': (12, 'used_value', 'average_value'), 'dead_percent': (100, 'dead_value', 'value_at_end'),
    'emergency_percent': (100, 'emergency_value', 'bought_value'), 'hit_percent': (100, 'hits', 'handed'),
    'fill_percent': (100, 'filled', 'demand'), 'lost_percent': (100, 'lost_sales', 'demand'),
    'count_percent': (100, 'agreed', 'counted'), 'special_percent': (100, 'special_in_time', 'special'),
    'right_percent': (100, 'right_parts', 'handed'), 'time_percent': (100, 'timely', 'handed'),
    'short_percent': (100, 'shorts', 'deliveries'), 'parcel_percent': (100, 'parcels_in_time', 'parcels'),
    'old_percent': (100, 'old_overdue', 'old_due'), 'supply_days': (1, 'value_at_end', 'used_a_day'),
}
# What an outlet is to reach, as its own fields have it.
TARGETS = (
    'part_fill_least', 'part_fill_target', 'part_right_target', 'part_time_target', 'part_count_target', 'part_dead_most')
TARGET = {'digits': (6, 1), 'readonly': True, 'aggregator': None}


class AftersalesPartFigure(models.Model):
    """A row an outlet and month of the last two years: what the parts department is measured by (parts 10, H5, H7).

    Of stores that outlets share, the first of them has what lies there, what is bought and counted. Of several rows a rate
    is that of their sums.
    """
    _name = 'aftersales.part.figure'
    _description = "Figures of the Parts Department"
    _inherit = ['aftersales.analysis.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False
    _order = 'month desc, id'
    _rec_name = 'workshop_id'

    month = fields.Date(readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    warehouse_id = fields.Many2one('stock.warehouse', string="Store", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    used_value = fields.Monetary(
        string="Value Used", **VALUE, help="At cost: handed out for jobs and counter sales, less what came back.")
    average_value = fields.Monetary(
        string="Stock on Average", **VALUE, help="At cost: half of what lay there at the beginning and at the end.")
    turns = fields.Float(
        string="Stock Turns", **RATE, help="Twelve times what was used in the month / the stock on average.")
    used_a_day = fields.Monetary(
        string="Used a Day", **VALUE,
        help="At cost, on the average of the 12 months that end with this one, or of as many as the store is known.")
    supply_days = fields.Float(string="Days' Supply", **RATE, help="Stock at the end / used a day.")
    supply_words = fields.Char(
        string="Lasts", compute='_compute_supply_words', groups='aftersales.group_see_store',
        help="For how many days what lies there is enough, when as much is used as in the last 12 months.")
    value_at_end = fields.Monetary(string="Stock at the End", **VALUE, help="At cost, at the end of the month, or now.")
    dead_value = fields.Monetary(
        string="Dead Stock", **VALUE, help="At cost: what lies there of parts of which nothing has gone out for 12 months.")
    dead_percent = fields.Float(string="Dead Stock (%)", **RATE, help="Dead stock / the stock at the end.")
    bought_value = fields.Monetary(string="Bought", **VALUE, help="Confirmed purchases for the store, without taxes.")
    emergency_value = fields.Monetary(
        string="Bought in a Hurry", **VALUE, help="Purchases that are marked as emergency buys, without taxes.")
    emergency_count = fields.Integer(string="Emergency Buys", **COUNT, help="Parts that were bought in a hurry.")
    emergency_percent = fields.Float(
        string="Emergency Buys (%)", **RATE, help="Bought in a hurry / all that was bought.")
    handed = fields.Integer(string="Parts Handed Out", **COUNT, help="For jobs, one for each part of an order.")
    hits = fields.Integer(
        string="Hits", **COUNT, help="Parts for jobs that were here at once, and of which none came back wrong or faulty.")
    hit_percent = fields.Float(string="Hit Rate (%)", **RATE, help="Hits / parts handed out.")
    right_parts = fields.Integer(
        string="Right Parts", **COUNT, help="Handed out for jobs, and nothing of them came back wrong or faulty.")
    right_percent = fields.Float(string="Right Part (%)", **RATE, help="Right parts / parts handed out.")
    timely = fields.Integer(
        string="Handed Out in Time", **COUNT, help="Here at once, or there by the day of the table of deadlines.")
    time_percent = fields.Float(string="Issued on Time (%)", **RATE, help="Handed out in time / parts handed out.")
    demand = fields.Integer(
        string="Parts Asked For", **COUNT, help="Handed out for jobs, sold over the counter, and lost sales.")
    filled = fields.Integer(string="Served from Stock", **COUNT, help="Parts asked for, less emergency buys and lost sales.")
    fill_percent = fields.Float(string="Fill Rate (%)", **RATE, help="Served from stock / parts asked for.")
    lost_sales = fields.Integer(
        string="Sales Lost", **COUNT, help="Lost sales in the register, without those entered by mistake.")
    lost_value = fields.Monetary(string="Value of Lost Sales", readonly=True, groups='aftersales.group_price',
                                 help="At our price of the day, without taxes.")
    lost_percent = fields.Float(string="Lost Sales (%)", **RATE, help="Lost sales / parts asked for.")
    counted = fields.Integer(
        string="Places Counted", **COUNT,
        help="Parts at a place whose count is done: applied to the stock, or signed by both in a spot check. The first entry "
             "of a part at a place is no count.")
    agreed = fields.Integer(string="Counts That Agree", **COUNT, help="Counted, and the book was right.")
    count_percent = fields.Float(string="Count Accuracy (%)", **RATE, help="Counts that agree / places counted.")
    special = fields.Integer(
        string="Special Orders", **COUNT, help="Parts ordered for a job that were due in the month, and came or are late.")
    special_in_time = fields.Integer(string="Came in Time", **COUNT, help="By the day of the table of deadlines.")
    special_percent = fields.Float(
        string="Special Orders on Time (%)", **RATE, help="Special orders that came in time / special orders.")
    deliveries = fields.Integer(string="Deliveries of Suppliers", **COUNT, help="Receipts of the store that were done.")
    shorts = fields.Integer(
        string="Short Deliveries", **COUNT, help="Parts that a supplier sent short, wrong or damaged, noted in the month.")
    short_percent = fields.Float(
        string="Short a Delivery (%)", **RATE, help="Short deliveries / deliveries of suppliers.")
    parcels = fields.Integer(
        string="Parcels", **COUNT, help="Counter sales by parcel that were promised for the month, by the table of deadlines.")
    parcels_in_time = fields.Integer(string="Sent in Time", **COUNT, help="Parcels that left the house by their day.")
    parcel_percent = fields.Float(string="Parcels in Time (%)", **RATE, help="Parcels sent in time / parcels.")
    supplier_points = fields.Float(
        string="Suppliers' Score", **RATE, help="On the average of the last approved score of each supplier of the company.")
    old_due = fields.Integer(
        string="Old Parts Due", **COUNT, help="Old parts that were to go their way by a day of the month.")
    old_overdue = fields.Integer(
        string="Old Parts Overdue", **COUNT, help="Of those, what is still here, or never came, though its day is over.")
    old_percent = fields.Float(string="Old Parts Overdue (%)", **RATE, help="Old parts overdue / old parts due.")
    core_open = fields.Integer(
        string="Core Deposits Open", **COUNT,
        help="Taken at the counter in the month, and held still: the old part has not come.")
    core_open_value = fields.Monetary(
        string="Core Deposits Held", readonly=True, groups='aftersales.group_price',
        help="What is held of them, in the currency of the company.")
    credit_open = fields.Integer(
        string="Core Credits Open", **COUNT, help="Cores sent to suppliers in the month that are not credited yet.")
    part_fill_least = fields.Float(string="Fill at Least", **TARGET)
    part_fill_target = fields.Float(string="Fill Target", **TARGET)
    part_right_target = fields.Float(string="Right-Part Target", **TARGET)
    part_time_target = fields.Float(string="On-Time Target", **TARGET)
    part_count_target = fields.Float(string="Count Target", **TARGET)
    part_dead_most = fields.Float(string="Dead at Most", **TARGET)

    @api.depends('supply_days', 'used_a_day', 'value_at_end')
    @api.depends_context('lang')
    def _compute_supply_words(self):
        for row in self:
            if row.used_a_day > 0:
                row.supply_words = row.env._("%(days)s days", days=f'{row.supply_days:.0f}')
            elif row.value_at_end:
                row.supply_words = row.env._("Nothing used in 12 months")
            else:
                row.supply_words = row.env._("Nothing here")

    def _read_group_select(self, aggregate_spec, query):
        """Of several rows: the quotient of their sums."""
        name, __, function = aggregate_spec.partition(':')
        if function != 'avg' or name not in QUOTIENTS:
            return super()._read_group_select(aggregate_spec, query)
        factor, above, below = QUOTIENTS[name]
        above, below = (self._field_to_sql(self._table, part, query) for part in (above, below))
        return SQL("%s * SUM(%s)::numeric / NULLIF(SUM(%s), 0)", factor, above, below)

    # === ACTION METHODS ===#

    def action_view_stock(self):
        """What came in and went out in the month, and what lies there."""
        return self._open('aftersales.action_stock_months', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('month', '=', row.month)])

    def action_view_dead(self):
        """Which parts rest now."""
        return self._open('aftersales.action_stock_age', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('age_months', '>=', 12)])

    def action_view_emergencies(self):
        """What was bought in a hurry."""
        return self._open('aftersales.action_emergency_buys', lambda row: [
            ('aftersales_emergency', '!=', False), ('state', '=', 'purchase'),
            ('picking_type_id.warehouse_id', '=', row.warehouse_id.id), *row._get_month_domain('date_approve')])

    def action_view_handed(self):
        """Parts that were handed out for jobs."""
        return self._open('aftersales.action_part_services', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), *row._get_month_domain('date')])

    def action_view_wrong(self):
        """Parts of which something came back wrong or faulty."""
        return self._open('aftersales.action_part_services', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), ('right_rate', '=', 0), *row._get_month_domain('date')])

    def action_view_late(self):
        """Parts that came after the day of the table of deadlines."""
        return self._open('aftersales.action_part_services', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), ('time_rate', '=', 0), *row._get_month_domain('date')])

    def action_view_shorts(self):
        """What suppliers sent short, wrong or damaged."""
        return self._open('aftersales.action_short_deliveries', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), *row._get_month_domain('date')])

    def action_view_parcels(self):
        """Parcels that were promised for the month."""
        return self._open('aftersales.action_counter_sales', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), *row._get_parcel_domain()])

    def action_view_scores(self):
        """Approved scores of suppliers, whose half-year was over when the month ended."""
        return self._open('aftersales.action_supplier_scores', lambda row: [
            ('company_id', '=', row.company_id.id), ('state', '=', 'approved'),
            ('period_end', '<', row.month + relativedelta(months=1))])

    def action_view_old_overdue(self):
        """Old parts that should have gone their way in the month."""
        return self._open('aftersales.action_old_part_register', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), ('is_overdue', '=', True), ('deadline', '>=', row.month),
            ('deadline', '<', row.month + relativedelta(months=1))])

    def action_view_cores(self):
        """Core deposits of the month that are held still."""
        return self._open('aftersales.action_core_deposits', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), ('state', '=', 'held'), ('held_since', '>=', row.month),
            ('held_since', '<', row.month + relativedelta(months=1))])

    def action_view_credits(self):
        """Cores sent in the month that no supplier has credited."""
        return self._open('aftersales.action_cores_to_credit', lambda row: [
            ('workshop_id', '=', row.workshop_id.id), ('duty', '=', 'core'), ('stage', 'in', ('sent', 'accepted')),
            *row._get_month_domain('sent_date')])

    def action_view_lost(self):
        """What customers asked for and did not get."""
        return self._open('aftersales.action_lost_sales', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('is_mistake', '=', False), ('date', '>=', row.month),
            ('date', '<', row.month + relativedelta(months=1))])

    def action_view_counts(self):
        """What counts made of the stock."""
        return self._open('stock.stock_move_line_action', lambda row: [
            ('state', '=', 'done'), ('move_id.is_inventory', '=', True), '|',
            ('location_id.warehouse_id', '=', row.warehouse_id.id),
            ('location_dest_id.warehouse_id', '=', row.warehouse_id.id), *row._get_month_domain('date')])

    def action_view_spot_checks(self):
        """Spot checks of the store in the month that are signed by both."""
        return self._open('aftersales.action_spot_checks', lambda row: [
            ('warehouse_id', '=', row.warehouse_id.id), ('state', '=', 'closed'),
            ('date', '>=', row.month), ('date', '<', row.month + relativedelta(months=1))])

    def action_view_specials(self):
        """Parts ordered for jobs that were due in the month."""
        action = self._open('aftersales.action_part_requests', lambda row: [
            ('order_id.workshop_id', '=', row.workshop_id.id), *row._get_month_domain('parts_due')])
        return {**action, 'name': self.env._("Special Orders")}

    # === BUSINESS METHODS ===#

    def _open(self, xml_id, get_domain):
        """:param get_domain: function of one row; several rows open what any of them counts"""
        action = self.env['ir.actions.act_window']._for_xml_id(xml_id)
        return {**action, 'domain': list(Domain.OR(Domain(get_domain(row)) for row in self)), 'context': {'create': False}}

    def _get_parcel_domain(self):
        return [
            ('delivery_kind', '=', 'parcel'), ('state', 'not in', ('quote', 'cancelled')), *self._get_month_domain('due_date')]

    def _get_month_domain(self, field):
        """The month by the clock of the company, in the time of the database."""
        zone = pytz.timezone(self.company_id._get_clock_zone())
        start, stop = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.month, self.month + relativedelta(months=1)))
        return [(field, '>=', start), (field, '<', stop)]
