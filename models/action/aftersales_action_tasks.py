from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

ACTIVITY, OVERDUE_ACTIVITY = 'aftersales.mail_activity_action', 'aftersales.mail_activity_action_overdue'


class AftersalesAction(models.Model):
    """The owner has it on his list; what is overdue is on the list of who leads the outlet, too (K3)."""
    _inherit = 'aftersales.action'

    escalation_date = fields.Datetime(string="Escalated On", readonly=True, copy=False)

    def _give_tasks(self):
        """Whoever owes something has it among his activities, nobody else."""
        self.sudo().activity_unlink([ACTIVITY, OVERDUE_ACTIVITY])  # sudo: the task may be somebody else's
        tasks = {}
        for action in self.sudo():
            # Where nobody checks it yet, who leads the outlet has it: he names somebody, or looks himself.
            user = action.user_id if action.state == 'open' else action.checker_id or action._get_supervisor() - action.user_id
            if action._get_due() and user:
                words = action.with_context(lang=user.lang).env
                summary = action.name if action.state == 'open' else words._("Did it help? %(action)s", action=action.name)
                tasks[action] = {'user_id': user.id, 'summary': summary, 'date_deadline': action._get_due()}
        self.sudo()._create_tasks(ACTIVITY, tasks)

    def _get_supervisor(self):
        """Who hears of what is overdue."""
        self.ensure_one()
        return self.workshop_id.manager_id or self.create_uid or self.user_id

    @api.model
    def _cron_escalate_actions(self, batch_size=200):
        """Give whoever leads the outlet a task for each overdue action, once."""
        domain = (
            Domain('state', 'in', ('open', 'done')) & Domain('escalation_date', '=', False)
            & Domain('is_overdue', '=', True))
        self._work_through(domain, '_escalate', batch_size, order='due_date, id', together=True)

    def _escalate(self):
        tasks = {}
        for action in self:
            user = action._get_supervisor()
            words = action.with_context(lang=user.lang).env
            owes = action.user_id if action.state == 'open' else action.checker_id
            tasks[action] = {
                'user_id': user.id,
                'summary': words._("Overdue: %(action)s", action=action.name),
                'note': escape(words._(
                    "It was due on %(date)s. Responsible: %(user)s.",
                    date=format_date(words, action._get_due()), user=owes.name or words._("nobody"))),
            }
        self._create_tasks(OVERDUE_ACTIVITY, tasks)
        self.escalation_date = fields.Datetime.now()
