from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesComplaint(models.Model):
    """Whoever complained is asked how it was handled, when it is over (L1 F)."""
    _inherit = 'aftersales.complaint'

    survey_invitation_ids = fields.One2many(
        'aftersales.survey.invitation', 'complaint_id', string="Surveys", readonly=True,
        groups='aftersales.group_see_survey')
    raised_by_ids = fields.One2many(
        'aftersales.survey.invitation', 'raised_complaint_id', string="Raised by Survey", readonly=True,
        groups='aftersales.group_see_survey')

    @api.model
    def _cron_ask_complainants(self, batch_size=200):
        triggers = self.env['aftersales.survey.trigger']._get_active('complaint')
        domain = self.env['aftersales.survey.invitation']._get_due_domain('closed_date', triggers)
        self._work_through(
            domain & Domain('state', '=', 'closed') & Domain('kind', '=', 'complaint') & Domain('partner_id', '!=', False)
            & Domain('survey_invitation_ids', '=', False), '_ask_about_handling', batch_size, order='closed_date, id',
            together=True)

    def _ask_about_handling(self):
        # sudo: surveys are the system's
        self.env['aftersales.survey.invitation'].sudo()._ask(self._prepare_surveys())

    def _prepare_surveys(self):
        trigger = self.env['aftersales.survey.trigger']._get_active('complaint')[:1]
        return [{
            'complaint_id': complaint.id, 'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id,
            'company_id': complaint.company_id.id, 'workshop_id': complaint.workshop_id.id,
            'partner_id': complaint.partner_id.id, 'vehicle_id': complaint.vehicle_id.id,
        } for complaint in self if trigger]

    # === THE CLOSING LETTER ===#

    def _complete_letter(self, kind, channel, body):
        """Who is told by e-mail that his case is closed finds the questions in the letter; he is not asked a second time."""
        body = super()._complete_letter(kind, channel, body)
        invitation = self._ask_by_letter() if kind == 'close' and channel == 'mail' else None
        if not invitation:
            return body
        words = invitation.with_context(lang=self._get_letter_lang())
        # What is kept is read in the house: the key comes into the customer's own mail only.
        link = invitation._hide_keys(invitation.get_base_url() + invitation.get_portal_url())
        return Markup('%s<p>%s <a href="%s">%s</a></p>') % (
            Markup(body or ''), words.env._("How content are you with how we handled it? A few questions, two minutes:"),
            link, words.env._("Answer now"))

    def _ask_by_letter(self):
        """The survey of who may be asked by this letter: it goes to himself, nobody else of his cases is open."""
        self.ensure_one()
        complaint = self.sudo()  # sudo: surveys are the system's
        partner = complaint.partner_id
        if complaint.kind != 'complaint' or not complaint.company_id.aftersales_ask_survey or not partner or (
                partner.email_normalized != complaint._get_letter_email()) or (
                    partner.with_company(complaint.company_id)._refuses('mail', 'survey')):
            return None
        known = complaint.survey_invitation_ids[:1]
        if known:
            return known if known.state == 'open' else None
        vals_list = complaint._prepare_surveys()
        others = Domain(self._get_open_domain()) & Domain('kind', '=', 'complaint') & Domain('partner_id', '=', partner.id)
        if not vals_list or complaint.search_count(others & Domain('id', '!=', complaint.id), limit=1):
            return None
        invitation = self.env['aftersales.survey.invitation'].sudo().create([{**vals_list[0], 'method': 'link'}])
        if invitation.trigger_id.call_after_days:
            invitation.call_from = fields.Datetime.now() + timedelta(days=invitation.trigger_id.call_after_days)
        return invitation

    def _notify_by_email_get_final_mail_values(self, recipient_ids, mail_values, additional_values=None):
        values = super()._notify_by_email_get_final_mail_values(
            recipient_ids, mail_values, additional_values=additional_values)
        if len(self) == 1 and recipient_ids and list(recipient_ids) == self.partner_id.ids:
            for invitation in self.sudo().survey_invitation_ids:  # sudo: the mail is the customer's
                values['body_html'] = invitation._show_keys(values.get('body_html'))
        return values
