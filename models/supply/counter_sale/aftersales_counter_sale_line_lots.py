from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesCounterSaleLine(models.Model):
    """Which lots or serial numbers are sold: what goes first is proposed, the clerk says otherwise (H8, H9)."""
    _inherit = 'aftersales.counter.sale.line'

    has_numbers = fields.Boolean(compute='_compute_has_numbers', string="Told Apart by Numbers")
    lot_ids = fields.Many2many(
        'stock.lot', 'aftersales_counter_sale_line_lot_rel', 'line_id', 'lot_id', string="Lots or Serial Numbers", copy=False,
        compute='_compute_lot_ids', inverse='_inverse_lot_ids', store=True, readonly=False,
        domain="[('product_id', '=', product_id)]",
        help="What expires or came first is proposed; once the parts are out, what the customer holds.")
    # Whether somebody has entered them: else they are proposed anew when the sale is confirmed.
    has_named_lots = fields.Boolean(string="Numbers Entered by Hand", compute='_compute_lot_ids', store=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends('product_id')
    def _compute_has_numbers(self):
        for line in self:
            line.has_numbers = line.product_id.tracking in ('lot', 'serial')

    @api.depends('product_id', 'product_uom_id', 'quantity', 'sale_id.workshop_id')
    def _compute_lot_ids(self):
        """What is entered by hand and enough stays; what is left out is proposed."""
        for line in self:
            product = line.product_id
            if line.state not in (False, 'quote'):
                line.lot_ids, line.has_named_lots = line.lot_ids, line.has_named_lots
                continue
            if not line.has_numbers or not line.product_uom_id:
                line.lot_ids = line.has_named_lots = False
                continue
            place, asked = line._get_lots_place(), line._get_asked_pieces()
            kept = line.lot_ids.filtered(lambda lot, product=product: lot.product_id == product)
            if kept and product.uom_id.compare(line._count_there(kept, place), asked) >= 0 and (
                    product.tracking != 'serial' or len(kept) <= asked):
                line.lot_ids, line.has_named_lots = kept, line.has_named_lots
                continue
            line.lot_ids, line.has_named_lots = line._propose_lots(), False

    def _inverse_lot_ids(self):
        """What differs from the proposal was entered; the form sends the proposal, too."""
        for line in self.filtered(lambda line: line.state == 'quote'):
            named = line.has_numbers and bool(line.product_uom_id) and line.lot_ids != line._propose_lots()
            if named != line.has_named_lots:
                line.sudo().has_named_lots = named  # sudo: kept by the system

    # === CONSTRAINT METHODS ===#

    @api.constrains('lot_ids', 'product_id')
    def _check_lots(self):
        for line in self:
            foreign = line.lot_ids.filtered(lambda lot, line=line: lot.product_id != line.product_id)
            if foreign:
                raise ValidationError(self.env._(
                    "%(lot)s is a number of %(other)s, not of %(part)s.", lot=foreign[0].name,
                    other=foreign[0].product_id.display_name, part=line.product_id.display_name))

    # === BUSINESS METHODS ===#

    @api.model
    def _count_there(self, lots, place):
        return sum(sum(quants.mapped('quantity')) for quants in lots._origin._get_stock_at(place).values())

    def _get_lots_place(self):
        """Where the parts are taken from."""
        return self.sale_id.workshop_id.sudo().warehouse_id.lot_stock_id  # sudo: who sells need not see the store

    def _get_asked_pieces(self):
        """What is sold, in the product's unit."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method='HALF-UP')

    def _propose_lots(self):
        self.ensure_one()
        return self.env['stock.lot'].union(*(lot for lot, __ in self.env['stock.lot']._propose_first(
            self.product_id, self._get_lots_place(), self._get_asked_pieces())))

    def _propose_lots_again(self):
        """What nobody has entered: others may have been given meanwhile what was proposed when the line was written."""
        for line in self.filtered(lambda line: line.has_numbers and not line.has_named_lots):
            line.lot_ids = line._propose_lots()

    def _get_said_lots(self, move):
        """The numbers entered for the line, as far as each has pieces: what ``_take_lots`` wants for ``move``."""
        self.ensure_one()
        left = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id, rounding_method='HALF-UP')
        taken = []
        stock = self.lot_ids._get_stock_at(move.location_id)
        for lot in self.lot_ids.sorted(lambda lot: (stock[lot][:1].in_date or fields.Datetime.now(), lot.id)):
            # A number that is not there is asked for all the same: the refusal says why it cannot be had.
            there = self._get_free_or_own(move, lot, stock[lot]) if not self.has_named_lots else sum(
                stock[lot].mapped('quantity')) or left
            quantity = min(there, left, 1.0 if lot.product_id.tracking == 'serial' else there)
            if lot.product_id.uom_id.compare(quantity, 0.0) > 0:
                taken.append((lot, quantity))
                left -= quantity
        return taken

    @api.model
    def _get_free_or_own(self, move, lot, quants):
        """How much of a number is free, or set aside for the move itself."""
        own = move.move_line_ids.filtered(lambda line: line.lot_id == lot)
        return sum(quant.quantity - quant.reserved_quantity for quant in quants) + sum(own.mapped('quantity_product_uom'))

    def _keep_lots(self):
        """Once parts moved: the numbers that the customer holds."""
        for line in self.filtered('has_numbers'):
            held = {}
            for move in line.move_ids.filtered(lambda move: move.state == 'done'):
                sign = move._get_aftersales_direction()
                for part in move.move_line_ids:
                    held[part.lot_id] = held.get(part.lot_id, 0.0) + sign * part.quantity_product_uom
            uom = line.product_id.uom_id
            line.lot_ids = self.env['stock.lot'].union(*(
                lot for lot, quantity in held.items() if uom.compare(quantity, 0.0) > 0))
