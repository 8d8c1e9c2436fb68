from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesEnquiry(models.Model):
    _inherit = 'aftersales.enquiry'
    _transitions = {
        'open': dict.fromkeys(('in_progress', 'answered', 'cancelled')),
        'in_progress': dict.fromkeys(('answered', 'cancelled')),
        'answered': dict.fromkeys(('in_progress',)),
        'cancelled': dict.fromkeys(('open',)),
    }
    # The customer waits for us.
    _waiting_states = ('open', 'in_progress')

    # === ACTION METHODS ===#

    def action_respond(self):
        """The customer was spoken to; the answer itself is still owed."""
        self._transition('in_progress')

    def action_answer(self):
        """The customer knows the answer."""
        self._transition('answered')

    def action_send_answer(self):
        """Send the written answer by the customer's channel."""
        for enquiry in self:
            enquiry._check_answered()
            if enquiry.state == 'cancelled' or not enquiry.answer:
                raise UserError(self.env._(
                    "Write the answer to %(enquiry)s before sending it; reopen the enquiry if it was dropped.",
                    enquiry=enquiry.display_name,
                ))
            enquiry._get_or_create_partner()
        told = self._tell_customer_now(
            'aftersales.mail_template_enquiry_answer', 'aftersales.sms_template_enquiry_answer')
        told.filtered(lambda enquiry: enquiry._is_waiting())._transition('answered')

    def action_reopen(self):
        self.filtered(lambda enquiry: enquiry.state == 'cancelled')._transition('open')
        self.filtered(lambda enquiry: enquiry.state == 'answered')._transition('in_progress')

    def action_estimate(self):
        return self._follow_up('estimate')

    def action_book(self):
        """Open a new appointment with all that is known; saving it answers the enquiry."""
        return self._follow_up('appointment')

    def action_view_estimate(self):
        self.ensure_one()
        return self._get_form_action(self.order_id)

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_answered(self):
        for enquiry in self:
            if not (enquiry.answer or '').strip() and not enquiry._get_followups():
                raise UserError(self.env._(
                    "Write down what the customer of %(enquiry)s was told, or make an appointment or an estimate of it.",
                    enquiry=enquiry.display_name,
                ))

    def _after_transition(self, source, target):
        if source == 'answered':
            self.sudo().answer_date = False  # sudo: the stamps are the system's
        super()._after_transition(source, target)

    def _after_in_progress(self, source):
        self.sudo().filtered(lambda enquiry: not enquiry.response_date).response_date = fields.Datetime.now()

    def _after_answered(self, source):
        self._after_in_progress(source)
        self.sudo().answer_date = fields.Datetime.now()

    def _get_life_name(self):
        self.ensure_one()
        return self.name

    def _is_waiting(self):
        self.ensure_one()
        return self.state in self._waiting_states

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _get_followup_actions(self):
        """What an enquiry turns into in one click; other rooms add theirs by ``super()``.

        :return: dict of kind: dict ``label``, ``field`` (the enquiry's link to it) and either ``create`` (a function of
            the enquiry that returns the new record) or ``open`` (one that returns the action of a prepared form)
        """
        return {
            'appointment': {
                'label': self.env._("Appointment"),
                'field': 'appointment_ids',
                'open': lambda enquiry: enquiry._get_booking_action(),
            },
            'estimate': {
                'label': self.env._("Estimate"),
                'field': 'order_id',
                'create': lambda enquiry: enquiry._create_estimate(),
            },
        }

    def _get_followups(self):
        """The records this enquiry turned into."""
        self.ensure_one()
        return [self[action['field']] for action in self._get_followup_actions().values() if self[action['field']]]

    def _follow_up(self, kind):
        """Turn the enquiry into ``kind``, once, and open it; the customer's question is answered by it."""
        self.ensure_one()
        self.check_access('write')
        action = self._get_followup_actions()[kind]
        record = self[action['field']]
        if not record:
            if self.state == 'cancelled':
                raise UserError(self.env._("%(enquiry)s was dropped. Reopen it first.", enquiry=self.display_name))
            if 'open' in action:
                return action['open'](self)
            record = action['create'](self)
            self.sudo()[action['field']] = record
            self.sudo()._message_log(body=self.env._(
                "%(kind)s made: %(record)s", kind=action['label'], record=record._get_html_link()))
            self.filtered(lambda enquiry: enquiry._is_waiting())._transition('answered')
        return self._get_form_action(record[:1])

    def _get_form_action(self, record):
        return {
            'type': 'ir.actions.act_window',
            'res_model': record._name,
            'res_id': record.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def _get_booking_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("New Appointment"),
            'res_model': 'aftersales.appointment',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'context': {
                'default_enquiry_id': self.id,
                'default_vehicle_id': self.vehicle_id.id,
                'default_partner_id': self.partner_id.id,
                'default_contact_name': self.contact_name,
                'default_phone': self.phone,
                'default_email': self.email,
                'default_workshop_id': self.workshop_id.id or self.env['aftersales.order']._default_workshop_id().id,
                'default_channel': self.channel if self.channel in ('counter', 'web') else 'phone',
                'default_concern': self.question,
                'default_shows_slots': True,
            },
        }

    def _create_estimate(self):
        # sudo: customer care takes enquiries but writes no orders; an estimate without work binds nobody
        return self.env['aftersales.order'].sudo().create(self._prepare_estimate_vals()).with_env(self.env)

    def _prepare_estimate_vals(self):
        self.ensure_one()
        if not self.vehicle_id:
            raise UserError(self.env._(
                "Enter the car of %(enquiry)s first: an estimate is made for a car.", enquiry=self.display_name))
        vals = {
            'vehicle_id': self.vehicle_id.id,
            'partner_id': self._get_or_create_partner().id,
            'company_id': self.company_id.id,
            'user_id': self.user_id.id or self.env.uid,
            'concern': self.question,
        }
        if self.workshop_id:
            vals['workshop_id'] = self.workshop_id.id
        return vals

    def _get_or_create_partner(self):
        """Who asks becomes a customer as soon as something is made for him.

        :raises UserError: when nobody knows who asked
        """
        self.ensure_one()
        if not self.partner_id:
            if not (self.contact_name or self.phone or self.email):
                raise UserError(self.env._(
                    "Enter the customer of %(enquiry)s, or at least a name, phone or e-mail address.",
                    enquiry=self.display_name,
                ))
            # sudo: dispatchers take enquiries too, and enter whoever asks
            self.partner_id = self.env['res.partner'].sudo().create({
                'name': self.contact_name or self.phone or self.email,
                'phone': self.phone,
                'email': self.email,
            })
        return self.partner_id
