from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain

from .aftersales_rescue import OPEN_STATES
from .aftersales_rescue_days import STEPS

LATE = 'aftersales.mail_activity_rescue_late'


class AftersalesRescue(models.Model):
    """What is late is told to whom the table of deadlines names, then to the manager; each once, and logged (A4)."""
    _inherit = 'aftersales.rescue'

    urged_date = fields.Datetime(string="Urged On", readonly=True, copy=False)
    escalated_date = fields.Datetime(string="Escalated On", readonly=True, copy=False)

    @api.model
    def _cron_escalate_rescues(self, batch_size=200):
        late = Domain('is_overdue', '=', True) & Domain('state', 'in', OPEN_STATES)
        self._work_through(
            late & (Domain('urged_date', '=', False) | Domain('escalated_date', '=', False)), '_escalate', batch_size,
            order='step_due, id', together=True)

    def _escalate(self):
        """Who holds the step is told, later who leads: ``_prepare_urge`` writes with ``lang=`` of the reader."""
        now, urged, escalated = fields.Datetime.now(), {}, {}
        rows = self.env['aftersales.deadline']._get_rows('rescue', self.company_id)
        for rescue in self:
            step = STEPS.get(rescue.state, ('arrive', None))[0]
            row = rows._pick(step, *rescue._get_deadline_key())
            if not rescue.urged_date:
                urged[rescue] = rescue._prepare_urge(rescue._get_late_reader(row.escalates_to or 'supervisor'))
            more = timedelta(minutes=row.more_minutes) if row else timedelta(hours=1)
            if not rescue.escalated_date and rescue.due_date and now >= rescue.due_date + more and (not row or more):
                escalated[rescue] = rescue._prepare_urge(rescue._get_late_reader('manager'))
        for tasks, name in ((urged, 'urged_date'), (escalated, 'escalated_date')):
            told = {rescue: task for rescue, task in tasks.items() if task}
            self._create_tasks(LATE, told)
            users = self.env['res.users'].browse([task['user_id'] for task in told.values()])
            names = {user.id: user.name for user in users}
            late = self.browse([rescue.id for rescue in told])
            late._message_log_batch(bodies={
                rescue.id: self.env._("Late: told to %(user)s.", user=names[task['user_id']]) for rescue, task in told.items()})
            self.browse([rescue.id for rescue in tasks])[name] = now

    def _get_late_reader(self, who):
        self.ensure_one()
        if who == 'holder' and self.user_id:
            return self.user_id
        if who != 'manager' and self.workshop_id.manager_id:
            return self.workshop_id.manager_id
        # sudo: who leads is no secret
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids and not user.share)
        return managers[:1] or self.user_id

    def _prepare_urge(self, user):
        if not user:
            return None
        words = self.with_context(lang=user.lang)
        return {
            'user_id': user.id,
            'summary': words.env._("Rescue is late: %(rescue)s", rescue=self.display_name)[:250],
            'note': escape(words.env._(
                "%(place)s. Status: %(state)s. Due: %(due)s. Crew: %(crew)s. Handled by: %(user)s.",
                place=self.place, state=words._get_state_label(), due=words._get_time_text(self.due_date),
                crew=self.crew_name or "–", user=self.user_id.name or "–")),
        }

    def _end_tasks(self):
        """What was late and is done is nobody's task any more."""
        self.sudo().filtered('urged_date').activity_unlink([LATE])  # sudo: the task may be somebody else's
