from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .aftersales_work_class import CHECK_STAGES

# Checked by those who do the work; the rest is the inspectors'.
WORKSHOP_STAGES = ('self', 'cross')
INSPECTOR_GROUP = 'aftersales.group_inspector'
# More jobs are never finished and unchecked in a house; the filter looks at the oldest of them.
MOST_WAITING = 2_000


class AftersalesInspection(models.Model):
    """Work is checked in stages, each by another person (F1): who did it, a colleague, the inspector, a second one.

    Passing a stage opens the next one; the job passes with the last. A fault found at any stage sends the job back, and
    its stages begin again.
    """
    _inherit = 'aftersales.inspection'

    stage = fields.Selection(CHECK_STAGES, required=True, readonly=True, default='final')
    next_stage = fields.Selection(
        CHECK_STAGES, string="Next Stage", compute='_compute_next_stage',
        help="The stage that follows when this one is passed.")
    is_for_me = fields.Boolean(
        string="For Me", compute='_compute_is_for_me', search='_search_is_for_me',
        help="It is open, and the rules of the stages let me check it.")

    _stage_idx = models.Index("(stage, id DESC) WHERE stage != 'final'")  # most checks are final ones

    # === COMPUTE METHODS ===#

    @api.depends('stage', 'job_id.work_class_id')
    def _compute_next_stage(self):
        order = [stage for stage, __ in CHECK_STAGES]
        for inspection in self:
            later = order[order.index(inspection.stage) + 1:] if inspection.stage else []
            stages = inspection.job_id.work_class_id._get_check_stages()
            inspection.next_stage = next((stage for stage in later if stage in stages), False)

    @api.depends_context('uid')
    @api.depends('state', 'stage', 'note', 'job_id.technician_id')
    def _compute_is_for_me(self):
        for inspection in self:
            inspection.is_for_me = inspection.state == 'draft' and not inspection._get_refusal()

    def _search_is_for_me(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: who worked on a job counts, seen or not; the list itself keeps its rules
        waiting = self.sudo().search(
            [('state', '=', 'draft'), ('company_id', 'in', self.env.companies.ids)], limit=MOST_WAITING)
        waiting.job_id._get_workers().fetch(['user_id'])  # all at once: job by job each person is a question
        domain = Domain('id', 'in', waiting.filtered('is_for_me').ids)
        return domain if True in value else ~domain

    # === ACTION METHODS ===#

    def action_pass(self):
        """Pass a stage: the next one opens, and after the last the job has passed."""
        self._check_open()
        self._check_may_check()
        going_on = self.filtered('next_stage')
        if going_on:
            going_on._pass_on()
        if self - going_on:
            super(AftersalesInspection, self - going_on).action_pass()

    def action_return(self):
        self._check_may_check()
        return super().action_return()

    def action_fail(self):
        self._check_open()
        self._check_may_check()
        super().action_fail()

    # === BUSINESS METHODS ===#

    def _pass_on(self):
        """Close these stages as passed, and open those that follow."""
        self._check_complete()
        following = [
            inspection.job_id._prepare_inspection_vals() | inspection.job_id._prepare_stage_vals(inspection.next_stage)
            for inspection in self
        ]
        self._close('pass')
        # sudo: the system opens inspections, nobody else
        self.sudo().with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(following)

    def _check_may_check(self):
        """:raises UserError: when the stage is for somebody else"""
        for inspection in self:
            refusal = inspection._get_refusal()
            if refusal:
                raise UserError(refusal)

    def _get_refusal(self):
        """Why the logged-in person may not check this stage, or an empty text.

        A worker without login cannot answer for himself: whoever may check at all enters his self-check. Of one who is away
        an inspector does, and says why in the note.
        """
        self.ensure_one()
        user, names = self.env.user, {
            'stage': self._get_stage_label(), 'job': self.job_id.shown_name, 'order': self.order_id.name}
        workers = self.job_id.sudo()._get_workers()  # sudo: whoever clocked time counts, seen or not
        if self.stage == 'self':
            logins = workers.user_id.filtered('active')
            if not logins or user in logins or (self.note or '').strip() and user.has_group(INSPECTOR_GROUP):
                return ""
            return self.env._(
                "The self-check of job %(job)s of %(order)s is for who worked on it: %(people)s. If nobody of them is here, an "
                "inspector does it and writes the reason into the note.", people=", ".join(workers.mapped('name')), **names)
        if self.stage not in WORKSHOP_STAGES and not user.has_group(INSPECTOR_GROUP):
            return self.env._("The %(stage)s of job %(job)s of %(order)s is for an inspector.", **names)
        if user in workers.user_id:
            return self.env._(
                "You worked on job %(job)s of %(order)s, so somebody else must check it.", **names)
        if user in self._get_earlier_stages().filtered(lambda earlier: earlier.stage != 'self').sudo().user_id:
            return self.env._(
                "You have checked job %(job)s of %(order)s before; the %(stage)s is for somebody else.", **names)
        return ""

    def _get_earlier_stages(self):
        """The stages of the same finish that were passed before this one: work that went back begins anew, with the first."""
        self.ensure_one()
        order = [stage for stage, __ in CHECK_STAGES]
        found, last = self.browse(), self
        before = self.job_id.inspection_ids.filtered(lambda one: one.id < (self._origin.id or 0))
        for other in before.sorted('id', reverse=True):
            if other.state != 'pass' or order.index(other.stage) >= order.index(last.stage):
                break
            found, last = found | other, other
        return found

    def _get_stage_label(self, stage=None):
        return dict(self._fields['stage']._description_selection(self.env)).get(stage or self.stage, "")
