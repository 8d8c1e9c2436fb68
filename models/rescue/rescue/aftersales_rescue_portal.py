from odoo import SUPERUSER_ID, api, fields, models

from .aftersales_rescue import OPEN_STATES, RUNNING_STATES, WAITING_STATES

ON_THE_WAY = ('accepted', 'under_way')


class AftersalesRescue(models.Model):
    """What the customer sees by his link: how far it is, who comes, when; nothing else (O2)."""
    _inherit = 'aftersales.rescue'

    _portal_counter = 'aftersales_rescue_count'

    def _compute_access_url(self):
        super()._compute_access_url()
        for rescue in self:
            rescue.access_url = f'/my/rescues/{rescue.id}'

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id')

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'h')

    # === NOTICES ===#

    def _get_notice_tz(self):
        return self.workshop_id._get_tz() if self.workshop_id else super()._get_notice_tz()

    def _get_message_names(self):
        return [self.workshop_id.name, *super()._get_message_names()]

    def _get_notice_phone(self):
        """Who stands beside the car is told, whosever it is."""
        return self.phone or super()._get_notice_phone()

    def _get_lang(self):
        self.ensure_one()
        return self.partner_id.lang or self.env.lang or 'en_US'

    def _tell_customer(self, kind):
        """Somebody comes: the link follows him."""
        self._keep_first_promise()
        self._queue_notice(f'aftersales.mail_template_rescue_{kind}', f'aftersales.sms_template_rescue_{kind}')

    def _is_notice_due(self, mail_template):
        return super()._is_notice_due(mail_template) and self.state in ON_THE_WAY

    # === PAGE ===#

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        waits, works = self.env._("We are looking for a crew"), self.env._("The crew is with you")
        return {
            'new': (self.env._("Your call has reached us"), 'info'),
            'confirmed': (waits, 'info'), 'offered': (waits, 'info'), 'refused': (waits, 'info'),
            'accepted': (self.env._("A crew has been found"), 'info'),
            'under_way': (self.env._("The crew is on the way to you"), 'info'),
            'arrived': (works, 'success'), 'working': (works, 'success'),
            'absent': (self.env._("The crew was there and did not find you: please call us"), 'warning'),
            'towing': (self.env._("Your car is being towed"), 'success'),
            'solved': (self.env._("Done on the spot"), 'success'),
            'handed_in': (self.env._("Your car has arrived"), 'success'),
            'closed': (self.env._("Rescue over"), 'light'), 'cancelled': (self.env._("Called off by you or us"), 'light'),
        }[self.state]

    def _get_page_values(self):
        """What the customer's link tells, and nothing else."""
        self.ensure_one()
        is_coming = self.state in ON_THE_WAY
        return {
            'status': self._get_portal_status(),
            'is_over': self.state not in OPEN_STATES,
            'promise': self._get_time_text(self.promised_date) if self.promised_date and self.state in (
                'new', 'confirmed', 'offered', 'refused', *ON_THE_WAY) else '',
            'crew': self.sudo().crew_name if is_coming or self.state in ('arrived', 'working', 'towing') else '',
            'is_in_danger': (self.is_danger or self.is_lane_blocked) and self.state in (
                'new', 'confirmed', 'offered', 'refused', *ON_THE_WAY),
            'number': self.name if self.name != '/' else '',
        }

    @api.model
    def _call_online(self, vals):
        """A call from the customer's own page, which has checked who calls; pressed twice it is one.

        What he says anew while somebody is looked for, or on the way, is noted on it; a rescue that is done
        and only waits to be closed is another one.

        :param dict vals: with ``workshop_id``, ``partner_id`` and ``place``
        """
        workshop = self.env['aftersales.workshop'].browse(vals['workshop_id'])
        system = self.with_user(SUPERUSER_ID).with_company(workshop.company_id)
        same = [(name, '=', vals[name] or False) for name in ('partner_id', 'vehicle_id', 'workshop_id')]
        # Two that are sent at once are read one after the other.
        system.env['aftersales.booking.day']._claim([(workshop.id, workshop._get_local_day(fields.Datetime.now()))])
        known = system.search([
            *same, ('channel', '=', 'portal'), ('state', 'in', (*WAITING_STATES, *RUNNING_STATES))], limit=1)
        if known:
            known._note_call_again(vals)
            return known.with_env(self.env)
        return system.create([{
            **vals, 'company_id': workshop.company_id.id, 'channel': 'portal', 'receiver_id': False, 'user_id': False,
        }]).with_env(self.env)

    def _note_call_again(self, vals):
        """What somebody calls again to say; that somebody is in danger counts at once."""
        self.ensure_one()
        names = [name for name in ('place', 'phone', 'story', 'fault') if vals.get(name) and vals[name] != self[name]]
        if vals.get('is_danger') and not self.is_danger:
            self.is_danger = True
        if names:
            self._message_log(body=self.env._("Called again: %(words)s", words=' · '.join(
                vals[name] if name != 'fault' else dict(self._fields[name]._description_selection(self.env))[vals[name]]
                for name in names)))
