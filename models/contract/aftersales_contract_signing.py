from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

SIGNABLE = ('invoiced', 'active', 'suspended', 'used_up')
SIGNED_FIELDS = {'signatory', 'signature', 'signature_kind', 'staff_signature'}


class AftersalesContract(models.Model):
    """The copy that both sign, on the screen: from when it is invoiced, with what it was sold with; then it is printed as it
    was signed, whatever becomes of the contract (contracts, §3)."""
    _name = 'aftersales.contract'
    _inherit = ['aftersales.contract', 'aftersales.signature.mixin']

    _shown_fields = ('type_id', 'vehicle_id', 'other_vehicle_ids', 'partner_id', 'payer_id', 'price', 'signatory')

    signatory = fields.Char(
        string="Signed By", compute='_compute_signatory', store=True, readonly=False, precompute=True, copy=False,
        max_length=200)
    staff_signature = fields.Image(
        string="Our Signature", max_width=1024, max_height=1024, readonly=True, copy=False, is_signature=True)
    signed_user_id = fields.Many2one(
        'res.users', string="For the House", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False, tracking=True)
    is_to_sign = fields.Boolean(string="To Be Signed", compute='_compute_is_to_sign', search='_search_is_to_sign')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('partner_id')
    def _compute_signatory(self):
        """The customer, until somebody else is entered or it is signed."""
        for contract in self:
            name = contract.partner_id.name
            contract.signatory = contract.signatory if contract.signed_date else name

    @api.depends('state', 'signed_date')
    def _compute_is_to_sign(self):
        to_sign = self.filtered_domain(self._get_to_sign_domain())
        for contract in self:
            contract.is_to_sign = contract in to_sign

    @api.model
    def _search_is_to_sign(self, operator, value):
        if operator != 'in':
            return NotImplemented
        to_sign = self._get_to_sign_domain()
        return to_sign if True in value else ~to_sign

    @api.model
    def _get_to_sign_domain(self):
        return Domain('state', 'in', SIGNABLE) & Domain('signed_date', '=', False)

    # === CONSTRAINT METHODS ===#

    @api.constrains('signature')
    def _check_may_be_signed(self):
        for contract in self:
            if contract.signature and contract.state not in SIGNABLE:
                raise ValidationError(self.env._(
                    "%(contract)s is signed once it is invoiced, as long as it pays for something.",
                    contract=contract.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and SIGNED_FIELDS & vals.keys():
            self._check_not_signed()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_check_before_signing(self):
        """Nobody signs what is refused afterwards: asked before the box opens."""
        self.check_access('write')
        self._check_not_signed()
        for contract in self:
            if contract.state not in SIGNABLE:
                raise UserError(self.env._(
                    "%(contract)s is signed once it is invoiced, as long as it pays for something.",
                    contract=contract.display_name))
        return True

    def action_sign_house(self, signature, kind='drawn'):
        """Whoever sells it signs last: from now on the paper stays as it is.

        :param signature: the picture, base64; a typed name comes as a picture, too
        """
        self.ensure_one()
        self.action_check_before_signing()
        self._claim_for_update()
        if not self.signature or not (self.signatory or '').strip():
            raise UserError(self.env._(
                "%(contract)s: the customer signs first. Enter his name and let him sign, then sign for the house.",
                contract=self.display_name))
        if not signature:
            raise UserError(self.env._("%(contract)s: the box is empty. Sign in it.", contract=self.display_name))
        self._check_signature_fits()
        with self.env.protecting([self._fields['signature']], self):
            self.sudo().write({  # sudo: stamps and the kept paper are the system's
                'staff_signature': signature, 'signed_user_id': self.env.uid, 'signed_date': fields.Datetime.now()})
        self.env['aftersales.kept.print']._keep('report_contract', self)

    # === BUSINESS METHODS ===#

    def _check_not_signed(self):
        for contract in self:
            if contract.signed_date:
                raise UserError(self.env._(
                    "%(contract)s was signed by %(signatory)s and stays as it was signed.",
                    contract=contract.display_name, signatory=contract.signatory))

    def _after_active(self, source):
        """The payment changes nothing of what was signed: the same price, and as granted what its type would grant. Where
        its type was edited in between, the house finds out when it signs."""
        with self.env.protecting([self._fields['signature']], self):
            super()._after_active(source)

    def _may_lose_signature(self):
        return not self.signed_date

    def _get_drawn_lang(self):
        return self.partner_id.lang or super()._get_drawn_lang()

    def _get_shown(self):
        """What both agree on: neither what was used since, nor whether it is paid."""
        self.ensure_one()
        page = self.env['report.aftersales.report_contract']._prepare_content(self)
        return {
            'customer_id': self.partner_id.id, 'customer': self.partner_id.name or '', 'payer': self.payer_id.name or '',
            'cars': [car.license_plate or car.vin_sn or '' for car in self.vehicle_id | self.other_vehicle_ids],
            'type': self.type_id.name, 'months': self._get_term('months'), 'distance': self._get_term('distance'),
            'start': self.start or '', 'planned_start': fields.Date.to_string(self.planned_start) or '',
            'price': self.currency_id.round(page['price_total']), 'outlets': page['outlets'],
            'exclusions': page['exclusions'], 'conditions': self.type_id.conditions or '', 'signatory': self.signatory or '',
            'rows': [[row['name'], row['granted'], row['own_share'], row['interval']] for row in page['rows']]}

    def _is_signed_by_customer(self):
        """Whether whose it is today signed it: who took it over with the car reads nothing of who had it before."""
        self.ensure_one()
        return bool(self.signed_date) and self._get_drawn().get('customer_id') == self.partner_id.id
