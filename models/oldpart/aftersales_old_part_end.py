from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class AftersalesOldPart(models.Model):
    """Where an old part ends that is for no claim: with the customer, the supplier, the collector or in stock (H6)."""
    _inherit = 'aftersales.old.part'

    receipt_id = fields.Many2one(
        'aftersales.old.part.receipt', string="Customer's Receipt", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    supplier_id = fields.Many2one(
        'res.partner', string="Goes To", copy=False, tracking=True, index='btree_not_null', ondelete='restrict',
        check_company=True, help="Who takes the part back and credits it.")
    credit_amount = fields.Monetary(
        string="Credited", bounds=(0, 1e12), copy=False, tracking=True, groups='aftersales.group_price',
        help="What the supplier gives for the part, by his notice.")
    credit_move_id = fields.Many2one(
        'account.move', string="Credit Note", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='account.group_account_invoice,account.group_account_readonly')
    credited_date = fields.Datetime(string="Credited On", readonly=True, copy=False, tracking=True)
    stock_product_id = fields.Many2one(
        'product.product', string="Stocked As", copy=False, index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('is_storable', '=', True)]", help="Left empty, it lies in stock as the part that it is.")
    stock_value = fields.Monetary(
        string="Value in Stock", bounds=(0, 1e12), copy=False, tracking=True, groups='aftersales.group_price',
        help="All pieces together; nothing, unless a value is entered.")
    stock_move_id = fields.Many2one(
        'stock.move', string="Stock Move", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')
    stocked_date = fields.Datetime(string="Put into Stock On", readonly=True, copy=False, tracking=True)
    collector_id = fields.Many2one(
        'res.partner', copy=False, tracking=True, index='btree_not_null', ondelete='restrict', check_company=True,
        help="Licensed to take hazardous waste.")
    certificate = fields.Char(string="Certificate No.", copy=False, tracking=True, max_length=64)
    collected_date = fields.Datetime(string="Collected On", readonly=True, copy=False, tracking=True)

    # === ACTION METHODS ===#

    def action_send_back(self):
        """To the maker for a claim as ever; else to whoever takes it back."""
        for part in self.filtered(lambda part: part.duty != 'claim'):
            if part.duty not in ('maker', 'core'):
                raise UserError(self.env._(
                    "%(tag)s does not go back. Say first that it goes to the maker or is a core to be credited.",
                    tag=part.name))
            if not part.supplier_id:
                raise UserError(self.env._("Enter who takes %(tag)s back.", tag=part.name))
        result = super().action_send_back()
        for supplier, parts in self.grouped('supplier_id').items():
            parts._trace('sent', supplier.display_name)
        return result

    def action_come_back(self):
        """Whoever had it does not take it: it lies here again."""
        self._check_claims_clerk()
        self._claim_for_update()
        for part in self:
            if part.duty == 'claim' or part.stage != 'rejected':
                raise UserError(self.env._("%(tag)s was not rejected by anybody who has it.", tag=part.name))
        self.sudo().sent_date = False  # sudo: a stamp of the system
        self._trace('back')

    def action_stock(self):
        """As good as a used part can be: it lies on the shelf again, once a manager has approved it."""
        self._check_here()
        for part in self:
            part._check_not_hazard()
            if part.duty == 'claim' or part.condition != 'reusable':
                raise UserError(self.env._(
                    "%(tag)s is put into stock when the inspection says that it is reusable, and no claim needs it.",
                    tag=part.name))
            part._check_storable()
        if self.env.user.has_group('aftersales.group_manager'):
            self.sudo().approved_by_id = self.env.uid  # sudo: a stamp of the system
            self._put_into_stock()
        else:
            self._ask('stock')

    def action_collect(self):
        """A licensed collector has taken it and given his certificate."""
        self._check_here()
        for part in self:
            collector = part.collector_id
            if part.duty != 'hazard':
                raise UserError(self.env._("%(tag)s is no hazardous waste.", tag=part.name))
            if not collector or not (part.certificate or '').strip():
                raise UserError(self.env._("Enter who collects %(tag)s and the number of his certificate.", tag=part.name))
            end = collector.aftersales_waste_licence_end
            if not collector.aftersales_waste_licence or (end and end < fields.Date.context_today(part)):
                raise UserError(self.env._(
                    "%(collector)s has no valid licence for hazardous waste. Enter it on the contact, or choose another one.",
                    collector=collector.display_name))
        self.sudo().collected_date = fields.Datetime.now()  # sudo: a stamp of the system
        for part in self:
            part._trace('collected', f'{part.collector_id.display_name} {part.certificate}')

    def action_credit(self):
        """The accountant books what the supplier gives: one draft credit note a supplier."""
        self.check_access('read')
        if not self.env.user.has_group('account.group_account_invoice'):
            raise AccessError(self.env._("What suppliers credit is booked by the accountant."))
        parts = self.sudo()  # sudo: the accountant need not be allowed to keep the store
        parts._claim_for_update()
        for part in parts:
            if part.duty not in ('core', 'maker') or part.stage not in ('sent', 'accepted'):
                raise UserError(self.env._("%(tag)s was not sent to anybody who credits it.", tag=part.name))
            if not part.credit_amount:
                raise UserError(self.env._("Enter what the supplier credits for %(tag)s.", tag=part.name))
        Move = self.env['account.move']
        notes = Move
        for (supplier, company), own in parts.grouped(lambda part: (part.supplier_id, part.company_id)).items():
            note = Move.with_company(company).create(own._prepare_credit_vals(supplier))
            own.write({'credit_move_id': note.id, 'credited_date': fields.Datetime.now()})
            notes |= note
        for part in self:
            part._trace('credited', part.sudo().supplier_id.display_name)  # sudo: as above
        return notes._get_records_action(name=self.env._("Credit Notes"))

    # === BUSINESS METHODS ===#

    def _appraise(self, appraisal):
        for part in self.filtered(lambda part: part.duty != 'claim'):
            if part.duty not in ('maker', 'core') or part.stage not in ('sent', 'accepted', 'rejected'):
                raise UserError(self.env._("%(tag)s was not sent to anybody who could appraise it.", tag=part.name))
        super()._appraise(appraisal)
        for part in self:
            part._trace(appraisal, part.appraisal_note if appraisal == 'rejected' else '')

    def _prepare_credit_vals(self, supplier):
        return {
            'move_type': 'in_refund', 'partner_id': supplier.id, 'currency_id': self.company_id.currency_id.id,
            'invoice_origin': ', '.join(self.mapped('name')),
            'invoice_line_ids': [Command.create({
                'name': f'{part.name} {part.product_id.display_name}', 'quantity': 1.0, 'price_unit': part.credit_amount,
                'tax_ids': [Command.clear()],
            }) for part in self],
        }

    def _check_storable(self):
        self.ensure_one()
        product = self.stock_product_id or self.product_id
        if not product.is_storable:
            raise UserError(self.env._(
                "%(part)s is not kept in stock. Choose what %(tag)s is stocked as.", part=product.display_name,
                tag=self.name))
        if product.tracking != 'none' and not (self.serial_number or '').strip():
            raise UserError(self.env._(
                "%(part)s is kept by numbers. Enter the lot or serial number of %(tag)s.", part=product.display_name,
                tag=self.name))

    def _put_into_stock(self):
        """A real move onto the outlet's shelves, at the value that was entered or at nothing."""
        for part in self:
            part._check_storable()
            # sudo: whoever approves need not be allowed to work in the store
            own = part.sudo().with_company(part.company_id)
            move = own.env['stock.move'].create(own._prepare_stock_vals())
            move._action_confirm(merge=False)
            move.quantity = own.quantity
            own._name_lot(move)
            move.picked = True
            move._action_done()
            # Without it, core values what comes in at the product's cost.
            own.env['product.value'].create({
                'move_id': move.id, 'value': own.stock_value, 'company_id': own.company_id.id, 'description': own.name})
            own.write({'stock_move_id': move.id, 'stocked_date': fields.Datetime.now()})
            part._trace('stock', (part.stock_product_id or part.product_id).display_name)

    def _prepare_stock_vals(self):
        product = self.stock_product_id or self.product_id
        return {
            'product_id': product.id, 'product_uom': product.uom_id.id, 'product_uom_qty': self.quantity,
            'location_id': product.property_stock_inventory.id,
            'location_dest_id': self.workshop_id.warehouse_id.lot_stock_id.id,
            'company_id': self.company_id.id, 'origin': self.name,
        }

    def _name_lot(self, move):
        product = move.product_id
        if product.tracking == 'none':
            return
        Lot = self.env['stock.lot']
        lot = Lot.search([
            ('product_id', '=', product.id), ('name', '=', self.serial_number),
            ('company_id', 'in', (False, self.company_id.id))], limit=1)
        move.move_line_ids.lot_id = lot or Lot.create({
            'product_id': product.id, 'name': self.serial_number, 'company_id': self.company_id.id})
