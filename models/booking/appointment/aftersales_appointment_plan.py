from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..slot_finder import Slot

# How far ahead another time is looked for when the wanted one is not free.
ALTERNATIVE_DAYS = 21
PLACE_FIELDS = ('start', 'user_id', 'technician_id', 'bay_id', 'work_start')


class AftersalesAppointment(models.Model):
    """What an appointment takes of counter, people, bays and hours; taken with the booking or not at all (C2, C7)."""
    _inherit = 'aftersales.appointment'

    # === BUSINESS METHODS: BOOKING ===#

    @api.model
    def _book(self, vals):
        """Book for a page or another system; the caller has checked who asks, and calls with sudo.

        :param vals: ``start`` of a slot, ``workshop_id``, who comes and what for; ``state='draft'`` notes the wish
            only, until ``_transition('booked')`` books it
        :raises ValidationError: naming what is not free, and free times instead
        """
        return self.create(vals)

    def _book_places(self, wishes):
        """Find and take the places of the appointments, which then are booked.

        :param wishes: dict of id: chosen values of PLACE_FIELDS; what is not chosen is allotted
        :raises ValidationError: when the time is not free, with alternatives
        """
        self._take_places(wishes)
        self._write_plain({'state': 'booked'})

    def _change_places(self, wishes):
        """The time, the people or the work of booked appointments changed: look again, or refuse."""
        if not self:
            return
        old_starts = {appointment: appointment.start for appointment in self}
        self._take_places({appointment.id: wishes for appointment in self})
        self._sync_allocations()
        moved = self.filtered(lambda appointment: appointment.start != old_starts[appointment] or (
            appointment.told_workshop_id and appointment.told_workshop_id != appointment.workshop_id))
        if moved:
            moved._after_reschedule(old_starts)

    def _take_places(self, wishes):
        """Choose a place for each appointment; the outlet's days are claimed, so that nobody does it at once."""
        for workshop, appointments in self.grouped('workshop_id').items():
            places = appointments._choose_places(wishes)
            self.env['aftersales.booking.day'].sudo()._claim([
                (workshop.id, day)
                for slot in places.values() for day in {workshop._get_local_day(slot.start), *slot.days}
            ])
            for appointment, slot in places.items():
                appointment._write_plain(appointment._prepare_place_vals(slot))

    def _choose_places(self, wishes):
        """The slot of each appointment of one outlet.

        :raises ValidationError: when one has none
        """
        workshop = self.workshop_id
        starts = {
            appointment: fields.Datetime.to_datetime(wishes.get(appointment.id, {}).get('start')) or appointment.start
            for appointment in self
        }
        last = max(workshop._get_local_day(start) for start in starts.values())
        if last > workshop._get_furthest_day():
            raise ValidationError(self.env._(
                "%(time)s is more than a year ahead. Choose an earlier time.",
                time=self[:1]._get_time_text(max(starts.values()))))
        finder = workshop._get_slot_finder(last, max(self.mapped('planned_hours')), without=self)
        places = {}
        for appointment in self.sorted(lambda a: (starts[a], a.id)):
            start = starts[appointment]
            day = workshop._get_local_day(start)
            request = appointment._prepare_request(wishes.get(appointment.id, {}), start)
            slot, reason = finder.place(request, start, day)
            if not slot:
                slot = appointment._get_slot_without_work(start) if appointment.channel == 'walk_in' else None
            if not slot:
                raise ValidationError(appointment._get_refusal(reason, start, request))
            finder.take(slot, day, appointment.is_waiter)
            places[appointment] = slot
        return places

    def _get_slot_without_work(self, start):
        """Who stands at the counter is received, and the work planned later when nobody is free."""
        values = dict.fromkeys(('user', 'employee', 'bay', 'work_start', 'work_stop'))
        return Slot(start=start, stop=start, days={}, **values)

    def _prepare_request(self, wishes, start):
        """What the slot finder is asked for; what was chosen before is kept where it can be."""
        self.ensure_one()
        chosen = {name: [wishes[name]] for name in ('user_id', 'technician_id', 'bay_id') if wishes.get(name)}
        is_kept = self._is_expected() and start == self.start and 'user_id' not in wishes
        return self.workshop_id._prepare_slot_request(
            self.planned_hours, self.skill_id, self.is_waiter,
            work_start=fields.Datetime.to_datetime(wishes.get('work_start')) or None,
            liked=(
                self.user_id.id or self.env.uid, self.technician_id.id or None, self.bay_id.id or None),
            at_counter=self.channel != 'walk_in' and not is_kept,
        )._replace(
            users=chosen.get('user_id'), employees=chosen.get('technician_id'), bays=chosen.get('bay_id'))

    def _prepare_place_vals(self, slot):
        self.ensure_one()
        return {
            'start': slot.start,
            'user_id': slot.user or self.user_id.id or (self.env.uid if self.channel == 'walk_in' else False),
            'technician_id': slot.employee,
            'bay_id': slot.bay,
            'work_start': slot.work_start,
            'work_stop': slot.work_stop,
        }

    # === BUSINESS METHODS: REFUSAL ===#

    def _get_refusal(self, reason, start, request):
        """Why a time is not free, and what is."""
        self.ensure_one()
        values = {'time': self._format_time(start), 'outlet': self.workshop_id.name}
        sentences = {
            'past': self.env._("%(time)s has passed.", **values),
            'closed': self.env._("%(outlet)s is closed on %(time)s.", **values),
            'waiters': self.env._("%(outlet)s takes no more waiting customers on the day of %(time)s.", **values),
            'counter': self.env._("No advisor is free to receive the customer at %(outlet)s on %(time)s.", **values),
            'technician': self.env._(
                "No technician who can do %(hours).1f hours of this work is free at %(outlet)s from %(time)s.",
                hours=self.planned_hours, **values),
            'bay': self.env._("No bay for this work is free at %(outlet)s from %(time)s.", **values),
        }
        slots = self._get_free_slots(start, request, 3)
        if not slots:
            advice = self.env._(
                "Nothing is free within %(days)s days: choose another outlet, less work or another technician.",
                days=ALTERNATIVE_DAYS)
        else:
            advice = self.env._(
                "Free instead: %(times)s.", times=", ".join(self._format_time(slot.start) for slot in slots))
        return f'{sentences[reason]} {advice}'

    def _get_alternatives(self, limit=3):
        """Free slots near the appointment's time, as ``aftersales.workshop._find_slots`` describes them."""
        self.ensure_one()
        request = self._prepare_request({}, self.start)._replace(at_counter=True)
        return [
            self.workshop_id._get_slot_values(slot) for slot in self._get_free_slots(self.start, request, limit)]

    def _get_free_slots(self, wanted, request, limit):
        """The nearest slots of the wanted day, then the first of the following days."""
        workshop, now = self.workshop_id, fields.Datetime.now()
        day = max(workshop._get_local_day(wanted), workshop._get_local_day(now))
        last = day + timedelta(days=ALTERNATIVE_DAYS)
        finder = workshop._get_slot_finder(last, self.planned_hours, without=self)
        request = request._replace(work_start=None, at_counter=True)
        slots = sorted(finder.find(request, day, day), key=lambda slot: abs(slot.start - wanted))
        slots = [slot for slot in slots if slot.start != wanted][:limit]
        for slot in finder.find(request, day + timedelta(days=1), last):
            if len(slots) >= limit:
                break
            slots.append(slot)
        return sorted(slots, key=lambda slot: slot.start)

    # === BUSINESS METHODS: WHAT IS TAKEN ===#

    @api.model
    def _get_place_fields(self):
        return PLACE_FIELDS

    def _get_needs(self):
        """What makes an appointment need another place."""
        self.ensure_one()
        return self.workshop_id, self.planned_hours, self.skill_id, self.is_waiter

    def _is_expected(self):
        self.ensure_one()
        return self.state in self._expected_states

    @api.model
    def _get_expected_domain(self):
        return Domain('state', 'in', self._expected_states)

    def _keeps_places(self):
        """An arrived car keeps its technician and bay until it is received and its jobs take them over."""
        self.ensure_one()
        return self._is_expected() or self.state == 'arrived' and self.order_id.state == 'draft'

    def _check_places_open(self, wishes):
        arrived = self.filtered(lambda appointment: appointment.state == 'arrived')
        if wishes and arrived:
            raise UserError(self.env._(
                "%(appointment)s has arrived. Plan the jobs of its repair order instead.",
                appointment=arrived[0].display_name))

    def _sync_allocations(self):
        """Bring what the appointments take of technicians and bays to their plan; only differences are written."""
        # sudo: allocations are the plan's own, see aftersales.allocation
        Allocation = self.env['aftersales.allocation'].sudo()
        kept = {
            (row.appointment_id.id, row.employee_id.id, row.bay_id.id, row.start, row.stop): row
            for row in Allocation.search([('appointment_id', 'in', self.ids)])
        }
        missing = []
        for appointment in self.filtered(lambda a: a._keeps_places() and a.work_start):
            for employee, bay in ((appointment.technician_id, False), (False, appointment.bay_id)):
                key = (
                    appointment.id, employee and employee.id, bay and bay.id,
                    appointment.work_start, appointment.work_stop,
                )
                if (employee or bay) and not kept.pop(key, None):
                    missing.append({
                        'workshop_id': appointment.workshop_id.id,
                        'appointment_id': appointment.id,
                        'employee_id': employee and employee.id,
                        'bay_id': bay and bay.id,
                        'start': appointment.work_start,
                        'stop': appointment.work_stop,
                    })
        Allocation.union(*kept.values()).unlink()
        Allocation.create(missing)
