from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# What becomes a line of its own when a panel is picked, by what is done to it: paint goes on in stages.
PAINTED = ('prepare', 'paint', 'polish', 'material')
WORKS = {'repair': ('repair', *PAINTED), 'replace': ('replace', *PAINTED), 'paint': PAINTED, 'polish': ('polish',)}


class AftersalesAssessment(models.Model):
    """A round of what the insurer is asked for and approves: the first, then supplements (E11).

    It is asked and answered like any other authorisation: what was asked stays as it was sent, and the answer, a yes or a
    no, is sealed with who gave it, on which way, and who of the house noted it. A no is followed by another round.
    """
    _name = 'aftersales.assessment'
    _description = "Assessment"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'accident_id.id desc, round, id'
    _rec_names_search = ['accident_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'asked': None, 'withdrawn': None},
        'asked': {'approved': None, 'refused': None, 'withdrawn': None},
        'approved': {},
        'refused': {},  # sealed: another round is asked instead
        'withdrawn': {},  # so is what is asked in its place
    }
    _sealed_fields = (
        'accident_id', 'round', 'state', 'asked_date', 'asked_by_id', 'amount_asked', 'amount', 'channel', 'approver',
        'refusal', 'answer_date', 'user_id')

    state = fields.Selection(
        [('draft', "In Preparation"), ('asked', "Sent to the Insurer"), ('approved', "Approved"), ('refused', "Refused"),
         ('withdrawn', "Withdrawn")],
        string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    accident_id = fields.Many2one('aftersales.accident', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='accident_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='accident_id.currency_id')
    round = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=False, help="1 is the first assessment, from 2 on supplements.")
    line_ids = fields.One2many('aftersales.assessment.line', 'assessment_id', string="Lines")
    picked_panel = fields.Char(
        store=False, copy=False, max_length=40,
        help="What is tapped on the picture of the body: the panel's id and what is done to it.")
    amount_asked = fields.Monetary(string="Asked", compute='_compute_amount', store=True, help="With taxes.")
    amount = fields.Monetary(string="Assessed", compute='_compute_amount', store=True, help="With taxes.")
    hours = fields.Float(compute='_compute_amount', store=True, help="Hours of all lines.")
    asked_date = fields.Datetime(string="Asked of the Insurer On", readonly=True, copy=False)
    asked_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')
    channel = fields.Selection([
        ('visit', "At the assessor's visit"), ('phone', "By phone"), ('message', "By message"),
        ('system', "In the insurer's system"),
    ], string="Answered By Way Of", copy=False, default='system', help="How the insurer has answered.")
    approver = fields.Char(string="Answered By", max_length=100, copy=False, help="Who answered at the insurer's.")
    refusal = fields.Char(
        string="Why It Is Refused", max_length=200, copy=False, help="What the insurer says why he does not pay for it.")
    answer_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    user_id = fields.Many2one('res.users', string="Noted By", readonly=True, copy=False, ondelete='restrict')

    _round_uniq = models.UniqueIndex(
        "(accident_id, round) WHERE round > 0", "This round of the assessment is there already. Reload the page.")

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.amount_asked', 'line_ids.amount', 'line_ids.hours')
    def _compute_amount(self):
        for assessment in self:
            assessment.amount_asked = sum(assessment.line_ids.mapped('amount_asked'))
            assessment.amount = sum(assessment.line_ids.mapped('amount'))
            assessment.hours = sum(assessment.line_ids.mapped('hours'))

    @api.depends('accident_id', 'round')
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = f'{assessment.accident_id.name} · {assessment._get_round_name()}'

    @api.onchange('picked_panel')
    def _onchange_picked_panel(self):
        """Usual hours and paint of a panel become lines; what is there already stays as it is."""
        number, __, work = (self.picked_panel or '').partition(' ')
        self.picked_panel = False
        panel = self.env['aftersales.panel'].browse(int(number) if number.isdecimal() else False).exists()
        if self.state != 'draft' or not panel:
            return
        known = set(self.line_ids.filtered(lambda line: line.panel_id._origin == panel).mapped('kind'))
        sequence = max(self.line_ids.mapped('sequence'), default=0)
        self.line_ids = [
            Command.create({'panel_id': panel.id, 'kind': kind, 'sequence': sequence + 1 + place})
            for place, kind in enumerate(WORKS.get(work, ()))
            if kind not in known and (panel.material if kind == 'material' else panel._get_hours(kind))]

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

    def action_withdraw(self):
        """The insurer is not asked for it any more."""
        self._transition('withdrawn')

    def action_approve_as_asked(self):
        """The insurer has approved each line as it was asked; the amounts are looked at before the answer is noted."""
        for assessment in self:
            if assessment.state != 'asked':
                raise UserError(self.env._(
                    "%(assessment)s waits for no answer. Reload the page to see what happened.",
                    assessment=assessment.display_name))
            for line in assessment.line_ids:
                line.amount = line.amount_asked

    def action_print(self):
        return self.env.ref('aftersales.action_report_assessment').report_action(self)

    # === BUSINESS METHODS ===#

    def _get_round_name(self):
        self.ensure_one()
        if self.round < 2:
            return self.env._("First assessment")
        return self.env._("Supplement %(number)s", number=self.round - 1)

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
            is_named = (assessment.approver or '').strip() and assessment.channel
            if not is_named or assessment.currency_id.compare_amounts(assessment.amount, 0) <= 0:
                raise UserError(self.env._(
                    "%(assessment)s: enter who approved it at the insurer's, on which way, and the amounts he approved.",
                    assessment=assessment.display_name))

    def _check_refused(self):
        self._check_accident_open()
        for assessment in self:
            if not (assessment.refusal or '').strip():
                raise UserError(self.env._(
                    "%(assessment)s: enter why the insurer refuses it: the customer will ask.",
                    assessment=assessment.display_name))

    def _check_withdrawn(self):
        """With its accident, or alone as long as that is open."""
        self.accident_id._claim_for_update()
        self.filtered(lambda assessment: assessment.accident_id.state != 'dropped')._check_accident_open()

    def _check_accident_open(self):
        """What is approved is read by whoever bills it: one at a time."""
        self.accident_id._check_open()
        self.accident_id._claim_for_update()
        for assessment in self:
            if assessment.accident_id.state != 'open':
                raise UserError(self.env._(
                    "%(accident)s: its papers are sent. Take it up again before a supplement is asked.",
                    accident=assessment.accident_id.display_name))

    def _after_asked(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'asked_date': fields.Datetime.now(), 'asked_by_id': self.env.uid})
        self.accident_id._open_insurer_holds()

    def _after_approved(self, source):
        self._seal_answer()

    def _after_refused(self, source):
        self._seal_answer()

    def _after_withdrawn(self, source):
        """Nobody waits for an answer any more."""
        self.accident_id._close_insurer_holds()

    # === BUSINESS METHODS: FROZEN ===#

    def _seal_answer(self):
        """The answer stays as it was given, and nobody waits for it any more."""
        # sudo: seal and stamps are the system's
        for assessment in self.sudo().filtered(lambda assessment: not assessment.content_hash):
            assessment.write({'answer_date': fields.Datetime.now(), 'user_id': self.env.uid})
            assessment.write(assessment._prepare_seal_vals())
        self.accident_id._close_insurer_holds()

    def _is_frozen(self):
        return bool(self.content_hash or self.accident_id.closed_date)

    def _get_evidence(self):
        accident = self.accident_id
        return super()._get_evidence() | {
            'accident': accident.name, 'order': accident.order_id.name, 'plate': accident.order_id.license_plate or '',
            'vin': accident.vehicle_id.vin_sn or '', 'insurer': accident.insurer_id.display_name,
            'claim': accident.claim_number or '', 'currency': self.currency_id.name,
            'asked_by': self.asked_by_id.name or '', 'noted_by': self.user_id.name or '',
            'lines': [
                [line.panel_id.code or '', line.name, line.part_number or '', line.kind, line.hours, line.amount_asked,
                 line.amount]
                for line in self.line_ids]}
