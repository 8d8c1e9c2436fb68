from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

SELLERS = 'aftersales.group_counter_sale'
# What a remedy was given for: it stays from then on.
REMEDY_FIELDS = frozenset({
    'workshop_id', 'product_id', 'lot_id', 'quantity', 'failed_sale_id', 'failed_line_id', 'odometer', 'fitted_odometer',
    'goodwill_reason', 'remedy'})


class AftersalesPartDefect(models.Model):
    """A part sold at the counter fails: under its guarantee it is exchanged, repaired or refunded (H8)."""
    _inherit = 'aftersales.part.defect'

    failed_line_id = fields.Many2one(
        'aftersales.counter.sale.line', string="Line of the Sale", index='btree_not_null', check_company=True,
        ondelete='restrict', groups=SELLERS, copy=False, compute='_compute_failed_line_id', store=True, readonly=False,
        domain="[('sale_id', '=', failed_sale_id), ('product_id', '=', product_id)]")
    guarantee_until = fields.Date(related='failed_line_id.guarantee_until', groups=SELLERS)
    guarantee_km = fields.Integer(related='failed_line_id.guarantee_km', groups=SELLERS)
    fitted_odometer = fields.Integer(
        string="km When Fitted", bounds=(0, 10_000_000), copy=False,
        help="With the km at the failure it says how far the part went; left empty, only the day counts.")
    guarantee_state = fields.Selection(
        [('within', "Under Guarantee"), ('over', "Guarantee Is Over"), ('none', "No Guarantee")],
        string="Guarantee of the Part", compute='_compute_guarantee_state', compute_sudo=True, groups=SELLERS)
    goodwill_reason = fields.Char(string="Why Goodwill", copy=False, tracking=True, max_length=250)
    goodwill_user_id = fields.Many2one('res.users', string="Goodwill By", readonly=True, copy=False, tracking=True)
    remedy_date = fields.Datetime(string="Done For the Customer On", readonly=True, copy=False)
    remedy_user_id = fields.Many2one('res.users', string="Done By", readonly=True, copy=False)
    returned_date = fields.Datetime(
        string="Given Back On", readonly=True, copy=False, help="When the customer got the repaired part back.")
    credit_note_id = fields.Many2one(
        'account.move', string="Customer's Credit Note", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null', groups='account.group_account_invoice,account.group_account_readonly')

    # === COMPUTE METHODS ===#

    @api.depends('failed_sale_id', 'product_id')
    def _compute_failed_line_id(self):
        for defect in self:
            lines = defect.failed_sale_id.line_ids.filtered(
                lambda line, defect=defect: line.product_id == defect.product_id)
            defect.failed_line_id = defect.failed_line_id if defect.failed_line_id in lines else lines[:1]

    @api.depends(
        'failed_line_id.guarantee_until', 'failed_line_id.guarantee_km', 'date', 'odometer', 'fitted_odometer', 'workshop_id')
    def _compute_guarantee_state(self):
        for defect in self:
            line = defect.failed_line_id
            if not line:
                defect.guarantee_state = False
            elif not (line.guarantee_until or line.guarantee_km):
                defect.guarantee_state = 'none'
            else:
                defect.guarantee_state = 'over' if defect._is_guarantee_over(line) else 'within'

    def _is_guarantee_over(self, line):
        day = self.workshop_id._get_local_day(self.date or fields.Datetime.now())
        driven = self.odometer - self.fitted_odometer if self.odometer and self.fitted_odometer else 0
        return bool(
            line.guarantee_until and day > line.guarantee_until or line.guarantee_km and driven > line.guarantee_km)

    # === CRUD METHODS ===#

    def _check_kept(self, vals):
        super()._check_kept(vals)
        if self.env.su or not REMEDY_FIELDS & vals.keys():
            return
        for defect in self:
            if defect.remedy_date or 'goodwill_reason' in vals and defect.goodwill_user_id:
                raise UserError(self.env._(
                    "%(defect)s: what was done or granted for the customer rests on it. It stays as it is.",
                    defect=defect.display_name))

    # === ACTION METHODS ===#

    def action_grant_goodwill(self):
        """A manager lets a part be exchanged, repaired or refunded whose guarantee is over, or that has none."""
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Goodwill for a part is granted by a manager."))
        for defect in self:
            if defect.guarantee_state not in ('over', 'none') or defect.goodwill_user_id or defect.remedy_date:
                raise UserError(self.env._(
                    "%(defect)s: there is nothing to grant. The part is under guarantee, was not sold at the counter, or "
                    "something was granted or done already.", defect=defect.display_name))
            if not (defect.goodwill_reason or '').strip():
                raise UserError(self.env._("%(defect)s: enter why goodwill is granted.", defect=defect.display_name))
        self.sudo().goodwill_user_id = self.env.uid  # sudo: the stamp is the system's

    def action_exchange(self):
        """The bad part is taken in, a new one of the same kind is given out without charge; the paper is printed."""
        self._start_remedy()
        for defect in self:
            defect._take_in()
            defect._give_new()
        self._note_remedy('exchange')
        return self.action_print_exchange()

    def action_repair(self):
        """The bad part is taken in to be repaired; it stays the customer's."""
        self._start_remedy()
        for defect in self:
            defect._take_in(is_ours=False)
        self._note_remedy('repair')
        return self.action_print_exchange()

    def action_refund(self):
        """The bad part is taken in; what is invoiced of it stands on a draft credit note, which the accountant posts."""
        self._start_remedy()
        for defect in self:
            defect._take_in()
            defect._credit_customer()
        self._note_remedy('refund')
        return self.action_print_exchange()

    def action_give_back(self):
        """The repaired part goes back to its customer."""
        self.check_access('write')
        self._claim_for_update()
        self._check_clerk()
        for defect in self:
            if defect.remedy != 'repair' or not defect.remedy_date or defect.returned_date:
                raise UserError(self.env._(
                    "%(defect)s: no part of the customer is here to be given back.", defect=defect.display_name))
            taken = defect.sudo().picking_ids.move_ids.move_line_ids.filtered(  # sudo: as in _transfer
                lambda line: line.location_id.usage == 'customer')
            defect._transfer([
                (line.location_dest_id, line.location_id, line.lot_id, line.owner_id, False, line.quantity_product_uom)
                for line in taken])
        self.sudo().returned_date = fields.Datetime.now()  # sudo: the stamp is the system's

    def action_print_exchange(self):
        """The paper of what was done for the customer, which both sign."""
        done = self.filtered('remedy_date')
        if not done:
            raise UserError(self.env._("Nothing was exchanged, repaired or refunded yet: there is nothing to print."))
        return self.env.ref('aftersales.action_report_part_exchange').report_action(done)

    # === BUSINESS METHODS ===#

    def _start_remedy(self):
        """:raises UserError: when the customer has no claim to it, or had it already"""
        self.check_access('write')
        self._claim_for_update()
        self._check_clerk()
        for defect in self:
            line = defect.sudo().failed_line_id  # sudo: what was sold decides, whoever works on it
            if defect.state == 'closed' or defect.remedy_date:
                raise UserError(self.env._(
                    "%(defect)s is closed, or something was done for the customer already. Reload the page.",
                    defect=defect.display_name))
            if not line or defect.uom_id.compare(
                    line.product_uom_id._compute_quantity(line.qty_delivered, defect.uom_id), defect.quantity) < 0:
                raise UserError(self.env._(
                    "%(defect)s: so many pieces of this part are not with the customer by a counter sale. Choose the sale.",
                    defect=defect.display_name))
            if defect.product_id.tracking != 'none' and not defect.sudo().lot_id:  # sudo: as above
                raise UserError(self.env._(
                    "%(defect)s: the part has lots or serial numbers. Choose the lot first.", defect=defect.display_name))
            defect._check_guarantee(line)

    def _check_guarantee(self, line):
        self.ensure_one()
        state = self.sudo().guarantee_state  # sudo: as above
        if state == 'within' or self.goodwill_user_id:
            return
        if state == 'none':
            raise UserError(self.env._(
                "%(part)s of %(sale)s was sold without a guarantee of its own. A manager can grant goodwill, with the reason.",
                part=self.product_id.display_name, sale=line.sale_id.name))
        raise UserError(self.env._(
            "The guarantee of %(part)s is over: it ran until %(until)s, %(km)s km. A manager can grant goodwill, with the "
            "reason.",
            part=self.product_id.display_name, until=format_date(self.env, line.guarantee_until) or "–",
            km=line.guarantee_km or "–"))

    def _take_in(self, is_ours=True):
        """What the customer brings goes where nobody uses it; what he leaves for repair stays his."""
        self.ensure_one()
        line = self.sudo().failed_line_id  # sudo: as above
        place = self._get_store()._get_aftersales_quarantine() if is_ours else self._get_place_of_customers()
        customers = line.sale_id.workshop_id.warehouse_id.aftersales_counter_type_id.default_location_dest_id
        owner = self.env['res.partner'] if is_ours else line.sale_id.partner_id
        self._transfer(
            [(customers, place, self.sudo().lot_id, owner, False, self.quantity)], line if is_ours else None)

    def _get_place_of_customers(self):
        """Hook: where lies what is not ours; a room that keeps a place for it says so."""
        self.ensure_one()
        return self._get_store()._get_aftersales_quarantine()

    def _give_new(self):
        """The new piece, of another lot than the bad one; none that is set aside for somebody."""
        self.ensure_one()
        line, needed, rows = self.sudo().failed_line_id, self.quantity, []  # sudo: as above
        line.sale_id._claim_stock()
        store = self._get_store()
        quants = self.env['stock.quant'].sudo().search([  # sudo: as above
            ('location_id', 'child_of', store.lot_stock_id.id), ('product_id', '=', self.product_id.id),
            ('quantity', '>', 0), ('owner_id', '=', False)], order='in_date, id')
        customers = store.aftersales_counter_type_id.default_location_dest_id
        for quant in quants.filtered(lambda quant: not quant.lot_id or quant.lot_id != self.sudo().lot_id):
            taken = min(quant.quantity - quant.reserved_quantity, needed)
            if self.uom_id.compare(taken, 0) > 0:
                rows.append((quant.location_id, customers, quant.lot_id, quant.owner_id, quant.package_id, taken))
                needed -= taken
        if self.uom_id.compare(needed, 0) > 0:
            raise UserError(self.env._(
                "%(defect)s: no other %(part)s is free in the store of %(outlet)s. Order one, or refund it.",
                defect=self.display_name, part=self.product_id.display_name, outlet=self.workshop_id.name))
        self._transfer(rows, line)

    def _credit_customer(self):
        """What is invoiced of the part is given back by a draft; while the invoice itself is a draft, it is made anew."""
        self.ensure_one()
        line = self.sudo().failed_line_id  # sudo: the clerk takes parts back, the draft is the system's
        drafts = line.sale_id.invoice_ids.filtered(lambda move: move.state == 'draft')
        if line.qty_to_credit and not drafts:
            self.sudo().credit_note_id = line.sale_id._create_credit_note()  # sudo: as above

    def _check_closed(self):
        super()._check_closed()
        for defect in self.filtered(lambda defect: defect.remedy == 'repair' and defect.remedy_date):
            if not defect.returned_date:
                raise UserError(self.env._(
                    "%(defect)s: the customer's part is here still. Give it back first.", defect=defect.display_name))

    def _note_remedy(self, remedy):
        self.sudo().write({  # sudo: the stamps are the system's
            'remedy': remedy, 'remedy_date': fields.Datetime.now(), 'remedy_user_id': self.env.uid})
