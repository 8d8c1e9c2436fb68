from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPEN_STATES = ('approved', 'issued', 'used')
# Between a proposal and its end: the parts of these are the warranty store's affair.
LIVE_STATES = ('proposed', *OPEN_STATES, 'closed')


class AftersalesFreeIssue(models.Model):
    """Parts that a job gets free, from the first word to the old part (I5): proposed with a cause, approved, issued from
    the warranty store, used, and closed only with the report of the work and the old parts.

    Its life is in ``aftersales_free_issue_life.py``.
    """
    _name = 'aftersales.free.issue'
    _description = "Free Issue of Parts"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin', 'aftersales.warranty.number.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'order_id.name', 'license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _sealed_fields = (
        'name', 'job_id', 'cause', 'amount', 'proposer_id', 'approved_by_id', 'approved_date', 'issued_date',
        'report_signatory', 'report_date', 'report_approved_by_id', 'report_approved_date', 'closed_date',
    )

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        selection=[
            ('proposed', "Proposed"), ('approved', "Approved to Issue"), ('issued', "Issued"), ('used', "Used"),
            ('closed', "Account Closed"),
            ('refused', "Refused"), ('returned', "Returned"),
        ],
        string="Status", required=True, readonly=True, default='proposed', copy=False, index=True, tracking=True,
        group_expand=True)
    job_id = fields.Many2one(
        'aftersales.job', required=True, index=True, ondelete='restrict', tracking=True)
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='job_id.workshop_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='job_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate', store=True, index='trigram', precompute=True)
    coverage_id = fields.Many2one(related='job_id.coverage_id')
    pay_type_id = fields.Many2one(related='job_id.pay_type_id')
    currency_id = fields.Many2one(related='company_id.currency_id')
    proposer_id = fields.Many2one(
        'res.users', string="Proposed By", readonly=True, required=True, index=True, default=lambda self: self.env.uid)
    employee_id = fields.Many2one(
        'hr.employee', string="On the Account Of", compute='_compute_employee_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, tracking=True,
        help="Who owes report and old part as long as it is not closed.")
    cause = fields.Text(required=True, tracking=True, help="What was found, and why it is to be free.")
    line_ids = fields.One2many('aftersales.free.issue.line', 'issue_id', string="Parts")
    amount = fields.Monetary(
        string="Value of Parts", compute='_compute_amount', store=True, help="At sales prices without discount and taxes.")
    approved_by_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, tracking=True)
    approved_date = fields.Datetime(string="Approved on", readonly=True, copy=False)
    refused_reason = fields.Char(string="Refused because", copy=False, tracking=True)
    issued_date = fields.Datetime(string="Issued on", readonly=True, copy=False, index='btree_not_null')
    used_date = fields.Datetime(string="Used on", readonly=True, copy=False)
    report_signatory = fields.Char(
        string="Report Signed By", copy=False, tracking=True, help="Who signed the report of the work for the customer.")
    report_date = fields.Date(string="Report Signed on", copy=False, tracking=True)
    report_approved_by_id = fields.Many2one('res.users', string="Report Approved By", readonly=True, copy=False, tracking=True)
    report_approved_date = fields.Datetime(string="Report Approved on", readonly=True, copy=False)
    old_part_ids = fields.One2many('aftersales.old.part', 'issue_id', string="Old Parts")
    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    age_days = fields.Integer(string="Days Open", compute='_compute_age_days', aggregator=None)
    is_open = fields.Boolean(
        string="Not Settled", compute='_compute_is_open', search='_search_is_open',
        help="Approved or issued, and report or old part are still owed.")
    is_live = fields.Boolean(compute='_compute_is_open', help="Its parts come from the warranty store.")
    missing = fields.Char(string="Missing to Close", compute='_compute_missing', help="What it lacks to be closed.")
    picking_count = fields.Integer(string="Transfers", compute='_compute_picking_count')

    _open_idx = models.Index("(issued_date) WHERE state IN ('approved', 'issued', 'used')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('job_id.technician_id')
    def _compute_employee_id(self):
        for issue in self:
            issue.employee_id = issue.employee_id or issue.job_id.technician_id

    @api.depends('line_ids.amount')
    def _compute_amount(self):
        for issue in self:
            issue.amount = sum(issue.line_ids.mapped('amount'))

    @api.depends('issued_date', 'closed_date', 'state')
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for issue in self:
            start = issue.issued_date or issue.approved_date
            issue.age_days = ((issue.closed_date or now) - start).days if start and issue.state != 'refused' else 0

    @api.depends('state')
    def _compute_is_open(self):
        for issue in self:
            issue.is_open = issue.state in OPEN_STATES
            issue.is_live = issue.state in LIVE_STATES

    def _search_is_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('state', 'in', OPEN_STATES)
        return found if True in value else ~found

    @api.depends('state', 'report_date', 'report_approved_date', 'old_part_ids.handed_in_date', 'line_ids.qty_issued')
    def _compute_missing(self):
        for issue in self:
            issue.missing = " · ".join(issue._get_missing()) if issue.is_open else False

    def _compute_picking_count(self):
        for issue in self:
            issue.picking_count = len(issue.sudo()._get_pickings())  # sudo: how many, for whoever may read the issue

    # === ONCHANGE METHODS ===#

    @api.onchange('report_signatory')
    def _onchange_report_signatory(self):
        """Who enters the name has the report before him: most are signed on the day."""
        if self.report_signatory and not self.report_date:
            self.report_date = fields.Date.context_today(self)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        issues = super().create(vals_list)
        for issue in issues:
            issue.order_id._check_unlocked()
            if not issue.job_id._is_live():
                raise UserError(self.env._(
                    "“%(job)s” is cancelled or declined: nothing is issued for it.", job=issue.job_id.shown_name))
            if not issue.line_ids:
                raise UserError(self.env._("Say which parts “%(job)s” is to get free.", job=issue.job_id.shown_name))
        issues.order_id._sync_parts()
        return issues

    def write(self, vals):
        if 'job_id' in vals and any(issue.job_id.id != vals['job_id'] for issue in self):
            raise UserError(self.env._("A free issue stays with its job. Refuse it and propose it for the other one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_real(self):
        """Numbers have no gaps."""
        for issue in self:
            raise UserError(self.env._(
                "%(issue)s has its number and stays. Refuse it instead of deleting it.", issue=issue.name))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_pickings(self):
        """The transfers of the warranty store; for people without rights in stock, nothing but their number."""
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_parts_transfers')
        # sudo: which they are; who may not see transfers is refused by their list
        return dict(action, domain=[('id', 'in', self.sudo()._get_pickings().ids)], context={})

    @api.readonly
    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_pickings(self):
        return self.line_ids.part_line_id.move_ids.filtered(lambda move: move.state != 'cancel').picking_id

    def _get_missing(self):
        """What keeps it from being closed, in words."""
        self.ensure_one()
        missing = []
        if self.state == 'approved':
            missing.append(self.env._("not issued"))
        if not self.report_date or not self.report_signatory:
            missing.append(self.env._("report not signed"))
        elif not self.report_approved_date:
            missing.append(self.env._("report not approved"))
        owed = self.line_ids._get_owed_old_parts()
        if owed:
            missing.append(self.env._("old parts: %(parts)s", parts=", ".join(
                f"{line.product_id.name} × {quantity:g}" for line, quantity in owed.items())))
        return missing

    # === BUSINESS METHODS: EVIDENCE ===#

    def _is_frozen(self):
        """Since it was closed: the account of these parts is settled."""
        return bool(self.content_hash)

    def _get_frozen_message(self):
        return self.env._(
            "%(issue)s is closed and stays as it is. Write what is new into its log.", issue=self.display_name)

    def _get_evidence(self):
        return super()._get_evidence() | {
            'order': self.order_id.name, 'plate': self.license_plate or '', 'vin': self.vehicle_id.vin_sn or '',
            'coverage': self.coverage_id.display_name or '',
            'lines': [line._get_evidence() for line in self.line_ids],
            'old_parts': [part._get_evidence() for part in self.old_part_ids],
        }
