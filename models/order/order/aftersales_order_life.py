from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import Alert, OpenPoint

# So far ahead a promise is looked for, and a day more for each hour of work.
LEAST_PROMISE_DAYS = 21
MOST_PROMISE_DAYS = 366
# What stays writable on a locked order: talk, filing, and what the system itself keeps.
UNLOCKED_FIELDS = {'active', 'archive_reason', 'color', 'note', 'user_id', 'state', 'reopen_reason'}


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'
    _transitions = {
        'draft': dict.fromkeys(('received', 'cancelled')),
        'received': dict.fromkeys(('in_progress', 'quality_check', 'ready', 'cancelled')),
        'in_progress': dict.fromkeys(('received', 'quality_check', 'ready', 'cancelled')),
        'quality_check': dict.fromkeys(('received', 'in_progress', 'ready', 'cancelled')),
        'ready': dict.fromkeys(('in_progress', 'quality_check', 'received', 'delivered', 'cancelled')),
        'delivered': {},
        'cancelled': dict.fromkeys(('draft',)),
    }

    # === ACTION METHODS ===#

    def action_receive(self):
        """The car and its key are here."""
        self._transition('received')

    def action_ready(self):
        self._transition('ready')

    def action_deliver(self):
        """The customer takes the car back; the order is locked from here on."""
        self._transition('delivered')

    def action_draft(self):
        return self._take_up_again()

    def action_change_promise(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Change the Promise"),
            'res_model': 'aftersales.promise.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id, 'default_promise_date': self.promise_date},
        }

    def action_authorise(self):
        """Open the dialog that records the customer's answer for the waiting jobs."""
        jobs = self.job_ids.filtered('is_waiting_answer')
        if not jobs:
            raise UserError(self.env._(
                "No job of %(order)s waits for the customer's answer.", order=", ".join(self.mapped('name'))))
        return jobs._get_authorise_action()

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_received(self):
        for order in self.filtered(lambda order: order.state == 'draft'):
            if not order.odometer_in:
                raise UserError(self.env._(
                    "Enter the odometer reading of %(vehicle)s before receiving %(order)s.",
                    vehicle=order.vehicle_id.display_name, order=order.name,
                ))
            if not order.vehicle_id.active:
                raise UserError(self.env._(
                    "%(vehicle)s is archived. Restore the vehicle before receiving %(order)s.",
                    vehicle=order.vehicle_id.display_name, order=order.name,
                ))

    def _check_ready(self):
        for order in self:
            waiting = order.job_ids.filtered(lambda job: job._is_live() and not job._is_finished())
            if waiting:
                raise UserError(self.env._(
                    "%(order)s is not ready: %(jobs)s not passed by the inspector yet.",
                    order=order.name, jobs=", ".join(waiting.mapped('shown_name')),
                ))

    def _check_delivered(self):
        points = self._get_open_points()
        if points:
            raise UserError("\n\n".join(
                self.env._("%(order)s cannot be delivered. %(point)s", order=point.order.name, point=point.message)
                for point in points
            ))

    def _get_open_points(self):
        """What must be settled before these cars may leave; rooms add theirs by ``super()``.

        :rtype: list[OpenPoint]
        """
        waiting = self.job_ids.filtered('is_waiting_answer').grouped('order_id')
        return [
            OpenPoint(order, self.env._(
                "The customer has not answered for %(jobs)s. Record the approval or the refusal first.",
                jobs=", ".join(jobs.mapped('shown_name')),
            ))
            for order, jobs in waiting.items()
        ]

    def _check_cancelled(self):
        for order in self:
            running = order.job_ids.filtered(lambda job: job.state == 'doing')
            if running:
                raise UserError(self.env._(
                    "%(order)s cannot be cancelled while %(jobs)s is being worked on. Stop the work first.",
                    order=order.name, jobs=", ".join(running.mapped('shown_name')),
                ))

    def _after_received(self, source):
        if source != 'draft':
            return
        now = fields.Datetime.now()
        orders = self.sudo()  # the stamps are the system's, whoever moves the order
        suggested = orders.filtered(lambda order: not order.promise_date)._suggest_promises(now)
        for order in orders:
            promise = order.promise_date or suggested[order]
            order.write({
                'received_date': order.received_date or now,
                'promise_date': promise,
                'promise_first_date': order.promise_first_date or promise,
            })
        self.sudo().vehicle_id._on_visit(self.sudo())

    def _after_in_progress(self, source):
        self.sudo().filtered(lambda order: not order.started_date).started_date = fields.Datetime.now()

    def _after_ready(self, source):
        self.sudo().ready_date = fields.Datetime.now()

    def _after_delivered(self, source):
        now = fields.Datetime.now()
        self._close_holds(now)
        self.sudo().filtered(lambda order: not order.delivered_date)._set_delivered(now)

    def _after_cancelled(self, source):
        self._close_holds(fields.Datetime.now())
        self.job_ids.filtered(lambda job: job.state != 'cancelled').write({'state': 'cancelled'})

    def _needs_cancel_reason(self):
        return self.state != 'draft' or self._has_signed_papers()

    def _needs_reopen_reason(self):
        return bool(self.received_date) or self._has_signed_papers()

    def _describe_cancelling(self):
        live = self.job_ids.filtered(lambda job: job._is_live())
        text = self.env._("%(count)d jobs end without being done.", count=len(live)) if live else ''
        if any(order._has_signed_papers() for order in self):
            text += ' ' + self.env._("The customer has signed for this order: tell him.")
        return text.strip()

    def _after_draft(self, source):
        """The jobs that ended with the order go on with it; those that were ended before, for a reason, do not."""
        self.job_ids.filtered(lambda job: job.state == 'cancelled' and not job.cancel_reason).write({'state': 'todo'})

    def _set_delivered(self, now):
        self.delivered_date = now

    def _close_holds(self, now):
        self.hold_ids.filtered('is_open').write({'stop': now})

    def _suggest_promises(self, start):
        """The planned hours laid into the outlet's opening hours from ``start``.

        :return: dict of order: moment (naive UTC), False where the outlet has no hours, or not enough
        """
        hours = {
            order: sum(order.job_ids.filtered(lambda job: job._is_live()).mapped('flat_rate_hours')) or 1.0
            for order in self}
        first = start.date() - timedelta(days=1)
        days = min(LEAST_PROMISE_DAYS + int(max(hours.values(), default=0)), MOST_PROMISE_DAYS)
        tables = self.workshop_id._get_timetables(first, first + timedelta(days=days), self.env['hr.employee'])
        return {order: order._lay_promise(tables[order.workshop_id], start, hours[order]) for order in self}

    def _lay_promise(self, table, start, hours):
        place = table.has_hours and table.lay(table.open, start, hours)
        return place[1] if place else False

    def _follow_jobs(self):
        """Bring the order to where its jobs are; called after each move of a job."""
        moving = defaultdict(self.browse)
        for order in self.filtered('is_in_house'):
            target = order._get_state_of_jobs()
            if target and target != order.state:
                moving[target] |= order
        for target, orders in moving.items():
            orders._transition(target)

    def _get_state_of_jobs(self):
        """The state the live jobs speak for, or None when there is none to follow."""
        self.ensure_one()
        states = {
            'passed' if job._is_finished() else job.state for job in self.job_ids if job._is_live()
        }
        if not states:
            return None
        if states == {'passed'}:
            return 'ready'
        if states <= {'done', 'passed'}:
            return 'quality_check'
        if states == {'todo'} and not self.started_date:
            return 'received'
        return 'in_progress'

    # === BUSINESS METHODS: LOCK AND PROMISE ===#

    @api.model
    def _get_unlocked_fields(self):
        """What stays writable on a locked order; rooms add what they themselves keep by ``super()``."""
        return UNLOCKED_FIELDS

    def _check_frozen_fields(self, vals):
        """A delivered or cancelled order is history: corrections are credit notes or a new order."""
        written = {
            name for name in vals
            if name not in self._get_unlocked_fields() and not name.startswith(('message_', 'activity_'))
        }
        if vals.get('active') is False:
            self._check_may_archive()
        if written:
            self._check_same_car(written, vals)
            self.filtered(lambda order: not order._is_closing(written))._check_unlocked()

    def _check_may_archive(self):
        for order in self:
            if order.state != 'draft' and not order.is_locked:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: an archived order would be forgotten with the car in the house. "
                    "Deliver or cancel it first.",
                    order=order.name, state=order._get_state_label(order.state),
                ))

    def _check_same_car(self, names, vals):
        """Readings, approvals and parts of a received order are those of its car and its company."""
        for name in names & {'vehicle_id', 'company_id', 'partner_id'}:
            for order in self.filtered(lambda order, name=name: order[name].id != vals[name]):
                if order._has_signed_papers():
                    raise UserError(self.env._(
                        "%(order)s: the customer has signed for it, so its %(field)s cannot change any more. "
                        "Cancel it and open a new order.",
                        order=order.name, field=order._fields[name]._description_string(self.env),
                    ))
                if order.state != 'draft' and name != 'partner_id':
                    raise UserError(self.env._(
                        "%(order)s is %(state)s; %(field)s cannot change any more. Cancel it, set it back to an "
                        "estimate and correct it there.",
                        order=order.name, state=order._get_state_label(order.state),
                        field=order._fields[name]._description_string(self.env),
                    ))

    def _has_signed_papers(self):
        """Hook: whether somebody has signed for what the order says; rooms with signatures join by ``super()``."""
        self.ensure_one()
        return False

    def _is_closing(self, written):
        """Whether only the stamp of the closing itself is written."""
        return written <= {'delivered_date'} and not self.delivered_date

    def _check_unlocked(self):
        """Refuse changes of a locked order, its jobs and its lines."""
        for order in self:
            if order.is_locked:
                raise UserError(self.env._(
                    "%(order)s is %(state)s and cannot be changed. Make a credit note or open a new order.",
                    order=order.name, state=order._get_state_label(order.state),
                ))

    def _check_promise_logged(self, new_date):
        """A promise given is changed by an ``aftersales.promise.change``, which writes the new date here."""
        new_date = fields.Datetime.to_datetime(new_date)
        for order in self.filtered(lambda o: o.promise_first_date and o.promise_date != new_date):
            if order.promise_change_ids.sorted('id')[-1:].new_date != new_date:
                raise UserError(self.env._(
                    "%(order)s was promised already. Use “Change promise” and say why, so that the customer can be told.",
                    order=order.name,
                ))

    # === BUSINESS METHODS: HOOKS ===#

    def _get_alerts(self):
        """What the advisor must know at booking and check-in; rooms append theirs.

        :return: list of ``Alert``
        """
        self.ensure_one()
        alerts = []
        declined = self._get_declined_jobs()
        if declined:
            alerts.append(Alert('info', self.env._(
                "Declined before: %(jobs)s", jobs=", ".join(declined.mapped('shown_name'))), 'action_view_vehicle'))
        return alerts

    def _get_dues(self):
        """What is still to be paid of the order; the billing room knows.

        :return: list of ``Due``
        """
        self.ensure_one()
        return []

    def _get_next_service(self, odometer=None):
        """What the vehicle needs next once the work of this order is done; the vehicle room knows.

        :param odometer: what the car leaves with, where it is read and not written yet
        :return: (date or None, odometer in the vehicle's unit or 0.0, name)
        """
        self.ensure_one()
        return None, 0.0, ''

    def _get_delivery_advice(self):
        """What the customer should hear when taking the car, a sentence each; rooms append theirs."""
        self.ensure_one()
        declined = self.job_ids.filtered(lambda job: job.approval == 'declined' and job.state != 'cancelled')
        return [self.env._("Not done at the customer's wish: %(job)s", job=job._get_print_name()) for job in declined]

    def _get_declined_jobs(self, limit=5):
        self.ensure_one()
        if not self.vehicle_id._origin.id:
            return self.env['aftersales.job']
        return self.env['aftersales.job'].search([
            ('vehicle_id', '=', self.vehicle_id._origin.id), ('approval', '=', 'declined'),
            ('order_id', '!=', self._origin.id),
        ], limit=limit, order='id desc')
