from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_incoming_plan import METHODS

STATES = [
    ('open', "To Inspect"), ('accepted', "Goods Accepted"), ('remark', "Accepted with a Remark"),
    ('rejected', "Goods Rejected"),
]
# What is entered while it is open.
ENTERED = frozenset({'qty_checked', 'qty_bad', 'finding_id', 'remark'})


class AftersalesIncomingCheck(models.Model):
    """What the inspection of a receipt says of a part, or of one of its lots (H4). The receipt makes it, by the plan.

    What is rejected goes into quarantine, and a defect is opened that claims it from the supplier.
    """
    _name = 'aftersales.incoming.check'
    _description = "Incoming Inspection"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'id desc'
    _rec_name = 'product_id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'open': {'accepted': None, 'remark': None, 'rejected': None}, 'accepted': {}, 'remark': {}, 'rejected': {}}

    state = fields.Selection(
        STATES, string="Result", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    picking_id = fields.Many2one(
        'stock.picking', string="Receipt", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='picking_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        related='picking_id.partner_id.commercial_partner_id', string="Supplier", store=True, index='btree_not_null',
        precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    lot_id = fields.Many2one(
        'stock.lot', string="Lot", readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    date = fields.Datetime(string="Came In On", required=True, readonly=True, default=fields.Datetime.now)
    quantity = fields.Float(string="Pieces Delivered", digits='Product Unit', readonly=True, bounds=(0, 1e9))
    method = fields.Selection(METHODS, string="What Is Inspected", required=True, readonly=True)
    sample_size = fields.Integer(string="Sample", readonly=True, bounds=(0, 100_000))
    accept_number = fields.Integer(string="Faulty at Most", readonly=True, bounds=(0, 100_000))
    points = fields.Text(string="What Is Looked At", readonly=True)
    qty_checked = fields.Float(string="Inspected", digits='Product Unit', bounds=(0, 1e9), copy=False)
    qty_bad = fields.Float(string="Faulty", digits='Product Unit', bounds=(0, 1e9), copy=False)
    finding_id = fields.Many2one(
        'aftersales.incoming.finding', string="What Is Wrong", index='btree_not_null', ondelete='restrict', copy=False,
        help="How much the faulty pieces count in the supplier's reject rate. Empty: all.")
    remark = fields.Text(copy=False)
    inspector_id = fields.Many2one('res.users', string="Inspected By", readonly=True, copy=False, index='btree_not_null')
    inspected_date = fields.Datetime(string="Inspected On", readonly=True, copy=False)
    defect_id = fields.Many2one(
        'aftersales.part.defect', string="Part Defect", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)

    @api.depends('product_id', 'picking_id')
    def _compute_display_name(self):
        for check in self:
            check.display_name = ' · '.join(filter(None, [check.product_id.display_name, check.picking_id.name]))

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and ENTERED & vals.keys():
            for check in self.filtered(lambda check: check.state != 'open'):
                raise UserError(check.env._("%(check)s is inspected: what it says stays.", check=check.display_name))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_accept(self):
        self._transition('accepted')

    def action_accept_remark(self):
        self._transition('remark')

    def action_reject(self):
        self._transition('rejected')

    def action_view_defect(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.part.defect', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.defect_id.id}

    # === BUSINESS METHODS ===#

    def _check_transition(self, target):
        super()._check_transition(target)
        for check in self:
            asked = check._get_asked()
            if check.product_id.uom_id.compare(check.qty_checked, asked) < 0:
                raise UserError(self.env._(
                    "%(check)s: look at %(count)s pieces first, and enter how many you looked at.",
                    check=check.display_name, count=f'{asked:.15g}'))
            if target != 'accepted' and not (check.remark or '').strip():
                raise UserError(self.env._("%(check)s: write what you found.", check=check.display_name))

    def _get_asked(self):
        """Pieces that must have been looked at."""
        self.ensure_one()
        return {'all': self.quantity, 'sample': min(self.sample_size, self.quantity)}.get(self.method, 0.0)

    def _check_accepted(self):
        for check in self:
            most = check.accept_number if check.method == 'sample' else 0
            if check.qty_bad > most:
                raise UserError(self.env._(
                    "%(check)s: %(bad)s pieces are faulty. Reject them.", check=check.display_name,
                    bad=f'{check.qty_bad:.15g}'))

    def _check_remark(self):
        self._check_accepted()

    def _check_rejected(self):
        for check in self:
            if check.method == 'all' and not 0 < check.qty_bad <= check.quantity:
                raise UserError(self.env._(
                    "%(check)s: enter how many of those that came are faulty.", check=check.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: who inspected it and when is the system's
        self.sudo().write({'inspector_id': self.env.uid, 'inspected_date': fields.Datetime.now()})

    def _after_rejected(self, source):
        """Of all that was inspected the faulty ones, else all that came, are rejected."""
        outlets = self.env['aftersales.workshop'].sudo().search([  # sudo: which outlet a store belongs to
            ('warehouse_id', 'in', self.picking_id.picking_type_id.warehouse_id.ids)])
        for check in self:
            store = check.picking_id.picking_type_id.warehouse_id
            outlet = outlets.filtered(lambda outlet: outlet.warehouse_id == store)[:1]  # noqa: B023 - called at once
            defect = self.env['aftersales.part.defect'].create({
                'workshop_id': outlet.id, 'product_id': check.product_id.id, 'lot_id': check.lot_id.id,
                'quantity': check.qty_bad if check.method == 'all' else check.quantity, 'partner_id': check.partner_id.id,
                'date_in': check.date, 'failure_mode': 'other', 'effect': check.remark})
            defect._block(defect.quantity)
            check.sudo().defect_id = defect  # sudo: the link is the system's

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(check)s stays on record.", check=self.display_name)
