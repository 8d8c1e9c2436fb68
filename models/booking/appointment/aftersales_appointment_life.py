from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesAppointment(models.Model):
    _inherit = 'aftersales.appointment'
    _transitions = {
        'draft': dict.fromkeys(('booked', 'cancelled')),
        'booked': dict.fromkeys(('confirmed', 'arrived', 'no_show', 'cancelled')),
        'confirmed': dict.fromkeys(('arrived', 'no_show', 'cancelled')),
        'no_show': dict.fromkeys(('booked', 'arrived', 'cancelled')),
        'cancelled': dict.fromkeys(('booked',)),
        'arrived': dict.fromkeys(('booked',)),
    }
    # Somebody is to come.
    _expected_states = ('booked', 'confirmed')

    # === ACTION METHODS ===#

    def action_book(self):
        """Book again what was cancelled or missed, or what the customer has confirmed by code."""
        self._transition('booked')

    def action_confirm(self):
        """The customer says that they will come."""
        self._transition('confirmed')

    def action_no_show(self):
        self._transition('no_show')

    def action_reschedule(self):
        """Look for another time; choosing one moves the appointment."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Another Time for %(appointment)s", appointment=self.display_name),
            'res_model': 'aftersales.slot.search',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_appointment_id': self.id},
        }

    def action_arrive(self):
        """The car is here: open the repair order, made from what was booked."""
        arriving = self.filtered(lambda appointment: not appointment.order_id)
        unknown = arriving.filtered(lambda appointment: not appointment.vehicle_id or not appointment.partner_id)
        if unknown:
            return unknown[0]._ask_for_visitor()
        arriving._arrive()
        return self._get_orders_action()

    def action_view_order(self):
        return self._get_orders_action()

    def _get_orders_action(self):
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Repair Orders"),
            'res_model': 'aftersales.order',
            'view_mode': 'list,form',
            'domain': [('id', 'in', self.order_id.ids)],
        }
        if len(self.order_id) == 1:
            action.update(view_mode='form', views=[(False, 'form')], res_id=self.order_id.id)
        return action

    def _ask_for_visitor(self):
        """A dialog to find or enter the vehicle and the customer of somebody new."""
        self.ensure_one()
        view = self.env.ref('aftersales.appointment_view_form_arrive')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Who Has Arrived?"),
            'res_model': 'aftersales.appointment',
            'res_id': self.id,
            'view_mode': 'form',
            'views': [(view.id, 'form')],
            'target': 'new',
        }

    def _needs_cancel_reason(self):
        """A wish that was never booked takes nobody's time."""
        return self.state != 'draft'

    def _describe_cancelling(self):
        return self.env._("Technician, bay and time become free, and the customer is told.")

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_booked(self):
        """Who has arrived has, unless the estimate made by mistake was deleted."""
        for appointment in self:
            if appointment.state == 'arrived' and appointment.order_id:
                raise UserError(self.env._(
                    "%(appointment)s has arrived with %(order)s. Cancel or delete the repair order instead.",
                    appointment=appointment.display_name, order=appointment.order_id.display_name))

    def _check_no_show(self):
        now = fields.Datetime.now()
        for appointment in self:
            if appointment.start > now:
                raise UserError(self.env._(
                    "%(appointment)s is expected on %(start)s and cannot have missed it yet.",
                    appointment=appointment.display_name, start=appointment._format_time(appointment.start)))

    def _check_arrived(self):
        for appointment in self:
            if not appointment.order_id:
                raise UserError(self.env._(
                    "%(appointment)s has no repair order yet. Check the car in, which makes it.",
                    appointment=appointment.display_name))

    def _move(self, target, wishes):
        """Write the state of appointments that all come from one, with what they take or give back."""
        if target == 'booked':
            self._book_places({appointment.id: wishes for appointment in self})
        else:
            self._write_plain({'state': target})

    def _after_transition(self, source, target):
        self._sync_allocations()
        super()._after_transition(source, target)

    def _after_reschedule(self, old_starts):
        """The appointments have another time at the counter.

        :param old_starts: dict of appointment: its time before
        """

    # === BUSINESS METHODS: ARRIVAL ===#

    def _arrive(self):
        """Make the draft repair orders; they take over the plan when the cars are received."""
        self._check_reachable('arrived')
        estimated = {appointment: estimate for appointment in self if (estimate := appointment._get_usable_estimate())}
        new = self.filtered(lambda appointment: appointment not in estimated)
        orders = self.env['aftersales.order'].create([appointment._prepare_order_vals() for appointment in new])
        for appointment, estimate in estimated.items():
            estimate.write(appointment._prepare_estimate_vals(estimate))
        for appointment, order in [*zip(new, orders, strict=True), *estimated.items()]:
            # sudo: the link is the system's
            appointment.sudo().order_id = order
            appointment._add_jobs(order)
        self._complete_customers()
        self._transition('arrived')

    def _complete_customers(self):
        """What a customer has told us once is not asked again: a number or mailbox he had none of is kept with him.

        Only what our people wrote down: a public page may be anybody's.
        """
        for appointment in self.filtered(lambda appointment: appointment.channel in ('phone', 'counter', 'walk_in')):
            partner = appointment.partner_id.sudo()  # sudo: who receives a customer need not keep the contacts
            if told := {name: appointment[name] for name in ('phone', 'email') if appointment[name] and not partner[name]}:
                partner.write(told)

    def _prepare_order_vals(self):
        self.ensure_one()
        return {
            'workshop_id': self.workshop_id.id,
            'company_id': self.company_id.id,
            'vehicle_id': self.vehicle_id.id,
            'partner_id': self.partner_id.id,
            'user_id': self.user_id.id or self.env.uid,
            'concern': self.concern,
            'promise_date': self.promise_date if self.promise_date and self.promise_date > fields.Datetime.now() else False,
            'bay_id': self.bay_id.id,
        }

    def _prepare_estimate_vals(self, estimate):
        """What the appointment knows and the estimate does not."""
        vals = {name: value for name, value in self._prepare_order_vals().items() if value and not estimate[name]}
        if self.concern and self.concern not in (estimate.concern or ''):
            vals['concern'] = '\n'.join(filter(None, [estimate.concern, self.concern]))
        return {**vals, 'user_id': self.user_id.id or self.env.uid}

    def _add_jobs(self, order):
        """The booked work as jobs, laid one after the other into the time that was kept for it."""
        self.ensure_one()
        known = order.job_ids.filtered(lambda job: job._is_live())
        done = known.operation_id | known.menu_id.line_ids.operation_id
        jobs = known | order._add_work(self.operation_ids - done, self.menu_ids - known.menu_id)
        if not jobs:
            jobs = self.env['aftersales.job'].create(self._prepare_job_vals(order))
        if not self._keeps_plan() or any(job._is_empty() for job in jobs):
            return
        times = self.workshop_id._split_work(
            self.technician_id, self.work_start, self.work_stop, [job.flat_rate_hours or 1.0 for job in jobs])
        able = {
            skill: self.technician_id._has_skill(skill, self.workshop_id._get_local_day(self.work_start))
            for skill in jobs.skill_id
        }
        for job, (start, stop) in zip(jobs, times, strict=True):
            job.write({
                'planned_start': start,
                'planned_stop': stop,
                'bay_id': self.bay_id.id,
                'technician_id': self.technician_id.id if able.get(job.skill_id, True) else False,
            })

    def _prepare_job_vals(self, order):
        """The job of a visit for which no operation was chosen: what the customer says, for the hours that were booked.

        The hours stand as labour at the outlet's rate: nothing is planned, or asked of the customer, at no price.
        """
        self.ensure_one()
        words = (self.concern or '').strip().splitlines()
        labour = self.env.ref('aftersales.product_labour', raise_if_not_found=False)
        name = words[0][:80] if words else self.env._("Inspection and diagnosis")
        return {
            'order_id': order.id,
            'name': name,
            'concern': self.concern,
            'skill_id': self.skill_id.id,
            'line_ids': [Command.create({
                'line_type': 'labour', 'product_id': labour.id, 'name': name, 'quantity': self.planned_hours,
            })] if labour and self.planned_hours else [],
        }

    def _keeps_plan(self):
        """Whether the time kept for the work can still be used: who comes too late has lost it."""
        self.ensure_one()
        return bool(self.allocation_ids and self.work_stop and self.work_stop > fields.Datetime.now())
