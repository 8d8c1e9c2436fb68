from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import Hint


class AftersalesJob(models.Model):
    """The first job of a batch is checked before the others pass; the job says which one it is and whom it waits for."""
    _inherit = 'aftersales.job'

    first_check_state = fields.Selection(
        [('first', "First Article"), ('waits', "Waits for the First Article"), ('checked', "First Article Checked")],
        string="First Article", compute='_compute_first_check', compute_sudo=True)
    first_job_id = fields.Many2one(
        'aftersales.job', string="First Job of the Batch", compute='_compute_first_check', compute_sudo=True)

    @api.depends('operation_id.first_check', 'operation_id.first_check_by', 'operation_id.first_check_from', 'technician_id',
                 'workshop_id', 'state')
    def _compute_first_check(self):
        first_jobs = self._find_first_jobs()
        for job in self:
            first = first_jobs.get(job._get_batch_key(), self.browse())
            job.first_job_id = first
            if not first or job.state == 'cancelled':
                job.first_check_state = False
            elif first == job._origin:
                job.first_check_state = 'first'
            else:
                job.first_check_state = 'checked' if first.state == 'passed' else 'waits'

    def _get_batch_key(self):
        """Jobs with the same key have one first article."""
        self.ensure_one()
        operation = self.operation_id._origin
        by_person = operation.first_check_by == 'technician'
        return operation, self.workshop_id._origin, self.technician_id._origin.id if by_person else False

    def _find_first_jobs(self):
        """The job of each batch that was finished first, whatever became of its check.

        :return: dict of key (``_get_batch_key``): aftersales.job
        """
        jobs = self.filtered(lambda job: job.operation_id.first_check and job.workshop_id)
        found, batches = {}, {job._get_batch_key()[:2] for job in jobs}
        for by in ('outlet', 'technician'):
            domains = [self._get_batch_domain(*batch) for batch in batches if batch[0].first_check_by == by]
            if domains:
                groups = ['job_id.operation_id', 'workshop_id', *(['job_id.technician_id'] if by == 'technician' else [])]
                # sudo: which car was the first is told to whoever has one of the others
                rows = self.env['aftersales.inspection'].sudo()._read_group(
                    Domain.OR(domains) & Domain('job_id.state', '!=', 'cancelled'), groups, ['id:min'])
                for inspection in self.env['aftersales.inspection'].sudo().browse(row[-1] for row in rows):
                    found[inspection.job_id._get_batch_key()] = inspection.job_id.with_env(self.env)
        return found

    @api.model
    def _get_batch_domain(self, operation, outlet):
        """Finished work of a batch, since it began."""
        domain = Domain('job_id.operation_id', '=', operation.id) & Domain('workshop_id', '=', outlet.id)
        if operation.first_check_from:
            domain &= Domain('create_date', '>=', outlet.sudo()._get_day_bounds(operation.first_check_from)[0])
        return domain

    def _say_first_check(self):
        """Whom the job waits for, in a sentence."""
        self.ensure_one()
        first = self.sudo().first_job_id  # sudo: as above
        return self.env._(
            "%(job)s of %(order)s is the first article of this work: its check has to pass before %(this)s does.",
            job=first.shown_name, order=first.order_id.name, this=self.order_id.name)

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        if self.first_check_state == 'waits' and self.is_open:
            hints.append(Hint('warning', self._say_first_check()))
        elif self.first_check_state == 'first':
            hints.append(Hint('success', self.env._("First article, checked: the others may follow.")) if self.state == 'passed'
                         else Hint('info', self.env._("First article: the others wait for its check.")))
        return hints
