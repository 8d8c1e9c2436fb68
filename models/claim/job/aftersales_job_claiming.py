from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

DONE_STATES = ('done', 'passed')
CLAIM_TYPES_BY_PAY_TYPE = {
    'aftersales.pay_type_recall': 'recall',
    'aftersales.pay_type_goodwill': 'goodwill',
}


class AftersalesJob(models.Model):
    """Finished work that a maker pays becomes a claim: once, one an order, at his rates (I3)."""
    _inherit = 'aftersales.job'

    is_to_claim = fields.Boolean(
        string="To Claim", compute='_compute_is_to_claim', search='_search_is_to_claim',
        groups='aftersales.group_see_claim', help="Done, a maker pays for it, and nobody has asked him yet.")
    claim_deadline = fields.Date(
        string="Claim by", compute='_compute_claim_deadline', compute_sudo=True, groups='aftersales.group_see_claim',
        help="Last day on which the maker takes the claim.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'pay_type_id.settlement', 'claim_id.state', 'line_ids.qty_invoiced', 'approval', 'order_id.state')
    def _compute_is_to_claim(self):
        for job in self:
            invoiced = any(line.qty_invoiced > 0 for line in job.sudo().line_ids)  # sudo: as the obstacle
            job.is_to_claim = not invoiced and not job._get_claim_obstacle()

    def _search_is_to_claim(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_to_claim_domain() if True in value else ~self._get_to_claim_domain()

    @api.model
    def _get_to_claim_domain(self):
        """As ``_get_claim_obstacle`` says."""
        # By their ids: the database knows then how few jobs these pay types have. sudo: which they are is for all
        pay_types = self.env['aftersales.pay.type'].sudo().with_context(active_test=False).search([
            ('settlement', '=', 'claim')])
        unclaimed = Domain('claim_id', '=', False) | Domain('claim_id.state', '=', 'withdrawn')
        return unclaimed & Domain([
            ('state', 'in', DONE_STATES), ('pay_type_id', 'in', pay_types.ids), ('approval', '!=', 'declined'),
            ('order_id.state', 'not in', ('draft', 'cancelled')), ('line_ids', 'not any', [('qty_invoiced', '>', 0)])])

    @api.depends('done_date', 'coverage_id', 'claim_id')
    def _compute_claim_deadline(self):
        terms = self.env['aftersales.claim.terms']._find_for_jobs(self)
        for job in self:
            days = job.coverage_id.policy_id.claim_days or terms[job].claim_days
            job.claim_deadline = job.claim_id.deadline or (
                job.workshop_id._get_local_day(job.done_date) + timedelta(days=days) if job.done_date and days else False)

    # === ACTION METHODS ===#

    def action_make_claim(self):
        """A claim for these jobs, one an order."""
        return self._make_claims()._get_records_action(name=self.env._("Warranty Claims"))

    @api.readonly
    def action_view_claim(self):
        claims = self.claim_id
        claims.check_access('read')
        return claims._get_records_action(name=self.env._("Warranty Claims"))

    # === BUSINESS METHODS: MAKING ===#

    def _make_claims(self):
        """Claims for these jobs: one for those of an order that go to one maker as one kind.

        :raises UserError: naming a job that cannot be claimed, or is claimed already
        """
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_claims'):
            raise AccessError(self.env._("Claims are made by a claims clerk."))
        self.order_id._claim_for_update()  # two who claim the same job: the second one begins again, and is told
        for job in self:
            obstacle = job._get_claim_obstacle()
            if obstacle:
                raise UserError(obstacle)
        terms = self.env['aftersales.claim.terms']._find_for_jobs(self)
        self._check_terms_found(terms)
        groups = self.grouped(lambda job: (job.order_id, terms[job], job._get_claim_type()))
        # sudo: what a claim is made of comes from the order, which the clerk need not be able to write
        claims = self.env['aftersales.claim'].sudo().create([
            jobs._prepare_claim_vals(own_terms) for (__, own_terms, __), jobs in groups.items()])
        for claim, jobs in zip(claims, groups.values(), strict=True):
            jobs.sudo().claim_id = claim  # sudo: as above
            claim._find_causal_line(jobs)
        return claims.sudo(self.env.su)

    def _check_terms_found(self, terms):
        for job in self:
            if not terms[job]:
                raise UserError(self.env._(
                    "“%(job)s” of %(order)s: no terms of a maker are known for %(brand)s. Enter them under "
                    "Configuration, Warranty, Claim Terms.",
                    job=job.shown_name, order=job.order_id.name,
                    brand=job.brand_id.display_name or job.vehicle_id.display_name))

    def _get_claim_obstacle(self):
        """Why no claim can be made for the job, as a sentence; empty when it can."""
        self.ensure_one()
        job = self.sudo()  # sudo: told to whoever may read the job; claims and invoices need not be his
        names = {'job': job.shown_name, 'order': job.order_id.name}
        if job._is_claimed():
            return self.env._("“%(job)s” of %(order)s is claimed already: %(claim)s.", claim=job.claim_id.name, **names)
        if job.settlement != 'claim':
            return self.env._(
                "“%(job)s” of %(order)s is not settled by a claim: its pay type is %(pay_type)s.",
                pay_type=job.pay_type_id.name, **names)
        if job.state not in DONE_STATES or job.order_id.state in ('draft', 'cancelled') or job.approval == 'declined':
            return self.env._("“%(job)s” of %(order)s is not done. Only finished work is claimed.", **names)
        if job._is_invoiced_to_others():
            return self.env._(
                "“%(job)s” of %(order)s is invoiced already. Credit the invoice before you claim the work.", **names)
        return ''

    # === BUSINESS METHODS: WHAT A CLAIM IS MADE OF ===#

    def _get_claim_type(self):
        """What kind of claim asks for the job. Hook: rooms that know better by ``super()``."""
        self.ensure_one()
        for xmlid, claim_type in CLAIM_TYPES_BY_PAY_TYPE.items():
            if self.pay_type_id == self.env.ref(xmlid, raise_if_not_found=False):
                return claim_type
        coverage = self.sudo().coverage_id  # sudo: on which promise it was done
        if coverage.policy_id.kind == 'statutory':
            return 'statutory'
        return 'part' if coverage.product_id else 'warranty'

    def _prepare_claim_vals(self, terms):
        """Values of the claim for these jobs of one order. Hook: rooms add theirs by ``super()``."""
        order = self.order_id
        facts = order._get_coverage_facts()
        vehicle = order.vehicle_id
        starts, ends = self.filtered('started_date').mapped('started_date'), self.filtered('done_date').mapped('done_date')
        causal = self.causal_order_line_id[:1]
        return {
            'order_id': order.id,
            'claim_type': self[:1]._get_claim_type(),
            'terms_id': terms.id,
            'partner_id': terms.partner_id.id,
            'coverage_id': self.coverage_id[:1].id,
            'concern': self._join_texts('concern'),
            'cause': self._join_texts('cause'),
            'correction': self._join_texts('correction'),
            'causal_number': next(filter(None, self.mapped('causal_number')), causal._get_print_lots() if causal else ''),
            'defect_code_id': self.defect_code_id[:1].id,
            'place_code_id': self.place_code_id[:1].id,
            'complaint_code_id': self.complaint_code_id[:1].id,
            'fault_codes': ", ".join(dict.fromkeys(self.fault_code_ids.mapped('code'))),
            'odometer': facts.km or 0.0,
            'sale_date': vehicle.sale_date or vehicle.delivery_date,
            'failure_date': facts.day,
            'repair_start': min(starts) if starts else False,
            'repair_end': max(ends) if ends else fields.Datetime.now(),
            'line_ids': [fields.Command.create(vals) for job in self for vals in job._prepare_claim_lines(terms)],
        }

    def _join_texts(self, name):
        return "\n".join(dict.fromkeys(filter(None, ((job[name] or '').strip() for job in self))))
