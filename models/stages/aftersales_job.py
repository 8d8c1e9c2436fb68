from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import CardAction

from .aftersales_inspection import WORKSHOP_STAGES


class AftersalesJob(models.Model):
    """A finished job goes through the stages its class of work asks for."""
    _inherit = 'aftersales.job'

    spot_ids = fields.One2many('aftersales.work.spot', 'job_id', string="Spot Checks", groups='aftersales.group_user')
    spot_count = fields.Integer(string="Spot Checks of the Job", compute='_compute_spot_count', groups='aftersales.group_user')

    # What the work of many visits is counted and summed up by, read from the index alone.
    _counted_idx = models.Index(
        "(order_id) INCLUDE (id, state, company_id, workshop_id, work_class_id, technician_id, comeback_count, "
        "flat_rate_hours)")

    def _prepare_inspection_vals(self):
        vals = super()._prepare_inspection_vals()
        return vals | self._prepare_stage_vals(self.work_class_id._get_check_stages()[0])

    def _prepare_stage_vals(self, stage):
        """What differs by stage: the road test belongs to the final inspection."""
        return {'stage': stage, 'needs_road_test': stage == 'final' and self.work_class_id.needs_road_test}

    def _may_move(self, target, groups):
        """A colleague who finds a fault at the self-check or the cross-check sends the job back himself."""
        if super()._may_move(target, groups):
            return True
        if self.state != 'done' or target != 'todo':
            return False
        inspection = self._get_open_inspections().filtered(lambda one: one.stage in WORKSHOP_STAGES)
        return bool(inspection) and not inspection._get_refusal()

    def _check_passed(self):
        super()._check_passed()
        for inspection in self._get_open_inspections():
            if inspection.next_stage:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s waits for its %(stage)s, the %(next)s comes after it. Pass it on its sheet.",
                    job=inspection.job_id.shown_name, order=inspection.order_id.name, stage=inspection._get_stage_label(),
                    next=inspection._get_stage_label(inspection.next_stage)))
            inspection._check_may_check()

    def _after_todo(self, source):
        """What who did the work finds himself is no rework: the first stage is there for it."""
        found_himself = self.filtered(lambda job: source == 'done' and job.inspection_ids.sorted('id')[-1:].stage == 'self')
        return super(AftersalesJob, self - found_himself)._after_todo(source)

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        inspection = self._get_open_inspections() if self.state == 'done' else self.env['aftersales.inspection']
        if inspection.stage in WORKSHOP_STAGES and inspection.is_for_me \
                and not any(action.name == 'action_view_inspections' for action in actions):
            actions.insert(0, CardAction(
                'action_open_check', inspection._get_stage_label(), 'fa-check-square-o', is_primary=True))
        return actions

    def action_open_check(self):
        """The stage that waits, on its sheet."""
        self.ensure_one()
        inspection = self._get_open_inspections()
        return inspection._get_records_action() if inspection else self.action_view_inspections()

    def _get_check_to_answer(self):
        """The self-checks of these jobs that the logged-in person answers next."""
        return self._get_open_inspections().filtered(lambda one: one.stage == 'self' and one.is_for_me)

    @api.depends('spot_ids')
    def _compute_spot_count(self):
        for job in self:
            job.spot_count = len(job.spot_ids)

    def action_view_spots(self):
        """The looks at these jobs while they were worked on, and a new one."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Spot Checks of Work"),
            'res_model': 'aftersales.work.spot',
            'view_mode': 'list,form',
            'domain': [('job_id', 'in', self.ids)],
            'context': {'default_job_id': self.id if len(self) == 1 else False},
        }
