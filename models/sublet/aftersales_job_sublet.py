from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """A job waits for what another shop does of it (E8)."""
    _inherit = 'aftersales.job'

    has_sublet = fields.Boolean(string="Sublet Work", compute='_compute_has_sublet')

    @api.depends('line_ids.line_type')
    def _compute_has_sublet(self):
        for job in self:
            job.has_sublet = 'sublet' in job.line_ids.mapped('line_type')

    def _check_done(self):
        super()._check_done()
        self._check_nothing_out()

    def _check_cancelled(self):
        super()._check_cancelled()
        self._check_nothing_out()

    def _decline(self, *args, **kwargs):
        self._check_nothing_out()
        return super()._decline(*args, **kwargs)

    def _check_nothing_out(self):
        out = self.line_ids.filtered(lambda line: line.sublet_state == 'out')
        if out:
            raise UserError("\n".join(line._describe_out() for line in out))
