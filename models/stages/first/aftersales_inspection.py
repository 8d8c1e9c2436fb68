from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# Stages that are an inspector's: before them work may go on, it does not leave the house.
INSPECTOR_STAGES = ('final', 'review')


class AftersalesInspection(models.Model):
    """Later jobs of a batch do not pass before its first article has; a manager lets one pass, and says why."""
    _inherit = 'aftersales.inspection'

    first_check_state = fields.Selection(related='job_id.first_check_state')
    first_job_id = fields.Many2one(related='job_id.first_job_id')
    release_reason = fields.Char(
        string="Reason to Release", max_length=200, tracking=True, copy=False,
        help="Why this job passes before the first article of its batch has been checked.")
    release_user_id = fields.Many2one(
        'res.users', string="Batch Released By", readonly=True, index='btree_not_null', copy=False, ondelete='restrict',
        tracking=True)

    def action_release_first(self):
        """Let these jobs pass before the first article of their batch; each with its reason."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Only a manager lets work pass before the first article is checked."))
        self._check_open()
        waiting = self.filtered(lambda one: one._waits_for_first() and not one.release_user_id)
        for inspection in waiting:
            if not (inspection.release_reason or '').strip():
                raise UserError(self.env._(
                    "Write why job %(job)s of %(order)s may pass before the first article.",
                    job=inspection.job_id.shown_name, order=inspection.order_id.name))
        waiting.sudo().write({'release_user_id': self.env.uid})  # sudo: the stamp is the button's
        waiting.job_id._message_log_batch(bodies={
            inspection.job_id.id: self.env._(
                "Released before the first article is checked: %(reason)s", reason=inspection.release_reason)
            for inspection in waiting})

    def write(self, vals):
        """A reason that was accepted is not another one afterwards."""
        if 'release_reason' in vals and not self.env.su and self.release_user_id:
            raise UserError(self.env._("The job was released already; its reason stays."))
        return super().write(vals)

    def _waits_for_first(self):
        self.ensure_one()
        return self.state == 'draft' and self.first_check_state == 'waits'

    def _is_refused_by_first(self):
        """Whether the rule of the operation refuses it; a release holds for the stages after it, too."""
        self.ensure_one()
        return (
            self.stage in INSPECTOR_STAGES and self._waits_for_first() and self.job_id.operation_id.first_check == 'block'
            and not (self | self._get_earlier_stages()).release_user_id)

    def _check_complete(self):
        super()._check_complete()
        for inspection in self:
            if inspection._is_refused_by_first():
                raise UserError(self.env._(
                    "%(wait)s Check it first, or a manager releases this job with a reason.",
                    wait=inspection.job_id._say_first_check()))

    def _close(self, state):
        """What passed before the first article says so on the job."""
        ahead = self.filtered(
            lambda one: state == 'pass' and one.stage in INSPECTOR_STAGES and one._waits_for_first()
            and not one.release_user_id)
        bodies = {one.job_id.id: one.job_id._say_first_check() for one in ahead}
        super()._close(state)
        if bodies:
            self.env['aftersales.job'].browse(bodies)._message_log_batch(bodies=bodies)
