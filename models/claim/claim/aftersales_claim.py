from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Between the sending and the maker's last word, and until the money is here.
WAITING_STATES = ('submitted', 'questioned', 'answered', 'appealed')
UNSENT_STATES = ('draft', 'checked')
ENDED_STATES = ('settled', 'withdrawn')


class AftersalesClaim(models.Model):
    """What is asked of a maker for work that the customer does not pay (I3): one claim for jobs of one order.

    Its life is in ``aftersales_claim_life.py``; what was sent is kept by ``aftersales.claim.submission``; who owes and
    bears what at each step by ``aftersales.claim.entry``.
    """
    _name = 'aftersales.claim'
    _description = "Warranty Claim"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin', 'aftersales.claim.mixin', 'aftersales.warranty.number.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'reference', 'order_id.name', 'license_plate', 'vin']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        selection=[
            ('draft', "Draft"), ('checked', "Checked"), ('submitted', "Submitted"), ('questioned', "Questioned"),
            ('answered', "Answered"), ('decided', "Decided"), ('appealed', "Appealed"), ('credited', "Credited"),
            ('settled', "Settled"), ('withdrawn', "Withdrawn"),
        ],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True,
        group_expand=True)
    claim_type = fields.Selection(
        selection=[
            ('warranty', "Warranty"), ('pdi', "Pre-delivery"), ('part', "Part"), ('goodwill', "Goodwill, shared"),
            ('recall', "Recall or campaign"), ('service', "Free service"), ('transport', "Transport damage"),
            ('statutory', "Statutory"),
        ],
        string="Type", required=True, default='warranty', tracking=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", required=True, readonly=True, index=True, ondelete='restrict')
    job_ids = fields.One2many('aftersales.job', 'claim_id', string="Jobs", readonly=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id', store=True, index=True, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Clerk", default=lambda self: self.env.user, index='btree_not_null', tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate', string="Plate", store=True, index='trigram', precompute=True)
    vin = fields.Char(related='order_id.vin', string="VIN", store=True, index='trigram', precompute=True)
    brand_id = fields.Many2one(related='vehicle_id.brand_id', store=True, index='btree_not_null', precompute=True)
    coverage_id = fields.Many2one(
        'aftersales.coverage', compute='_compute_coverage_id', store=True, index='btree_not_null', ondelete='restrict')
    terms_id = fields.Many2one(
        'aftersales.claim.terms', string="Claim Terms", required=True, index=True, ondelete='restrict', check_company=True,
        tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Maker", required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    dealer_code = fields.Char(related='terms_id.dealer_code')
    currency_id = fields.Many2one(related='terms_id.currency_id', store=True, precompute=True)
    reference = fields.Char(string="Maker's Number", index='trigram', copy=False, tracking=True)
    campaign_number = fields.Char(string="Campaign No.", help="The maker's number of the recall or campaign.")
    approval_number = fields.Char(
        string="Approved before under", copy=False, tracking=True, help="The number the maker gave before the repair.")
    approval_date = fields.Date(string="Approved before on", copy=False)
    # What failed
    concern = fields.Text(help="What the customer says.")
    cause = fields.Text(help="What was found.")
    correction = fields.Text(help="What was done.")
    causal_line_id = fields.Many2one(
        'aftersales.claim.line', string="Causal Part", index='btree_not_null', ondelete='set null',
        domain="[('claim_id', '=', id), ('kind', '=', 'part')]", help="The part that made the others fail.")
    causal_number = fields.Char(string="Lot or Serial", help="Of the part that failed.")
    causal_maker_id = fields.Many2one(
        'res.partner', string="Made by", index='btree_not_null', ondelete='restrict', help="Supplier of the causal part.")
    defect_code_id = fields.Many2one(
        'aftersales.defect.code', string="Defect Code", index='btree_not_null', ondelete='restrict',
        domain="[('kind', '=', 'defect'), ('brand_id', 'in', [brand_id, False])]")
    place_code_id = fields.Many2one(
        'aftersales.defect.code', string="Place of the Fault", index='btree_not_null', ondelete='restrict',
        domain="[('kind', '=', 'place'), ('brand_id', 'in', [brand_id, False])]")
    complaint_code_id = fields.Many2one(
        'aftersales.defect.code', string="Complaint Code", index='btree_not_null', ondelete='restrict',
        domain="[('kind', '=', 'complaint'), ('brand_id', 'in', [brand_id, False])]")
    fault_codes = fields.Char(string="Fault Codes")
    odometer = fields.Float(string="km", digits=(12, 1), bounds=(0, 10_000_000))
    sale_date = fields.Date()
    failure_date = fields.Date()
    repair_start = fields.Datetime()
    repair_end = fields.Datetime(index='btree_not_null')
    # Deadlines and stamps
    deadline = fields.Date(
        compute='_compute_deadline', store=True, index='btree_not_null', help="Last day on which the maker takes the claim.")
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    is_sent = fields.Boolean(
        string="With the Maker", compute='_compute_is_sent', help="The maker has it: what is claimed stays as it was sent.")
    submitted_date = fields.Datetime(string="Submitted on", readonly=True, copy=False, index='btree_not_null')
    question_date = fields.Datetime(string="Questioned on", readonly=True, copy=False)
    question = fields.Text(readonly=True, copy=False, tracking=True, help="What the maker asks.")
    answer_deadline = fields.Date(string="Answer by", readonly=True, copy=False, index='btree_not_null')
    decided_date = fields.Datetime(string="Decided on", readonly=True, copy=False, index='btree_not_null')
    appeal_deadline = fields.Date(string="Appeal by", readonly=True, copy=False, index='btree_not_null')
    appealed_date = fields.Datetime(string="Appealed on", readonly=True, copy=False)
    credited_date = fields.Datetime(string="Credited on", readonly=True, copy=False, index='btree_not_null')
    settled_date = fields.Datetime(string="Settled on", readonly=True, copy=False)
    withdrawn_reason = fields.Char(string="Withdrawn because", readonly=True, copy=False, tracking=True)
    # Money
    line_ids = fields.One2many('aftersales.claim.line', 'claim_id', string="Lines")
    entry_ids = fields.One2many('aftersales.claim.entry', 'claim_id', string="Ledger", readonly=True)
    submission_ids = fields.One2many('aftersales.claim.submission', 'claim_id', string="Sent", readonly=True)
    amount_claimed = fields.Monetary(string="Claimed", compute='_compute_amounts', store=True)
    amount_decided = fields.Monetary(string="Accepted", compute='_compute_amounts', store=True)
    amount_refused = fields.Monetary(string="Not Accepted", compute='_compute_amounts', store=True)
    has_borne = fields.Boolean(compute='_compute_has_borne')
    age_days = fields.Integer(string="Days Open", compute='_compute_age_days', aggregator=None)

    _waiting_idx = models.Index("(submitted_date) WHERE state IN ('submitted', 'questioned', 'answered', 'appealed')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('job_ids.coverage_id')
    def _compute_coverage_id(self):
        for claim in self:
            claim.coverage_id = claim.coverage_id or claim.job_ids.coverage_id[:1]

    @api.depends('repair_end', 'coverage_id', 'terms_id')
    def _compute_deadline(self):
        for claim in self:
            policy = claim.coverage_id.sudo().policy_id
            days = policy.claim_days or claim.terms_id.claim_days
            claim.deadline = claim.workshop_id._get_local_day(claim.repair_end) + timedelta(days=days) \
                if claim.repair_end and days else False

    @api.depends('submitted_date', 'state')
    def _compute_is_sent(self):
        for claim in self:
            claim.is_sent = bool(claim.submitted_date) and claim.state != 'withdrawn'

    @api.depends('deadline', 'state')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for claim in self:
            claim.is_late = bool(claim.state in UNSENT_STATES and claim.deadline and claim.deadline < today)

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', 'in', UNSENT_STATES) & Domain('deadline', '<', fields.Date.context_today(self))
        return late if True in value else ~late

    @api.depends('line_ids.amount', 'line_ids.decided_amount', 'line_ids.outcome')
    def _compute_amounts(self):
        for claim in self:
            claim.amount_claimed = sum(claim.line_ids.mapped('amount'))
            claim.amount_decided = sum(claim.line_ids.mapped('decided_amount'))
            decided = claim.line_ids.filtered('outcome')
            claim.amount_refused = sum(line.amount - line.decided_amount for line in decided)

    @api.depends('line_ids.borne_amount')
    def _compute_has_borne(self):
        for claim in self:
            claim.has_borne = any(claim.line_ids.mapped('borne_amount'))

    @api.depends('submitted_date', 'settled_date', 'state')
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for claim in self:
            start, stop = claim.submitted_date or claim.repair_end, claim.settled_date or now
            claim.age_days = (stop - start).days if start and claim.state != 'withdrawn' else 0

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)  # what makes no sense is said first
        self._check_content_open(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_real(self):
        """Numbers have no gaps."""
        for claim in self:
            raise UserError(self.env._(
                "%(claim)s has its number and stays. Withdraw it instead of deleting it.", claim=claim.name))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    @api.readonly
    def action_view_vehicle(self):
        self.ensure_one()
        return self.vehicle_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_submission_evidence(self):
        """What a submission freezes: the claim as it was sent, in plain values; files add theirs by ``super()``."""
        self.ensure_one()
        return {
            'claim': self.name, 'type': self.claim_type, 'maker': self.partner_id.display_name,
            'dealer_code': self.dealer_code or '', 'order': self.order_id.name, 'plate': self.license_plate or '',
            'vin': self.vin or '', 'odometer': self.odometer, 'concern': self.concern or '', 'cause': self.cause or '',
            'correction': self.correction or '', 'currency': self.currency_id.name, 'amount': self.amount_claimed,
            'lines': [line._get_submission_evidence() for line in self.line_ids],
        }
