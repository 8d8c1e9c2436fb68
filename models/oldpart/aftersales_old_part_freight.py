from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What is signed: whoever changes it takes the handler's signature off.
SIGNED_FIELDS = {'partner_id', 'date', 'carrier', 'waybill', 'amount'}


class AftersalesOldPartFreight(models.Model):
    """What sending old parts cost: signed by who sent them and, another person, by his leader (H6).

    Signed by both, it stays as it is.
    """
    _name = 'aftersales.old.part.freight'
    _description = "Freight of Old Parts"
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'waybill'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, readonly=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(string="Sent On", required=True, default=fields.Date.context_today, tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Goes To", index='btree_not_null', ondelete='restrict', check_company=True, tracking=True)
    carrier = fields.Char(tracking=True, max_length=64)
    waybill = fields.Char(string="Waybill No.", tracking=True, max_length=64)
    amount = fields.Monetary(
        string="Freight", bounds=(0, 1e9), tracking=True, copy=False, groups='aftersales.group_price')
    old_part_ids = fields.Many2many(
        'aftersales.old.part', 'aftersales_old_part_freight_rel', 'freight_id', 'old_part_id', string="Old Parts",
        readonly=True, copy=False)
    part_count = fields.Integer(string="Number of Old Parts", compute='_compute_part_count')
    entry_date = fields.Datetime(
        string="Entered On", required=True, readonly=True, copy=False, default=fields.Datetime.now)
    handler_id = fields.Many2one(
        'res.users', string="Signed by the Handler", readonly=True, copy=False, index='btree_not_null', tracking=True)
    handler_date = fields.Datetime(string="Handler Signed At", readonly=True, copy=False)
    leader_id = fields.Many2one(
        'res.users', string="Signed by the Leader", readonly=True, copy=False, index='btree_not_null', tracking=True)
    leader_date = fields.Datetime(string="Leader Signed At", readonly=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends('carrier', 'waybill', 'date')
    def _compute_display_name(self):
        for freight in self:
            freight.display_name = ' '.join(filter(None, (freight.carrier, freight.waybill))) or (
                fields.Date.to_string(freight.date) or '')

    @api.depends('old_part_ids')
    def _compute_part_count(self):
        for freight in self:
            freight.part_count = len(freight.old_part_ids)

    # === CRUD METHODS ===#

    def write(self, vals):
        signed = self.filtered('handler_id') if SIGNED_FIELDS & vals.keys() else self.browse()
        result = super().write(vals)
        if signed:  # sudo: the stamps are the system's
            signed.sudo().write({'handler_id': False, 'handler_date': False})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_signed(self):
        for freight in self.filtered('handler_id'):
            raise UserError(self.env._("%(freight)s is signed and stays.", freight=freight.display_name))

    # === ACTION METHODS ===#

    def action_sign_handler(self):
        """Who sent the parts says what it cost."""
        self._check_may_sign('aftersales.group_take_old_part', self.env._(
            "Freight of old parts is signed by whoever sends them: the store or the claims clerk."))
        for freight in self:
            # sudo: whether there is an amount is asked, whoever may see it
            if not freight.sudo().amount or not (freight.carrier or '').strip():
                raise UserError(self.env._(
                    "Enter carrier and freight of %(freight)s before you sign.", freight=freight.display_name))
        # sudo: a stamp of the system
        self.sudo().write({'handler_id': self.env.uid, 'handler_date': fields.Datetime.now()})

    def action_sign_leader(self):
        """Another person than the handler has seen it: from here on it stays."""
        self._check_may_sign('aftersales.group_manager', self.env._("The leader's signature is a manager's."))
        for freight in self:
            if not freight.handler_id:
                raise UserError(self.env._("%(freight)s is signed by its handler first.", freight=freight.display_name))
            if freight.handler_id == self.env.user:
                raise UserError(self.env._(
                    "You have signed %(freight)s as its handler. Another person signs as leader.",
                    freight=freight.display_name))
        # sudo: as above
        self.sudo().write({'leader_id': self.env.uid, 'leader_date': fields.Datetime.now()})

    # === BUSINESS METHODS ===#

    def _check_may_sign(self, group, refusal):
        self.check_access('write')
        if not self.env.user.has_group(group):
            raise AccessError(refusal)
        self._claim_for_update()  # two who sign at once do it one after the other
        self._check_open()

    def _is_frozen(self):
        """Since both have signed."""
        return bool(self.leader_date)

    def _get_frozen_message(self):
        return self.env._("%(freight)s is signed by both and stays as it is.", freight=self.display_name)
