from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL, format_amount

FIGURES = (
    'received_count', 'closed_count', 'open_count', 'overlong_count', 'late_count', 'unfounded_count', 'recurrence_count',
    'service_count', 'order_count', 'customer_count')
# Of a line, as the analysis names it.
LINE_FIELDS = {
    'advisor_id': 'advisor_id', 'technician_id': 'technician_id', 'department_id': 'department_id',
    'supplier_id': 'supplier_id', 'category_id': 'category_id', 'cause_id': 'cause_id', 'share': 'share',
    'days_taken': 'days_taken', 'cost': 'cost', 'recovered': 'recovered',
}


class AftersalesComplaintMonth(models.Model):
    """The figures of a month, counted from the same rows as the analysis."""
    _inherit = 'aftersales.complaint.month'

    received_count = fields.Integer(string="Cases Received", readonly=True)
    closed_count = fields.Integer(string="Cases Closed", readonly=True)
    open_count = fields.Integer(string="Open at the End", readonly=True)
    overlong_count = fields.Integer(string="Open beyond Their Days", readonly=True, help="At the end of the month.")
    late_count = fields.Integer(string="Closed Late", readonly=True)
    unfounded_count = fields.Integer(string="Unfounded", readonly=True)
    recurrence_count = fields.Integer(string="Recurred", readonly=True, help="Same vehicle and cause within 90 days.")
    service_count = fields.Integer(
        string="Caused by the House", readonly=True, help="Closed, founded, and a unit of the house is responsible.")
    order_count = fields.Integer(string="Repair Orders", readonly=True, help="Delivered in the month.")
    customer_count = fields.Integer(string="Customers Served", readonly=True)
    per_thousand = fields.Float(
        string="Per 1,000 Orders", compute='_compute_rates', store=True, aggregator=None, digits=(12, 1),
        help="Received complaints for each thousand repair orders.")
    service_percent = fields.Float(
        string="Caused by the House (%)", compute='_compute_rates', store=True, aggregator=None, digits=(12, 2),
        help="Of the customers served; the trade's goal is below 3 %.")
    cost = fields.Monetary(string="Cost", readonly=True, groups='aftersales.group_price')
    recovered = fields.Monetary(readonly=True, groups='aftersales.group_price')
    cost_per_thousand = fields.Monetary(
        string="Cost per 1,000 Orders", compute='_compute_rates', store=True, aggregator=None,
        groups='aftersales.group_price')
    difference_text = fields.Text(
        string="Since It Was Locked", compute='_compute_difference_text', groups='aftersales.group_price',
        help="Cases that were taken up again, and costs that are others now. The table itself stays.")

    # === COMPUTE METHODS ===#

    @api.depends('received_count', 'service_count', 'order_count', 'customer_count', 'cost', 'recovered')
    def _compute_rates(self):
        for month in self:
            orders, customers = month.order_count, month.customer_count
            month.per_thousand = 1000.0 * month.received_count / orders if orders else 0.0
            month.service_percent = 100.0 * month.service_count / customers if customers else 0.0
            month.cost_per_thousand = 1000.0 * (month.cost - month.recovered) / orders if orders else 0.0

    @api.depends('state', 'line_ids')
    def _compute_difference_text(self):
        locked = self.filtered(lambda month: month.state == 'locked')
        rows = {row.complaint_id.id: row for row in self.env['aftersales.complaint.report'].sudo().search(  # sudo: below
            [('complaint_id', 'in', locked.line_ids.complaint_id.ids)])} if locked else {}
        for month in self:
            # sudo: whoever may see the table sees what of it is no longer so
            month.difference_text = '\n'.join(
                line._describe_difference(rows.get(line.complaint_id.id)) for line in month.sudo().line_ids
                if line._is_different(rows.get(line.complaint_id.id))) if month in locked else False

    # === BUSINESS METHODS ===#

    def _count(self):
        """Lines, units and figures as they are now; what a unit has settled stays settled while its cases stay the same."""
        self.env.flush_all()  # the questions below are asked of the database
        for month in self.sudo():  # sudo: figures are the system's
            rows = month.env['aftersales.complaint.report'].search([
                ('workshop_id', '=', month.workshop_id.id), ('closed_on', '>=', month.month),
                ('closed_on', '<', month._get_end()), ('complaint_id', '!=', False)], order='date, id')
            month.line_ids.unlink()
            month.write({
                'line_ids': [Command.create(month._prepare_line_vals(row)) for row in rows],
                'counted_date': fields.Datetime.now(), **month._read_figures(rows)})
            month._renew_units()

    def _prepare_line_vals(self, row):
        complaint = row.complaint_id
        states = complaint.action_ids.mapped('state')
        return {
            'complaint_id': complaint.id, 'number': complaint.name, 'severity': complaint.severity,
            'is_confirmed': complaint.is_cause_confirmed, 'is_unfounded': bool(row.unfounded), 'is_late': bool(row.closed_late),
            'is_recurrence': row.recurrence_90 > 0, 'action_open': states.count('open'),
            'action_done': states.count('done'), 'action_effective': states.count('effective'),
            **{name: row[source].id if row._fields[source].type == 'many2one' else row[source]
               for name, source in LINE_FIELDS.items()},
        }

    def _read_figures(self, rows):
        """:return: values of the figures, by the outlet's clock"""
        self.ensure_one()
        closed = rows.filtered('closed')
        return {
            'closed_count': len(closed), 'late_count': sum(rows.mapped('closed_late')),
            'unfounded_count': sum(rows.mapped('unfounded')),
            'recurrence_count': len(rows.filtered(lambda row: row.recurrence_90 > 0)),
            'service_count': len(rows.filtered(lambda row: row.department_id and not row.unfounded)),
            'cost': sum(rows.mapped('cost')), 'recovered': sum(rows.mapped('recovered')),
            **self._read_standing(), **self._read_orders(),
        }

    def _get_bounds(self):
        """:return: the first and the last moment of the month at the outlet, as naive UTC"""
        day = self.workshop_id._get_day_bounds
        return day(self.month)[0], day(self._get_end())[0]

    def _read_standing(self):
        """What came in the month, and what was open when it ended."""
        start, stop = self._get_bounds()
        (received, standing, overlong), = self.env.execute_query(SQL(
            """
            SELECT COUNT(*) FILTER (WHERE registered_date >= %(start)s),
                   COUNT(*) FILTER (WHERE closed_date IS NULL OR closed_date >= %(stop)s),
                   COUNT(*) FILTER (WHERE (closed_date IS NULL OR closed_date >= %(stop)s) AND due_date < %(stop)s)
              FROM aftersales_complaint
             WHERE kind = 'complaint' AND state != 'cancelled' AND workshop_id = %(outlet)s AND registered_date < %(stop)s
               AND (closed_date IS NULL OR closed_date >= %(start)s OR registered_date >= %(start)s)
            """, outlet=self.workshop_id.id, start=start, stop=stop))
        return {'received_count': received, 'open_count': standing, 'overlong_count': overlong}

    def _read_orders(self):
        start, stop = self._get_bounds()
        (orders, customers), = self.env['aftersales.order']._read_group(
            [('workshop_id', '=', self.workshop_id.id), ('delivered_date', '>=', start), ('delivered_date', '<', stop)],
            [], ['__count', 'partner_id:count_distinct'])
        return {'order_count': orders, 'customer_count': customers}

    def _renew_units(self):
        """A row for each unit with a case; where its cases or their cost changed, its head settles them again."""
        self.ensure_one()
        known = {unit.department_id: unit for unit in self.unit_ids}
        shares = {}
        for line in self.line_ids:
            for party in line.complaint_id.party_ids.filtered('department_id'):
                shares.setdefault(party.department_id, []).append((line, party.share))
        for department, lines in shares.items():
            values = {'case_count': len({line for line, __ in lines}), 'cost': sum(
                (line.cost - line.recovered) * share / 100 for line, share in lines)}
            unit = known.pop(department, None)
            if not unit:
                self.unit_ids = [Command.create({'department_id': department.id, **values})]
            elif unit.case_count != values['case_count'] or self.currency_id.compare_amounts(unit.cost, values['cost']):
                unit.write({**values, 'settled_date': False, 'settled_by_id': False})
        self.env['aftersales.complaint.month.unit'].union(*known.values()).unlink()

    def _get_categories(self):
        """The table as it is printed: a row for each first category with its cases."""
        self.ensure_one()
        total = len(self.line_ids)
        rows = []
        for category, lines in self.line_ids.grouped(
                lambda line: line.category_id.parent_id or line.category_id).items():
            rows.append({
                'name': category.display_name or self.env._("Without Category"), 'lines': lines, 'count': len(lines),
                'percent': 100.0 * len(lines) / total, 'days': sum(lines.mapped('days_taken')) / len(lines),
                'cost': sum(lines.mapped('cost')) - sum(lines.mapped('recovered')),
                **{name: len(lines.filtered(f'is_{name}')) for name in ('confirmed', 'unfounded', 'late', 'recurrence')},
                **{name: sum(lines.mapped(f'action_{name}')) for name in ('open', 'done', 'effective')},
            })
        return sorted(rows, key=lambda row: (-row['count'], row['name']))

    def _format_cost(self, amount):
        return format_amount(self.env, amount, self.currency_id)
