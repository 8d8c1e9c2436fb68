from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAssessment(models.Model):
    """A round of what the insurer is asked for and approves: the first, then supplements (E11). Sealed once approved."""
    _name = 'aftersales.assessment'
    _description = "Assessment"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'accident_id desc, round, id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'asked': None},
        'asked': {'approved': None, 'refused': None},
        'approved': {},
        'refused': {'draft': None},
    }
    _sealed_fields = ('accident_id', 'round', 'amount_asked', 'amount', 'approver', 'approved_date')

    state = fields.Selection(
        [('draft', "In Preparation"), ('asked', "Sent to the Insurer"), ('approved', "Approved"), ('refused', "Refused")],
        string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='accident_id.currency_id')
    round = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=False, help="1 is the first assessment, from 2 on supplements.")
    visit_date = fields.Datetime(string="Assessor Comes On")
    is_visited = fields.Boolean(string="Assessor Was Here", copy=False)
    line_ids = fields.One2many('aftersales.assessment.line', 'assessment_id', string="Lines")
    amount_asked = fields.Monetary(string="Asked", compute='_compute_amount', store=True, help="With taxes.")
    amount = fields.Monetary(string="Assessed", compute='_compute_amount', store=True, help="With taxes.")
    approver = fields.Char(string="Approved By", max_length=100, copy=False, help="Who approved it at the insurer's.")
    approved_date = fields.Datetime(string="Approved On", readonly=True, copy=False)

    _round_uniq = models.UniqueIndex(
        "(accident_id, round) WHERE round > 0", "This round of the assessment is there already. Reload the page.")

    @api.depends('line_ids.amount_asked', 'line_ids.amount')
    def _compute_amount(self):
        for assessment in self:
            assessment.amount_asked = sum(assessment.line_ids.mapped('amount_asked'))
            assessment.amount = sum(assessment.line_ids.mapped('amount'))

    @api.depends('accident_id', 'round')
    def _compute_display_name(self):
        for assessment in self:
            name = self.env._("First assessment") if assessment.round < 2 else self.env._(
                "Supplement %(number)s", number=assessment.round - 1)
            assessment.display_name = f'{assessment.accident_id.name} · {name}'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        for accident, rounds in assessments.grouped('accident_id').items():
            accident._check_open()
            accident._claim_for_update()
            if accident.state != 'open':
                raise UserError(self.env._(
                    "%(accident)s: its papers are sent. Take it up again before a supplement is asked.",
                    accident=accident.display_name))
            last = max((accident.assessment_ids - rounds).mapped('round'), default=0)
            for number, assessment in enumerate(rounds.sudo(), start=last + 1):  # sudo: rounds are counted by the system
                assessment.round = number
        return assessments

    # === ACTION METHODS ===#

    def action_ask(self):
        self._transition('asked')

    def action_approve(self):
        self._transition('approved')

    def action_refuse(self):
        self._transition('refused')

    def action_draft(self):
        self._transition('draft')

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_asked(self):
        self._check_accident_open()
        for assessment in self:
            if assessment.currency_id.compare_amounts(assessment.amount_asked, 0) <= 0:
                raise UserError(self.env._(
                    "%(assessment)s: enter what is asked of the insurer.", assessment=assessment.display_name))

    def _check_approved(self):
        self._check_accident_open()
        for assessment in self:
            if not (assessment.approver or '').strip() or assessment.currency_id.compare_amounts(assessment.amount, 0) <= 0:
                raise UserError(self.env._(
                    "%(assessment)s: enter who approved it at the insurer's, and the amounts he approved.",
                    assessment=assessment.display_name))

    def _check_accident_open(self):
        """What is approved is read by whoever bills it: one at a time."""
        self.accident_id._check_open()
        self.accident_id._claim_for_update()
        for assessment in self:
            if assessment.accident_id.state != 'open':
                raise UserError(self.env._(
                    "%(accident)s: its papers are sent. Take it up again before a supplement is asked.",
                    accident=assessment.accident_id.display_name))

    def _after_approved(self, source):
        # sudo: seal and stamps are the system's
        for assessment in self.sudo().filtered(lambda assessment: not assessment.content_hash):
            assessment.approved_date = fields.Datetime.now()
            assessment.write(assessment._prepare_seal_vals())

    def _is_frozen(self):
        return bool(self.content_hash)

    def _get_evidence(self):
        return super()._get_evidence() | {
            'accident': self.accident_id.name, 'order': self.accident_id.order_id.name,
            'insurer': self.accident_id.insurer_id.display_name, 'claim': self.accident_id.claim_number or '',
            'lines': [[line.name, line.kind, line.hours, line.amount_asked, line.amount] for line in self.line_ids]}
