from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

SUBMIT, ANSWER = 'aftersales.mail_activity_claim_submit', 'aftersales.mail_activity_claim_answer'


class AftersalesClaim(models.Model):
    """Deadlines as tasks of whoever handles the claim: given in time, done when it is done."""
    _inherit = 'aftersales.claim'

    reminder_date = fields.Date(compute='_compute_reminder_date', store=True)
    is_reminded = fields.Boolean(readonly=True, copy=False)

    _to_remind_idx = models.Index("(reminder_date) WHERE state IN ('draft', 'checked') AND is_reminded IS NOT TRUE")

    @api.depends('deadline', 'terms_id.reminder_days')
    def _compute_reminder_date(self):
        for claim in self:
            claim.reminder_date = claim.deadline - timedelta(days=claim.terms_id.reminder_days) if claim.deadline else False

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_remind(self, batch_size=500):
        """A task for whoever handles a claim that has to go soon."""
        due = Domain('state', 'in', ('draft', 'checked')) & Domain('is_reminded', '=', False) & Domain(
            'reminder_date', '<=', fields.Date.context_today(self))
        self._work_through(due, '_remind', batch_size, order='deadline, id', together=True)

    def _remind(self):
        tasks = {}
        for claim in self:
            words = claim._get_words()
            tasks[claim] = claim._prepare_task(
                claim.deadline, words.env._("Send %(claim)s to %(maker)s by %(day)s", claim=claim.name,
                                            maker=claim.partner_id.name, day=format_date(words.env, claim.deadline)))
        self._create_tasks(SUBMIT, tasks)
        self.is_reminded = True

    def _ask_for_answer(self):
        """A task until the maker's day."""
        tasks = {}
        for claim in self:
            words = claim._get_words()
            tasks[claim] = claim._prepare_task(claim.answer_deadline, words.env._(
                "Answer %(maker)s on %(claim)s", claim=claim.name, maker=claim.partner_id.name))
        self.sudo()._create_tasks(ANSWER, tasks)  # sudo: the task is whoever's the claim is

    def _prepare_task(self, deadline, summary):
        self.ensure_one()
        return {'user_id': self._get_clerk().id, 'date_deadline': deadline, 'summary': summary}

    def _get_clerk(self):
        """Whoever handles the claim, else whoever handles claims in its company."""
        self.ensure_one()
        return self.user_id.filtered('active') or self.company_id._get_warranty_user()

    def _get_words(self):
        """The claim in the language of whoever handles it."""
        return self.with_context(lang=self._get_clerk().sudo().lang)  # sudo: the language of who is told

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target in ('submitted', 'withdrawn'):
            self.sudo().activity_feedback([SUBMIT])  # sudo: the task may be somebody else's
        if source == 'questioned':
            self.sudo().activity_feedback([ANSWER])  # sudo: as above
        if target == 'questioned':
            self._ask_for_answer()
