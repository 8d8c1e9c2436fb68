from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The plan of such a job takes people and bays; finished work has given them back.
PLAN_FIELDS = {'planned_start', 'planned_stop', 'technician_id', 'bay_id'}


class AftersalesJob(models.Model):
    """When, by whom and where a job is to be done (E5)."""
    _name = 'aftersales.job'
    _inherit = ['aftersales.job', 'aftersales.board.source.mixin']
    _board_fields = frozenset({*PLAN_FIELDS, 'name', 'state', 'skill_id'})

    planned_start = fields.Datetime(copy=False, index='btree_not_null', tracking=True)
    planned_stop = fields.Datetime(string="Planned End", copy=False, index='btree_not_null')
    allocation_ids = fields.One2many('aftersales.allocation', 'job_id', readonly=True)

    @api.constrains('planned_start', 'planned_stop')
    def _check_planned_dates(self):
        for job in self:
            if bool(job.planned_start) != bool(job.planned_stop) or (
                job.planned_start and job.planned_stop <= job.planned_start
            ):
                raise ValidationError(self.env._(
                    "Job %(job)s of %(order)s: enter a planned start and a planned end after it, or neither.",
                    job=job.shown_name, order=job.order_id.name,
                ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs.filtered('planned_start')._check_planned_work()
        jobs.filtered('planned_start').order_id._sync_allocations()
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if vals.get('planned_start'):
            self._check_planned_work()
        if PLAN_FIELDS & vals.keys():
            self.order_id._sync_allocations()
        return result

    # === BUSINESS METHODS ===#

    def _prepare_take_over_vals(self):
        vals = super()._prepare_take_over_vals()
        if self.planned_start:
            vals.update({
                name: self[name].id if self._fields[name].relational else self[name]
                for name in sorted(PLAN_FIELDS) if self[name]})
        return vals

    def _check_planned_work(self):
        """Once the lines of the operation are there: people and bays are taken for work, not for a name."""
        for job in self:
            if job._is_empty():
                raise ValidationError(self.env._(
                    "Job %(job)s of %(order)s has no work yet, so there is nothing to plan. "
                    "Add an operation, or labour and parts, first.", job=job.shown_name, order=job.order_id.name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'todo' and source in ('done', 'passed'):
            # The plan was for the work as it was done; what comes back is planned anew.
            self.sudo()._clear_plan()
        if (source in self._open_states) != (target in self._open_states):
            self.order_id._reclaim_allocations()

    def _after_approval(self):
        super()._after_approval()
        self.order_id._reclaim_allocations()

    def _after_decline(self):
        super()._after_decline()
        self.order_id._sync_allocations()

    def _take(self, employee):
        """Who starts a job that has no technician takes it; a plan that is in the way of that gives way."""
        self.ensure_one()
        if self.technician_id:
            return
        job = self.sudo()  # who does what is dispatch; here the work itself decided it
        if job._is_planned():
            taken = self.env['aftersales.allocation']._find_taken([
                dict(job._prepare_allocation_vals(), employee_id=employee.id)])
            if taken:
                job._clear_plan()
                job._log_gave_way(taken[0]._get_taken_message())
        job.technician_id = employee

    def _log_gave_way(self, words):
        for job in self.sudo():
            job._message_log(body=self.env._("The plan of this job was cleared, the work goes on: %(taken)s", taken=words))

    def _clear_plan(self):
        self.filtered('planned_start').write({'planned_start': False, 'planned_stop': False})

    def _free_emptied(self):
        """People and bays are not kept for a job from which all work was taken."""
        emptied = self.filtered(lambda job: job.planned_start and job.state not in ('done', 'passed') and job._is_empty())
        emptied.sudo()._clear_plan()  # sudo: whoever took the work off

    def _swap_plans(self, other):
        """Let two jobs change places: technician, bay and time."""
        names = sorted(PLAN_FIELDS)
        plans = [{name: job[name].id if job._fields[name].relational else job[name] for name in names} for job in (self, other)]
        (self | other)._clear_plan()
        self.write(plans[1])
        other.write(plans[0])

    def _is_planned(self):
        """Whether the job takes people and bays now."""
        self.ensure_one()
        return bool(
            self.planned_start and self.planned_stop and self._is_live()
            and self.is_open and self.order_id.is_in_house
        )

    def _prepare_allocation_vals(self):
        self.ensure_one()
        return {
            'workshop_id': self.workshop_id.id,
            'order_id': self.order_id.id,
            'job_id': self.id,
            'employee_id': self.technician_id.id,
            'bay_id': False,
            'start': self.planned_start,
            'stop': self.planned_stop,
        }
