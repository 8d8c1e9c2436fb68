from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

HOME_MAIL, HOME_SMS = 'aftersales.mail_template_home_checkin', 'aftersales.sms_template_home_checkin'
# Who books late in the evening for tomorrow is not written to in the night.
LATEST_HOUR = 21
# The page of a visit offers to check in so long before it.
OFFERED_AHEAD = timedelta(days=2)


class AftersalesAppointment(models.Model):
    """The customer is sent the link by which he checks in from home, the day before he comes (O3)."""

    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.claim.mixin']

    home_checkin_ids = fields.One2many(
        'aftersales.home.checkin', 'appointment_id', string="Check-ins from Home", readonly=True, copy=False,
        groups='aftersales.group_user')
    home_checkin_state = fields.Selection(
        selection=[('none', "Not Sent"), ('open', "Link Sent"), ('confirmed', "Checked In")], string="From Home",
        compute='_compute_home_checkin_state', compute_sudo=True)

    @api.depends('home_checkin_ids.state')
    def _compute_home_checkin_state(self):
        homes = self.home_checkin_ids
        for appointment in self:
            appointment.home_checkin_state = appointment.home_checkin_ids[:1].with_prefetch(homes.ids).state or 'none'

    # === ACTION METHODS ===#

    def action_send_home_checkin(self):
        """Send the customer the link by which he checks in from home."""
        self.check_access('write')
        for appointment in self:
            appointment._check_home_open()
            if not appointment._get_notice_channels():
                raise UserError(self.env._(
                    "%(customer)s has neither an e-mail address nor a number that may be written to. "
                    "Enter one, or check the car in at the counter.",
                    customer=appointment.partner_id.display_name or appointment.display_name))
        self._send_home_checkin()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("The link goes out now. “Customer told” shows when it is sent."),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    def action_view_home_checkin(self):
        """What the customer said, and the photos he sent."""
        return self.home_checkin_ids._get_records_action(name=self.env._("Check-in from Home"))

    # === BUSINESS METHODS: THE LINK ===#

    def _get_home_checkin(self):
        """What the customer has said of the visit, or is asked for; SUDOED."""
        self.ensure_one()
        return self.sudo().home_checkin_ids[:1]  # sudo: customers and their pages have no rights on it

    def _is_home_open(self):
        """Whether the customer may still check in before the counter."""
        self.ensure_one()
        return (
            self._is_expected() and self.start > fields.Datetime.now() - timedelta(days=1)
            and self._get_home_checkin().state != 'confirmed')

    def _is_home_offered(self):
        """Whether the page of the visit offers it: near enough that the odometer still says something."""
        self.ensure_one()
        return self._is_home_open() and (
            bool(self._get_home_checkin()) or self.start < fields.Datetime.now() + OFFERED_AHEAD)

    def _check_home_open(self):
        """:raises UserError: when there is nothing to check in to any more"""
        for appointment in self:
            if appointment._get_home_checkin().state == 'confirmed':
                raise UserError(self.env._(
                    "%(appointment)s is checked in already.", appointment=appointment.display_name))
            if not appointment._is_home_open():
                raise UserError(self.env._(
                    "%(appointment)s is %(state)s, or its time is over: only who is still to come checks in from home.",
                    appointment=appointment.display_name, state=appointment._get_state_label(appointment.state)))

    def _send_home_checkin(self):
        self._claim_for_update()
        homes = self.sudo().home_checkin_ids  # sudo: the links are the system's
        homes |= homes.create([
            {'appointment_id': appointment.id}
            for appointment in self.union() - homes.appointment_id.sudo(False)])  # named twice, it is one visit
        told = homes.appointment_id.filtered(lambda appointment: appointment._get_notice_channels())
        told.home_checkin_ids.write({'sent_date': fields.Datetime.now()})
        self.env['aftersales.notice']._queue(told.with_env(self.env), HOME_MAIL, HOME_SMS)

    def _get_home_url(self):
        """The customer's page to check in; its key is shown to himself alone."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url(suffix='/check-in')

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'c')

    def _get_short_target(self, sign):
        return self.get_portal_url(suffix='/check-in') if sign == 'c' else super()._get_short_target(sign)

    def _is_notice_due(self, mail_template):
        if mail_template == HOME_MAIL:
            return self._is_home_open() and self.start > fields.Datetime.now()
        return super()._is_notice_due(mail_template)

    # === CRON ===#

    @api.model
    def _cron_send_home_checkins(self, batch_size=200):
        """Tell who comes tomorrow, by his outlet's clock, how to check in; each once."""
        domain = (
            self._get_expected_domain() & Domain('channel', '!=', 'walk_in') & Domain('home_checkin_ids', '=', False)
            & self._get_home_days(fields.Datetime.now()))
        self._work_through(domain, '_send_home_checkin', batch_size, order='start, id', together=True)

    @api.model
    def _get_home_days(self, now):
        """Tomorrow, at the outlets whose customers may be written to at this hour."""
        # sudo: a cron works for all companies
        outlets = self.env['aftersales.workshop'].sudo().search([('company_id.aftersales_home_checkin', '=', True)])
        days = []
        for outlet in outlets:
            clock = pytz.utc.localize(now).astimezone(outlet._get_tz())
            if outlet.company_id.aftersales_home_checkin_hour <= clock.hour < LATEST_HOUR:
                first, last = outlet._get_day_bounds(clock.date() + timedelta(days=1))
                days.append(Domain('workshop_id', '=', outlet.id) & Domain('start', '>=', first) & Domain('start', '<', last))
        return Domain.OR(days)
