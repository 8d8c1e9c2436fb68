from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .aftersales_health_check import FINDING_RESULTS


class AftersalesHealthCheckLine(models.Model):
    """What becomes of a finding: a job, an answer at the next visit, or a reason to let it be (E4)."""
    _inherit = 'aftersales.health.check.line'

    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', ondelete='set null', check_company=True)
    menu_id = fields.Many2one('aftersales.menu', index='btree_not_null', ondelete='set null', check_company=True)
    job_id = fields.Many2one(
        'aftersales.job', readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    job_approval = fields.Selection(related='job_id.approval', string="Customer's Answer")
    next_line_ids = fields.One2many('aftersales.health.check.line', 'previous_line_id', string="Checked Again")
    dismissed_date = fields.Datetime(readonly=True, copy=False)
    dismissed_user_id = fields.Many2one('res.users', string="Dismissed By", readonly=True, copy=False)
    dismiss_reason = fields.Char(string="Reason to Let It Be", readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ('open', "Open"), ('job', "Job Proposed"), ('checked', "Checked Again"), ('dismissed', "Dismissed"),
        ],
        compute='_compute_outcome', store=True,
        help="An open finding is asked again at the next visit.",
    )
    found_date = fields.Datetime(related='check_id.done_date', store=True, string="Found On")
    found_by_id = fields.Many2one(related='check_id.employee_id', string="Found By", store=True)
    age_days = fields.Integer(string="Age (days)", compute='_compute_age_days')

    _one_work = models.Constraint(
        'CHECK (operation_id IS NULL OR menu_id IS NULL)',
        "A finding is mended by an operation or by a menu. Choose one of them.",
    )
    _open_finding_idx = models.Index("(vehicle_id) WHERE outcome = 'open'")

    # === COMPUTE METHODS ===#

    @api.depends(
        'result', 'check_id.state', 'job_id', 'declined_job_id', 'dismissed_date', 'next_line_ids.result',
        'next_line_ids.check_id.state',
    )
    def _compute_outcome(self):
        for line in self:
            if line.result not in FINDING_RESULTS or line.check_id.state != 'done':
                line.outcome = False
            elif line.dismissed_date:
                line.outcome = 'dismissed'
            elif line.job_id and line.job_id.state != 'cancelled' or line.declined_job_id:
                line.outcome = 'job'
            elif line.next_line_ids.filtered(
                lambda again: again.check_id.state == 'done' and again.result != 'not_checked',
            ):
                line.outcome = 'checked'
            else:
                line.outcome = 'open'

    @api.depends('found_date')
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for line in self:
            line.age_days = (now - line.found_date).days if line.found_date else 0

    # === ACTION METHODS ===#

    def action_create_job(self):
        """Propose the work of the findings; a single one without recommended work asks for it first."""
        if len(self) == 1 and self._needs_job() and not (self.operation_id or self.menu_id or self.declined_job_id):
            return {
                'type': 'ir.actions.act_window',
                'name': self.env._("Propose Work"),
                'res_model': 'aftersales.finding.wizard',
                'view_mode': 'form',
                'views': [(False, 'form')],
                'target': 'new',
                'context': {'default_line_id': self.id, 'default_name': self.name},
            }
        self._create_job()
        return False

    def action_view_job(self):
        self.ensure_one()
        return self.job_id.action_open()

    def action_take_over(self):
        """Put open findings of former visits on the order of the car, a new one if there is none."""
        orders = self.env['aftersales.order']
        for (vehicle, company), lines in self.grouped(lambda line: (line.vehicle_id, line.company_id)).items():
            order = vehicle._get_order_for_recommendations(company)
            lines._create_job(order=order)
            orders |= order
        return orders._get_records_action()

    def action_dismiss(self):
        return self._get_dismiss_action()

    def _get_dismiss_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Let It Be"),
            'res_model': 'aftersales.dismiss.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_line_ids': self.ids},
        }

    # === BUSINESS METHODS ===#

    def _needs_job(self):
        """Whether a finding waits for somebody to propose its work."""
        self.ensure_one()
        return (
            self.result in FINDING_RESULTS and not self.dismissed_date
            and (not self.job_id or self.job_id.state == 'cancelled')
        )

    def _get_work_vals(self):
        """The work an open finding already asked for, for the item that asks it again."""
        self.ensure_one()
        return {'operation_id': self.operation_id.id, 'menu_id': self.menu_id.id}

    def _get_before_text(self):
        """What the last visit said, for who checks it again."""
        self.ensure_one()
        previous, declined = self.previous_line_id, self.declined_job_id.sudo()
        if previous:
            return self.env._(
                "Found on %(date)s: %(finding)s", date=format_date(self.env, previous.found_date),
                finding=previous._get_finding_text() or previous._get_result_label(),
            )
        if declined:
            return self.env._(
                "Declined on %(date)s: %(reason)s", date=format_date(self.env, declined.declined_date),
                reason=declined._get_decline_text() or self.env._("no reason given"),
            )
        return ''

    def _get_result_label(self):
        self.ensure_one()
        return dict(self._fields['result']._description_selection(self.env)).get(self.result, '')

    def _create_job(self, order=None):
        """Make priced jobs of findings, on their own order or on ``order``.

        Technicians and inspectors may propose work in this way, at the prices the system finds; what it costs
        stays the advisor's.

        :return: the jobs
        """
        self._check_may_propose()
        jobs = self.env['aftersales.job']
        for target, lines in self.grouped(lambda line: order or line.order_id).items():
            target._check_unlocked()
            jobs |= lines._create_jobs_on(target)
        return jobs

    def _create_jobs_on(self, order):
        """Jobs of findings on one order; what was declined before is taken over as such."""
        again = self.filtered('declined_job_id')
        created = again.declined_job_id.sudo()._take_over(order)
        by_declined = {job.recaptured_job_id: job for job in created}
        for line in again:
            line.sudo().job_id = by_declined[line.declined_job_id.sudo()]
        jobs = (self - again)._join_or_create_jobs(order)
        created |= jobs
        order.sudo()._follow_jobs()
        order._tell_advisor_of(created)
        return created.sudo(self.env.su)

    def _join_or_create_jobs(self, order):
        """Findings that the same work mends share one job, such as both front pads; a job begun already takes more in.

        :return: the new jobs
        """
        works = {
            job.operation_id or job.menu_id: job for job in order.sudo().job_ids
            if job._is_live() and job.is_open and (job.operation_id or job.menu_id)
        }
        new = self.env['aftersales.job'].sudo()
        for line in self:
            work = line.operation_id or line.menu_id
            job = works.get(work)
            if not job:
                # sudo: the role was checked; prices are the system's
                job = new.create(line._prepare_job_vals(order))
                new |= job
                if work:
                    works[work] = job
            elif job in new:
                job.cause += '\n' + line._prepare_job_vals(order)['cause']
            # sudo: the link is the system's
            line.sudo().job_id = job
        return new

    def _prepare_job_vals(self, order):
        self.ensure_one()
        line = self.with_context(lang=order._get_lang())
        vals = {
            'order_id': order.id,
            'operation_id': self.operation_id.id,
            'menu_id': self.menu_id.id,
            'cause': line._get_job_cause(),
        }
        if not self.operation_id and not self.menu_id:
            vals['name'] = line.name
        return vals

    def _get_job_cause(self):
        """The finding in a sentence, as the customer reads it when asked for the job."""
        self.ensure_one()
        text = self._get_finding_text() or self._get_result_label()
        return self.env._("%(item)s: %(finding)s", item=self.name, finding=text)

    def _check_may_propose(self):
        if not self.env.user.has_group('aftersales.group_check') and not self.env.su:
            raise AccessError(self.env._("Only technicians, inspectors, advisors and dispatchers propose work."))
        self.check_access('read')
        for line in self:
            if line.result not in FINDING_RESULTS:
                raise UserError(self.env._(
                    "“%(item)s” of %(order)s is no finding: only what is needed soon or urgently becomes a job.",
                    item=line.name, order=line.order_id.name,
                ))
            if not line._needs_job():
                raise UserError(self.env._(
                    "The finding “%(item)s” of %(order)s is a job or was dismissed already. Reload the page to see it.",
                    item=line.name, order=line.order_id.name,
                ))

    def _dismiss(self, reason):
        """Nobody asks again for these findings."""
        if self:
            self._check_may_dismiss()
        for line in self:
            if line.outcome != 'open':
                raise UserError(self.env._(
                    "The finding “%(item)s” of %(order)s is not open any more.",
                    item=line.name, order=line.order_id.name,
                ))
        # sudo: done checks are closed to people
        self.sudo().write({
            'dismissed_date': fields.Datetime.now(), 'dismissed_user_id': self.env.uid, 'dismiss_reason': reason,
        })

    def _check_may_dismiss(self):
        if not self.env.user.has_group('aftersales.group_finding'):
            raise AccessError(self.env._("Only who checks cars or talks to customers lets a finding be."))
        self.check_access('read')

    def _settle_previous(self):
        """What a done check found in order needs no offer any more, wherever it was mended."""
        for line in self.filtered(lambda line: line.declined_job_id and line.result == 'ok'):
            line.declined_job_id._close_declined(self.env._(
                "Found in order at the health check of %(order)s.", order=line.order_id.name))
