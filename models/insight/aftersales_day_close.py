from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .sides import Side

HOURS = {'digits': (8, 2), 'readonly': True}
# Of these the day says which records they are; of the others the records are those of this moment.
OF_THE_DAY = ('cars_in', 'cars_out', 'complaints_new', 'booked_tomorrow')
# In the order in which they are read, mailed and printed.
FIGURES = (
    'cars_in', 'cars_out', 'cars_late', 'cars_in_house', 'hours_a', 'hours_b', 'hours_c', 'hours_d', 'revenue_invoiced',
    'holds_open', 'complaints_new', 'complaints_open', 'calls_due', 'calls_late', 'parts_short', 'cash_received',
    'cash_difference', 'cash_open', 'booked_tomorrow', 'hours_booked_tomorrow', 'hours_there_tomorrow', 'hours_short_tomorrow',
)


class AftersalesDayClose(models.Model):
    """An outlet's day in the evening, for its head: what came and went, what is open, what tomorrow brings (sheet 3).

    Made once a day and outlet by ``aftersales.workshop._close_days``, and kept as it was: what is put right afterwards
    does not change it. The hours of each technician are in the daily report that the head of the workshop hands in.
    """
    _name = 'aftersales.day.close'
    _description = "Daily Close"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin']
    _order = 'date desc, workshop_id, id'
    _rec_name = 'workshop_id'
    _rec_names_search = ['workshop_id']

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(string="Day", required=True, readonly=True, index=True)
    made_date = fields.Datetime(string="Closed At", required=True, readonly=True)
    cars_in = fields.Integer(readonly=True, help="Orders received on the day.")
    cars_out = fields.Integer(readonly=True, help="Orders delivered on the day.")
    cars_late = fields.Integer(readonly=True, aggregator=None, help="In the house, and past their promise.")
    cars_in_house = fields.Integer(string="Cars Left in the House", readonly=True, aggregator=None)
    hours_a = fields.Float(string="A Hours", **HOURS)
    hours_b = fields.Float(string="B Hours", **HOURS)
    hours_c = fields.Float(string="C Hours", **HOURS)
    hours_d = fields.Float(string="D Hours", **HOURS)
    revenue_invoiced = fields.Monetary(
        readonly=True, groups='aftersales.group_price',
        help="Work on the invoices and credit notes dated on the day, without taxes.")
    holds_open = fields.Integer(string="Waits Open", readonly=True, aggregator=None)
    complaints_new = fields.Integer(string="Complaints Registered", readonly=True)
    complaints_open = fields.Integer(string="Complaints Not Closed", readonly=True, aggregator=None)
    calls_due = fields.Integer(readonly=True, aggregator=None, help="Follow-ups due and not done.")
    calls_late = fields.Integer(readonly=True, aggregator=None, help="Of them, those at their last day or past it.")
    parts_short = fields.Integer(
        string="Parts Needed and Not Ordered", readonly=True, aggregator=None,
        help="Needed, not here, and nobody has ordered them.")
    cash_received = fields.Monetary(
        string="Cash Received on the Day", readonly=True, groups='aftersales.group_price')
    cash_difference = fields.Monetary(
        string="Cash Difference of the Day", readonly=True, groups='aftersales.group_price')
    cash_open = fields.Integer(string="Cash Lists Not Handed In", readonly=True, aggregator=None)
    booked_tomorrow = fields.Integer(string="Booked for Tomorrow", readonly=True, aggregator=None)
    hours_booked_tomorrow = fields.Float(string="Hours Booked for Tomorrow", aggregator=None, **HOURS)
    hours_there_tomorrow = fields.Float(string="Technicians' Hours Tomorrow", aggregator=None, **HOURS)
    hours_short_tomorrow = fields.Float(string="Hours Short Tomorrow", aggregator=None, **HOURS)
    remark = fields.Text(string="Remark of the Head", max_length=2000, tracking=True)

    is_today = fields.Boolean(compute='_compute_is_today')

    _one_a_day = models.UniqueIndex('(workshop_id, date)', "This day of the outlet is closed already.")

    @api.depends('workshop_id.name', 'date')
    def _compute_display_name(self):
        for close in self:
            day = format_date(self.env, close.date) if close.date else ''
            close.display_name = f"{close.workshop_id.name or ''} · {day}"

    @api.depends('date', 'company_id')
    def _compute_is_today(self):
        for close in self:
            close.is_today = close.date == close.company_id._get_today()

    # === ACTION METHODS ===#

    def action_view_records(self, figure=''):
        """The records behind a figure; what was open in an evening is known of the day itself only."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one day."))
        self.check_access('read')
        company = self.company_id
        sides = self._get_day_sides(company._get_day_span(self.date), company._get_day_span(self.date + timedelta(days=1)))
        if not isinstance(figure, str) or figure not in sides or figure not in OF_THE_DAY and not self.is_today:
            raise UserError(self.env._("Which records these were is not kept."))
        return self.env['aftersales.indicator']._get_side_action(
            sides[figure], company, self.workshop_id, self._fields[figure]._description_string(self.env))

    def action_close_today(self):
        """Close the day of all outlets of the chosen companies; what is closed stays as it is."""
        if not self.env.user.has_group('aftersales.group_manager'):
            raise UserError(self.env._("A manager closes the day."))
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)], limit=500)
        outlets._close_days({outlet: outlet._get_local_day(fields.Datetime.now()) for outlet in outlets})
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    # === BUSINESS METHODS ===#

    @api.model
    def _count_day(self, outlets, day):
        """:return: dict of outlet: values of its day; of all outlets of a company in a constant number of queries"""
        values = {outlet: dict.fromkeys(FIGURES, 0) for outlet in outlets}
        for company, own in outlets.grouped('company_id').items():
            span, tomorrow = company._get_day_span(day), company._get_day_span(day + timedelta(days=1))
            Indicator = self.env['aftersales.indicator']
            sides = self._get_day_sides(span, tomorrow)
            sums = Indicator._sum_up(sides.values(), company)
            for name, side in sides.items():
                for outlet, (value, __) in sums[side.key, side.value].items():
                    if outlet in values:
                        values[outlet][name] = value
            own._add_day_hours(values, day)
            own._add_day_invoices(values, company, day)
            own._add_day_cash(values, company, day)
            currency = company.currency_id
            for outlet in own:
                row = values[outlet]
                row['hours_short_tomorrow'] = max(row['hours_booked_tomorrow'] - row['hours_there_tomorrow'], 0.0)
                row['revenue_invoiced'] = currency.round(row['revenue_invoiced'])
        return values

    @api.model
    def _get_day_sides(self, span, tomorrow):
        """What is counted of records that say their outlet: the day's, and what is open now."""
        orders, calls = 'aftersales.order', 'aftersales.followup'
        due = [('state', 'in', ('planned', 'in_call', 'no_answer'))]
        complaints = Side('aftersales.complaint', [('kind', '=', 'complaint'), ('state', '!=', 'cancelled')])
        booked = Side('aftersales.appointment', [('state', 'in', ('booked', 'confirmed')), *tomorrow.within('start')])
        return {
            'cars_in': Side(orders, [('state', 'not in', ('draft', 'cancelled')), *span.within('received_date')]),
            'cars_out': Side(orders, [('state', '=', 'delivered'), *span.within('delivered_date')]),
            'cars_late': Side(orders, [('is_late', '=', True)]),
            'cars_in_house': Side(orders, [('is_in_house', '=', True)]),
            'holds_open': Side('aftersales.hold', [('is_open', '=', True)]),
            'complaints_new': complaints.narrowed(*span.within('registered_date')),
            'complaints_open': complaints.narrowed(('is_open', '=', True)),
            'calls_due': Side(calls, [*due, ('due_date', '<=', span.first)]),
            'calls_late': Side(calls, [*due, ('late_date', '<=', span.first)]),
            'parts_short': Side(
                'aftersales.order.line', [('line_type', '=', 'part'), ('is_to_order', '=', True)],
                outlet='order_id.workshop_id'),
            'booked_tomorrow': booked,
            'hours_booked_tomorrow': booked._replace(value='planned_hours:sum'),
        }

    def _get_rows(self):
        """Label and value of each figure, as the reader's language writes them."""
        self.ensure_one()
        return [(self._fields[name]._description_string(self.env), self._fields[name].type, name) for name in FIGURES]

    def _tell_readers(self):
        """Mail the day to whoever wants it, each in his language."""
        for close in self:
            for lang, readers in close.workshop_id.close_reader_ids.grouped('lang').items():
                told = close.with_context(lang=lang)
                rows = Markup().join(
                    Markup('<tr><td>%s</td><td style="text-align:right">%s</td></tr>') % (label, told._say_row(kind, name))
                    for label, kind, name in told._get_rows())
                told.message_notify(
                    partner_ids=readers.partner_id.ids, subject=told.env._("Daily close: %(day)s", day=told.display_name),
                    body=Markup('<table>%s</table>') % rows)

    def _say_row(self, kind, name):
        self.ensure_one()
        unit = {'monetary': 'amount', 'float': 'hours'}.get(kind, 'number')
        return self.env['aftersales.indicator']._say_value(self[name], unit, self.currency_id)
