from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesJob(models.Model):
    """Parts of a job that are to be free."""
    _inherit = 'aftersales.job'

    free_issue_ids = fields.One2many('aftersales.free.issue', 'job_id', string="Free Issues", readonly=True)
    free_issue_count = fields.Integer(compute='_compute_free_issue_count')

    # === COMPUTE METHODS ===#

    def _compute_free_issue_count(self):
        counts = dict(self.env['aftersales.free.issue']._read_group(
            [('job_id', 'in', self._origin.ids)], ['job_id'], ['__count']))
        for job in self:
            job.free_issue_count = counts.get(job._origin, 0)

    # === ACTION METHODS ===#

    def action_propose_free(self):
        """A new free issue with the parts of the job that nobody has issued or proposed yet."""
        self.ensure_one()
        if not self.env.user.has_group('aftersales.group_propose_free'):
            raise AccessError(self.env._("Your role does not propose free parts."))
        self.order_id._check_unlocked()
        if not self._is_live():
            raise UserError(self.env._("“%(job)s” is cancelled or declined: nothing is issued for it.", job=self.shown_name))
        parts = self.line_ids.filtered(lambda line: (
            line._is_stock_part() and not line.qty_issued
            and not line.sudo().free_line_ids.filtered(lambda free: free.issue_id.is_live)))
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Free Issue"),
            'res_model': 'aftersales.free.issue',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'context': {
                'default_job_id': self.id,
                'default_cause': self.cause or '',
                'default_line_ids': [
                    (0, 0, {'product_id': line.product_id.id, 'quantity': line.quantity}) for line in parts],
            },
        }

    def action_view_free_issues(self):
        self.ensure_one()
        return self.free_issue_ids._get_records_action(name=self.env._("Free Issues"), context={'default_job_id': self.id})

    # === BUSINESS METHODS ===#

    def _may_get_free_parts(self):
        """Whether the job is one that the customer does not pay, and some of its parts are not issued yet."""
        self.ensure_one()
        return self.order_id.is_in_house and self._is_live() and self.service_class in ('c', 'd') and any(
            line._is_stock_part() and not line.qty_issued for line in self.line_ids)

    def _after_done(self, source):
        """The parts are in the car."""
        super()._after_done(source)
        # sudo: who does the work need not be the one who settles its parts
        self.sudo().free_issue_ids.filtered(lambda issue: issue.state == 'issued')._transition('used')

    def _check_cancelled(self):
        super()._check_cancelled()
        for job in self:
            waiting = job.sudo().free_issue_ids.filtered(lambda issue: issue.state in ('issued', 'used'))
            if waiting:
                raise UserError(self.env._(
                    "“%(job)s” cannot be cancelled: parts of %(issues)s are out. Have them returned first.",
                    job=job.shown_name, issues=", ".join(waiting.mapped('name'))))
