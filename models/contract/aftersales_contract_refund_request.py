from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

REFUND_TASK = 'aftersales.mail_activity_contract_refund'
RUNNING = ('active', 'suspended')


class AftersalesContract(models.Model):
    """The customer asks for his money: it is written down, and decided in the days promised (contracts, §15)."""
    _name = 'aftersales.contract'
    _inherit = ['aftersales.contract', 'aftersales.deadline.mixin']

    _deadline_document = 'contract'

    # For the table of deadlines.
    workshop_id = fields.Many2one(
        'aftersales.workshop', compute='_compute_workshop_id', compute_sudo=True, export_string_translation=False)
    refund_wish = fields.Char(
        string="Why the Customer Wants a Refund", copy=False, max_length=200, tracking=True, help="In the customer's words.")
    refund_asked_date = fields.Datetime(string="Refund Asked For On", readonly=True, copy=False, tracking=True)
    refund_due_date = fields.Datetime(
        string="Decide On the Refund By", compute='_compute_refund_due_date', store=True, copy=False)
    refund_answer = fields.Char(string="Why Not Refunded", copy=False, max_length=200, tracking=True)
    refund_answer_date = fields.Datetime(string="Refund Decided On", readonly=True, copy=False)
    is_refund_open = fields.Boolean(compute='_compute_is_refund_open', search='_search_is_refund_open')

    _refund_due_idx = models.Index("(refund_due_date) WHERE refund_asked_date IS NOT NULL AND refund_answer_date IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('company_id', 'workshop_ids')
    def _compute_workshop_id(self):
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.company_id.ids)])
        for contract in self:
            contract.workshop_id = contract.workshop_ids[:1] or outlets.filtered(
                lambda outlet, company=contract.company_id: outlet.company_id == company)[:1]

    @api.depends('refund_asked_date')
    def _compute_refund_due_date(self):
        ends = self.env['aftersales.deadline']._get_ends(
            'contract', self, 'contract_refund', {contract: contract.refund_asked_date for contract in self})
        for contract in self:
            contract.refund_due_date = ends[contract][1]

    @api.depends('state', 'refund_asked_date', 'refund_answer_date')
    def _compute_is_refund_open(self):
        for contract in self:
            contract.is_refund_open = (
                contract.state in RUNNING and bool(contract.refund_asked_date) and not contract.refund_answer_date)

    @api.model
    def _search_is_refund_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = Domain('state', 'in', RUNNING) & Domain('refund_asked_date', '!=', False) & Domain(
            'refund_answer_date', '=', False)
        return waiting if True in value else ~waiting

    # === ACTION METHODS ===#

    def action_ask_refund(self):
        """What the customer wants is written down, whoever takes it; a manager decides."""
        self.check_access('write')
        self._claim_for_update()
        for contract in self:
            contract._check_may_ask_refund()
            asked = contract.sudo()  # sudo: stamps and tasks are the system's
            asked.write({'refund_asked_date': fields.Datetime.now(), 'refund_answer_date': False, 'refund_answer': False})
            manager = asked._get_late_reader('manager') or asked.user_id
            words = asked.with_context(lang=manager.lang)
            asked._create_tasks(REFUND_TASK, {asked: {
                'user_id': manager.id, 'date_deadline': (asked.refund_due_date or fields.Datetime.now()).date(),
                'summary': words.env._(
                    "%(customer)s wants a refund of %(contract)s: refund it, or say why not",
                    customer=words.partner_id.name, contract=words.display_name)[:250]}})

    def action_decline_refund(self):
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise UserError(self.env._("Whether a contract is refunded is decided by a manager."))
        for contract in self:
            if not contract.is_refund_open:
                raise UserError(self.env._(
                    "%(contract)s: nobody asks for a refund. Reload the page.", contract=contract.display_name))
            if not (contract.refund_answer or '').strip():
                raise UserError(self.env._("%(contract)s: enter why it is not refunded.", contract=contract.display_name))
        self._note_refund_answer()

    # === BUSINESS METHODS ===#

    def _check_may_ask_refund(self):
        self.ensure_one()
        if self.state not in RUNNING or self.is_refund_open:
            raise UserError(self.env._(
                "%(contract)s does not run, or a refund is asked for already. Reload the page.", contract=self.display_name))
        if not (self.refund_wish or '').strip():
            raise UserError(self.env._(
                "%(contract)s: enter why the customer wants a refund.", contract=self.display_name))

    def _note_refund_answer(self):
        contracts = self.sudo()  # sudo: stamps are the system's, and the tasks may be somebody else's
        contracts.refund_answer_date = fields.Datetime.now()
        contracts._end_late_tasks()
        contracts.activity_unlink([REFUND_TASK])

    def _after_refunded(self, source):
        super()._after_refunded(source)
        self.filtered(
            lambda contract: contract.refund_asked_date and not contract.refund_answer_date)._note_refund_answer()

    def _after_expired(self, source):
        super()._after_expired(source)
        self._end_refund_request()

    def _after_used_up(self, source):
        super()._after_used_up(source)
        self._end_refund_request()

    def _end_refund_request(self):
        """It ended otherwise: nothing is left to decide, and whoever reads it sees why."""
        asked = self.sudo().filtered(  # sudo: the answer is the system's
            lambda contract: contract.refund_asked_date and not contract.refund_answer_date)
        for contract in asked:
            words = contract.with_context(lang=contract.user_id.lang)
            contract.refund_answer = words.env._(
                "It ended before the refund was decided: %(state)s", state=words._get_state_label())
        if asked:
            asked._note_refund_answer()

    # === DEADLINES ===#

    @api.model
    def _get_late_domain(self):
        return self._search_is_refund_open('in', [True]) & Domain('refund_due_date', '<', fields.Datetime.now())

    def _get_late_step(self):
        return 'contract_refund'

    def _get_late_due(self):
        self.ensure_one()
        return self.refund_due_date
