from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import babel_locale_parse

from odoo.addons.aftersales.models.base.words import BRIEF_DAY, use_plain_spaces

DAY = 'yMMMd'
REMINDER_MAIL, REMINDER_SMS = 'aftersales.mail_template_reminder', 'aftersales.sms_template_reminder'


class AftersalesReminder(models.Model):
    """What the customer reads: messages and letters, in his language, by the words of the rule (J4)."""
    _inherit = 'aftersales.reminder'

    # === ACTION METHODS ===#

    def action_print_letters(self):
        """The letters as one paper; they are in the register once they are in the post."""
        letters = self.filtered(lambda reminder: reminder.channel == 'letter' and reminder.state in ('planned', 'told'))
        if not letters:
            raise UserError(self.env._("None of these is to be written as a letter."))
        return self.env.ref('aftersales.action_report_reminder').report_action(letters)

    def action_letters_sent(self):
        """The letters are in the post: each stands in the register of letters."""
        self.check_access('write')
        for reminder in self:
            if reminder.channel != 'letter' or reminder.state != 'planned':
                raise UserError(self.env._(
                    "%(reminder)s is no letter that waits. Choose letters to be written.", reminder=reminder.display_name))
        system = self.sudo()  # sudo: register and state are the system's
        for reminder in system:
            reminder._claim_for_update()
        system._note_in_register('letter')
        system._note_told()

    def action_view_contacts(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_followup_contacts')
        return {**action, 'domain': [('reminder_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS: SENDING ===#

    @api.model
    def _get_send_domain(self):
        """What is to be sent now, and what waits on a way that is not open."""
        now = fields.Datetime.now()
        # sudo: a scheduled action works for all companies
        reminding = self.env['res.company'].sudo().search([('aftersales_remind', '=', True)])
        awake = reminding.filtered(lambda company: not company._get_quiet_reason(now))
        # Greetings go out on the holiday itself, though not at night.
        greeting = reminding.filtered(lambda company: not company._get_quiet_hours_reason(now))
        Vehicle = self.env['fleet.vehicle'].sudo()
        return Domain('state', '=', 'planned') & Domain('due_date', '>=', fields.Date.today()) & (
            Domain('channel', '=', 'message')
            & (Domain('company_id', 'in', awake.ids)
               | Domain('company_id', 'in', greeting.ids) & Domain('kind', 'in', self._get_greeting_kinds()))
            & (Domain('vehicle_id', '=', False) | ~Domain('vehicle_id', 'any', Vehicle._get_contact_pause_domain()))
            & self._get_turn_domain()
            | Domain('channel', '=', 'letter') & Domain('partner_id.street', '=', False)
            | Domain('channel', '=', 'call') & Domain('partner_id.phone', '=', False))

    @api.model
    def _get_greeting_kinds(self):
        """Hook: kinds that are told on their day, whatever day it is."""
        return ('greeting', 'birthday')

    @api.model
    def _cron_send(self, batch_size=500):
        self._work_through(self._get_send_domain(), '_send', batch_size, order='due_date, id', together=True)

    def _send(self):
        """What is still true goes by message; whom none reaches is told on the next way of the rule."""
        true_ones = self.filtered(lambda reminder: reminder._is_still_due())
        (self - true_ones)._end_untrue()
        open_ones = true_ones.filtered(lambda reminder: reminder._is_way_open(reminder.channel))
        (true_ones - open_ones)._go_on('unreachable')
        messages = open_ones.filtered(lambda reminder: reminder.channel == 'message')._take_turns()
        if messages:
            messages._queue_notice(REMINDER_MAIL, REMINDER_SMS)
            messages._note_in_register('message')
            messages._note_told()

    def _end_untrue(self):
        for reminder in self:
            car = reminder.vehicle_id
            is_gone = not car or not (car.active and car.is_customer_vehicle) or reminder.partner_id not in (
                car.owner_id | car.contact_id | car.owner_id.child_ids)
            reminder._end('sold' if is_gone else 'renewed')

    def _go_on(self, reason):
        """On the next way of its rule that is open; where none is left it ends.

        :param reason: why this way does not go on: ``unreachable`` or ``refused``
        """
        for reminder in self:
            way = reminder._get_next_way(reminder.rule_id._get_ways())
            if way:
                reminder.write({'channel': way, 'ready_date': reminder._get_today()})
            else:
                reminder._end(reason)

    def _can_wait(self):
        """Good wishes are told on their day, and what is due today is late tomorrow."""
        return self.kind not in self._get_greeting_kinds() and self.due_date > self._get_today()

    def _note_in_register(self, medium):
        """A row of the register for each, as the system."""
        self.env['aftersales.followup.contact'].sudo().create([{
            'reminder_id': reminder.id, 'company_id': reminder.company_id.id, 'workshop_id': reminder.workshop_id.id,
            'medium': medium, 'direction': 'out', 'partner_id': reminder.partner_id.id,
            'vehicle_id': reminder.vehicle_id.id, 'topic': reminder.rule_id.name, 'outcome': 'sent', 'user_id': self.env.uid,
        } for reminder in self])

    def _is_notice_due(self, mail_template):
        """Who refused, sold, renewed or complained while the message waited is told nothing."""
        return (
            super()._is_notice_due(mail_template) and self.state == 'told' and self._is_still_due()
            and not (self.vehicle_id and self.vehicle_id._is_contact_paused()))

    def _get_today(self):
        return self.workshop_id._get_local_day(fields.Datetime.now())

    # === BUSINESS METHODS: WORDS ===#

    def _get_message_names(self):
        model = '' if self.vehicle_id.license_plate else self.vehicle_id.model_id.display_name
        return [self.workshop_id.name, self.company_id.name, model]

    def _say(self, name, skeleton=DAY):
        """A text of the rule in the customer's language, with what it is about filled in.

        Names in braces are filled in; whatever else somebody typed into braces stays as it is.
        """
        self.ensure_one()
        reminder = self.with_context(lang=self._get_lang())
        car, text = reminder.vehicle_id, reminder.rule_id[name] or ''
        words = {
            'customer': reminder.partner_id.name or '', 'car': car.license_plate or car.model_id.display_name or '',
            'what': reminder._say_what(), 'date': reminder._say_day(skeleton),
            'days': str(max((reminder.due_date - reminder._get_today()).days, 0)),
            'text': reminder.day_id.text or reminder.day_id.name or '', 'outlet': reminder.workshop_id.name or '',
        }
        for word, value in words.items():
            text = text.replace('{' + word + '}', value)
        return text

    def _say_what(self):
        """The thing itself: the service to do, the season or holiday."""
        return self.vehicle_id.next_service_line_id.name or '' if self.kind == 'service' else self.day_id.name or ''

    def _say_day(self, skeleton):
        return use_plain_spaces(format_skeleton(skeleton, self.due_date, locale=babel_locale_parse(self.env.lang)))

    def _get_subject(self):
        return self._say('subject')

    def _get_text(self):
        return self._say('text')

    def _get_sms(self):
        """Without the year: messages are paid by their length."""
        return self._say('sms_text', BRIEF_DAY).rstrip('.。')
