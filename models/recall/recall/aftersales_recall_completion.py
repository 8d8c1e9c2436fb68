import base64
import csv
import io

from odoo import api, fields, models
from odoo.tools import format_date

# Cars that need not be done here any more are no part of the quota.
OUT_STATES = ('gone',)


class AftersalesRecall(models.Model):
    """How far a recall has come: counted from its cars, week by week."""
    _inherit = 'aftersales.recall'

    car_ids = fields.One2many('aftersales.recall.vehicle', 'recall_id', string="Cars")
    car_count = fields.Integer(string="Number of Cars", compute='_compute_counts')
    here_count = fields.Integer(string="In the Register", compute='_compute_counts')
    told_count = fields.Integer(string="Told", compute='_compute_counts')
    todo_count = fields.Integer(string="Not Done Yet", compute='_compute_counts')
    done_count = fields.Integer(string="Done", compute='_compute_counts')
    done_percent = fields.Float(
        string="Done (%)", compute='_compute_counts', digits=(5, 1), aggregator=None,
        help="Of the cars that are in our register, without those that are gone.")
    target_percent = fields.Float(
        string="Target (%)", compute='_compute_target_percent', digits=(5, 1), aggregator=None,
        help="What should be done by this week.")
    week = fields.Integer(string="Week", compute='_compute_target_percent', aggregator=None, help="Since the start.")
    weeks_left = fields.Integer(compute='_compute_target_percent', aggregator=None)
    is_behind = fields.Boolean(string="Behind the Target", compute='_compute_target_percent')
    done_file = fields.Binary(string="Done Cars", compute='_compute_done_file')

    # === COMPUTE METHODS ===#

    @api.depends('car_ids.state', 'car_ids.vehicle_id', 'car_ids.told_count')
    def _compute_counts(self):
        Car = self.env['aftersales.recall.vehicle']
        rows = Car._read_group(
            [('recall_id', 'in', self.ids)], ['recall_id', 'state'], ['__count', 'vehicle_id:count'])
        told = dict(Car._read_group(
            [('recall_id', 'in', self.ids), ('told_count', '>', 0)], ['recall_id'], ['__count']))
        tallies = {}
        for recall, state, count, here in rows:
            tallies.setdefault(recall.id, {})[state] = (count, here)
        for recall in self:
            tally = tallies.get(recall._origin.id, {})
            recall.car_count = sum(count for count, __ in tally.values())
            recall.here_count = sum(here for __, here in tally.values())
            recall.told_count = told.get(recall._origin, 0)
            recall.done_count = tally.get('done', (0, 0))[0]
            quota = sum(here for state, (__, here) in tally.items() if state not in OUT_STATES)
            recall.todo_count = sum(
                here for state, (__, here) in tally.items() if state not in ('done', 'refused', *OUT_STATES))
            recall.done_percent = 100.0 * recall.done_count / quota if quota else 0.0

    @api.depends('started_date', 'ended_date', 'date_to', 'target_ids.week', 'target_ids.percent', 'done_percent')
    def _compute_target_percent(self):
        today = fields.Date.context_today(self)
        for recall in self:
            last = recall.ended_date or today
            recall.week = (last - recall.started_date).days // 7 + 1 if recall.started_date else 0
            recall.weeks_left = max((recall.date_to - today).days // 7, 0) if recall.date_to else 0
            due = [target.percent for target in recall.target_ids.sorted('week') if target.week <= recall.week]
            recall.target_percent = due[-1] if due else 0.0
            recall.is_behind = recall.state == 'running' and recall.done_percent < recall.target_percent

    @api.depends_context('lang', 'allowed_company_ids')
    def _compute_done_file(self):
        for recall in self:
            recall.done_file = base64.b64encode(recall._write_done_list().encode('utf-8-sig'))

    # === ACTION METHODS ===#

    @api.readonly
    def action_download_done(self):
        """What is reported to the maker: the cars that are done."""
        self.ensure_one()
        self.check_access('read')
        name = (self.maker_number or self.name).replace('/', '-')
        return {
            'type': 'ir.actions.act_url', 'target': 'download',
            'url': f'/web/content/{self._name}/{self.id}/done_file/{name}.csv?download=true',
        }

    # === BUSINESS METHODS ===#

    def _write_done_list(self):
        """VIN, day, kilometres and order of each car that is done, in the order of their days."""
        self.ensure_one()
        rows = io.StringIO()
        writer = csv.writer(rows)
        writer.writerow([
            self.env._("Maker's Number"), self.env._("VIN"), self.env._("Done on"), self.env._("Odometer (km)"),
            self.env._("Order")])
        cars = self.car_ids.filtered(lambda car: car.state == 'done').sorted(lambda car: (car.done_date, car.id))
        for car in cars:
            order = car.job_id.order_id
            writer.writerow([
                self.maker_number, car.vin or '', fields.Date.to_string(car._get_done_day()),
                round(order._get_coverage_facts().km or 0), order.name])
        return rows.getvalue()

    def _describe_period(self):
        """From when until when, in words for screens and letters."""
        self.ensure_one()
        return ' – '.join(format_date(self.env, day) for day in (self.date_from, self.date_to) if day)
