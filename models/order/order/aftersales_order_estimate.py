from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Alert

# More estimates of one car are not read out to anybody.
MOST_ESTIMATES = 3


class AftersalesOrder(models.Model):
    """An order before the car comes: how long its prices hold, and that nobody writes it a second time."""

    _inherit = 'aftersales.order'

    valid_until = fields.Date(
        compute='_compute_valid_until', store=True, readonly=False, precompute=True, copy=False, tracking=True,
        help="The last day on which the estimate holds. The night after, it lapses, unless the customer has said yes "
             "to some of it. Empty: it does not lapse.")
    lapsed_date = fields.Date(string="Lapsed On", readonly=True, copy=False)
    is_lapsed = fields.Boolean(
        string="Lapsed", compute='_compute_is_lapsed', search='_search_is_lapsed',
        help="An estimate whose last day has passed.")
    open_estimate_id = fields.Many2one(
        'aftersales.order', string="Open Estimate", compute='_compute_open_estimate_id',
        help="An estimate of the same car that was not used yet; of several the one with the same work, the latest.")

    _estimates_idx = models.Index("(vehicle_id) WHERE state = 'draft'")
    _lapsing_idx = models.Index("(valid_until) WHERE state = 'draft' AND valid_until IS NOT NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('company_id')
    def _compute_valid_until(self):
        for order in self:
            if order.state == 'draft' and not order.valid_until:
                days = order.company_id.aftersales_estimate_validity_days
                order.valid_until = fields.Date.context_today(order) + timedelta(days=days) if days else False
            else:
                order.valid_until = order.valid_until

    @api.depends('valid_until', 'state')
    def _compute_is_lapsed(self):
        today = fields.Date.context_today(self)
        for order in self:
            order.is_lapsed = bool(order.state == 'draft' and order.valid_until and order.valid_until < today)

    def _search_is_lapsed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        lapsed = Domain('state', '=', 'draft') & Domain('valid_until', '<', fields.Date.context_today(self))
        return lapsed if True in value else ~lapsed

    @api.depends('vehicle_id', 'state', 'job_ids.operation_id', 'job_ids.menu_id')
    def _compute_open_estimate_id(self):
        for order in self:
            order.open_estimate_id = order._find_open_estimates()[:1]

    # === ACTION METHODS ===#

    def action_use_estimate(self):
        """Go on with the open estimate of the car: what is new here goes over, and this order ends."""
        self.ensure_one()
        estimate = self._find_open_estimates()[:1]
        if not estimate:
            raise UserError(self.env._(
                "No open estimate of %(vehicle)s is left. Reload the page to see what happened.",
                vehicle=self.license_plate or self.vehicle_id.display_name))
        self._continue_on(estimate)
        return estimate._get_records_action()

    def action_view_estimate(self):
        self.ensure_one()
        return self.open_estimate_id._get_records_action()

    # === BUSINESS METHODS: ONE ESTIMATE ===#

    def _find_open_estimates(self):
        """Estimates of the same car that hold and have work: those with the same work first, then the latest.

        Asked of an order that is itself not more than an estimate.
        """
        self.ensure_one()
        vehicle = self.vehicle_id._origin
        if not vehicle or self.state != 'draft':
            return self.browse()
        today = fields.Date.context_today(self)
        estimates = self.search([
            ('vehicle_id', '=', vehicle.id), ('state', '=', 'draft'), ('id', '!=', self._origin.id),
            ('job_ids.line_ids.quantity', '!=', 0), ('company_id', '=', (self.company_id or self.env.company).id),
            '|', ('valid_until', '=', False), ('valid_until', '>=', today),
        ], order='id desc', limit=MOST_ESTIMATES)
        return estimates.sorted(lambda estimate: (not self._has_same_work(estimate), -estimate.id))

    def _get_work(self):
        """Operations of the live jobs, those of their menus included."""
        jobs = self.job_ids.filtered(lambda job: job.state != 'cancelled')
        return (jobs.operation_id | jobs.menu_id.line_ids.operation_id)._origin

    def _has_same_work(self, estimate):
        self.ensure_one()
        return bool(self._get_work() & estimate._get_work())

    def _continue_on(self, estimate):
        """The visit goes on as ``estimate``, with its number, prices and answers; what is said here goes over."""
        self.ensure_one()
        (self | estimate).check_access('write')
        (self | estimate)._claim_for_update()
        for order in self | estimate:
            if order.state != 'draft' or order._has_signed_papers():
                raise UserError(self.env._(
                    "%(order)s is %(state)s or was signed for: only estimates can be put together.",
                    order=order.name, state=order._get_state_label()))
        estimate.write(self._prepare_continued_vals(estimate))
        pairs = self._continue_jobs_on(estimate)
        self._before_continued_on(estimate)
        if self._is_blank():
            self.sudo().unlink()  # sudo: opened a moment ago, and nothing of it is kept but what has gone over
        else:
            self._cancel(self.env._("It goes on as %(order)s.", order=estimate.name))
        for job, vals in pairs:
            job.write(vals)

    def _prepare_continued_vals(self, estimate):
        known = {line.strip() for line in (estimate.concern or '').splitlines()}
        new = [line for line in (self.concern or '').splitlines() if line.strip() and line.strip() not in known]
        vals = {'user_id': self.user_id.id or estimate.user_id.id}
        if new:
            vals['concern'] = '\n'.join(filter(None, [estimate.concern, *new]))
        for name in ('odometer_in', 'promise_date', 'bay_id'):
            if self[name] and not estimate[name]:
                vals[name] = self[name].id if self._fields[name].relational else self[name]
        return vals

    def _continue_jobs_on(self, estimate):
        """Work the estimate does not have yet goes over as it is here.

        :return: list of (job of the estimate, what it takes over of the one here)
        """
        pairs = []
        theirs = estimate.job_ids.filtered(lambda job: job.state != 'cancelled')
        for job in self.job_ids.filtered(lambda job: job.state != 'cancelled'):
            same = theirs.filtered(lambda other, job=job: (
                (job.operation_id and job.operation_id in (other.operation_id | other.menu_id.line_ids.operation_id))
                or (job.menu_id and job.menu_id == other.menu_id)
                or (not job.operation_id and not job.menu_id and job.name == other.name)))[:1]
            vals = job._prepare_take_over_vals()
            if not same:
                estimate.write({'job_ids': [Command.create(values) for values in job.copy_data({'order_id': estimate.id})]})
                same = estimate.job_ids[-1:]
            elif job.concern and not same.concern:
                vals['concern'] = job.concern
            if vals:
                pairs.append((same, vals))
            job._before_going_on_as(same)
        return pairs

    def _is_blank(self):
        """Hook: whether the order is a head alone, without work and papers: nobody would look for its number."""
        self.ensure_one()
        has_events = self.hold_ids or self.received_date or self.promise_change_ids
        return not (self.job_ids or has_events or self.message_attachment_count)

    def _before_continued_on(self, estimate):
        """Hook: rooms bring over what hangs on this order before it is cancelled."""

    # === BUSINESS METHODS: LAPSING ===#

    @api.model
    def _get_lapsing_domain(self):
        """Estimates whose last day has passed and to which nobody said yes; rooms keep more by ``super()``."""
        return (
            Domain('state', '=', 'draft') & Domain('valid_until', '<', fields.Date.context_today(self))
            & Domain('job_ids', 'not any', [('approval', '=', 'approved')]))

    @api.model
    def _cron_lapse_estimates(self, batch_size=200):
        self._work_through(self._get_lapsing_domain(), '_lapse', batch_size, order='valid_until, id', together=True)

    def _lapse(self):
        """The day is over once it is at the outlet; the next run finds it then."""
        now = fields.Datetime.now()
        for (workshop, valid_until), estimates in self.grouped(
                lambda estimate: (estimate.workshop_id, estimate.valid_until)).items():
            today = workshop._get_local_day(now)
            if valid_until < today:
                estimates.lapsed_date = today
                estimates._cancel(self.env._(
                    "The estimate was valid until %(date)s.", date=format_date(self.env, valid_until)))

    def _after_draft(self, source):
        """Who takes an estimate up again says how long it holds now."""
        super()._after_draft(source)
        passed = self.filtered(lambda order: order.valid_until and order.valid_until < fields.Date.context_today(order))
        for order in passed.sudo():  # sudo: stamps of the system
            order.write({'lapsed_date': False, 'valid_until': False})
            order._compute_valid_until()

    # === BUSINESS METHODS: ALERTS ===#

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_lapsed:
            alerts.append(Alert('warning', self.env._(
                "This estimate was valid until %(date)s: look at its prices and enter a new date.",
                date=format_date(self.env, self.valid_until))))
        for number, estimate in enumerate(self._find_open_estimates()):
            names = {'order': estimate.name, 'work': ", ".join(estimate.job_ids.mapped('shown_name')[:3])}
            if self._shows_prices():
                names['work'] += f', {estimate.currency_id.format(estimate.amount_total)}'
            is_same = self._has_same_work(estimate)
            message = (
                self.env._("The same work is estimated already: %(order)s, %(work)s.", **names) if is_same
                else self.env._("Open estimate %(order)s: %(work)s.", **names))
            if number == 0 and self._origin:
                message += ' ' + self.env._("Use it")
            alerts.append(Alert(
                'warning' if is_same else 'info', message, 'action_use_estimate' if number == 0 and self._origin else ''))
        return alerts

    # === BUSINESS METHODS: PRICES ===#

    def _get_labour_rate(self, pay_type, currency=None, work_class=None):
        """Hook: what an hour of labour costs on this order, or None when the labour's own price applies.

        :param work_class: aftersales.work.class of the work, where it is known
        """
        self.ensure_one()
        return self.workshop_id._get_labour_rate(pay_type, currency)
