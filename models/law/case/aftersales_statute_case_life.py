from odoo import models
from odoo.exceptions import UserError

CASE_GROUP = 'aftersales.group_law'
MANAGER_GROUP = 'aftersales.group_manager'


class AftersalesStatuteCase(models.Model):
    """The claims clerk keeps the case; the manager decides it (sheet of the warranty, 13)."""
    _inherit = 'aftersales.statute.case'
    _transitions = {
        'open': {'requested': CASE_GROUP, 'dropped': CASE_GROUP},
        'requested': {'accepted': MANAGER_GROUP, 'refused': MANAGER_GROUP, 'dropped': CASE_GROUP},
        'accepted': {'completed': CASE_GROUP, 'refused': MANAGER_GROUP},
        'refused': {'requested': CASE_GROUP},
        'completed': {},
        'dropped': {'requested': CASE_GROUP},
    }

    # === ACTION METHODS ===#

    def action_request(self):
        """The customer's written request is here: the deadlines of the law run."""
        self._transition('requested')

    def action_accept(self):
        self._transition('accepted')

    def action_refuse(self):
        self._transition('refused')

    def action_complete(self):
        """The car was exchanged or taken back."""
        self._transition('completed')

    def action_drop(self):
        """The customer does not use his right."""
        self._transition('dropped')

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_requested(self):
        for case in self:
            if not case.request_date:
                raise UserError(self.env._(
                    "%(case)s: enter the day on which the customer's written request came.", case=case.name))
            if case.request_date > case.company_id._get_today():
                raise UserError(self.env._(
                    "%(case)s: a request cannot come on a day that is still to come.", case=case.name))

    def _check_accepted(self):
        for case in self:
            if not case.remedy:
                raise UserError(self.env._("%(case)s: choose what is decided.", case=case.name))
            if case._lacks_price():
                raise UserError(self.env._(
                    "%(case)s: enter the price of the car; the sums follow from it.", case=case.name))

    def _check_refused(self):
        for case in self:
            if not (case.reason or '').strip():
                raise UserError(self.env._(
                    "%(case)s: a refusal must give its reasons. Enter them.", case=case.name))

    def _check_completed(self):
        for case in self:
            if case.remedy == 'exchange' and not case.replacement_id:
                raise UserError(self.env._(
                    "%(case)s: choose the car that was given in exchange.", case=case.name))

    def _check_dropped(self):
        """The customer may still come as long as his right lasts."""

    def _after_requested(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'reply_date': False})
        for case in self.filtered('user_id'):
            words = case.with_context(lang=case.user_id.lang)
            for due, summary in (
                (case.reply_due, words.env._("Reply to the customer's request")),
                (case.completion_due, words.env._("Exchange or return must be complete")),
            ):
                if due:
                    case.activity_schedule(
                        'mail.mail_activity_data_todo', user_id=case.user_id.id, date_deadline=due, summary=summary)

    def _after_accepted(self, source):
        self._seal_decision()

    def _after_refused(self, source):
        self._seal_decision()

    def _seal_decision(self):
        """What was told to the customer stays as it was told."""
        cases = self.sudo()  # sudo: stamps and evidence are the system's
        for company, of_company in cases.grouped('company_id').items():
            of_company.reply_date = company._get_today()
        self.env['aftersales.statute.evidence'].sudo()._seal(cases, 'decision')

    def _after_completed(self, source):
        for case in self.sudo():  # sudo: as above; the periods of the new car are the system's
            today = case.company_id._get_today()
            case.completion_date = today
            if case.remedy == 'exchange':
                case.replacement_id.write({'statute_restart_date': today})
                if not case.replacement_id.statute_id:
                    case.replacement_id.statute_id = self.env['aftersales.statute']._get_in_force(
                        'law', case.company_id, case.partner_id)._pick(today)
        self.activity_unlink(['mail.mail_activity_data_todo'])
        self.env['aftersales.statute.evidence'].sudo()._seal(self.sudo(), 'completed')

    def _after_dropped(self, source):
        self.activity_unlink(['mail.mail_activity_data_todo'])
