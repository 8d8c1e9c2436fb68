from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.warranty import coverage_rules
from odoo.addons.aftersales.models.warranty.coverage_rules import Item, Standing
from odoo.addons.aftersales.models.warranty.policy.aftersales_policy import KINDS


class AftersalesJob(models.Model):
    """Whether work is covered, by what, and why not (I2): asked of what the job is, when it is made and ever after."""
    _inherit = 'aftersales.job'

    coverage_id = fields.Many2one(
        'aftersales.coverage', string="Coverage", compute='_compute_coverage_id', store=True, readonly=True, copy=False,
        index='btree_not_null', ondelete='restrict', tracking=True, help="The promise that the work is done on.")
    returned_number = fields.Char(
        string="Part Brought Back", copy=False, help="Lot or serial number of a part that we fitted or sold.")
    covering_id = fields.Many2one(
        'aftersales.coverage', string="Would Be Covered By", compute='_compute_coverage_note', compute_sudo=True)
    coverage_note = fields.Char(
        string="Warranty", compute='_compute_coverage_note', compute_sudo=True,
        help="By what the work is covered, until when and how much is left, or why it is not.")

    # === COMPUTE METHODS ===#

    @api.depends('pay_type_id')
    def _compute_coverage_id(self):
        """Gone with the pay type it was taken for."""
        for job in self:
            keeps = job.coverage_id and job.pay_type_id == job.coverage_id.policy_id.pay_type_id
            job.coverage_id = job.coverage_id if keeps else False

    @api.depends(
        'operation_id', 'menu_id', 'work_class_id', 'line_ids.product_id', 'line_ids.operation_id', 'line_ids.line_type',
        'line_ids.part_origin', 'returned_number', 'order_id.odometer_in', 'order_id.received_date', 'vehicle_id', 'state',
        'coverage_refusal_ids')
    @api.depends_context('lang', 'allowed_company_ids')
    def _compute_coverage_note(self):
        standings = self._get_coverage_standings()
        for job in self:
            standing = standings.get(job)
            job.coverage_note = job._describe_coverage(standing) if standing else False
            job.covering_id = standing.coverage if standing and standing.is_covered and not job._get_refusal() else False

    # === ACTION METHODS ===#

    def action_take_coverage(self):
        """Take the work for what covers it: its pay type, its payer and what he bears."""
        self._check_may_decide_coverage()
        standings = self._get_coverage_standings()
        for job in self:
            standing = standings.get(job)
            if not standing or not standing.is_covered:
                raise UserError(self.env._(
                    "“%(job)s” is not covered. %(note)s", job=job.shown_name, note=job.coverage_note or self.env._(
                        "No coverage of the car is known. Enter its day of delivery, or its coverage.")))
        for job in self:
            job._take_coverage(standings[job])

    # === BUSINESS METHODS: TAKING ===#

    def _check_may_decide_coverage(self):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_job'):
            raise AccessError(self.env._("Only those who decide who pays take work as warranty."))
        self.order_id._check_unlocked()

    def _take_coverage(self, standing):
        self.ensure_one()
        policy = standing.coverage.sudo().policy_id  # sudo: told to whoever may see the car
        vals = {'pay_type_id': policy.pay_type_id.id, 'share': standing.answer.share}
        if policy.payer_id and policy.pay_type_id.payer_policy == 'partner':
            vals['payer_id'] = policy.payer_id.id
        self.write(vals)
        # sudo: on which promise it is done, the system keeps
        self.sudo().coverage_id = standing.coverage
        self._message_log(body=self._describe_coverage(standing))

    def _suggest_pay_type(self):
        """By what covers the work. What settles with nobody is proposed only where all of the parts are covered."""
        suggested = super()._suggest_pay_type()
        if suggested != self.env.ref('aftersales.pay_type_customer'):
            return suggested
        standing = self._get_coverage_standing()
        if not standing or not standing.is_covered or self._get_refusal():
            return suggested
        pay_type = standing.coverage.sudo().policy_id.pay_type_id  # sudo: as above
        is_free = pay_type.payer_policy == 'none'
        return suggested if is_free and not self._is_wholly_covered(standing) else pay_type

    def _is_wholly_covered(self, standing):
        """Whether nothing of the job stands beside what is covered, so that nothing is given away with it."""
        self.ensure_one()
        own_parts = self.line_ids.filtered(lambda line: line.line_type == 'part')
        others = self.line_ids.filtered(lambda line: line.line_type in ('sublet', 'fee'))
        return bool(own_parts) and not others and not standing.answer.left_out and standing.answer.share == 100

    # === BUSINESS METHODS: ASKING ===#

    def _get_coverage_standing(self):
        self.ensure_one()
        return self._get_coverage_standings().get(self)

    def _get_coverage_standings(self):
        """What the coverages of the cars say of these jobs: of each the one that says most.

        :return: dict of job: ``Standing``; jobs of cars without any coverage are missing. Constant queries for any
            number of jobs of a company
        """
        # sudo: what a car is promised, and what its job is made of, is told to whoever may read the job
        jobs = self.sudo()
        Coverage = self.env['aftersales.coverage'].sudo()
        companies = [False, *jobs.company_id.ids]
        of_cars = Coverage.search([
            ('vehicle_id', 'in', jobs.vehicle_id._origin.ids), ('company_id', 'in', companies)])
        numbered = Coverage._find_by_numbers(jobs.mapped('returned_number'))
        returned = {job: numbered[job.returned_number]._filter_for(job) for job in jobs if job.returned_number in numbered}
        coverages = of_cars | Coverage.union(*returned.values())
        if not coverages:
            return {}
        promises, by_car = coverages._get_promises(), of_cars.grouped('vehicle_id')
        found = {}
        for job in jobs:
            candidates = by_car.get(job.vehicle_id._origin, Coverage) | returned.get(job, Coverage)
            works, parts = job._get_coverage_items()
            facts = job.order_id._get_coverage_facts()
            standings = [
                Standing(coverage.with_env(self.env), promises[coverage], facts,
                         coverage_rules.answer_work(promises[coverage], facts, works, parts))
                for coverage in candidates if not coverage.product_id or coverage.product_id.id in {part.key for part in parts}]
            if standings:
                found[job.with_env(self.env)] = min(standings, key=self._rank_coverage)
        return found

    @api.model
    def _rank_coverage(self, standing):
        """Of all that cover, what leaves nothing out, then the one whose payer is asked first; else the last to end."""
        answer, coverage = standing.answer, standing.coverage.sudo()
        until = -(answer.until.toordinal() if answer.until else 10 ** 7)
        if standing.is_covered:
            return 0, len(answer.left_out), KINDS.index(coverage.policy_id.kind), -answer.share, until
        return 1, bool(coverage.product_id), answer.reason == 'unnamed', 0, until

    def _get_coverage_items(self):
        """What the job is made of, as it is reckoned with: works and parts; the customer's own parts are his."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.part_origin != 'customer')
        operations = self.operation_id | self.menu_id.line_ids.operation_id | lines.operation_id
        works = [
            Item(operation.id, operation=operation.id, work_class=(operation.work_class_id or self.work_class_id).id)
            for operation in operations._origin
        ] or ([Item(0, work_class=self.work_class_id.id)] if self.work_class_id else [])
        products = lines.filtered(lambda line: line.line_type == 'part').product_id
        return works, [self.env['aftersales.coverage']._get_part_item(product) for product in products]

    # === BUSINESS METHODS: WORDS ===#

    def _describe_coverage(self, standing):
        self.ensure_one()
        said = [standing.coverage._describe(standing)]
        if standing.is_covered:
            said += standing.coverage._describe_cautions(standing)
        return ' '.join(said)
