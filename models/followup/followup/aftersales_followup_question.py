from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What nobody has solved by then is the head's.
TO_THE_HEAD = timedelta(days=2)
TASK = 'mail.mail_activity_data_todo'


class AftersalesFollowup(models.Model):
    """What could not be answered on the phone: the head has it within two days, the customer knows on the day it is
    solved (care.md §3)."""
    _inherit = 'aftersales.followup'

    question = fields.Text(string="Open Question", readonly=True, copy=False)
    question_deadline = fields.Datetime(string="To the Head On", readonly=True, copy=False)
    escalated_date = fields.Datetime(string="Head Told On", readonly=True, copy=False)
    solution = fields.Text(copy=False, tracking=True)
    solved_date = fields.Datetime(string="Answer Known On", readonly=True, copy=False)
    tell_deadline = fields.Datetime(string="Tell the Customer Until", readonly=True, copy=False)
    told_date = fields.Datetime(string="Customer Told On", readonly=True, copy=False)

    _unsolved_idx = models.Index(
        "(question_deadline, id) WHERE question IS NOT NULL AND solved_date IS NULL AND escalated_date IS NULL")
    _question_idx = models.Index("(question_deadline) WHERE question IS NOT NULL AND told_date IS NULL")

    # === ACTION METHODS ===#

    def action_solve(self):
        """It is decided: the customer is to be told today."""
        self._check_may_call()
        for followup in self:
            if not followup.question or followup.solved_date:
                raise UserError(self.env._("%(followup)s: no question is open.", followup=followup.display_name))
            if not (followup.solution or '').strip():
                raise UserError(self.env._("%(followup)s: write what was decided.", followup=followup.display_name))
        self._claim_for_update()
        for followup in self.sudo():  # sudo: stamps are the system's
            now = fields.Datetime.now()
            followup.write({'solved_date': now, 'tell_deadline': followup._get_end_of_day(now)})

    def action_told(self):
        """The customer knows."""
        self._check_may_call()
        for followup in self:
            if not followup.solved_date or followup.told_date:
                raise UserError(self.env._(
                    "%(followup)s: nothing is to be told. What was decided is noted first.",
                    followup=followup.display_name))
        self._claim_for_update()
        self.sudo().told_date = fields.Datetime.now()
        self.activity_unlink([TASK])

    # === BUSINESS METHODS ===#

    def _get_end_of_day(self, moment):
        return self.workshop_id._get_day_bounds(self.workshop_id._get_local_day(moment))[1] - timedelta(minutes=1)

    def _ask_question(self, question):
        """Keep what could not be answered."""
        self.write({'question': question, 'question_deadline': fields.Datetime.now() + TO_THE_HEAD})

    @api.model
    def _get_question_domain(self):
        return Domain('question', '!=', False) & Domain('told_date', '=', False)

    @api.model
    def _cron_escalate(self, batch_size=200):
        """What nobody has solved in two days lies with the head."""
        self._work_through(
            Domain('question', '!=', False) & Domain('solved_date', '=', False) & Domain('escalated_date', '=', False)
            & Domain('question_deadline', '<=', fields.Datetime.now()), '_escalate', batch_size, order='question_deadline, id',
            together=True)

    def _escalate(self):
        managers = self._get_heads()
        self.write({'escalated_date': fields.Datetime.now()})
        self._create_tasks(TASK, {
            followup: {
                'user_id': managers[followup].id, 'note': followup.question,
                'summary': followup.with_context(lang=managers[followup].lang).env._("A customer's question waits")}
            for followup in self if managers[followup]})

    def _get_heads(self):
        """The head of each outlet, or a manager of its company."""
        group = self.env.ref('aftersales.group_manager')
        by_company = {
            company: group.sudo().all_user_ids.filtered(
                lambda user, company=company: user.active and not user.share and company in user.company_ids)[:1]
            for company in self.company_id}
        return {followup: followup.workshop_id.manager_id or by_company[followup.company_id] for followup in self}
