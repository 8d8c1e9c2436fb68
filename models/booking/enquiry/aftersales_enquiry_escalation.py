from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain

OVERDUE_ACTIVITY = 'aftersales.mail_activity_enquiry_overdue'


class AftersalesEnquiry(models.Model):
    """An enquiry that nobody answers in time goes to the outlet's supervisor (A4)."""
    _inherit = 'aftersales.enquiry'

    escalation_date = fields.Datetime(string="Escalated On", readonly=True, copy=False)

    _to_escalate_idx = models.Index("(date) WHERE state IN ('open', 'in_progress') AND escalation_date IS NULL")

    def _get_notice_tz(self):
        return self.workshop_id._get_tz() if self.workshop_id else super()._get_notice_tz()

    def _get_message_names(self):
        return [self.workshop_id.name, *super()._get_message_names()]

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target not in self._waiting_states:
            self.sudo().filtered('escalation_date').activity_unlink([OVERDUE_ACTIVITY])

    @api.model
    def _cron_escalate(self, batch_size=200):
        """Give the supervisor a task for each overdue enquiry, once."""
        domain = (
            Domain('state', 'in', self._waiting_states) & Domain('escalation_date', '=', False)
            & Domain('is_overdue', '=', True))
        self._work_through(domain, '_escalate', batch_size, order='date, id', together=True)

    def _escalate(self):
        tasks = {}
        for enquiry in self:
            user = enquiry.workshop_id.manager_id or enquiry.user_id or self.env.user
            words = enquiry.with_context(lang=user.lang)
            tasks[enquiry] = {
                'user_id': user.id,
                'summary': words.env._("Overdue enquiry: %(subject)s", subject=enquiry.subject),
                'note': escape(words.env._(
                    "%(customer)s waits for an answer since %(date)s. Responsible: %(user)s.",
                    customer=enquiry.partner_id.name or enquiry.contact_name or enquiry.phone or enquiry.email or "–",
                    date=words._get_time_text(enquiry.date),
                    user=enquiry.user_id.name or words.env._("nobody"),
                )),
            }
        self._create_tasks(OVERDUE_ACTIVITY, tasks)
        self.escalation_date = fields.Datetime.now()
