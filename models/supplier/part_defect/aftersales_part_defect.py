from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

STATES = [
    ('reported', "Defect Reported"), ('investigating', "Investigating"), ('claimed', "Supplier Claimed"),
    ('answered', "Supplier Answered"), ('closed', "Defect Closed"),
]
# What is known of it; from the end on it stays as it is, and from the first step on parts clerks write it.
CONTENT_FIELDS = frozenset({
    'workshop_id', 'product_id', 'lot_id', 'serial', 'quantity', 'partner_id', 'date_in', 'order_id', 'vehicle_id',
    'failed_sale_id',
    'failed_line_id', 'odometer', 'fitted_odometer', 'running_hours', 'goodwill_reason',
    'failure_mode', 'effect', 'is_safety', 'user_id', 'remedy', 'remedy_text', 'claim_reference', 'answer_due',
    'answer', 'answer_text', 'claim_amount', 'granted_amount', 'cause', 'measure', 'told_by', 'told_text',
})


class AftersalesPartDefect(models.Model):
    """A part that failed (H8): what failed where, which cars hold the same lot, what the supplier says, what is done.

    Its life is in ``aftersales_part_defect_life.py``, what it does to the stock in ``aftersales_part_defect_stock.py``.
    """
    _name = 'aftersales.part.defect'
    _description = "Part Defect"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='reported', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        compute='_compute_workshop_id', store=True, readonly=False, precompute=True)
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        domain="[('type', '=', 'consu')]")
    uom_id = fields.Many2one(related='product_id.uom_id')
    serial = fields.Char(string="Number on the Part", help="Lot or serial number as it is read on the part.", copy=False)
    lot_id = fields.Many2one(
        'stock.lot', string="Lot", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True, copy=False,
        domain="[('product_id', '=', product_id)]", groups='stock.group_stock_user')
    quantity = fields.Float(
        string="Failed Pieces", digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6), tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Supplier", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        help="Left empty, it is the supplier of the last receipt of this lot, or of this part.")
    date_in = fields.Date(string="Came In On", help="Left empty, it is the day of the last receipt.")
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', check_company=True, ondelete='restrict')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Vehicle", index='btree_not_null', check_company=True, ondelete='restrict',
        compute='_compute_vehicle_id', store=True, readonly=False, precompute=True)
    odometer = fields.Integer(
        string="km at Failure", bounds=(0, 10_000_000), compute='_compute_odometer', store=True, readonly=False,
        precompute=True, help="Of the repair order, until something else is entered.")
    running_hours = fields.Integer(
        string="Hours at Failure", bounds=(0, 1_000_000), help="How long it ran, where hours say more than kilometres.")
    failure_mode = fields.Selection([
        ('broken', "Broken"), ('worn', "Worn too early"), ('leak', "Leaks"), ('noise', "Noise or vibration"),
        ('electric', "Electrical fault"), ('fit', "Does not fit"), ('look', "Surface or look"), ('other', "Other failure"),
    ], required=True, index=True, tracking=True)
    effect = fields.Text(string="What It Does", required=True, help="What happens, and what it leads to.")
    is_safety = fields.Boolean(string="Safety", tracking=True, help="Somebody could be hurt.")
    date = fields.Datetime(string="Reported On", required=True, readonly=True, default=fields.Datetime.now)
    reporter_id = fields.Many2one(
        'res.users', string="Reported By", readonly=True, copy=False, index='btree_not_null',
        default=lambda self: self.env.user)
    user_id = fields.Many2one(
        'res.users', string="Handled By", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")

    remedy = fields.Selection(
        [('exchange', "Exchanged"), ('repair', "Part Repaired"), ('refund', "Refunded"), ('none', "Nothing to do")],
        string="For the Customer", copy=False, tracking=True, index='btree_not_null')
    remedy_text = fields.Char(string="In Words", copy=False)
    told_by = fields.Selection([
        ('counter', "At the counter"), ('call', "By phone"), ('mail', "By e-mail"), ('letter', "By letter"),
    ], string="Told How", copy=False)
    told_text = fields.Text(string="What the Customer Was Told", copy=False)
    told_date = fields.Datetime(string="Customer Told At", readonly=True, copy=False)

    claim_reference = fields.Char(string="Supplier's Number", copy=False)
    claim_date = fields.Datetime(string="Claimed On", readonly=True, copy=False)
    answer_due = fields.Date(string="Answer Due", copy=False, tracking=True)
    answer_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answer = fields.Selection(
        [('accepted', "Accepted"), ('partly', "Accepted in Part"), ('refused', "Refused by the Supplier")],
        string="Supplier's Answer", copy=False, tracking=True, index='btree_not_null')
    answer_text = fields.Text(string="What the Supplier Says", copy=False)
    cause = fields.Text(copy=False)
    measure = fields.Text(copy=False, help="What is done so that it does not happen again.")
    closed_date = fields.Datetime(string="Closed On", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Answer Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    _quantity_failed = models.Constraint('CHECK (quantity > 0)', "Enter how many failed.")
    _answer_idx = models.Index("(answer_due) WHERE state = 'claimed'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('order_id')
    def _compute_workshop_id(self):
        missing = self.filtered(lambda defect: not (defect.order_id.workshop_id or defect.workshop_id))
        first = self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1) if missing else None
        for defect in self:
            defect.workshop_id = defect.order_id.workshop_id or defect.workshop_id or first

    @api.depends('order_id')
    def _compute_vehicle_id(self):
        for defect in self:
            defect.vehicle_id = defect.order_id.vehicle_id or defect.vehicle_id

    @api.depends('order_id')
    def _compute_odometer(self):
        for defect in self:
            defect.odometer = defect.order_id.odometer_in or defect.odometer

    @api.depends('answer_due', 'state')
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for defect in self:
            defect.is_overdue = defect.state == 'claimed' and bool(defect.answer_due and defect.answer_due < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'claimed') & Domain('answer_due', '<', fields.Date.context_today(self))
        return late if True in value else ~late

    @api.depends('name', 'product_id')
    def _compute_display_name(self):
        for defect in self:
            defect.display_name = ' · '.join(
                filter(None, [defect.name.strip('/'), defect.product_id.display_name])) or defect.name

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        defects = super().create([self._read_inputs(vals) for vals in vals_list])
        defects._find_receipt()
        return defects

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_kept(vals)
        return super().write(vals)

    def _check_kept(self, vals):
        """:raises UserError: when a closed defect would be another, or somebody writes what parts clerks work on"""
        if self.env.su or not CONTENT_FIELDS & vals.keys():
            return
        is_clerk = self.env.user.has_group('aftersales.group_claim_part')
        for defect in self:
            if defect.state == 'closed' or (defect.state != 'reported' and not is_clerk):
                raise UserError(self.env._(
                    "%(defect)s is %(state)s: what it says stays. Write a note instead, or ask a manager to open it again.",
                    defect=defect.display_name, state=defect._get_state_label()))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(defect)s stays on record. Close it instead of deleting it.", defect=self.display_name)

    # === BUSINESS METHODS ===#

    def _find_receipt(self):
        """Where the supplier is not named, it is whoever delivered this lot, or this part, last; one query for all."""
        unknown = self.filtered(lambda defect: not defect.partner_id or not defect.date_in)
        if not unknown:
            return
        self.env.flush_all()
        self.env.cr.execute(SQL("""
            SELECT DISTINCT ON (defect.id) defect.id, receipt.partner_id, line.date
              FROM aftersales_part_defect AS defect
              JOIN stock_move_line AS line ON line.product_id = defect.product_id AND line.state = 'done'
                   AND line.company_id = defect.company_id AND (defect.lot_id IS NULL OR line.lot_id = defect.lot_id)
              JOIN stock_location AS source ON source.id = line.location_id AND source.usage = 'supplier'
              JOIN stock_picking AS receipt ON receipt.id = line.picking_id AND receipt.partner_id IS NOT NULL
             WHERE defect.id IN %s
          ORDER BY defect.id, line.date DESC, line.id DESC""", tuple(unknown.ids)))
        for defect_id, partner_id, date in self.env.cr.fetchall():
            defect = self.browse(defect_id).sudo()  # sudo: whoever reports it need not read receipts
            supplier = self.env['res.partner'].sudo().browse(partner_id).commercial_partner_id
            defect.write({
                'partner_id': defect.partner_id.id or supplier.id,
                'date_in': defect.date_in or fields.Datetime.context_timestamp(defect, date).date()})
