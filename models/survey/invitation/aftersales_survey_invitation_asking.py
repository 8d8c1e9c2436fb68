from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

ASK_MAIL, ASK_SMS = 'aftersales.mail_template_ask_survey', 'aftersales.sms_template_ask_survey'
# Customers are written to between these hours of the outlet's clock.
FIRST_HOUR, LAST_HOUR = 9, 20
# So long an entry without an occasion of its own may be answered.
VALID = timedelta(days=14)


class AftersalesSurveyInvitation(models.Model):
    """Who is asked when, and who is left in peace: never twice, not while a complaint is open, not too often (L1)."""
    _inherit = 'aftersales.survey.invitation'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        invitations = super().create(vals_list)
        now = fields.Datetime.now()
        for invitation in invitations.sudo():  # sudo: how long it may be answered is the system's
            trigger = invitation.trigger_id
            invitation.expiry_date = now + (timedelta(days=trigger.valid_days) if trigger else VALID)
            if not trigger and invitation.method == 'phone' and not invitation.call_from:
                invitation.call_from = now
        return invitations

    # === ASKING ===#

    @api.model
    def _ask(self, vals_list):
        """Ask customers, each as he can be reached; who is not to be asked is noted with the reason.

        :param vals_list: values of the surveys, each with ``trigger_id``, ``survey_id``, ``partner_id``, ``company_id``
        """
        invitations = self.create([{**vals, 'method': 'link'} for vals in vals_list])
        reasons = invitations._get_skip_reasons()
        for reason, skipped in self.union(*reasons).grouped(reasons.get).items():
            skipped.write({'skip_reason': reason, 'state': 'skipped'})
        asked = invitations.filtered(lambda invitation: invitation not in reasons)
        reached = asked.filtered(lambda invitation: invitation._get_notice_channels())
        (asked - reached)._set_to_call()
        for trigger, some in reached.grouped('trigger_id').items():
            if trigger.call_after_days:
                some.call_from = fields.Datetime.now() + timedelta(days=trigger.call_after_days)
        if reached:
            reached._queue_notice(ASK_MAIL, ASK_SMS)
        return invitations

    def _set_to_call(self):
        self.write({'method': 'phone', 'call_from': fields.Datetime.now()})

    def _ask_for_call(self, mail_template):
        """Whom nothing can be sent to stands in the list of calls; customer care has no need of a task."""
        self.sudo()._set_to_call()  # sudo: how he is asked is the system's

    def _is_notice_due(self, mail_template):
        """Who answered meanwhile, or complains, is not asked to answer."""
        if mail_template == ASK_MAIL:
            return self.state == 'open' and not self.partner_id._refuses_surveys() and not self._get_complaining()
        return super()._is_notice_due(mail_template)

    # === WHO IS LEFT IN PEACE ===#

    def _get_contact_purpose(self):
        return 'survey'

    def _get_skip_reasons(self):
        """Why some of these customers are not asked, all of them looked at at once.

        :return: dict of survey: reason
        """
        complaining, rested, reasons, just_asked = self._get_complaining(), self._get_rest_dates(), {}, set()
        for invitation in self:
            partner = invitation.partner_id
            rest = fields.Datetime.now() - timedelta(days=invitation.trigger_id.rest_days)
            if partner.commercial_partner_id == invitation.company_id.partner_id.commercial_partner_id:
                reasons[invitation] = 'own'
            elif partner._refuses_surveys():
                reasons[invitation] = 'unwanted'
            elif invitation in complaining:
                reasons[invitation] = 'complaint'
            elif invitation.trigger_id.rest_days and (
                    partner in just_asked or rested.get(partner, datetime.min) > rest):
                reasons[invitation] = 'rest'
            elif not invitation._get_notice_channels() and (not partner.phone or partner._refuses('call', 'survey')):
                reasons[invitation] = 'unreachable'
            else:
                just_asked.add(partner)
        return reasons

    def _get_complaining(self):
        """Those whose customer has an open complaint, or whose car's customer is left in peace just now."""
        Complaint = self.env['aftersales.complaint'].sudo()  # sudo: whether one is open is no secret of the house
        found = Complaint.search(
            Domain(Complaint._get_open_domain()) & Domain('kind', '=', 'complaint')
            & Domain('partner_id', 'in', self.partner_id.ids))
        partners, vehicles = found.partner_id, self.vehicle_id._filter_contact_paused()
        return self.filtered(
            lambda invitation: invitation.partner_id in partners or (
                invitation.vehicle_id and invitation.vehicle_id in vehicles))

    def _get_rest_dates(self):
        """When each customer was asked last, before these.

        :return: dict of customer: moment
        """
        return dict(self._read_group(
            [('partner_id', 'in', self.partner_id.ids), ('id', 'not in', self.ids), ('state', '!=', 'skipped')],
            ['partner_id'], ['asked_date:max']))

    # === WHEN ===#

    @api.model
    def _get_asking_outlets(self):
        """Outlets whose customers are asked, where it is neither early nor late now.

        :return: dict of outlets by the beginning of their today (naive UTC)
        """
        # sudo: a scheduled action works for all companies
        outlets = self.env['aftersales.workshop'].sudo().search([('company_id.aftersales_ask_survey', '=', True)])
        now, starts = pytz.utc.localize(fields.Datetime.now()), {}
        for outlet in outlets:
            tz = outlet._get_tz()
            local = now.astimezone(tz)
            if FIRST_HOUR <= local.hour < LAST_HOUR:
                start = tz.localize(datetime.combine(local.date(), time.min)).astimezone(pytz.utc).replace(tzinfo=None)
                starts[start] = starts.get(start, outlets.browse()) | outlet
        return starts

    @api.model
    def _get_due_domain(self, field, triggers):
        """What happened so many days ago as an occasion says, of outlets that may ask now.

        :param field: name of the datetime field of a model with ``workshop_id``
        """
        starts = self._get_asking_outlets()
        return Domain.OR(
            Domain('workshop_id', 'in', outlets.ids)
            & Domain(field, '<', start - timedelta(days=trigger.days_after - 1))
            & Domain(field, '>=', start - timedelta(days=trigger.days_after - 1 + trigger.grace_days))
            for trigger in triggers for start, outlets in starts.items())

    # === END ===#

    @api.model
    def _cron_lapse(self, batch_size=500):
        """Nobody waits for ever."""
        self._work_through([('state', '=', 'open'), ('expiry_date', '<', fields.Datetime.now())], '_lapse', batch_size,
                           order='expiry_date, id', together=True)

    def _lapse(self):
        self._transition('lapsed')

    def _refuse(self, reason, is_for_ever=False):
        """The customer does not answer; who wants no more surveys gets none."""
        self._claim_for_update()
        system = self.sudo()  # sudo: the state is the system's; callers checked who may
        system.write({'refused_reason': reason, 'state': 'refused'})
        if is_for_ever:
            system.partner_id.aftersales_no_survey = True

    def _decline_for_ever(self):
        """The customer says by his link that he wants no surveys, whatever became of this one."""
        self.ensure_one()
        if self.state == 'open':
            self._refuse(False, is_for_ever=True)
        else:
            self.sudo().partner_id.aftersales_no_survey = True  # sudo: the page checked whose wish it is

    def _get_page_state(self):
        """What the customer's page is: open, or how it ended."""
        self.ensure_one()
        is_over = self.state == 'open' and self.expiry_date and self.expiry_date <= fields.Datetime.now()
        return 'lapsed' if is_over or self.state == 'skipped' else self.state

    def _check_may_ask(self):
        """
        :raises AccessError: for whoever is not of customer care
        """
        self.check_access('write')
