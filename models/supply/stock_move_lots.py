from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class StockMove(models.Model):
    """Parts told apart by lots or serial numbers leave under the very numbers that are handed out (H2, H8, H9)."""
    _inherit = 'stock.move'

    def _get_lots_action(self):
        """The dialog that says which numbers are handed out; those set aside are proposed."""
        dialog = self.env['aftersales.lot.wizard'].create({
            'move_ids': self.ids, 'line_ids': [value for move in self for value in move._prepare_lot_lines()]})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Which Numbers?"), 'view_mode': 'form', 'target': 'new',
            'res_model': dialog._name, 'res_id': dialog.id}

    def _check_numbers_may_be_said(self):
        """:raises AccessError: when the dialog is to speak of parts of another company, or of no order and sale at all"""
        moves = self.sudo()  # sudo: who sells need not have rights in stock
        ours = moves.filtered(lambda move: move.aftersales_line_id or move.aftersales_counter_line_id)
        if moves - ours or moves.company_id - self.env.companies:
            raise AccessError(self.env._("You may not say the numbers of these parts."))

    def _prepare_lot_lines(self):
        self.ensure_one()
        if self.has_tracking == 'none':
            return []
        lines = self.move_line_ids.filtered('quantity_product_uom')
        return [(0, 0, {'move_id': self.id, 'lot_id': line.lot_id.id, 'quantity': line.quantity_product_uom}) for line in lines]

    def _take_lots(self, wanted):
        """Set aside just these numbers for these moves; who had one of them set aside gets another one.

        :param wanted: dict of move: list of (lot, quantity in the product's unit), no more than is set aside for the move
        :raises UserError: which number cannot be taken, and why
        """
        moves = self.filtered(lambda move: move in wanted)
        moves._claim_lots(self.env['stock.lot'].union(*(lot for taken in wanted.values() for lot, __ in taken)))
        for move in moves:
            move._check_wanted_lots(wanted[move])
        others = moves._get_holders(wanted)
        moves.picked = False  # stock frees nothing of what is picked, and it would leave besides
        (moves | others)._do_unreserve()
        used = {}
        vals_list = [vals for move in moves for vals in move._prepare_lot_move_lines(wanted[move], used)]
        self.env['stock.move.line'].create(vals_list)
        others._action_assign()
        for move in moves:
            move._check_taken(sum(quantity for __, quantity in wanted[move]))

    def _take_said_lots(self):
        """Of what a sale has just had set aside, just the numbers that are entered on it, or proposed and free."""
        wanted = {}
        for move in self.filtered(lambda move: move.aftersales_counter_line_id.lot_ids and move.state == 'assigned'):
            taken = move.aftersales_counter_line_id._get_said_lots(move)
            if taken and {lot for lot, __ in taken} != set(move.move_line_ids.lot_id) and (
                    move.aftersales_counter_line_id.has_named_lots or move._is_free_enough(taken)):
                wanted[move] = taken
        if wanted:
            self._take_lots(wanted)

    def _is_free_enough(self, taken):
        """Whether the move has all of its parts from these numbers, and nobody else loses his."""
        self.ensure_one()
        uom, total = self.product_id.uom_id, sum(quantity for __, quantity in taken)
        asked = self.product_uom._compute_quantity(self.quantity, uom, rounding_method='HALF-UP')
        return uom.compare(total, asked) == 0 and not self._get_holders({self: taken})

    def _check_taken(self, total):
        """:raises UserError: when another quantity is set aside for the move than ``total`` of the numbers"""
        self.ensure_one()
        uom = self.product_id.uom_id
        here = sum(self.move_line_ids.mapped('quantity_product_uom'))
        if uom.compare(total, here) != 0:
            raise UserError(self.env._(
                "%(part)s: %(total)s are entered, but %(here)s are set aside for %(document)s.",
                part=self.product_id.display_name, total=f'{total:g}', here=f'{here:g}',
                document=self._get_source_document().display_name or self.reference))

    def _is_number_unsaid(self):
        """Whether other numbers are set aside for a sale than somebody has named."""
        self.ensure_one()
        lots = self.move_line_ids.filtered('quantity_product_uom').lot_id
        return self.has_tracking != 'none' and bool(not lots or lots - self.aftersales_counter_line_id.lot_ids)

    def _claim_lots(self, lots):
        """Two clerks with the same number at once: the second waits, and Odoo runs his request again on what is left."""
        quants = self.env['stock.quant'].sudo().search([('lot_id', 'in', lots.ids)])  # sudo: stock is the system's
        if quants:
            self.env.cr.execute(SQL(
                """
                WITH claimed AS (SELECT id FROM stock_quant WHERE id IN %(ids)s ORDER BY id FOR NO KEY UPDATE)
                UPDATE stock_quant SET write_date = stock_quant.write_date FROM claimed WHERE stock_quant.id = claimed.id
                """, ids=tuple(quants.ids)))

    def _check_wanted_lots(self, taken):
        self.ensure_one()
        product, uom = self.product_id, self.product_id.uom_id
        words = {'part': product.display_name, 'document': self._get_source_document().display_name or self.reference}
        total, sums = 0.0, {}
        for lot, quantity in taken:
            if lot.product_id != product:
                raise UserError(self.env._(
                    "%(lot)s is a number of %(other)s, not of %(part)s.", lot=lot.name,
                    other=lot.product_id.display_name, **words))
            total += quantity
            sums[lot] = sums.get(lot, 0.0) + quantity
        here = self.product_uom._compute_quantity(self.quantity, uom, rounding_method='HALF-UP')
        if uom.compare(total, here) > 0:
            raise UserError(self.env._(
                "%(part)s: %(total)s are entered, but %(here)s are set aside for %(document)s.",
                total=f'{total:g}', here=f'{here:g}', **words))
        for lot, quants in self.env['stock.lot'].union(*sums)._check_may_leave(self.location_id).items():
            if product.tracking == 'serial' and uom.compare(sums[lot], 1.0) != 0:
                raise UserError(self.env._("%(part)s: serial number %(lot)s is one piece.", lot=lot.name, **words))
            there = sum(quants.mapped('quantity'))
            if uom.compare(sums[lot], there) > 0:
                raise UserError(self.env._(
                    "%(part)s: of %(lot)s there are %(there)s only, and %(asked)s are entered.",
                    lot=lot.name, there=f'{there:g}', asked=f'{sums[lot]:g}', **words))

    def _get_holders(self, wanted):
        """Moves of others for which the wanted numbers are set aside, as far as what is free does not do; the latest first.

        :raises UserError: when one is being picked just now
        """
        holders = self.browse()
        for (place, company), moves in self.grouped(lambda move: (move.location_id, move.company_id)).items():
            asked = {}
            for lot, quantity in (pair for move in moves for pair in wanted[move]):
                asked[lot] = asked.get(lot, 0.0) + quantity
            lots = self.env['stock.lot'].union(*asked)
            # What comes in under the number lies elsewhere yet: only what leaves this place holds some of it.
            lines = self.env['stock.move.line'].search([
                ('lot_id', 'in', lots.ids), ('state', 'not in', ('done', 'cancel', 'draft')), ('quantity_product_uom', '>', 0),
                ('location_id', 'child_of', place.id), ('company_id', '=', company.id)], order='id desc')
            stock = lots._get_stock_at(place)
            for lot, held in lines.grouped('lot_id').items():
                own = held.filtered(lambda line: line.move_id in self)
                free = sum(quant.quantity - quant.reserved_quantity for quant in stock[lot])
                lack = asked[lot] - free - sum(own.mapped('quantity_product_uom'))
                holders |= (held - own)._get_moves_to_free(lack)
        return holders

    def _prepare_lot_move_lines(self, taken, used):
        """Values of the move's lines that take these numbers from where they lie.

        :param used: dict of quant: what is taken of it already, for any move; it is updated
        """
        self.ensure_one()
        uom, vals_list = self.product_id.uom_id, []
        for lot, quantity in taken:
            stock = lot._get_stock_at(self.location_id)[lot]
            # First what is free: of a lot in two places, others keep theirs where it is.
            for quant, held in [*((quant, quant.reserved_quantity) for quant in stock), *((quant, 0.0) for quant in stock)]:
                part = min(quantity, quant.quantity - held - used.get(quant, 0.0))
                if uom.compare(part, 0.0) <= 0:
                    continue
                used[quant] = used.get(quant, 0.0) + part
                quantity -= part
                vals_list.append(self._prepare_move_line_vals(quantity=part, reserved_quant=quant))
        return vals_list

    def _action_done(self, cancel_backorder=False):
        """A blocked or expired number does not leave, by whatever door."""
        for move in self.filtered(lambda move: move.picked and move._is_open() and move.has_tracking != 'none'):
            # sudo: which line it is for is asked, whoever moves it
            if (move.sudo().aftersales_line_id or move.sudo().aftersales_counter_line_id) and \
                    move._get_aftersales_direction() > 0:
                move.move_line_ids.filtered('quantity').lot_id._check_may_leave(move.location_id)
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sudo().aftersales_counter_line_id._keep_lots()  # sudo: as above
        return moves
