from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain

from .aftersales_complaint import OPEN_STATES

TASK, URGE, TOLD = (
    f'aftersales.mail_activity_complaint_{name}' for name in ('task', 'urge', 'severe'))


class AftersalesComplaint(models.Model):
    """Nothing gets lost: every open case is on somebody's list, and what is late or nobody's on his supervisor's (K2)."""
    _inherit = 'aftersales.complaint'

    holder_id = fields.Many2one('res.users', string="Held By", compute='_compute_holder_id')
    step_name = fields.Char(string="Next", compute='_compute_step_name')
    urged_date = fields.Datetime(string="Urged On", readonly=True, copy=False)
    escalated_date = fields.Datetime(string="Escalated On", readonly=True, copy=False)
    is_severity_told = fields.Boolean(readonly=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends(
        'state', 'user_id', 'investigator_id', 'confirmer_id', 'workshop_id.manager_id', 'solution_ids.amount',
        'solution_ids.kind', 'party_ids.employee_id')
    def _compute_holder_id(self):
        deciders = self.filtered(lambda complaint: complaint.state == 'proposed')._find_deciders()
        for complaint in self:
            state, handler = complaint.state, complaint.user_id
            holder = handler if state in OPEN_STATES else handler.browse()
            if state in ('acknowledged', 'investigating'):
                holder = complaint.investigator_id or handler
            elif state == 'proposed':
                holder = deciders[complaint]
            elif state == 'carried_out':
                holder = complaint.confirmer_id - handler or complaint.workshop_id.manager_id
            complaint.holder_id = holder

    def _find_deciders(self):
        """Who may decide each: who handles it, else the head of the outlet, a manager, whoever has a limit that covers it.

        :return: dict of complaint: user; where nobody may, the head, who has to hear of it
        """
        Limit, found = self.env['aftersales.complaint.limit'], {}
        for company, complaints in self.grouped('company_id').items():
            limits = Limit._get_limits(company)
            # sudo: who may decide is no secret
            others = complaints[:1]._get_managers() | self.env['res.users'].sudo().search([
                ('all_group_ids', 'in', [group.id for group in limits]),
                ('all_group_ids', 'in', self.env.ref('aftersales.group_see_complaint').ids), ('company_ids', 'in', company.ids),
                ('share', '=', False)], order='id')
            for complaint in complaints:
                head, amounts = complaint.workshop_id.manager_id, complaint._get_amounts()
                barred = complaint._get_responsible_users()
                found[complaint] = next((
                    user for user in complaint.user_id | head | others
                    if user not in barred and Limit._may_decide(user, limits, amounts)), head)
        return found

    @api.depends_context('lang')
    @api.depends('state', 'registered_date')
    def _compute_step_name(self):
        names = self._get_step_names()
        for complaint in self:
            state = 'new' if complaint.state == 'received' and not complaint.registered_date else complaint.state
            complaint.step_name = names.get(state, False)

    @api.model
    def _get_step_names(self):
        return {
            'new': self.env._("Register and give to somebody"),
            'received': self.env._("Acknowledge to the customer"),
            'acknowledged': self.env._("Begin the investigation"),
            'investigating': self.env._("Find the cause, propose a solution"),
            'proposed': self.env._("Decide"),
            'approved': self.env._("Carry out and tell the customer"),
            'carried_out': self.env._("Ask whether the customer is content"),
            'confirmed': self.env._("Close"),
        }

    # === BUSINESS METHODS ===#

    @api.model
    def _get_task_fields(self):
        return {'user_id', 'investigator_id', 'confirmer_id', 'workshop_id'}

    def _get_supervisor(self):
        """Who hears of what is late, nobody's or serious."""
        self.ensure_one()
        return self.workshop_id.manager_id or self._get_managers()[:1]

    def _get_managers(self):
        # sudo: who leads is no secret
        return self.env.ref('aftersales.group_manager').sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids and not user.share)

    def _give_tasks(self):
        """Whoever holds the step has it among his activities until it is done, nobody else."""
        complaints = self.sudo()  # sudo: the task may be somebody else's
        complaints.activity_unlink([TASK, URGE])
        # Who is given it anew is reminded anew.
        complaints.filtered(lambda complaint: complaint.state in OPEN_STATES and (
            complaint.urged_date or complaint.escalated_date)).write({'urged_date': False, 'escalated_date': False})
        complaints.filtered(lambda complaint: complaint.state not in OPEN_STATES).activity_unlink([TOLD])
        tasks = {}
        for complaint in complaints:
            user = complaint.holder_id
            if not user or complaint.state not in OPEN_STATES or complaint.is_paused:
                continue
            words = complaint.with_context(lang=user.lang)
            tasks[complaint] = {
                'user_id': user.id,
                'summary': f'{words.step_name}: {complaint.display_name}'[:250],
                'date_deadline': complaint._get_local_date(complaint.deadline or fields.Datetime.now()),
            }
        complaints._create_tasks(TASK, tasks)
        complaints._tell_of_severity()

    def _get_local_date(self, moment):
        self.ensure_one()
        return fields.Datetime.context_timestamp(self.with_context(tz=self._get_tz().zone), moment).date()

    def _tell_of_severity(self):
        """Of what is serious the head of the outlet hears at once."""
        complaints = self.sudo()  # sudo: as above
        severe = complaints.filtered(lambda complaint: (
            complaint.severity != 'general' and complaint.kind == 'complaint' and complaint.state in OPEN_STATES
            and not complaint.is_severity_told))
        tasks = {}
        for complaint in severe:
            user = complaint._get_supervisor()
            if user:
                words = complaint.with_context(lang=user.lang).env
                tasks[complaint] = {
                    'user_id': user.id,
                    'summary': words._("Serious complaint: %(complaint)s", complaint=complaint.display_name)}
        complaints._create_tasks(TOLD, tasks)
        severe.is_severity_told = True

    # === SCHEDULED ACTION ===#

    @api.model
    def _cron_urge_complaints(self, batch_size=200):
        """An urge note for each step that is late, once; what is late as a whole or nobody's goes to the supervisor."""
        now = fields.Datetime.now()
        late = Domain('is_overdue', '=', True) & Domain('urged_date', '=', False)
        beyond = Domain('escalated_date', '=', False) & Domain('is_paused', '=', False) & (
            Domain('due_date', '<', now) | Domain('user_id', '=', False))
        self._work_through(
            Domain('state', 'in', OPEN_STATES) & (late | beyond), '_urge', batch_size, order='deadline, id', together=True)

    def _urge(self):
        """Remind whoever holds a step, then who is above him; worded with ``lang=`` of the reader, see ``_prepare_urge``."""
        now, urged, escalated = fields.Datetime.now(), {}, {}
        late, beyond = self.browse(), self.browse()
        for complaint in self:
            holder, supervisor = complaint.holder_id, complaint._get_supervisor()
            is_late = complaint.is_overdue and not complaint.urged_date
            is_beyond = (complaint.is_whole_overdue or not complaint.user_id) and not complaint.escalated_date
            if is_late and holder:
                urged[complaint] = complaint._prepare_urge(holder)
            if supervisor and (is_beyond or is_late and not holder):
                escalated[complaint] = complaint._prepare_urge(supervisor)
            # Whom nobody could be told of is tried again.
            late += complaint if is_late and (holder or supervisor) else complaint.browse()
            beyond += complaint if is_beyond and supervisor else complaint.browse()
        # One note in writing names all of it, instead of a mail a task.
        quiet = self.with_context(mail_activity_quick_update=True)
        quiet._create_tasks(URGE, urged)
        quiet._create_tasks(URGE, escalated)
        self._send_urge_notes([
            (self.env['res.users'].browse(vals['user_id']), complaint)
            for tasks in (urged, escalated) for complaint, vals in tasks.items()])
        late.urged_date = now
        beyond.escalated_date = now

    def _prepare_urge(self, user):
        words = self.with_context(lang=user.lang)
        if self.user_id:
            summary = words.env._("Overdue: %(step)s", step=words.step_name)
        else:
            summary = words.env._("Nobody handles this complaint")
        return {
            'user_id': user.id,
            'summary': summary,
            'note': escape(words.env._(
                "%(complaint)s, %(days)s. Held by: %(user)s.", complaint=self.display_name, days=words._describe_days(),
                user=self.holder_id.name or words.env._("nobody"))),
        }
