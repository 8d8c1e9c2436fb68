from markupsafe import escape

from odoo import api, models
from odoo.fields import Domain


class AftersalesEnquiry(models.Model):
    """By when an enquiry is answered is said by the table of deadlines; one that nobody answers in time goes to whom the table
    names, in steps (A4)."""
    _inherit = 'aftersales.enquiry'
    _deadline_document = 'enquiry'
    _late_activity = 'aftersales.mail_activity_enquiry_overdue'

    _to_escalate_idx = models.Index("(date) WHERE state IN ('open', 'in_progress') AND urged_date IS NULL")

    def _get_notice_tz(self):
        return self.workshop_id._get_tz() if self.workshop_id else super()._get_notice_tz()

    def _get_message_names(self):
        return [self.workshop_id.name, *super()._get_message_names()]

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        self._end_late_tasks()
        self.sudo().filtered('urged_date').write(self._get_fresh_urge_vals())  # sudo: stamps are the system's

    # === DEADLINES ===#

    def _get_deadline_key(self):
        self.ensure_one()
        return self._get_service_level(), False, False, self.company_id

    def _get_service_level(self):
        """Hook: the level of service that the customer's contract promises, a kind of the table of deadlines; or none."""
        return False

    def _get_promise_ends(self, step, start):
        """:return: dict of enquiry: when the step is to be done that begins at the field ``start``"""
        ends = self.env['aftersales.deadline']._get_ends(
            'enquiry', self, step, {enquiry: enquiry[start] for enquiry in self})
        return {enquiry: ends[enquiry][1] or False for enquiry in self}

    @api.model
    def _get_late_domain(self):
        return Domain('state', 'in', self._waiting_states) & Domain('is_overdue', '=', True)

    def _get_late_step(self):
        self.ensure_one()
        return 'respond' if self.state == 'open' else 'reply'

    def _get_late_due(self):
        self.ensure_one()
        return self.deadline

    def _get_late_reader(self, who):
        return super()._get_late_reader(who) or self.env.user

    def _prepare_urge(self, user):
        words = self.with_context(lang=user.lang)
        return {
            'summary': words.env._("Overdue enquiry: %(subject)s", subject=self.subject),
            'note': escape(words.env._(
                "%(customer)s waits for an answer since %(date)s. Responsible: %(user)s.",
                customer=self.partner_id.name or self.contact_name or self.phone or self.email or "–",
                date=words._get_time_text(self.date),
                user=self.user_id.name or words.env._("nobody"),
            )),
        }
