from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class AftersalesJob(models.Model):
    """Jobs about the same fault of the same car are put together, whenever they were (I6)."""
    _inherit = 'aftersales.job'

    problem_id = fields.Many2one(
        'aftersales.problem', index='btree_not_null', ondelete='restrict', copy=False, tracking=True,
        check_company=True, domain="[('vehicle_id', '=', vehicle_id)]", groups='aftersales.group_see_law',
        help="The fault of quality the job is about. Jobs of one problem count together under the law.")
    is_problem_checked = fields.Boolean(
        string="Problem Checked", readonly=True, copy=False, groups='aftersales.group_see_law',
        help="A person said which problem the job is about: the system leaves it as it is.")
    is_problem_unsolved = fields.Boolean(
        string="Problem Not Solved", copy=False, tracking=True, groups='aftersales.group_see_law',
        help="The repair did not remove the problem.")

    @api.constrains('problem_id')
    def _check_problem(self):
        for job in self.sudo().filtered('problem_id'):
            if job.problem_id.vehicle_id != job.vehicle_id or job.problem_id.company_id != job.company_id:
                raise ValidationError(self.env._(
                    "%(problem)s is no problem of %(vehicle)s. Choose one of this car, or enter a new one.",
                    problem=job.problem_id.display_name, vehicle=job.vehicle_id.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not {'problem_id', 'is_problem_unsolved'} & vals.keys() or self.env.su:
            return super().write(vals)
        if not self.env.user.has_group('aftersales.group_see_law'):
            raise AccessError(self.env._("Which problem a job is about is said by an advisor or the claims clerk."))
        before = {job: job.problem_id for job in self}
        result = super().write(vals)
        for job, problem in before.items():
            if job.problem_id != problem:
                job._log_problem_change(problem)
        self.sudo()._watch_statutes()  # sudo: cases and lists are the system's
        return result

    def _log_problem_change(self, before):
        """Tell on both problems that a person moved the job; from now on the system leaves it there."""
        self.ensure_one()
        self.sudo().is_problem_checked = True  # sudo: the mark is the system's
        names = {'job': self.name, 'order': self.order_id.name}
        author = self.env.user.partner_id.id
        # sudo: the log is written for whoever may move the job
        if before:
            before.sudo()._message_log(body=self.env._("%(job)s (%(order)s) was taken off.", **names), author_id=author)
        if self.problem_id:
            self.problem_id.sudo()._message_log(body=self.env._("%(job)s (%(order)s) was put here.", **names), author_id=author)

    def _get_unlocked_fields(self):
        """What problem a job was about may show long after the car has left."""
        return super()._get_unlocked_fields() | {'problem_id', 'is_problem_checked', 'is_problem_unsolved'}

    # === BUSINESS METHODS: GROUPING ===#

    def _after_transition(self, source, target):
        result = super()._after_transition(source, target)
        if target == 'done':
            # sudo: problems are kept by the system, whoever finishes the work
            jobs = self.sudo()
            jobs._group_problems()
            jobs._watch_statutes()
        return result

    def _watch_statutes(self):
        """What the law counts has changed: look at the cars of these jobs, as far as they have a problem."""
        vehicles = self.problem_id.vehicle_id
        if vehicles:
            vehicles._look_at_statutes()

    def _is_about_quality(self):
        """Whether the job mends a fault of the car's quality, as far as its pay type tells; a person may know better."""
        self.ensure_one()
        return self._is_live() and (self.pay_type_id.is_quality_fault or bool(self.comeback_of_id.problem_id))

    def _group_problems(self):
        """Give each job about a fault of quality its problem: one the car had before, or a new one.

        A constant number of queries, apart from what each new problem writes.
        """
        jobs = self.filtered(lambda job: not job.is_problem_checked and job._is_about_quality())
        if not jobs:
            return
        earlier = self.search([('vehicle_id', 'in', jobs.vehicle_id.ids), ('problem_id', '!=', False)], order='id')
        by_car = earlier.grouped(lambda job: (job.vehicle_id, job.company_id))
        left = self.env['aftersales.problem']
        for job in jobs.sorted('id'):
            others = by_car.get((job.vehicle_id, job.company_id), job.browse()) - job
            kept = job.problem_id.filtered(lambda problem, job=job, others=others: not job._has_other_codes(
                others.filtered(lambda other: other.problem_id == problem)))
            problem = job._find_problem(others) or kept or job._create_problem()
            if problem != job.problem_id:
                left |= job.problem_id
                job.problem_id = problem
            by_car[job.vehicle_id, job.company_id] = others | job
        left.filtered(lambda problem: not problem.job_ids).unlink()
        for job in jobs.filtered(lambda job: not job.problem_id.part_id):
            if part := job._get_statute_parts()[:1]:
                job.problem_id.part_id = part
        jobs._link_faults(earlier | jobs)

    def _find_problem(self, others):
        """The problem of the earlier job that was most likely about the same fault; empty when there is none."""
        self.ensure_one()
        if self.comeback_of_id.problem_id:
            return self.comeback_of_id.problem_id
        return self._find_likest(others)

    def _find_likest(self, others):
        ranked = [
            (rank, problem.id, problem) for problem, jobs in others.grouped('problem_id').items()
            if (rank := self._get_likeness(jobs))]
        return max(ranked)[-1] if ranked else self.env['aftersales.problem']

    def _get_likeness(self, others):
        """How surely the job is about the fault of these others, which are of one problem: 3 by fault code, 2 by operation,
        1 by cause or concern, else 0. Codes of which none is the same are another fault, whatever else is alike."""
        self.ensure_one()
        if self._has_other_codes(others):
            return 0
        if self._get_codes() & others._get_codes():
            return 3
        if self.operation_id and self.operation_id in others.operation_id:
            return 2
        return int(any(self._sounds_like(other) for other in others))

    def _get_codes(self):
        return set(self.fault_code_ids.mapped('code'))

    def _has_other_codes(self, others):
        mine, theirs = self._get_codes(), others._get_codes()
        return bool(mine and theirs and not mine & theirs)

    def _sounds_like(self, other):
        """Whether two jobs tell of the same cause, or of the same concern where a cause is not known."""
        if self.cause and other.cause:
            return self._is_same_concern(self.cause, other.cause)
        return self._is_same_concern(self.concern, other.concern)

    def _create_problem(self):
        self.ensure_one()
        return self.env['aftersales.problem'].create({
            'name': (self.concern or self.name).strip().splitlines()[0][:120],
            'vehicle_id': self.vehicle_id.id,
            'company_id': self.company_id.id,
            'part_id': self._get_statute_parts()[:1].id,
        })
