from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .aftersales_order import IN_HOUSE_STATES

# The plan of such a job takes people and bays; finished work has given them back.
PLANNED_STATES = ('todo', 'doing', 'blocked')
PLAN_FIELDS = {'planned_start', 'planned_stop', 'technician_id', 'bay_id'}


class AftersalesJob(models.Model):
    """When, by whom and where a job is to be done (E5)."""
    _inherit = 'aftersales.job'

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
                    job=job.name, order=job.order_id.name,
                ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs.filtered('planned_start').order_id._sync_allocations()
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if PLAN_FIELDS & vals.keys():
            self.order_id._sync_allocations()
        return result

    # === BUSINESS METHODS ===#

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if (source in PLANNED_STATES) != (target in PLANNED_STATES):
            self.order_id._sync_allocations()

    def _after_approval(self):
        super()._after_approval()
        self.order_id._sync_allocations()

    def _after_decline(self):
        super()._after_decline()
        self.order_id._sync_allocations()

    def _is_planned(self):
        """Whether the job takes people and bays now."""
        self.ensure_one()
        return bool(
            self.planned_start and self.planned_stop and self._is_live()
            and self.state in PLANNED_STATES and self.order_id.state in IN_HOUSE_STATES
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
