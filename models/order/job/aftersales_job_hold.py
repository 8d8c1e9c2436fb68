from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.order.approvals import WAITING_APPROVALS


class AftersalesJob(models.Model):
    """Waits of a job, opened and ended in one click by whoever knows of them (E7)."""
    _inherit = 'aftersales.job'

    open_hold_count = fields.Integer(string="Open Waits", compute='_compute_open_hold_count')

    def _compute_open_hold_count(self):
        counts = dict(self.env['aftersales.hold']._read_group(
            [('job_id', 'in', self.ids), ('is_open', '=', True)], ['job_id'], ['__count']))
        for job in self:
            job.open_hold_count = counts.get(job._origin, 0)

    # === ACTION METHODS ===#

    def action_hold(self):
        self.ensure_one()
        return self.env['aftersales.hold']._get_open_action(order_id=self.order_id.id, job_id=self.id)

    def action_end_holds(self):
        """What the jobs waited for is there."""
        holds = self.hold_ids.filtered('is_open')
        if not holds:
            raise UserError(self.env._(
                "Job %(job)s waits for nothing. Reload the page to see what happened.", job=", ".join(self.mapped('name'))))
        holds.action_close()

    # === BUSINESS METHODS ===#

    def _block(self):
        """Stop work on jobs that have to wait; the clocks on them stop with it."""
        # sudo: the wait blocks the job, whoever opened it
        to_block = self.sudo().filtered(lambda job: (
            job.state == 'doing' or (job.state == 'todo' and job._is_authorised() and job.started_date)))
        if to_block:
            to_block._transition('blocked')

    def _open_hold(self, kind, note=None):
        """Record that the jobs wait from now on, where that wait is not open yet."""
        waiting = self.hold_ids.filtered(lambda hold: hold.kind == kind and hold.is_open).job_id
        # sudo: holds are no business of the technician's otherwise
        self.env['aftersales.hold'].sudo().create([
            {'order_id': job.order_id.id, 'job_id': job.id, 'kind': kind, 'note': note}
            for job in self - waiting
        ])

    # === BUSINESS METHODS ===#

    def _is_held_up(self):
        """Whether something must happen before work on the job can go on; the parts room knows of parts not here."""
        self.ensure_one()
        return (
            self.state == 'blocked' or self.approval in WAITING_APPROVALS or self.is_waiting_answer
            or any(hold.is_open for hold in self.hold_ids))
