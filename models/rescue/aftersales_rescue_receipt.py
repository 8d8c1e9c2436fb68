from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class AftersalesRescueReceipt(models.Model):
    """A car or part taken along: the customer's receipt, and our register of what came in and went out (J9)."""
    _name = 'aftersales.rescue.receipt'
    _description = "Receipt for What Was Taken Along"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.signature.mixin', 'aftersales.log.mixin',
    ]
    _order = 'taken_date desc, id desc'
    _rec_names_search = ['name', 'what', 'rescue_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': dict.fromkeys(('taken',)),
        'taken': dict.fromkeys(('returned',)),
        'returned': {},
    }
    _sealed_fields = ('what', 'kind', 'taken_date', 'giver_name', 'signature', 'signature_kind', 'quantity')
    _shown_fields = ('what', 'kind', 'quantity', 'giver_name')
    _free_fields = frozenset({
        'state', 'returned_date', 'returned_to', 'return_signature', 'return_kind', 'returned_by_id', 'order_id'})

    name = fields.Char(string="Receipt No.", required=True, readonly=True, copy=False, default='/', index='trigram')
    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='rescue_id.workshop_id', string="Outlet", store=True, index=True)
    state = fields.Selection(
        [('draft', "Not Signed"), ('taken', "With Us"), ('returned', "Given Back")], string="Status", required=True,
        readonly=True, copy=False, default='draft', index=True, tracking=True)
    kind = fields.Selection(
        [('car', "The car"), ('part', "A part"), ('key', "Key or papers"), ('other', "Something else")], required=True,
        default='part')
    what = fields.Char(string="What", required=True, help="Name, number, state it is in.")
    quantity = fields.Integer(default=1, bounds=(1, 9999))
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", compute='_compute_order_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True)
    taken_date = fields.Datetime(string="Taken In On", readonly=True, copy=False)
    taken_by_id = fields.Many2one('res.users', string="Taken Along By", readonly=True, copy=False, index='btree_not_null')
    giver_name = fields.Char(string="From Whom")
    returned_date = fields.Datetime(string="Given Back On", readonly=True, copy=False)
    returned_by_id = fields.Many2one('res.users', string="Given Back By", readonly=True, copy=False, index='btree_not_null')
    returned_to = fields.Char(string="Given Back To", copy=False)
    return_signature = fields.Image(
        string="Signature for the Return", max_width=1024, max_height=1024, copy=False, is_signature=True)
    return_kind = fields.Selection(SIGNATURE_KINDS, string="How the Return Was Signed", copy=False)

    @api.depends('rescue_id.order_id')
    def _compute_order_id(self):
        for receipt in self:
            receipt.order_id = receipt.order_id or receipt.rescue_id.order_id

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        receipts.rescue_id._check_open()
        return receipts

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_stays_with_rescue(vals)
        if vals.keys() & {'returned_to', 'return_signature', 'return_kind'} and not self.env.su:
            for receipt in self.filtered(lambda receipt: receipt.state == 'returned'):
                raise UserError(receipt._get_frozen_message())
        if 'return_signature' in vals:  # of this one, too, it is kept how it was signed
            kind = vals.get('signature_kind') or 'drawn'
            vals = {**vals, 'return_kind': bool(vals['return_signature']) and kind}
            vals.pop('signature_kind', None)
        return super().write(vals)

    def _check_stays_with_rescue(self, vals):
        """:raises UserError: when what somebody signed for at one place would be of another"""
        if 'rescue_id' in vals and any(receipt.rescue_id.id != vals['rescue_id'] for receipt in self):
            raise UserError(self.env._("A paper stays with its rescue. Make a new one for the other rescue."))

    # === ACTION METHODS ===#

    def action_take(self):
        """The customer has signed: it is with us from now on."""
        self._transition('taken')

    def action_return(self):
        """Given back: the receipt is taken back and void."""
        self._transition('returned')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return bool(self.content_hash)

    def _may_lose_signature(self):
        return not self.content_hash

    def _get_shown(self):
        self.ensure_one()
        return {'what': self.what or '', 'kind': self.kind, 'quantity': self.quantity, 'giver': self.giver_name or ''}

    def _get_evidence(self):
        rescue = self.rescue_id
        return super()._get_evidence() | {
            'number': self.name, 'rescue': rescue.name, 'plate': rescue.license_plate or '',
            'vin': rescue.sudo().vin or '', 'customer': rescue.partner_id.display_name or rescue.caller_name or ''}

    def _check_taken(self):
        for receipt in self:
            if not (receipt.giver_name or '').strip() or not receipt.signature:
                raise UserError(self.env._(
                    "%(receipt)s: the customer writes his name and signs for what is taken along.", receipt=receipt.name))
        self._check_signature_fits()

    def _after_taken(self, source):
        self._check_taken()  # what came in one call with the status was not shown either
        with self.env.protecting([self._fields['signature']], self):
            for receipt in self.sudo():  # sudo: seal and stamps are the system's
                receipt.write({'taken_date': fields.Datetime.now(), 'taken_by_id': self.env.uid})
                receipt.write(receipt._prepare_seal_vals())
        self.env['aftersales.kept.print']._keep('report_rescue_receipt', self)

    def _check_returned(self):
        for receipt in self:
            if not (receipt.returned_to or '').strip() or not receipt.return_signature:
                raise UserError(self.env._(
                    "%(receipt)s: whoever gets it back writes his name and signs; the receipt is taken back.",
                    receipt=receipt.name))

    def _after_returned(self, source):
        self.sudo().write({  # sudo: stamps are the system's
            'returned_date': fields.Datetime.now(), 'returned_by_id': self.env.uid})
