from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesOldPart(models.Model):
    """An old part in the store: taken in, inspected, and what needs a manager's word (H6)."""
    _inherit = 'aftersales.old.part'

    asked = fields.Selection(
        selection=[('scrap', "Scrap"), ('stock', "Put into stock")], string="Asked to Approve", readonly=True, copy=False,
        tracking=True, index='btree_not_null', help="What a manager is asked to approve.")
    asked_by_id = fields.Many2one('res.users', string="Asked By", readonly=True, copy=False)
    approved_by_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, tracking=True)
    scrap_reason = fields.Char(string="Why Scrapped", copy=False, tracking=True, max_length=250)
    lost_date = fields.Datetime(string="Part Lost On", readonly=True, copy=False, tracking=True)

    # === ACTION METHODS ===#

    def action_hand_in(self):
        result = super().action_hand_in()
        # sudo: the outlet's store takes it in, whether or not its clerk may see stores
        for store, parts in self.sudo().filtered(lambda part: not part.location_id).grouped(
                lambda part: part.workshop_id.warehouse_id.aftersales_old_part_id).items():
            models.Model.write(parts, {'location_id': store.id})  # taking in is no moving elsewhere
        self._trace('in')
        return result

    def action_inspect(self):
        """What is left of the part, and which way it goes."""
        self._check_here()
        for part in self:
            if not part.condition:
                raise UserError(self.env._("Enter in which condition %(tag)s is.", tag=part.name))
        # sudo: stamps of the system
        self.sudo().write({'inspected_date': fields.Datetime.now(), 'inspected_by_id': self.env.uid})
        labels = dict(self._fields['condition']._description_selection(self.env))
        for condition, parts in self.grouped('condition').items():
            parts._trace('inspected', labels[condition])

    def action_scrap(self):
        """Claims' parts as ever; any other for a reason, and above the company's limit with a manager's word."""
        claims = self.filtered(lambda part: part.duty == 'claim')
        if claims:
            super(AftersalesOldPart, claims).action_scrap()
            claims._trace('scrapped')
        rest = self - claims
        if not rest:
            return
        rest._check_fate()
        for part in rest:
            part._check_not_hazard()
            if not (part.scrap_reason or '').strip():
                raise UserError(self.env._("Enter why %(tag)s is scrapped.", tag=part.name))
        # sudo: what a part is worth decides whoever may see it
        dear = rest.filtered(lambda part: part.currency_id.compare_amounts(
            part.sudo().value, part.company_id.sudo().aftersales_scrap_limit) > 0)
        if dear and not self.env.user.has_group('aftersales.group_manager'):
            dear._ask('scrap')
            rest -= dear
        else:
            dear.sudo().approved_by_id = self.env.uid  # sudo: a stamp of the system
        rest._scrap()

    def action_approve(self):
        """The manager's word: what was asked for is done."""
        self._check_manager()
        for asked, parts in self.grouped('asked').items():
            # sudo: stamps of the system
            parts.sudo().write({'approved_by_id': self.env.uid, 'asked': False})
            if asked == 'scrap':
                parts._scrap()
            else:
                parts._put_into_stock()

    def action_refuse(self):
        """The manager does not want it: it is decided anew."""
        self._check_manager()
        self.sudo().write({'asked': False, 'asked_by_id': False})  # sudo: as above
        self._trace('refused')

    def action_lose(self):
        """It is not found any more: a manager says so, with what is known."""
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("That an old part is lost is said by a manager."))
        for part in self:
            if part.duty == 'claim' and part.sent_date or part.stage not in ('due', 'received', 'inspected'):
                raise UserError(self.env._("%(tag)s is not here any more.", tag=part.name))
            if not (part.note or '').strip():
                raise UserError(self.env._("Enter in the note what is known of the loss of %(tag)s.", tag=part.name))
        self.sudo().lost_date = fields.Datetime.now()  # sudo: a stamp of the system
        for part in self:
            part._trace('lost', part.note)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_claimed_domain(self):
        return [*super()._get_claimed_domain(), ('duty', '=', 'claim'), ('lost_date', '=', False)]

    def _check_claims_clerk(self):
        """What is for no claim is the store's."""
        claims = self.filtered(lambda part: part.duty == 'claim')
        if claims:
            super(AftersalesOldPart, claims)._check_claims_clerk()
        if self - claims:
            self.check_access('write')
            if not self.env.user.has_group('aftersales.group_take_old_part'):
                raise AccessError(self.env._("What becomes of an old part is said by the store or the claims clerk."))

    def _check_fate(self):
        self._claim_for_update()  # two who decide at once do it once
        super()._check_fate()
        self._check_in_stage()

    def _check_here(self):
        """Whether the part lies in the store and nothing else became of it."""
        self._claim_for_update()
        self._check_claims_clerk()
        for part in self:
            if not part.handed_in_date:
                raise UserError(self.env._("%(tag)s was not handed in yet.", tag=part.name))
        self._check_in_stage()

    def _check_in_stage(self):
        for part in self:
            if part.stage not in ('received', 'inspected'):
                raise UserError(self.env._("%(tag)s is not here any more.", tag=part.name) if part.stage != 'asked' else (
                    self.env._("%(tag)s waits for a manager's word.", tag=part.name)))

    def _check_not_hazard(self):
        self.ensure_one()
        if self.duty == 'hazard' or self.condition == 'hazard' or self.product_id.aftersales_old_part_waste:
            raise UserError(self.env._(
                "%(tag)s is hazardous waste: a licensed collector takes it, with his certificate.", tag=self.name))

    def _check_manager(self):
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Approving what becomes of old parts is up to a manager."))
        for part in self.filtered(lambda part: part.stage != 'asked'):
            raise UserError(self.env._("Nobody has asked to approve anything of %(tag)s.", tag=part.name))

    def _ask(self, what):
        # sudo: stamps of the system
        self.sudo().write({'asked': what, 'asked_by_id': self.env.uid})
        labels = dict(self._fields['asked']._description_selection(self.env))
        self._trace('asked', labels[what])

    def _scrap(self):
        self.sudo().scrapped_date = fields.Datetime.now()  # sudo: a stamp of the system
        for part in self:
            part._trace('scrapped', part.scrap_reason)

    def _is_scrapped(self):
        return self.stage == 'scrapped'

    def _get_scrap_text(self):
        return self.env._("Scrap, %(document)s", document=f'{self.name} {self.product_id.display_name}')
